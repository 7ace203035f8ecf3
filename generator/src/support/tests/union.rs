//! Unions: the tag wherever it stands, members known and unknown, and serde's derive beside it.

use serde_json::{Value, json};

use super::models::{Circle, Closed, Credential, Outer, Shape};
use super::twins::{self, outcome};
use crate::support::from_json;

/// Every order of the entries.
fn orders(entries: &[&str]) -> Vec<String> {
    fn extend(chosen: &mut Vec<String>, left: &[&str], out: &mut Vec<String>) {
        if left.is_empty() {
            out.push(format!("{{{}}}", chosen.join(",")));
        }
        for (at, entry) in left.iter().enumerate() {
            let mut others = left.to_vec();
            others.remove(at);
            chosen.push((*entry).to_owned());
            extend(chosen, &others, out);
            chosen.pop();
        }
    }
    let mut out = Vec::new();
    extend(&mut Vec::new(), entries, &mut out);
    out
}

#[test]
fn the_tag_may_stand_anywhere() {
    let circle = [
        r#""kind":"circle""#,
        r#""radius":2"#,
        r#""label":"a\tb""#,
        r#""x":[{}]"#,
    ];
    for text in orders(&circle) {
        let shape: Shape = serde_json::from_str(&text).unwrap();
        let Shape::Circle(circle) = shape else {
            panic!("{text}: {shape:?}");
        };
        assert_eq!(
            (circle.radius, circle.label.as_deref()),
            (2.0, Some("a\tb"))
        );
        assert_eq!(Value::from(circle.extra), json!({"x": [{}]}));
    }
}

