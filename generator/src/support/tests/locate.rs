//! Failures say where and what, and nothing of the value.

use super::models::{Credential, Holder, Pet, Shape};
use crate::support::from_json;

fn pet(text: &str) -> String {
    from_json::<Pet>(text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn a_failure_names_the_path_and_what_was_expected() {
    assert_eq!(pet(r#"{"petName":1}"#), "/petName: expected a string");
    assert_eq!(pet(r#"{"tags":["a",null]}"#), "/tags/1: expected a string");
    assert_eq!(
        pet(r#"{"limits":{"a~b/c":-1}}"#),
        "/limits/a~0b~1c: expected u32"
    );
    assert_eq!(
        pet(r#"{"limits":{"\n\u001b":-1}}"#),
        r"/limits/\n\u{1b}: expected u32"
    );
    assert_eq!(pet("{}"), "expected the field `petName`");
    assert_eq!(
        pet(r#"{"parent":{"age":1}}"#),
        "/parent: expected the field `petName`"
    );
    assert_eq!(
        pet(r#"{"parent":{"parent":[1]}}"#),
        "/parent/parent: expected struct Pet"
    );
    assert_eq!(
        pet(r#"{"age":1,"age":1}"#),
        "expected the field `age` only once"
    );
    assert_eq!(pet("null"), "expected struct Pet");
}

#[test]
fn a_failure_in_a_union_names_the_tag_that_was_known() {
    let shape = |text: &str| from_json::<Shape>(text.as_bytes()).unwrap_err().to_string();
    for text in [
        r#"{"kind":"circle","radius":"x"}"#,
        r#"{"radius":"x","kind":"circle"}"#,
    ] {
        assert_eq!(shape(text), "/radius: expected f64 (in kind circle)");
    }
    assert_eq!(
        shape(r#"{"kind":"circle"}"#),
        "expected the field `radius` (in kind circle)"
    );
    assert_eq!(
        shape(r#"{"radius":1,"kind":7}"#),
        "/kind: expected a string"
    );
    assert_eq!(
        shape(r#"{"parts":[{"kind":"z"},{"label":0,"kind":"circle"}],"kind":"group"}"#),
        "/parts/1/label: expected a string (in kind circle)"
    );
    assert_eq!(
        shape(r#"{"kind":"new","kind":"new"}"#),
        "expected the field `kind` only once"
    );
}

#[test]
fn a_codecs_failure_has_its_path() {
    let failure = |text: &str| from_json::<Holder>(text.as_bytes()).unwrap_err();
    assert_eq!(failure(r#"{"ended":"soon"}"#).path(), "/ended");
    assert_eq!(
        failure(r#"{"ended":"soon"}"#).expected(),
        "an RFC 3339 date-time"
    );
    assert_eq!(
        failure(r#"{"size":"x"}"#).to_string(),
        "/size: expected one of `small`, `large`"
    );
    assert_eq!(failure(r#"{"more":[1,-1]}"#).path(), "/more/1");
    let member = failure(r#"{"credential":{"pin":"x","type":"login"}}"#);
    assert_eq!(member.path(), "/credential/pin");
    assert_eq!(member.member(), Some(("type", "login")));
}

#[test]
fn what_is_not_json_has_a_line_and_a_column() {
    assert_eq!(pet("{\n \"age\": }"), "not JSON: line 2 column 9");
    assert_eq!(pet(""), "not JSON: line 1 column 0");
    assert_eq!(pet("<html>"), "not JSON: line 1 column 1");
    let failure = from_json::<Pet>(b"{\"petName\":\"\xff\"}").unwrap_err();
    assert!(failure.position().is_some(), "{failure}");
    assert_eq!(failure.path(), "");
}

#[test]
fn what_fits_is_decoded() {
    let text = br#"{"petName":"R","tags":[],"score":1,"limits":{},"owner":null}"#;
    assert_eq!(from_json::<Pet>(text).unwrap().name, "R");
}

#[test]
fn a_number_keeps_its_digits() {
    for text in ["0.9123105625617661", "1.7976931348623157e308", "5e-324"] {
        let read = from_json::<f64>(text.as_bytes()).unwrap();
        assert_eq!(Ok(read), text.parse(), "{text}");
        let any = from_json::<serde_json::Value>(text.as_bytes()).unwrap();
        assert_eq!(any.as_f64(), Some(read), "{text}");
    }
}

#[test]
fn a_list_or_a_map_without_anything_in_it_may_be_null() {
    let text = br#"{"petName":"R","tags":null,"score":1,"limits":null,"owner":null}"#;
    let read = from_json::<Pet>(text).unwrap();
    assert!(read.tags.is_empty() && read.limits.is_empty());
    assert!(from_json::<Vec<Pet>>(b"null").unwrap().is_empty());
    let failure = from_json::<Vec<Pet>>(b"[null]").unwrap_err();
    assert_eq!(failure.to_string(), "/0: expected struct Pet");
}

#[test]
fn a_whole_number_may_be_written_with_a_point_or_an_exponent() {
    let read = |age: &str, limit: &str| {
        let text = format!(
            r#"{{"petName":"R","tags":[],"score":1,"limits":{{"a":{limit}}},"owner":null,"age":{age}}}"#
        );
        let pet = from_json::<Pet>(text.as_bytes());
        pet.map(|pet| (pet.age, pet.limits["a"]))
    };
    assert_eq!(read("28800.0", "1e3"), Ok((Some(28800), 1000)));
    assert_eq!(read("-1.50E1", "0.0"), Ok((Some(-15), 0)));
    assert_eq!(read("-0.0", "4294967295.0"), Ok((Some(0), u32::MAX)));
    for (age, limit, expected) in [
        ("1.5", "1", "/age: expected i64"),
        ("1", "-1.0", "/limits/a: expected u32"),
        ("1", "4294967296.0", "/limits/a: expected u32"),
        ("1e300", "1", "/age: expected i64"),
        // What was read may be another number than what was written.
        ("9007199254740993.0", "1", "/age: expected i64"),
        ("\"1\"", "1", "/age: expected i64"),
    ] {
        let failure = read(age, limit).unwrap_err();
        assert_eq!(failure.to_string(), expected, "{age} {limit}");
    }
}

#[test]
fn a_whole_number_in_a_member_is_one_wherever_its_tag_stands() {
    for credential in [
        r#"{"type":"login","pin":1234.0}"#,
        r#"{"pin":1.234e3,"type":"login"}"#,
    ] {
        let credential = from_json::<Credential>(credential.as_bytes()).unwrap();
        let Credential::Login(login) = credential else {
            panic!("not a login");
        };
        assert_eq!(login.pin.map(|pin| *pin.expose()), Some(1234));
    }
}
