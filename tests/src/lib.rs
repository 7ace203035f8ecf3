//! The harness of the tests that need more than one crate.

pub mod crates;
pub mod expectation;
pub mod fixture;
pub mod public_api;
pub mod shuffle;