#[test]
fn members_are_as_the_derive_has_them_wherever_the_tag_stands() {
    let values = [
        "null", "1", "-1.5", "true", r#""t""#, r#""e\n""#, "[]", "{}",
    ];
    for radius in values {
        for label in values {
            let radius = format!(r#""radius":{radius}"#);
            let label = format!(r#""label":{label}"#);
            for text in orders(&[r#""kind":"circle""#, &radius, &label]) {
                let ours = serde_json::from_str::<Shape>(&text).map(|shape| match shape {
                    Shape::Circle(circle) => (circle.radius, circle.label),
                    other => panic!("{text}: {other:?}"),
                });
                let derived = serde_json::from_str::<twins::Shape>(&text);
                assert_eq!(ours.is_ok(), derived.is_ok(), "{text}");
                if let (Ok((radius, label)), Ok(derived)) = (ours, derived) {
                    let ours = format!("Circle(Circle {{ radius: {radius:?}, label: {label:?} }})");
                    assert_eq!(ours, format!("{derived:?}"), "{text}");
                }
            }
        }
    }
}

#[test]
fn broken_texts_fail_where_the_derive_fails() {
    let text = r#"{"radius":1,"kind":"circle","label":"\u00e9"}"#;
    for end in 0..=text.len() {
        let part = text.get(..end).unwrap_or_default();
        let ours = serde_json::from_str::<Shape>(part).map(drop);
        let derived = serde_json::from_str::<twins::Shape>(part).map(drop);
        assert_eq!(outcome(ours), outcome(derived), "{part}");
    }
}

#[test]
fn a_tag_that_is_repeated_or_no_text_is_an_error() {
    let read = |text: &str| outcome(serde_json::from_str::<Shape>(text)).unwrap_err();
    for text in orders(&[r#""kind":"circle""#, r#""radius":1"#, r#""kind":"circle""#]) {
        assert!(read(&text).starts_with("duplicate field `kind`"), "{text}");
    }
    for text in orders(&[r#""kind":"new""#, r#""radius":1"#, r#""kind":"new""#]) {
        assert!(read(&text).starts_with("duplicate field `kind`"), "{text}");
    }
    for tag in ["null", "1", "true", "[]", "{}"] {
        let tag = format!(r#""kind":{tag}"#);
        for text in orders(&[&tag, r#""radius":1"#]) {
            assert!(read(&text).contains("expected a string"), "{text}");
        }
    }
    for text in ["null", "1", "[]", r#""circle""#] {
        assert!(read(text).contains("expected union Shape"), "{text}");
    }
}

#[test]
fn an_object_without_a_tag_is_kept_where_the_union_is_open() {
    for text in ["{}", r#"{"radius":1}"#, r#"{"x":{"y":[1]},"radius":1}"#] {
        let shape: Shape = serde_json::from_str(text).unwrap();
        assert!(
            matches!(&shape, Shape::Unknown(it) if it.tag().is_empty()),
            "{text}"
        );
        assert_eq!(serde_json::to_string(&shape).unwrap(), text);
        let closed = serde_json::from_str::<Closed>(text).unwrap_err();
        assert!(closed.to_string().starts_with("missing field"), "{text}");
    }
}

#[test]
fn a_malformed_member_never_becomes_unknown() {
    for text in orders(&[r#""kind":"circle""#, r#""radius":"far""#, r#""x":1"#]) {
        assert!(serde_json::from_str::<Shape>(&text).is_err(), "{text}");
    }
    for text in orders(&[r#""kind":"circle""#, r#""label":"x""#]) {
        let error = serde_json::from_str::<Shape>(&text)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("missing field `radius`"), "{error}");
    }
}

#[test]
fn an_unknown_member_is_kept_whole_and_in_order() {
    let entries = [
        r#""kind":"new\n""#,
        r#""a":[1,-2,2.5,"x",null,true]"#,
        r#""b":{"c":{}}"#,
    ];
    for text in orders(&entries) {
        let shape: Shape = serde_json::from_str(&text).unwrap();
        let Shape::Unknown(unknown) = &shape else {
            panic!("{text}: {shape:?}");
        };
        assert_eq!(unknown.tag(), "new\n");
        assert_eq!(serde_json::to_string(&shape).unwrap(), text);
        assert_eq!(serde_json::to_string(unknown.expose()).unwrap(), text);
        assert_eq!(shape, serde_json::from_str(&text).unwrap());
    }
    let first: Shape = serde_json::from_str(r#"{"kind":"x","a":1}"#).unwrap();
    let second: Shape = serde_json::from_str(r#"{"kind":"x","a":2}"#).unwrap();
    assert_ne!(first, second);
}

#[test]
fn a_closed_union_names_what_it_allows() {
    let error = serde_json::from_str::<Closed>(r#"{"kind":"new","a":1}"#).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("unknown variant `new`, expected `circle` or `group`")
    );
    let failure = from_json::<Closed>(br#"{"kind":"hunter2","a":1}"#).unwrap_err();
    assert_eq!(
        failure.to_string(),
        "/kind: expected one of `circle`, `group`"
    );
}

#[test]
fn a_variant_writes_exactly_one_tag_and_writes_it_first() {
    let circle = Circle {
        radius: 1.0,
        ..Circle::default()
    };
    let text = r#"{"kind":"circle","radius":1.0}"#;
    assert_eq!(serde_json::to_string(&circle).unwrap(), text);
    assert_eq!(
        serde_json::to_string(&Shape::Circle(circle.clone())).unwrap(),
        text
    );
    let group = r#"{"kind":"group","parts":[{"kind":"circle","radius":1.0}]}"#;
    let shape: Shape = serde_json::from_str(group).unwrap();
    assert_eq!(serde_json::to_string(&shape).unwrap(), group);
}

#[test]
fn a_union_may_be_a_member_of_another() {
    let entries = [
        r#""family":"shape""#,
        r#""kind":"circle""#,
        r#""radius":1.0"#,
    ];
    for text in orders(&entries) {
        let outer: Outer = serde_json::from_str(&text).unwrap();
        let written = serde_json::to_string(&outer).unwrap();
        assert_eq!(
            written, r#"{"family":"shape","kind":"circle","radius":1.0}"#,
            "{text}"
        );
    }
    let error = serde_json::from_str::<Outer>(r#"{"family":"shape","a":1}"#).unwrap_err();
    assert!(error.to_string().starts_with("missing field `kind`"));
}

#[test]
fn other_formats_are_read_alike() {
    let entries = [
        r#""kind":"group""#,
        r#""a":{"b":[1.5]}"#,
        r#""parts":[{"radius":1.0,"kind":"circle"}]"#,
    ];
    for text in orders(&entries) {
        let json: Shape = serde_json::from_str(&text).unwrap();
        let yaml: Shape = serde_yaml::from_str(&text).unwrap();
        assert_eq!(json, yaml);
        let document: Value = serde_json::from_str(&text).unwrap();
        let mut cbor = Vec::new();
        ciborium::into_writer(&document, &mut cbor).unwrap();
        assert_eq!(json, ciborium::from_reader(cbor.as_slice()).unwrap());
        assert_eq!(json, serde_json::from_value(document).unwrap());
        assert_eq!(json, serde_json::from_reader(text.as_bytes()).unwrap());
    }
}

#[test]
fn depth_is_refused_and_not_run_out_of() {
    let open = r#"{"parts":["#;
    let close = r#"],"kind":"group"}"#;
    let nested = |levels: usize| format!("{}{}", open.repeat(levels), close.repeat(levels));
    assert!(serde_json::from_str::<Shape>(&nested(60)).is_ok());
    let error = serde_json::from_str::<Shape>(&nested(5_000)).unwrap_err();
    assert!(
        error.to_string().contains("recursion limit exceeded"),
        "{error}"
    );
    assert!(from_json::<Shape>(nested(5_000).as_bytes()).is_err());
}

#[test]
fn a_secret_unknown_shows_its_tag_alone() {
    for text in orders(&[
        r#""type":"new""#,
        r#""a":"hunter2""#,
        r#""b":{"hunter2":1}"#,
    ]) {
        let credential: Credential = serde_json::from_str(&text).unwrap();
        let shown = format!("{credential:?} {credential:#?}");
        assert!(
            shown.contains("new") && !shown.contains("hunter2"),
            "{shown}"
        );
        assert_eq!(serde_json::to_string(&credential).unwrap(), text);
    }
    let open: Shape = serde_json::from_str(r#"{"kind":"new","a":"seen"}"#).unwrap();
    assert!(format!("{open:?}").contains("seen"));
}
