//! The runtime on `typespec_client_core`, compiled for its unit tests alone: what stands on that
//! base and no other, and all that stands on any.

mod bearer;
pub use bearer::*;
mod credential;
pub use credential::*;
pub mod runtime;
mod turns;

#[path = "../mod.rs"]
mod shared;
pub use shared::*;

mod tests;
