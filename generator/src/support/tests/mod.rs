//! Unit tests of the runtime. Not copied into generated crates.
