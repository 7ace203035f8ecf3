//! Choices: what a value looks like, which alternative it is read as, and what is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serializer};
use serde_json::{Value, json};

use super::models::{Names, Shape};
use crate::support::runtime::time::OffsetDateTime;
use crate::support::{
    Choice, Codec, Encode, List, Look, Mode, Rfc3339, SecretText, UnknownValue, choice, from_json,
    redacted,
};

/// A text, a date-time, a number, a list of some, or a member of a union.
#[derive(Clone, Debug)]
enum Anything {
    Text(String),
    Time(OffsetDateTime),
    Small(i32),
    Large(i64),
    Number(f64),
    Times(Vec<OffsetDateTime>),
    Texts(Vec<String>),
    Shape(Shape),
    Nested(Box<Anything>),
    Unknown(UnknownValue),
}

impl Choice for Anything {
    const NAME: &'static str = "Anything";
    const LOOKS: &'static [Look] = &[
        Look::Text,
        Look::DateTime,
        Look::I32,
        Look::I64,
        Look::Number,
        Look::List(Some(&Look::DateTime)),
        Look::List(Some(&Look::Text)),
        Look::union::<Shape>().marked(&[("kind", &["circle", "square"])]),
        Look::List(Some(&Look::Bool)),
    ];

    fn read<'de, D: Deserializer<'de>>(position: usize, value: D) -> Result<Self, D::Error> {
        match position {
            0 => Deserialize::deserialize(value).map(Self::Text),
            1 => Rfc3339::decode(value).map(Self::Time),
            2 => Deserialize::deserialize(value).map(Self::Small),
            3 => Deserialize::deserialize(value).map(Self::Large),
            4 => Deserialize::deserialize(value).map(Self::Number),
            5 => List::<Rfc3339>::decode(value).map(Self::Times),
            6 => Deserialize::deserialize(value).map(Self::Texts),
            7 => Deserialize::deserialize(value).map(Self::Shape),
            _ => Deserialize::deserialize(value).map(Self::Nested),
        }
    }

    fn write<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(value) => value.encode(mode, serializer),
            Self::Time(value) => Rfc3339::encode(value, mode, serializer),
            Self::Small(value) => value.encode(mode, serializer),
            Self::Large(value) => value.encode(mode, serializer),
            Self::Number(value) => value.encode(mode, serializer),
            Self::Times(value) => List::<Rfc3339>::encode(value, mode, serializer),
            Self::Texts(value) => value.encode(mode, serializer),
            Self::Shape(value) => value.encode(mode, serializer),
            Self::Nested(value) => value.encode(mode, serializer),
            Self::Unknown(value) => value.encode(mode, serializer),
        }
    }

    fn unknown(value: UnknownValue) -> Self {
        Self::Unknown(value)
    }
}

choice!(Anything);

fn read(value: &Value) -> Anything {
    let text = value.to_string();
    let by_serde: Anything = serde_json::from_str(&text).unwrap();
    let by_path: Anything = from_json(text.as_bytes()).unwrap();
    assert_eq!(format!("{by_serde:?}"), format!("{by_path:?}"));
    by_serde
}

#[test]
fn the_alternative_that_demands_most_is_read() {
    let cases = [
        (json!("text"), "Text"),
        (json!("2020-01-01T00:00:00Z"), "Time"),
        (json!(1), "Small"),
        (json!(-5_000_000_000_i64), "Large"),
        (json!(1.5), "Number"),
        (json!(1.0), "Number"),
        (json!(18_446_744_073_709_551_615_u64), "Number"),
        (json!(["2020-01-01T00:00:00Z"]), "Times"),
        (json!(["2020-01-01T00:00:00Z", "text"]), "Texts"),
        (json!([]), "Times"),
        (json!({"radius": 1.0}), "Unknown"),
        (json!({"kind": "circle", "radius": 1.0}), "Shape"),
        (json!(true), "Unknown"),
        (json!(null), "Unknown"),
        (json!({"kind": "newer", "side": 1}), "Unknown"),
    ];
    for (value, expected) in cases {
        let debug = format!("{:?}", read(&value));
        assert!(debug.starts_with(expected), "{value}: {debug}");
    }
}

#[test]
fn what_is_read_is_written_again() {
    let values = [
        json!("text"),
        json!("2020-01-01T00:00:00Z"),
        json!(1),
        json!(1.5),
        json!(["a"]),
        json!({"kind": "circle", "radius": 1.0}),
        json!({"other": [1, null, {"a": true}]}),
        json!(null),
    ];
    for value in values {
        assert_eq!(serde_json::to_value(read(&value)).unwrap(), value);
    }
}

