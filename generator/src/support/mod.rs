//! The runtime that every generated crate carries: ordinary Rust files, copied verbatim.
//!
//! Compiled here for its own unit tests alone; the generated crates compile their own copies.

#[cfg(test)]
mod tests;
