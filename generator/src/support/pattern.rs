//! Patterns of a description: ECMA-262 regular expressions, compiled on first use.
//!
//! In: a parameter's text. Out: nothing, or [`InvalidParameter`] naming the pattern.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use regress::{Flags, Regex};

use super::InvalidParameter;

/// The patterns that were compiled, by where their sources stand in the program; `None` for one that the
/// engine cannot read.
type Compiled = BTreeMap<(usize, usize), Option<Arc<Regex>>>;

static COMPILED: RwLock<Compiled> = RwLock::new(BTreeMap::new());

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
    let place = (pattern.as_ptr().addr(), pattern.len());
    let known = COMPILED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = known.get(&place) {
        return known.clone();
    }
    drop(known);
    let regex = compile(pattern).map(Arc::new);
    let mut known = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
    known.insert(place, regex.clone());
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
