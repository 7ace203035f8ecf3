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

/// A client as a generated crate has one.
#[derive(Debug)]
pub struct Client(pub Core);

impl Client {
    pub(crate) fn core(&self) -> &Core {
        &self.0
    }
}

mod tests;
