//! The shared visitor against serde's derive, text by text.

use serde::Deserialize;
use serde::de::MapAccess;
use serde_json::{Map, Value, json};

use super::models::{Circle, Holder, Pet};
use super::twins::{self, outcome};
use crate::support::{
    Blank, Encode, Extra, ExtraPlace, OnParts, OnPlaces, Place, Property, Record, RecordShape,
    Slot, record,
};

const WHOLE: &[(&str, &str)] = &[
    ("petName", r#""Rex""#),
    ("age", "3"),
    ("tags", r#"["a","b\n"]"#),
    ("note", "null"),
    ("score", "1.5"),
    (
        "parent",
        r#"{"petName":"Old","tags":[],"score":0,"limits":{},"owner":null}"#,
    ),
    ("colour", r#""red""#),
    ("limits", r#"{"x":1,"y\u0041":2}"#),
    ("owner", r#""me""#),
];

const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "4294967296",
    "18446744073709551615",
    "1e3",
    "2.5",
    r#""""#,
    r#""text""#,
    r#""esc\"aped\u00e9""#,
    "{}",
    r#"{"a":{"b":[1]}}"#,
    r#"{"a":-1}"#,
    r#"["x",1]"#,
    r#"[[]]"#,
    r#"["one"]"#,
];

fn object<'a>(entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let entries: Vec<_> = entries
        .into_iter()
        .map(|(key, value)| format!("\"{key}\":{value}"))
        .collect();
    format!("{{{}}}", entries.join(", "))
}

/// The derive reads a record from a list too, and an enum from an object: ours do not, on
/// purpose.
fn comparable(key: &str, value: &str) -> bool {
    match key {
        "parent" => !value.starts_with('['),
        "colour" => value.starts_with('"') || value == "null",
        _ => true,
    }
}

fn same(text: &str) {
    let ours = outcome(serde_json::from_str::<Pet>(text));
    let derived = outcome(serde_json::from_str::<twins::Pet>(text));
    assert_eq!(ours, derived, "{text}");
    let ours = outcome(serde_json::from_reader::<_, Pet>(text.as_bytes()));
    let derived = outcome(serde_json::from_reader::<_, twins::Pet>(text.as_bytes()));
    assert_eq!(ours, derived, "read from a stream: {text}");
}

#[test]
fn any_value_in_any_field_is_as_the_derive_has_it() {
    for (changed, _) in WHOLE {
        for value in VALUES {
            if !comparable(changed, value) {
                continue;
            }
            let entries = WHOLE.iter().copied();
            same(&object(entries.map(|(key, old)| {
                (key, if key == *changed { value } else { old })
            })));
        }
    }
}

#[test]
fn any_field_may_be_missing_or_come_twice_as_the_derive_has_it() {
    same("{}");
    for (left_out, _) in WHOLE {
        let entries = WHOLE.iter().copied();
        same(&object(entries.filter(|(key, _)| key != left_out)));
        for (also, _) in WHOLE {
            let entries = WHOLE.iter().copied();
            same(&object(
                entries.filter(|(key, _)| key != left_out && key != also),
            ));
        }
    }
    for (twice, value) in WHOLE {
        let entries = WHOLE.iter().copied();
        same(&object(entries.chain([(*twice, *value)])));
        same(&object([(*twice, *value), (*twice, *value)]));
        same(&object([(*twice, "null"), (*twice, *value)]));
    }
}

#[test]
fn any_order_and_unknown_fields_are_as_the_derive_has_them() {
    for start in 0..WHOLE.len() {
        let entries = WHOLE.iter().copied().cycle().skip(start).take(WHOLE.len());
        same(&object(entries));
    }
    for value in VALUES {
        let unknown = [("zzz", *value), ("", *value), ("zzz", *value)];
        let entries = WHOLE.iter().copied();
        same(&object(unknown.into_iter().chain(entries)));
    }
}

#[test]
fn escaped_keys_are_as_the_derive_has_them() {
    let escaped = [
        (r"pet\u004eame", r#""Rex""#),
        (r"\u0061ge", "3"),
        (r"x\n", "1"),
    ];
    let entries = WHOLE.iter().copied().skip(2);
    same(&object(escaped.into_iter().chain(entries)));
    same(&object([("age", "1"), (r"\u0061ge", "2")]));
}

#[test]
fn broken_texts_are_as_the_derive_has_them() {
    let whole = object(WHOLE.iter().copied());
    for end in 0..whole.len() {
        same(whole.get(..end).unwrap_or_default());
    }
    for place in 0..whole.len() {
        let (before, after) = whole.split_at(place);
        same(&format!("{before}}}{after}"));
        same(&format!("{before},{after}"));
    }
    for value in VALUES.iter().filter(|value| !value.starts_with('[')) {
        same(value);
    }
}

#[test]
fn a_list_is_no_record() {
    let error = serde_json::from_str::<Circle>("[1.0, null]").unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid type: sequence, expected struct Circle at line 1 column 1"
    );
}

#[test]
fn other_formats_are_as_the_derive_has_them() {
    let whole: Value = serde_json::from_str(&object(WHOLE.iter().copied())).unwrap();
    let mut documents = vec![json!({}), whole.clone()];
    for (key, _) in WHOLE {
        for value in VALUES {
            let mut document = whole.clone();
            document[key] = serde_json::from_str(value).unwrap();
            if comparable(key, value) {
                documents.push(document);
            }
        }
    }
    for document in documents {
        let yaml = serde_yaml::to_string(&document).unwrap();
        let ours = outcome(serde_yaml::from_str::<Pet>(&yaml));
        assert_eq!(
            ours,
            outcome(serde_yaml::from_str::<twins::Pet>(&yaml)),
            "{yaml}"
        );

        let mut cbor = Vec::new();
        ciborium::into_writer(&document, &mut cbor).unwrap();
        let ours = outcome(ciborium::from_reader::<Pet, _>(cbor.as_slice()));
        let derived = outcome(ciborium::from_reader::<twins::Pet, _>(cbor.as_slice()));
        assert_eq!(ours, derived, "{document}");

        let ours = outcome(serde_json::from_value::<Pet>(document.clone()));
        assert_eq!(
            ours,
            outcome(serde_json::from_value::<twins::Pet>(document))
        );
    }
}

#[test]
fn every_format_gives_back_what_was_written() {
    let pet: Pet = serde_json::from_str(&object(WHOLE.iter().copied())).unwrap();
    let json = serde_json::to_string(&pet).unwrap();
    assert_eq!(serde_json::from_str::<Pet>(&json).unwrap(), pet);
    let yaml = serde_yaml::to_string(&pet).unwrap();
    assert_eq!(serde_yaml::from_str::<Pet>(&yaml).unwrap(), pet);
    let mut cbor = Vec::new();
    ciborium::into_writer(&pet, &mut cbor).unwrap();
    assert_eq!(
        ciborium::from_reader::<Pet, _>(cbor.as_slice()).unwrap(),
        pet
    );
}

#[test]
fn extra_properties_are_kept_and_known_ones_are_not_written_twice() {
    let text = r#"{"kind":"circle","radius":1.0,"colour":{"r":[1,2]},"label":null,"z":null}"#;
    let mut circle: Circle = serde_json::from_str(text).unwrap();
    assert_eq!(
        Value::from(circle.extra.clone()),
        json!({"colour": {"r": [1, 2]}, "z": null})
    );
    circle.extra.insert("radius".into(), json!("wrong"));
    circle.extra.insert("kind".into(), json!("wrong"));
    assert_eq!(
        serde_json::to_string(&circle).unwrap(),
        r#"{"kind":"circle","radius":1.0,"colour":{"r":[1,2]},"z":null}"#
    );
}

#[test]
fn typed_extra_properties_are_kept() {
    let text = r#"{"shape":{"kind":"x"},"size":"small","stamp":60,"ended":null,"more":[1,2]}"#;
    let holder: Holder = serde_json::from_str(text).unwrap();
    assert_eq!(holder.others.get("more"), Some(&vec![1, 2]));
    assert_eq!(holder.ended, Some(None));
    assert_eq!(serde_json::to_string(&holder).unwrap(), text);
}

#[test]
fn a_records_own_tag_may_be_absent_but_not_another() {
    let read = |text| outcome(serde_json::from_str::<Circle>(text));
    assert!(read(r#"{"radius":1}"#).is_ok());
    assert!(read(r#"{"radius":1,"kind":"circle"}"#).is_ok());
    let error = read(r#"{"radius":1,"kind":"hunter2"}"#).unwrap_err();
    assert!(error.contains("expected the tag `circle`"), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
    assert!(read(r#"{"radius":1,"kind":null}"#).is_err());
}

/// More fields than fit a word.
struct Wide(Vec<u32>);

const WIDE: [&str; 130] = {
    const DIGITS: &str = "000102030405060708091011121314151617181920212223242526272829303132333435363738394041424344454647484950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798990A0B0C0D0E0F0G0H0I0J0K0L0M0N0O0P0Q0R0S0T0U0V0W0X0Y0Z0a0b0c0d";
    let mut names = [""; 130];
    let mut at = 0;
    while at < names.len() {
        let (_, from) = DIGITS.split_at(2 * at);
        names[at] = from.split_at(2).0;
        at += 1;
    }
    names
};

impl Blank for Wide {
    fn blank() -> Self {
        Self(vec![0; 130])
    }
}

impl Encode for Wide {
    const SHAPE: RecordShape = RecordShape {
        name: "Wide",
        keys: &WIDE,
        required: &[0, 63, 64, 127, 128, 129],
        ..RecordShape::EMPTY
    };
}

impl Record for Wide {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        on.places(WidePlaces(&mut self.0))
    }
}

struct WidePlaces<'a>(&'a mut [u32]);

impl Place for WidePlaces<'_> {
    const COUNT: usize = 130;

    fn takes(at: usize, property: Property<'_>) -> bool {
        (at..at + Self::COUNT).any(|at| property.is(at))
    }

    fn read<'de, A: MapAccess<'de>>(
        self,
        at: usize,
        slot: Slot<'de, '_, A>,
    ) -> Result<(), A::Error> {
        let mut places = (at..).zip(self.0);
        match places.find(|(at, _)| slot.property().is(*at)) {
            Some((at, place)) => slot.read(at, place),
            None => slot.ignore(),
        }
    }
}
record!(Wide);

#[test]
fn more_than_64_fields_are_told_apart() {
    let whole: serde_json::Map<_, _> = WIDE
        .iter()
        .map(|name| ((*name).to_owned(), json!(7)))
        .collect();
    let read = |object: &Value| outcome(Wide::deserialize(object));
    assert!(read(&Value::from(whole.clone())).is_ok());
    for (bit, name) in WIDE.iter().enumerate() {
        let mut object = whole.clone();
        object.remove(*name);
        let missing = read(&Value::from(object));
        match Wide::SHAPE.required.contains(&bit) {
            true => assert_eq!(missing, Err(format!("missing field `{name}`"))),
            false => assert!(missing.is_ok()),
        }
        let twice = format!(r#"{{"{0}":1,"{0}":2}}"#, name);
        let error = outcome(serde_json::from_str::<Wide>(&twice)).unwrap_err();
        assert!(
            error.starts_with(&format!("duplicate field `{name}`")),
            "{error}"
        );
    }
}

/// Properties in groups, as those of a type with many of them are.
#[derive(Clone, PartialEq)]
struct Grouped {
    a: u32,
    b: Option<u32>,
    c: Option<u32>,
    extra: Map<String, Value>,
}

impl Blank for Grouped {
    fn blank() -> Self {
        Self {
            a: 0,
            b: None,
            c: None,
            extra: Map::new(),
        }
    }
}

impl Encode for Grouped {
    const SHAPE: RecordShape = RecordShape {
        name: "Grouped",
        keys: &["a", "b", "c"],
        fields: &["a", "b", "c", "extra"],
        required: &[0],
        ..RecordShape::EMPTY
    };

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        on.parts(((&self.a, &self.b), (&self.c, Extra(&self.extra))))
    }
}

impl Record for Grouped {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        let extra = ExtraPlace(&mut self.extra);
        on.places(((&mut self.a, &mut self.b), (&mut self.c, extra)))
    }
}
record!(Grouped);

#[test]
fn properties_in_groups_keep_their_order_and_their_places() {
    let written = r#"{"a":1,"c":3,"d":4}"#;
    let read: Grouped = serde_json::from_str(written).unwrap();
    assert_eq!((read.a, read.b, read.c), (1, None, Some(3)));
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
    let shown = r#"Grouped { a: 1, b: None, c: Some(3), extra: {"d": Number(4)} }"#;
    assert_eq!(format!("{read:?}"), shown);
    let error = outcome(serde_json::from_str::<Grouped>(r#"{"a":1,"c":3,"c":4}"#)).unwrap_err();
    assert!(error.starts_with("duplicate field `c`"), "{error}");
}
