//! Unit tests of the runtime. Not copied into generated crates.

mod buffer;
mod call;
mod check;
mod client;
mod error;
mod fake;
mod formats;
mod headers;
mod limit;
mod locate;
mod models;
mod modes;
mod pattern;
mod record;
mod response;
mod retry;
mod secrecy;
mod secret;
mod service;
mod service_error;
mod target;
mod text;
mod text_enum;
mod timeout;
mod twins;
mod union;
