//! What serde's own readers say of a value of the wrong kind: never what was in it.

use serde::Deserialize;
use serde::de::value::{BytesDeserializer, Error as Plain};
use serde_json::{Value, json};

use super::models::{Circle, Colour, Credential, Pet, Shape};
use crate::support::Tag;

fn fails<'de, T: Deserialize<'de>>(text: &'de str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).unwrap();
    let bytes = BytesDeserializer::<Plain>::new(text.as_bytes());
    [
        serde_json::from_str::<T>(text).err().map(|e| e.to_string()),
        T::deserialize(value).err().map(|e| e.to_string()),
        T::deserialize(bytes).err().map(|e| e.to_string()),
    ]
    .map(|error| error.expect(text))
    .into()
}

#[test]
fn no_error_quotes_what_stands_where_an_object_belongs() {
    for text in [
        r#""31337`\", expected struct Pet""#,
        r#""31337""#,
        "31337",
        "-31337",
        "31337.5",
        "true",
    ] {
        let errors = [
            fails::<Pet>(text),
            fails::<Circle>(text),
            fails::<Shape>(text),
            fails::<Credential>(text),
        ];
        for error in errors.concat() {
            assert!(!error.contains("31337"), "{error}");
            assert!(!error.contains("true"), "{error}");
            assert!(error.contains("invalid type: "), "{error}");
        }
    }
}

#[test]
fn no_error_quotes_a_number_that_stands_where_text_belongs() {
    for value in [json!(31337), json!(-31337), json!(31337.5), json!(true)] {
        let errors = [
            serde_json::from_value::<Colour>(value.clone()).unwrap_err(),
            serde_json::from_value::<Shape>(json!({ "kind": value })).unwrap_err(),
            serde_json::from_value::<Circle>(json!({ "kind": value })).unwrap_err(),
            Tag::deserialize(&value).err().unwrap(),
        ];
        for error in errors.map(|error| error.to_string()) {
            assert!(!error.contains("31337"), "{error}");
            assert!(!error.contains("true"), "{error}");
        }
    }
}

#[test]
fn what_is_wrong_inside_an_object_keeps_its_own_error() {
    let error = serde_json::from_str::<Pet>(r#"{"petName":[]}"#).unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("invalid type: sequence, expected a string at line 1"),
        "{text}"
    );
    let error = serde_json::from_str::<Pet>("").unwrap_err();
    assert!(error.is_eof(), "{error}");
}
