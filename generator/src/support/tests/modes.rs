//! The three ways to write a value.

use serde_json::{Value, json};

use super::models::{Credential, Holder, Pet};
use crate::support::runtime::time::OffsetDateTime;
use crate::support::{Encode, Encoded, Mode, redacted};

fn write<T: Encode>(value: &T, mode: Mode) -> Value {
    serde_json::to_value(Encoded { value, mode }).unwrap()
}

#[test]
fn a_request_leaves_out_what_is_read_only_at_every_level() {
    let text = json!({
        "petName": "Rex", "age": 3, "tags": [], "note": null, "score": 1.0, "limits": {"a": 1},
        "parent": {"petName": "Old", "age": 9, "tags": [], "score": 0.0, "limits": {}, "owner": null},
        "owner": null,
    });
    let pet: Pet = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(write(&pet, Mode::Full), text);
    assert_eq!(serde_json::to_value(&pet).unwrap(), text);
    assert_eq!(write(&pet, Mode::Redacted), text);
    let mut sent = text;
    sent.as_object_mut().unwrap().remove("age");
    sent["parent"].as_object_mut().unwrap().remove("age");
    assert_eq!(write(&pet, Mode::Request), sent);
    assert_eq!(write(&vec![Some(pet)], Mode::Request), json!([sent]));
}

#[test]
fn redacted_writes_the_shape_without_any_secret() {
    let text = json!({
        "type": "login", "user": "me", "password": "hunter2", "pin": 4242, "key": "aHVudGVyMg==",
        "answers": {"hunter2": "hunter2"}, "blob": ["hunter2"], "since": ["1970-01-01T00:00:00Z"],
    });
    let login: Credential = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(write(&login, Mode::Full), text);
    assert_eq!(write(&login, Mode::Request), text);
    assert_eq!(serde_json::to_value(&login).unwrap(), text);
    let hidden = "[REDACTED]";
    assert_eq!(
        serde_json::to_value(redacted(&login)).unwrap(),
        json!({
            "type": "login", "user": "me", "password": hidden, "pin": hidden, "key": hidden,
            "answers": hidden, "blob": hidden, "since": hidden,
        })
    );
}

#[test]
fn redacted_hides_an_unknown_member_of_a_secret_union() {
    let holder = json!({
        "shape": {"kind": "new", "a": [1]}, "size": "large", "stamp": -1,
        "credential": {"a": "hunter2", "type": "newer", "b": {"c": 1}},
    });
    let value: Holder = serde_json::from_value(holder.clone()).unwrap();
    assert_eq!(write(&value, Mode::Full), holder);
    assert_eq!(write(&value, Mode::Request), holder);
    let mut shown = holder;
    shown["credential"] = json!({"a": "[REDACTED]", "type": "newer", "b": "[REDACTED]"});
    assert_eq!(write(&value, Mode::Redacted), shown);
}

#[test]
fn three_states_are_written_as_they_were_read() {
    let base = json!({"petName": "", "tags": [], "score": 0.0, "limits": {}, "owner": null});
    for note in [None, Some(Value::Null), Some(json!("text"))] {
        let mut text = base.clone();
        if let Some(note) = note {
            text["note"] = note;
        }
        let pet: Pet = serde_json::from_value(text.clone()).unwrap();
        assert_eq!(write(&pet, Mode::Request), text);
    }
}

#[test]
fn the_first_failure_is_reported_and_nothing_is_written_after_it() {
    let holder = json!({"shape": {"kind": "new"}, "size": "large", "stamp": -1, "ended": null});
    let mut holder: Holder = serde_json::from_value(holder).unwrap();
    assert!(serde_json::to_string(&holder).is_ok());
    let mut short = [b' '; 24];
    let error = serde_json::to_writer(short.as_mut_slice(), &holder).unwrap_err();
    assert_eq!(error.io_error_kind(), Some(std::io::ErrorKind::WriteZero));
    assert_eq!(&short, br#"{"shape":{"kind":"new"},"#);
    // RFC 3339 has no years before 0.
    let before = OffsetDateTime::UNIX_EPOCH.replace_year(-1).unwrap();
    holder.ended = Some(Some(before));
    assert!(serde_json::to_string(&holder).is_err());
}
