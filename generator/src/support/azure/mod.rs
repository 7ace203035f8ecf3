//! The runtime on `azure_core`, compiled here for its unit tests alone: what stands on that base and
//! no other, and all that stands on any.

mod bearer;
pub use bearer::*;
mod cloud;
pub use cloud::*;
mod course;
pub use course::*;
mod driver;
pub use driver::*;
mod monitor;
pub use monitor::*;
mod operation;
pub use operation::*;
mod operation_list;
mod progress;
pub use progress::*;
pub mod runtime;
mod token;
pub use token::*;
mod turns;

#[path = "../mod.rs"]
mod shared;
pub use shared::*;

mod tests;
