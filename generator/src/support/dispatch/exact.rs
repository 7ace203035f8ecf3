//! Values as JSON, with each number as it would be written.
//!
//! In: whatever can be written. Out: a value in which no number has lost a digit: an integer that JSON's
//! values cannot hold is a text of its digits, and a number of 32 bits is what it is written as.

use serde::Serialize;
use serde_json::Value;

/// The value.
pub(crate) fn exact(value: &impl Serialize) -> serde_json::Result<Value> {
    let text = serde_json::to_string(value)?;
    match with_large_as_texts(&text) {
        Some(text) => serde_json::from_str(&text),
        None => serde_json::from_str(&text),
    }
}

/// Whether a text is an integer of more than 64 bits.
pub(crate) fn is_large(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_integer && text.parse::<i64>().is_err() && text.parse::<u64>().is_err()
}

/// The JSON with quotation marks around its large integers, if it has any.
fn with_large_as_texts(json: &str) -> Option<String> {
    let mut quoted: Option<String> = None;
    let mut copied = 0;
    let (mut at, mut in_text) = (0, false);
    let bytes = json.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if in_text => at += 1,
            b'"' => in_text = !in_text,
            b'-' | b'0'..=b'9' if !in_text => {
                let rest = json.get(at..).unwrap_or_default();
                let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
                let number = rest.get(..rest.find(|c| !is_part(c)).unwrap_or(rest.len()));
                let number = number.unwrap_or_default();
                if is_large(number) {
                    let text = quoted.get_or_insert_default();
                    text.push_str(json.get(copied..at).unwrap_or_default());
                    text.push_str(&format!("\"{number}\""));
                    copied = at + number.len();
                }
                at += number.len().max(1) - 1;
            }
            _ => {}
        }
        at += 1;
    }
    let rest = json.get(copied..).unwrap_or_default();
    quoted.map(|text| text + rest)
}
