//! What is said of a value of the wrong kind: a format's own error goes in, one without the value
//! comes out.
//!
//! Formats quote what they refuse (`invalid type: string "hunter2"`), and a secret may stand
//! where an object or a text belongs.

use serde::de::Error;

/// The same error without the value that it quotes: `invalid type: string, expected …`. The words
/// after `expected` are `kind` and `name`.
///
/// Only for errors from before a value was entered: those from inside it have a place of their own.
#[cold]
pub(super) fn unquoted<E: Error>(error: E, kind: &str, name: &str) -> E {
    // The text is all that a format's error has in common with another's.
    let text = error.to_string();
    match cut(&text, &format!(", expected {kind}{name}")) {
        Some(text) => E::custom(text),
        None => error,
    }
}

/// Leaves out what is quoted between the value's kind and what was expected; `None` where the
/// text is none of serde's for a value's kind, or quotes nothing.
fn cut(text: &str, expected: &str) -> Option<String> {
    let (before, after) = text.split_once("invalid type: ")?;
    // The last one: the value may hold the same words.
    let (value, rest) = after.rsplit_once(expected)?;
    let (kind, _) = value.split_once(['`', '"'])?;
    Some(format!(
        "{before}invalid type: {}{expected}{rest}",
        kind.trim_end()
    ))
}