#[test]
fn what_a_text_names_is_not_kept_where_it_is_wrong() {
    let body = json!({"kind": "circle", "radius": "far"}).to_string();
    let failure = from_json::<Anything>(body.as_bytes()).unwrap_err();
    assert_eq!(failure.path(), "/radius");
    assert_eq!(failure.member(), Some(("kind", "circle")));
    let body = json!({"list": [body]}).to_string();
    assert!(from_json::<Anything>(body.as_bytes()).is_ok());
}

#[test]
fn a_value_that_is_kept_says_nothing_where_a_secret_may_be_in_it() {
    #[derive(Clone, Debug)]
    enum Key {
        Text(secrecy::SecretString),
        Unknown(UnknownValue),
    }

    impl Choice for Key {
        const NAME: &'static str = "Key";
        const LOOKS: &'static [Look] = &[Look::Text];
        const SECRET: bool = true;

        fn read<'de, D: Deserializer<'de>>(_: usize, value: D) -> Result<Self, D::Error> {
            SecretText::decode(value).map(Self::Text)
        }

        fn write<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Text(value) => SecretText::encode(value, mode, serializer),
                Self::Unknown(value) => value.encode(mode, serializer),
            }
        }

        fn unknown(value: UnknownValue) -> Self {
            Self::Unknown(value)
        }
    }

    choice!(Key);

    for body in [r#""hunter2""#, r#"{"key":"hunter2"}"#] {
        let key: Key = from_json(body.as_bytes()).unwrap();
        assert!(!format!("{key:?}").contains("hunter2"));
        let printed = serde_json::to_string(&redacted(&key)).unwrap();
        assert_eq!(printed, r#""[REDACTED]""#);
        assert_eq!(serde_json::to_string(&key).unwrap(), body);
    }
}

/// Two alternatives that look alike and hold the same again: read without a limit, a body of so
/// many levels would take two to the power of them.
#[derive(Clone, Debug)]
enum Twin {
    One(Box<Twins>),
    Two(Box<Twins>),
    Unknown(UnknownValue),
}

#[derive(Clone, Debug)]
struct Twins(Option<Box<Twin>>);

impl Choice for Twin {
    const NAME: &'static str = "Twin";
    const LOOKS: &'static [Look] = &[Look::List(None), Look::List(None)];

    fn read<'de, D: Deserializer<'de>>(position: usize, value: D) -> Result<Self, D::Error> {
        let (inner, ()) = Deserialize::deserialize(value)?;
        let twins = Box::new(Twins(inner));
        Ok(match position {
            0 => Self::One(twins),
            _ => Self::Two(twins),
        })
    }

    fn write<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(twins) | Self::Two(twins) => match &twins.0 {
                Some(inner) => inner.write(mode, serializer),
                None => serializer.serialize_unit(),
            },
            Self::Unknown(value) => value.encode(mode, serializer),
        }
    }

    fn unknown(value: UnknownValue) -> Self {
        Self::Unknown(value)
    }
}

choice!(Twin);

#[test]
fn alternatives_that_look_alike_take_no_more_than_their_share_of_time() {
    // Every level is right but for its second element, which is read last.
    let levels = 100;
    let body = format!("{}null{}", "[".repeat(levels), ",1]".repeat(levels));
    let twin: Twin = from_json(body.as_bytes()).unwrap();
    assert!(matches!(twin, Twin::Unknown(_)));
}

/// A record, or a map of such.
#[derive(Clone, Debug)]
enum Few {
    One(Names),
    ByName(BTreeMap<String, Names>),
    Unknown(UnknownValue),
}

impl Choice for Few {
    const NAME: &'static str = "Few";
    const LOOKS: &'static [Look] = &[
        Look::record::<Names>(),
        Look::Map(Some(&Look::record::<Names>())),
    ];

    fn read<'de, D: Deserializer<'de>>(position: usize, value: D) -> Result<Self, D::Error> {
        match position {
            0 => Deserialize::deserialize(value).map(Self::One),
            _ => Deserialize::deserialize(value).map(Self::ByName),
        }
    }

    fn write<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(value) => value.encode(mode, serializer),
            Self::ByName(values) => values.encode(mode, serializer),
            Self::Unknown(value) => value.encode(mode, serializer),
        }
    }

    fn unknown(value: UnknownValue) -> Self {
        Self::Unknown(value)
    }
}

choice!(Few);

#[test]
fn what_nothing_knows_is_kept_and_a_map_of_what_has_more_is_a_map() {
    for (body, expected) in [
        (r#"{"nextLink": "a", "newer": 1}"#, "One"),
        (r#"{"a": {"nextLink": "a"}}"#, "ByName"),
        (r#"{"a": {"nextLink": "a", "newer": 1}}"#, "ByName"),
        (r#"{"a": {"newer": 1}}"#, "Unknown"),
    ] {
        let read: Few = from_json(body.as_bytes()).unwrap();
        let debug = format!("{read:?}");
        assert!(debug.starts_with(expected), "{body}: {debug}");
    }
}
