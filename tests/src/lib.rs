//! The harness of the tests that need more than one crate.

pub mod azure_ml;
pub mod command;
pub mod corpus;
pub mod crates;
pub mod differences;
pub mod driver;
pub mod examples;
pub mod expectation;
pub mod features;
pub mod fixture;
pub mod logged;
pub mod marker;
pub mod mutant;
pub mod outline;
pub mod places;
pub mod printed;
pub mod public_api;
pub mod rooms;
pub mod shared;
pub mod shuffle;
pub mod spellings;
pub mod stub;
pub mod swagger;

/// What a test gives: nothing, or what kept it from its end.
pub type Outcome = Result<(), Box<dyn std::error::Error>>;
