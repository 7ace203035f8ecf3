//! The ways in which a value or an error can be printed.

use std::error::Error;
use std::fmt::Debug;

/// What `{:?}` and `{:#?}` print.
pub fn value(value: &impl Debug) -> Vec<String> {
    vec![format!("{value:?}"), format!("{value:#?}")]
}

/// What an error prints, and each of its causes, by `{}`, `{:?}` and `{:#?}`.
pub fn error(error: &(dyn Error + 'static)) -> Vec<String> {
    let mut forms = vec![
        error.to_string(),
        format!("{error:?}"),
        format!("{error:#?}"),
    ];
    if let Some(cause) = error.source() {
        forms.extend(self::error(cause));
    }
    forms
}
