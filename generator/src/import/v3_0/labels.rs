//! What parts of a description are called in reports.
//!
//! Comes in: an origin or a value. Goes out: a phrase for people.

use serde_json::Value;

use super::shape::Section;
use crate::diagnostic::{Origin, Pointer};
use crate::source::Sources;

/// The operation or component that a part belongs to, such as ``operation `listPets` ``.
pub(super) fn within(origin: &Origin, sources: &Sources) -> Option<String> {
    let segments: Vec<String> = origin.pointer.segments().take(4).collect();
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [paths @ ("paths" | "x-ms-paths"), path, method, ..] if *method != "parameters" => {
            let at = Pointer::root().child(paths).child(path).child(method);
            let id = sources
                .value(origin.file)
                .and_then(|document| document.pointer(at.child("operationId").as_str()))
                .and_then(Value::as_str);
            Some(match id {
                Some(id) => format!("operation `{id}`"),
                None => format!("operation `{} {path}`", method.to_uppercase()),
            })
        }
        ["components", section, name, ..] => {
            let noun = Section::under(section)?.noun();
            Some(format!("{noun} `{name}`"))
        }
        ["definitions", name, ..] => Some(format!("schema `{name}`")),
        ["parameters", name, ..] => Some(format!("parameter `{name}`")),
        ["responses", name, ..] => Some(format!("response `{name}`")),
        _ => None,
    }
}

/// A value in a few words.
pub(super) fn found(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(value) => format!("`{value}`"),
        Value::String(value) if value.chars().count() <= 40 => format!("the text `{value}`"),
        Value::String(_) => "a text".to_owned(),
        Value::Array(elements) if elements.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
