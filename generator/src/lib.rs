//! From an API description to a Rust client crate on `azure_core`.
//!
//! A description goes in at one end and the files of a crate come out at the other; nothing
//! flows back. `ARCHITECTURE.md` at the top of the repository names the rooms in between.

pub mod analyze;
pub mod config;
pub mod diagnostic;
pub mod files;
pub mod import;
pub mod lower;
pub mod model;
pub mod source;
#[cfg(test)]
mod support;
