//! Patterns are ECMA-262, compiled once, and refuse nothing when they cannot be read.

use crate::support::matches;

const WORKSPACE: &str = "^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$";

#[test]
fn a_text_must_match() {
    assert_eq!(matches("workspaceName", "ws-1", WORKSPACE), Ok(()));
    let error = matches("workspaceName", "-MARKER", WORKSPACE).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `workspaceName` must match the pattern ^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$"
    );
}

#[test]
fn a_line_end_is_not_the_end() {
    assert!(matches("workspaceName", "ws-1\n", WORKSPACE).is_err());
    assert!(matches("workspaceName", "ws-1\n..", WORKSPACE).is_err());
}

#[test]
fn a_match_anywhere_will_do() {
    assert_eq!(matches("n", "abbc", "b+"), Ok(()));
    assert!(matches("n", "ac", "b+").is_err());
}

#[test]
fn characters_are_unicode() {
    assert_eq!(matches("n", "😀", "^.$"), Ok(()));
    assert_eq!(matches("n", "计算", r"^\p{L}+$"), Ok(()));
}

#[test]
fn escapes_that_unicode_mode_refuses_are_read_without_it() {
    assert_eq!(matches("n", "a-_", r"^[\w\-\_]+$"), Ok(()));
    assert!(matches("n", "a b", r"^[\w\-\_]+$").is_err());
}

#[test]
fn a_pattern_that_cannot_be_read_refuses_nothing() {
    assert_eq!(matches("n", "anything", "("), Ok(()));
}
