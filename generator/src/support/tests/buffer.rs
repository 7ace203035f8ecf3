//! The buffer: what it holds, what can be read from it, and how deep it may be.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde_json::{Value, json};

use super::models::Pet;
use super::twins::{self, outcome};
use crate::support::{Buffered, DEPTH};

fn buffer(text: &str) -> Buffered<'_> {
    serde_json::from_str(text).unwrap()
}

#[test]
fn any_json_comes_out_as_it_went_in() {
    for value in [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1.5),
        json!(-0.0),
        json!(1e300),
        json!(""),
        json!("a\"b\u{e9}\u{1f600}"),
        json!([]),
        json!([1, [2, [null]], {}]),
        json!({"b": 1, "a": {"": [true, "x"]}, "c~/": null}),
    ] {
        let text = value.to_string();
        assert_eq!(buffer(&text).into_value().to_string(), text);
        assert_eq!(Value::deserialize(buffer(&text)).unwrap().to_string(), text);
    }
}

#[test]
fn other_types_are_read_from_it_as_from_json() {
    assert_eq!(
        <(u8, char)>::deserialize(buffer(r#"[7,"x"]"#)).unwrap(),
        (7, 'x')
    );
    assert_eq!(Option::<i8>::deserialize(buffer("null")).unwrap(), None);
    assert_eq!(Option::<f32>::deserialize(buffer("2")).unwrap(), Some(2.0));
    assert_eq!(<()>::deserialize(buffer("null")).unwrap(), ());
    let table = BTreeMap::<String, u64>::deserialize(buffer(r#"{"a":1}"#)).unwrap();
    assert_eq!(table, BTreeMap::from([("a".to_owned(), 1)]));
    assert!(<&str>::deserialize(buffer(r#""lent""#)).is_ok());
    assert!(u8::deserialize(buffer("256")).is_err());
    assert!(u8::deserialize(buffer("-1")).is_err());
}

#[test]
fn a_derived_type_is_read_from_it_as_from_json() {
    for text in [r#""small""#, r#""tiny""#, "1", r#"{"small":null}"#] {
        let size = twins::Size::deserialize(buffer(text));
        let known = text == r#""small""#;
        assert_eq!(size.is_ok(), known, "{text}");
    }
    let pet = r#"{"petName":"R","tags":["a\n"],"score":1,"limits":{"a":1},"owner":null}"#;
    let ours = outcome(Pet::deserialize(buffer(pet)));
    assert!(ours.is_ok());
    assert_eq!(ours, outcome(twins::Pet::deserialize(buffer(pet))));
}

#[test]
fn depth_has_a_limit_in_every_format() {
    let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    assert!(serde_json::from_str::<Buffered<'_>>(&nested(127)).is_ok());
    assert!(serde_json::from_str::<Buffered<'_>>(&nested(128)).is_err());

    // A chain without any limit of its own.
    let mut value = Value::Null;
    for _ in 0..DEPTH {
        value = json!([value]);
    }
    assert!(Buffered::deserialize(&value).is_ok());
    let deeper = json!({"a": value});
    let error = Buffered::deserialize(&deeper).map(drop).unwrap_err();
    assert_eq!(error.to_string(), "recursion limit exceeded");
}

#[test]
fn bytes_and_repeated_names_are_held() {
    let bytes = ciborium::Value::Bytes(vec![1, 2]);
    let bytes: Buffered<'_> = bytes.deserialized().unwrap();
    assert_eq!(bytes.into_value(), json!([1, 2]));

    let entries = [("a", 1_u8), ("a", 2)].into_iter();
    let twice = Buffered::deserialize(MapDeserializer::<_, Error>::new(entries)).unwrap();
    assert_eq!(twice.into_value(), json!({"a": 2}));
    let items = SeqDeserializer::<_, Error>::new([f64::NAN, 1.0].into_iter());
    assert_eq!(
        Buffered::deserialize(items).unwrap().into_value(),
        json!([null, 1.0])
    );
}

#[test]
fn an_object_that_looks_like_serde_jsons_own_number_stays_an_object() {
    // The name has a meaning only where `serde_json` has its feature `arbitrary_precision`.
    let text = r#"{"$serde_json::private::Number":"12"}"#;
    assert_eq!(buffer(text).into_value().to_string(), text);
}
