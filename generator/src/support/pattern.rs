//! Patterns of a description: ECMA-262 regular expressions, compiled on first use.
//!
//! In: a parameter's text. Out: nothing, or [`InvalidParameter`] naming the pattern.

use std::sync::OnceLock;

use regress::{Flags, Regex};

use super::InvalidParameter;

/// A pattern that a text must contain a match of, as ECMA-262 reads it (with the `u` flag).
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    /// `None` once compiled: the pattern is not one that the engine can read.
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Holds the pattern `source`; it is compiled when first used.
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            compiled: OnceLock::new(),
        }
    }

    /// Refuses a text in which the pattern matches nowhere.
    ///
    /// A pattern that cannot be compiled refuses nothing: the generator has warned about it, and
    /// the service has the last word.
    pub fn check(&self, name: &'static str, value: &str) -> Result<(), InvalidParameter> {
        match self.regex() {
            Some(regex) if regex.find(value).is_none() => Err(InvalidParameter::new(
                name,
                format!("must match the pattern {}", self.source),
            )),
            Some(_) | None => Ok(()),
        }
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(self.source)).as_ref()
    }
}

/// Descriptions mean Unicode characters, but escape more than the `u` flag allows (`\-`, `\_`):
/// what the strict reading refuses is read without the flag.
fn compile(source: &str) -> Option<Regex> {
    let strict = Flags {
        unicode: true,
        ..Flags::default()
    };
    Regex::with_flags(source, strict)
        .or_else(|_| Regex::new(source))
        .ok()
}
