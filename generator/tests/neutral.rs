//! The runtime passes its unit tests on the neutral base, too: a crate of its own, since its files
//! name each other by `crate::support`. On `azure_core` the library's own tests have them.

#[cfg(test)]
#[allow(dead_code, unused_imports, unused_macros)]
#[path = "../src/support/neutral/mod.rs"]
mod support;
