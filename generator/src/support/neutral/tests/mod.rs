//! Unit tests of what is there on `typespec_client_core` alone, and what the tests of the rest ask
//! of it.

mod bearer;
mod runtime;
pub mod tokens;
