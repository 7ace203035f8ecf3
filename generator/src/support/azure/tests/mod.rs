//! Unit tests of what is there on `azure_core` alone, and what the tests of the rest ask of it.

mod cloud;
mod operation;
mod operation_end;
mod operation_secrecy;
mod operation_token;
mod runtime;
pub mod tokens;
