//! The runtime that every generated crate carries: ordinary Rust files, copied verbatim.
//!
//! Compiled here for its own unit tests alone; the generated crates compile their own copies.

mod call;
pub use call::*;
pub mod check;
pub use check::*;
mod client;
pub use client::*;
mod describe;
pub use describe::*;
mod error;
pub use error::*;
mod headers;
pub use headers::*;
mod limit;
pub use limit::*;
mod pattern;
pub use pattern::*;
mod pipeline;
pub use pipeline::*;
mod response;
pub use response::*;
mod retry;
pub use retry::*;
mod service;
pub use service::*;
mod service_error;
pub use service_error::*;
mod target;
pub use target::*;
pub mod text;
pub use text::*;
mod timeout;
pub use timeout::*;

#[cfg(test)]
mod tests;
