//! From an API description to a Rust client crate on `azure_core`.
//!
//! A description goes in at one end and the files of a crate come out at the other; nothing
//! flows back. `ARCHITECTURE.md` at the top of the repository names the rooms in between.

#[cfg(test)]
#[allow(dead_code, unused_imports, unused_macros)]
mod support;
