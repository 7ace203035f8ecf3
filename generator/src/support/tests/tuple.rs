use serde_json::json;

use crate::support::{
    Decoded, EncodedAs, Hidden, IsoDuration, Maybe, Mode, Own, Remaining, SecretText, Trailing,
    Tuple,
};

type Pair = Tuple<(Own<String>, IsoDuration)>;
type Loose = Tuple<(Own<i64>, Trailing<Own<bool>>, Trailing<Own<String>>)>;
type More = Tuple<(Maybe<Own<String>>, Remaining<Own<i64>>)>;

fn read<C: super::super::Codec>(value: serde_json::Value) -> Result<C::Value, String> {
    let read: Result<Decoded<C>, _> = serde_json::from_value(value);
    read.map(|value| value.0).map_err(|error| error.to_string())
}

fn written<C: super::super::Codec>(value: &C::Value, mode: Mode) -> serde_json::Value {
    serde_json::to_value(EncodedAs::<C> { value, mode }).unwrap()
}

#[test]
fn each_position_has_its_codec() {
    let value = json!(["a", "PT5S"]);
    let pair = read::<Pair>(value.clone()).unwrap();
    assert_eq!((pair.0.as_str(), pair.1.as_str()), ("a", "PT5S"));
    assert_eq!(written::<Pair>(&pair, Mode::Full), value);
}

#[test]
fn a_short_list_is_refused_and_a_long_one_is_not() {
    let short = read::<Pair>(json!(["a"])).unwrap_err();
    assert!(short.contains("invalid length 1"), "{short}");
    assert!(read::<Pair>(json!(["a", "PT5S", {"more": 1}])).is_ok());
    assert!(read::<Pair>(json!({"0": "a"})).is_err());
}

#[test]
fn what_may_be_absent_is_so() {
    for (value, expected) in [
        (json!([1]), (1, None, None)),
        (json!([1, true]), (1, Some(true), None)),
        (json!([1, null, "c"]), (1, None, Some("c".to_owned()))),
    ] {
        let loose = read::<Loose>(value.clone()).unwrap();
        assert_eq!(loose, expected);
        assert_eq!(written::<Loose>(&loose, Mode::Full), value);
    }
}

#[test]
fn the_rest_is_a_list() {
    for value in [json!([null]), json!(["a", 1, 2])] {
        let more = read::<More>(value.clone()).unwrap();
        assert_eq!(written::<More>(&more, Mode::Request), value);
    }
}

#[test]
fn secrets_stay_so() {
    type Login = Tuple<(Own<String>, SecretText, Hidden<Own<i64>>)>;
    let login = read::<Login>(json!(["me", "hunter2", 42])).unwrap();
    let printed = format!("{login:?}");
    assert!(
        !printed.contains("hunter2") && !printed.contains("42"),
        "{printed}"
    );
    let redacted = written::<Login>(&login, Mode::Redacted);
    assert_eq!(redacted, json!(["me", "[REDACTED]", "[REDACTED]"]));
}
