//! Patterns of a description: ECMA-262 regular expressions, compiled on first use.
//!
//! In: a parameter's text. Out: nothing, or [`InvalidParameter`] naming the pattern.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regress::{Flags, Regex};

use super::InvalidParameter;

/// The patterns that were compiled, by their sources; `None` for one that the engine cannot read.
type Compiled = HashMap<&'static str, Option<Arc<Regex>>>;

static COMPILED: LazyLock<Mutex<Compiled>> = LazyLock::new(Mutex::default);

/// Refuses a text in which the pattern, as ECMA-262 reads it (with the `u` flag), matches nowhere.
///
/// A pattern that cannot be compiled refuses nothing: the generator has warned about it, and the
/// service has the last word.
pub fn matches(
    name: &'static str,
    text: &str,
    pattern: &'static str,
) -> Result<(), InvalidParameter> {
    match compiled(pattern) {
        Some(regex) if regex.find(text).is_none() => Err(InvalidParameter::new(
            name,
            format!("must match the pattern {pattern}"),
        )),
        Some(_) | None => Ok(()),
    }
}

fn compiled(pattern: &'static str) -> Option<Arc<Regex>> {
    let all = || COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all().get(pattern) {
        return known.clone();
    }
    let regex = compile(pattern).map(Arc::new);
    all().insert(pattern, regex.clone());
    regex
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
