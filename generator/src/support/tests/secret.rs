//! No secret comes out by itself: not in `Debug`, not in an error, not from memory after a drop.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::models::{Credential, Holder, Login};
use crate::support::{Secret, UnknownVariant, Wipe, from_json};

const MARKER: &str = "hunter2";
const SECRETS: &[&str] = &["password", "pin", "key", "answers", "blob", "since"];

/// The marker in every type that JSON has, as a key too.
fn wrong_values() -> Vec<Value> {
    vec![
        json!(MARKER),
        json!(4242),
        json!(42.42),
        json!(-4242),
        json!([MARKER]),
        json!({MARKER: MARKER}),
        json!({MARKER: {MARKER: [4242]}}),
        json!([[4242]]),
    ]
}

fn assert_hidden(text: &str) {
    for marker in [MARKER, "4242", "42.42"] {
        assert!(!text.contains(marker), "{text}");
    }
}

#[test]
fn a_wrong_type_never_shows_the_value() {
    let mut failures = 0;
    for key in SECRETS {
        for value in wrong_values() {
            for text in [
                format!(r#"{{"type":"login","{key}":{value}}}"#),
                format!(r#"{{"{key}":{value},"type":"login"}}"#),
                format!(r#"{{"{key}":{value},"{key}":{value},"type":"login"}}"#),
                format!(r#"{{"type":"login","{key}":{value}"#),
            ] {
                match serde_json::from_str::<Credential>(&text) {
                    Ok(value) => assert_hidden(&format!("{value:?} {value:#?}")),
                    Err(error) => assert_hidden(&format!("{error} {error:?}")),
                }
                if let Err(failure) = from_json::<Credential>(text.as_bytes()) {
                    failures += 1;
                    assert_hidden(&format!("{failure} {failure:?}"));
                }
            }
        }
    }
    assert!(failures > 100, "{failures}");
}

#[test]
fn a_failure_never_shows_what_stands_in_a_plain_field_or_a_tag_either() {
    for value in wrong_values() {
        for key in ["shape", "size", "stamp", "ended", "credential", "other"] {
            let text = format!(r#"{{"{key}":{value}}}"#);
            let failure = from_json::<Holder>(text.as_bytes()).unwrap_err();
            assert_hidden(&format!("{failure} {failure:?}"));
        }
        for text in [
            format!(r#"{{"type":{value},"type":{value}}}"#),
            format!(r#"{{"type":"login","user":{value},"password":{value}}}"#),
        ] {
            if let Err(failure) = from_json::<Credential>(text.as_bytes()) {
                assert_hidden(&format!("{failure} {failure:?}"));
            }
        }
    }
}

#[test]
fn debug_is_redacted() {
    let login = json!({
        "password": MARKER, "pin": 4242, "key": "aHVudGVyMg==", "answers": {MARKER: MARKER},
        "blob": {MARKER: [MARKER, 4242]}, "since": ["4242-01-01T00:00:00Z"],
    });
    let login: Login = serde_json::from_value(login).unwrap();
    let shown = format!("{login:?}");
    assert_hidden(&shown);
    assert!(!shown.contains("104, 117"), "{shown}");
    assert_eq!(
        shown.matches("[REDACTED]").count(),
        SECRETS.len(),
        "{shown}"
    );
}

#[test]
fn a_secret_is_given_out_by_an_explicit_call() {
    let secret: Secret<Vec<u32>> = serde_json::from_str("[1,2]").unwrap();
    assert_eq!(secret.expose(), &[1, 2]);
    assert_eq!(secret.clone().expose(), &[1, 2]);
    assert_eq!(serde_json::to_string(&secret).unwrap(), "[1,2]");
    assert_eq!(Secret::from(7_i64).expose(), &7);
}

#[test]
fn a_member_of_the_callers_making_is_secret() {
    let object = json!({"a": MARKER, "type": "old"});
    let object = object.as_object().cloned().unwrap();
    let variant = UnknownVariant::new("type", "new", object);
    assert_hidden(&format!("{variant:?}"));
    assert_eq!((variant.tag(), variant.is_secret()), ("new", true));
    assert_eq!(variant.expose().get("a"), Some(&json!(MARKER)));
}

#[test]
fn wiping_reaches_every_part() {
    let mut value = json!({"a": [MARKER, 4242, {"b": MARKER}]});
    value.wipe();
    assert_hidden(&value.to_string());

    let mut items = json!([MARKER, 4242, true, null]);
    items.wipe();
    assert_hidden(&items.to_string());

    let mut texts = vec![MARKER.to_owned()];
    texts.wipe();
    assert_eq!(texts, [""]);
    let mut bytes = MARKER.as_bytes().to_vec();
    bytes.wipe();
    assert_eq!(bytes, [0; 7]);
    let mut table = BTreeMap::from([(MARKER.to_owned(), Some(4242_i64))]);
    table.wipe();
    assert!(table.is_empty());
    let mut number = Some(Box::new(42.42));
    number.wipe();
    assert_eq!(number, Some(Box::new(0.0)));
}
