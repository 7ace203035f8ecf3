//! Tags that are numbers or truth values on the wire.

use serde::de::MapAccess;
use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::support::{
    Blank, Encode, OnParts, OnPlaces, Record, RecordShape, Rest, Union, UnknownVariant, Writer,
    from_json, record, union,
};

#[derive(Clone, Default, PartialEq)]
struct First {
    size: Option<i64>,
}

impl Blank for First {
    fn blank() -> Self {
        Self::default()
    }
}

impl Encode for First {
    const SHAPE: RecordShape = RecordShape {
        name: "First",
        keys: &["size"],
        tag: Some(("version", "1")),
        literal_tag: true,
        ..RecordShape::EMPTY
    };

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        on.parts((&self.size,))
    }
}

impl Record for First {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        on.places((&mut self.size,))
    }
}
record!(First);

#[derive(Clone, Debug, PartialEq)]
enum Versioned {
    First(First),
    Unknown(UnknownVariant),
}

impl Union for Versioned {
    const NAME: &'static str = "Versioned";
    const TAG: &'static str = "version";
    const LITERAL: bool = true;

    fn read<'de, A: MapAccess<'de>>(tag: &str, rest: Rest<'de, A>) -> Result<Self, A::Error> {
        match tag {
            "1" => rest.record().map(Self::First),
            _ => rest.unknown(tag, Self::SECRET).map(Self::Unknown),
        }
    }

    fn write<M: SerializeMap>(&self, out: &mut Writer<'_, M>) {
        match self {
            Self::First(value) => out.literal_variant("1", value),
            Self::Unknown(value) => out.unknown(value),
        }
    }

    fn unknown(variant: UnknownVariant) -> Self {
        Self::Unknown(variant)
    }
}
union!(Versioned);

#[test]
fn the_tag_may_stand_anywhere_and_be_spelled_in_any_way() {
    for text in [
        r#"{"version":1,"size":3}"#,
        r#"{"size":3,"version":1}"#,
        r#"{"size":3,"version":1.0}"#,
        r#"{"size":3,"version":1e0}"#,
    ] {
        let read: Versioned = serde_json::from_str(text).unwrap();
        assert_eq!(read, Versioned::First(First { size: Some(3) }), "{text}");
        let written = serde_json::to_value(&read).unwrap();
        assert_eq!(written, json!({"version": 1, "size": 3}));
    }
}

#[test]
fn a_tag_that_no_member_has_is_kept_as_it_came() {
    for tag in ["2", "-1", "true", "2.5", r#""new""#, r#""2""#] {
        let text = format!(r#"{{"x":[],"version":{tag}}}"#);
        let read: Versioned = serde_json::from_str(&text).unwrap();
        let Versioned::Unknown(unknown) = &read else {
            panic!("{text}: {read:?}");
        };
        assert_eq!(unknown.tag(), tag.trim_matches('"'));
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), value);
    }
}

#[test]
fn a_fault_names_the_member_by_its_tag() {
    let fault = |text: &str| {
        let read = from_json::<Versioned>(text.as_bytes());
        read.map(drop).unwrap_err().to_string()
    };
    let member = fault(r#"{"version":1,"size":"s"}"#);
    assert!(member.contains("/size"), "{member}");
    assert!(member.contains("(in version 1)"), "{member}");
    let tag = fault(r#"{"size":1,"version":["s"]}"#);
    assert!(tag.contains("/version"), "{tag}");
    assert!(
        tag.contains("expected a string, a number or a boolean"),
        "{tag}"
    );
}

#[test]
fn a_member_by_itself_takes_its_own_tag_alone() {
    let read: First = serde_json::from_value(json!({"version": 1})).unwrap();
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written, json!({"version": 1}));
    for other in [json!(2), json!(true), json!(null), json!([1])] {
        let read = serde_json::from_value::<First>(json!({"version": other}));
        assert!(read.is_err(), "{other}");
    }
}
