//! Where every part of a JSON text stands.
//!
//! Comes in: a JSON text. Goes out: the same index as for YAML. A YAML parser reads most JSON, but
//! not surrogate pairs, tabs in all places or keys of any length.

use std::ops::Range;

use super::position::{Index, Trail};

/// Goes through a JSON text. Where it is broken the index ends.
pub(super) fn index(text: &str) -> Index {
    let mut trail = Trail::new(text);
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at).copied() {
        let next = match byte {
            b'{' => {
                trail.begin_object(at..at + 1);
                at + 1
            }
            b'[' => {
                trail.begin_array(at..at + 1);
                at + 1
            }
            b'}' | b']' => {
                trail.end();
                at + 1
            }
            b'"' => {
                let range = string(text, at);
                let value = serde_json::from_str::<String>(text.get(range.clone()).unwrap_or(""));
                let Ok(value) = value else { break };
                let end = range.end;
                trail.scalar(&value, range);
                end
            }
            b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => at + 1,
            _ => {
                let end = word(text, at);
                trail.scalar("", at..end);
                end
            }
        };
        at = next;
    }
    trail.index
}

/// The string literal that begins at `at`, its quotes included.
fn string(text: &str, at: usize) -> Range<usize> {
    let mut is_escaped = false;
    let rest = text.bytes().enumerate().skip(at + 1);
    for (end, byte) in rest {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at..end + 1,
            _ => {}
        }
    }
    at..text.len()
}

/// The end of the number, `true`, `false` or `null` that begins at `at`.
fn word(text: &str, at: usize) -> usize {
    text.bytes()
        .enumerate()
        .skip(at + 1)
        .find(|(_, byte)| {
            matches!(byte, b',' | b':' | b'}' | b']' | b'"') || byte.is_ascii_whitespace()
        })
        .map_or(text.len(), |(end, _)| end)
}
