//! Patterns are ECMA-262, compiled once, and refuse nothing when they cannot be read.

use crate::support::Pattern;

static WORKSPACE: Pattern = Pattern::new("^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$");

#[test]
fn a_text_must_match() {
    assert_eq!(WORKSPACE.check("workspaceName", "ws-1"), Ok(()));
    let error = WORKSPACE.check("workspaceName", "-MARKER").unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `workspaceName` must match the pattern ^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$"
    );
}

#[test]
fn a_line_end_is_not_the_end() {
    assert!(WORKSPACE.check("workspaceName", "ws-1\n").is_err());
    assert!(WORKSPACE.check("workspaceName", "ws-1\n..").is_err());
}

#[test]
fn a_match_anywhere_will_do() {
    assert_eq!(Pattern::new("b+").check("n", "abbc"), Ok(()));
    assert!(Pattern::new("b+").check("n", "ac").is_err());
}

#[test]
fn characters_are_unicode() {
    assert_eq!(Pattern::new("^.$").check("n", "😀"), Ok(()));
    assert_eq!(Pattern::new(r"^\p{L}+$").check("n", "计算"), Ok(()));
}

#[test]
fn escapes_that_unicode_mode_refuses_are_read_without_it() {
    assert_eq!(Pattern::new(r"^[\w\-\_]+$").check("n", "a-_"), Ok(()));
    assert!(Pattern::new(r"^[\w\-\_]+$").check("n", "a b").is_err());
}

#[test]
fn a_pattern_that_cannot_be_read_refuses_nothing() {
    assert_eq!(Pattern::new("(").check("n", "anything"), Ok(()));
}
