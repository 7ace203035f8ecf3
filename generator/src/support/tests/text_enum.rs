//! Enumerations of text, open and closed.

use super::models::{Colour, Size};
use super::twins::{self, outcome};

#[test]
fn an_open_enumeration_keeps_what_it_does_not_know() {
    for text in ["red", "green", "Red", "", "ultra\nviolet"] {
        let json = serde_json::to_string(text).unwrap();
        let colour: Colour = serde_json::from_str(&json).unwrap();
        assert_eq!(colour.as_ref(), text);
        assert_eq!(colour.to_string(), text);
        assert_eq!(text.parse(), Ok(colour.clone()));
        assert_eq!(serde_json::to_string(&colour).unwrap(), json);
    }
    assert_eq!("red".parse(), Ok(Colour::Red));
    assert_eq!(format!("{:>5}", Colour::Red), "  red");
}

#[test]
fn a_closed_enumeration_is_as_the_derive_has_it() {
    for text in [
        r#""small""#,
        r#""large""#,
        r#""Small""#,
        r#""""#,
        r#""s\u006dall""#,
        r#""sm"#,
    ] {
        let ours = outcome(serde_json::from_str::<Size>(text));
        assert_eq!(
            ours,
            outcome(serde_json::from_str::<twins::Size>(text)),
            "{text}"
        );
    }
    for text in ["null", "1", "[]", "{}", "true"] {
        let error = serde_json::from_str::<Size>(text).unwrap_err().to_string();
        assert!(error.contains("expected a string"), "{error}");
    }
}

#[test]
fn a_closed_enumeration_names_what_it_allows() {
    let error = "hunter2".parse::<Size>().unwrap_err();
    assert_eq!(error.to_string(), "Size: expected one of `small`, `large`");
    assert_eq!(error.allowed(), ["small", "large"]);
}

#[test]
fn values_of_one_text_are_one_value() {
    let made = Colour::Other("red".to_owned());
    assert_eq!(made, Colour::Red);
    assert_ne!(made, Colour::Other("Red".to_owned()));
    assert!(Colour::Other("a".to_owned()) < made && made < Colour::Other("s".to_owned()));
    let all = std::collections::HashSet::from([made, Colour::Red]);
    assert_eq!(all.len(), 1);
}
