//! The runtime that every generated crate carries: ordinary Rust files, copied verbatim.
//!
//! Compiled here for its own unit tests alone; the generated crates compile their own copies.

mod blank;
pub use blank::*;
mod buffer;
pub use buffer::*;
mod bytes;
pub use bytes::*;
mod codec;
pub use codec::*;
mod date;
pub use date::*;
mod date_time;
pub use date_time::*;
mod duration;
pub use duration::*;
mod encode;
pub use encode::*;
mod fault;
pub use fault::*;
mod key;
pub use key::*;
mod locate;
pub use locate::*;
mod record;
pub use record::*;
mod secret;
pub use secret::*;
mod text_enum;
pub use text_enum::*;
mod unbuffer;
mod union;
pub use union::*;
mod unknown;
pub use unknown::*;
mod uuid;
pub use uuid::*;
mod writer;
pub use writer::*;

#[cfg(test)]
mod tests;
