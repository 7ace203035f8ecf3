//! Unit tests of the runtime. Not copied into generated crates.

mod call;
mod check;
mod client;
mod error;
mod fake;
mod headers;
mod limit;
mod pattern;
mod response;
mod retry;
mod secrecy;
mod service;
mod service_error;
mod target;
mod text;
mod timeout;
