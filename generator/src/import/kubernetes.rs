//! What Kubernetes' extensions say of values (`x-kubernetes-…`), in the words of everybody.
//!
//! Comes in: the keys of a schema as they were read. Goes out: the same, with what two of the
//! extensions mean beside them.

use serde_json::{Map, Value, json};

type Schema = Map<String, Value>;

/// Says what the extensions say.
pub(super) fn say(entries: &mut Schema) {
    int_or_string(entries);
    unknown_fields(entries);
}

/// A definition of a resource has an extension for what the API's own document has a format for. Most
/// have the alternatives beside it.
fn int_or_string(entries: &mut Schema) {
    let composed = ["anyOf", "oneOf", "allOf", "$ref"];
    let is_said = composed.iter().any(|key| entries.contains_key(*key));
    if is_set(entries, "x-kubernetes-int-or-string") && !is_said {
        entries.insert("type".to_owned(), json!("string"));
        entries.insert("format".to_owned(), json!("int-or-string"));
    }
}

/// An object that keeps what is not described.
fn unknown_fields(entries: &mut Schema) {
    let is_object = match entries.get("type") {
        Some(named) => named == "object",
        None => entries.contains_key("properties"),
    };
    if is_set(entries, "x-kubernetes-preserve-unknown-fields") && is_object {
        let others = entries.entry("additionalProperties");
        others.or_insert(Value::Bool(true));
    }
}

fn is_set(entries: &Schema, key: &str) -> bool {
    entries.get(key) == Some(&Value::Bool(true))
}
