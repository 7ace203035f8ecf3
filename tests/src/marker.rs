//! What is put in the place of a secret, to be found wherever it comes out again.

use serde_json::{Value, json};

use crate::logged;

/// A text that stands nowhere but where a test puts it.
pub const MARKER: &str = "hunter2-MARKER-5f3759df";
/// A number that does.
pub const NUMBER: i64 = 867_530_942_101;

/// The values of a wrong type, for any place: the marker in a text, a list, an object, a key.
pub fn misplaced() -> [Value; 6] {
    [
        json!(MARKER),
        json!([MARKER]),
        json!({ "key": MARKER }),
        json!({ MARKER: MARKER }),
        json!(NUMBER),
        json!([NUMBER, true, { "deep": [MARKER] }]),
    ]
}

/// Whether the text or the number stands in it.
pub fn is_marked(text: &str) -> bool {
    text.contains(MARKER) || text.contains(&NUMBER.to_string())
}

/// Fails where one of these shows what was marked.
#[track_caller]
pub fn assert_silent(forms: impl IntoIterator<Item = String>) {
    for form in forms {
        assert!(!is_marked(&form), "printed: {form}");
    }
}

/// Fails where anything that was logged so far shows what was marked.
#[track_caller]
pub fn assert_logs_silent() {
    let text = logged::text();
    let line = text.lines().find(|line| is_marked(line));
    assert_eq!(line, None);
}
