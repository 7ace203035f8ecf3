//! Unit tests of the runtime. Not copied into generated crates.

mod buffer;
mod formats;
mod locate;
mod models;
mod modes;
mod record;
mod secret;
mod text_enum;
mod twins;
mod union;
