//! The harness of the tests that need more than one crate.

pub mod logged;
pub mod marker;
pub mod places;
pub mod printed;
pub mod stub;

/// What a test gives: nothing, or what kept it from its end.
pub type Outcome = Result<(), Box<dyn std::error::Error>>;
