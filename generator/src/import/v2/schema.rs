//! Schemas: the same in both versions, but for a few keys.

use serde_json::{Map, Value, json};

/// Converts the keys of a schema; the schemas inside of it stay as they are.
pub(in super::super) fn schema(entries: Map<String, Value>) -> Map<String, Value> {
    let is_file = is_file(&entries);
    let mut converted = Map::new();
    for (key, value) in entries {
        match (key.as_str(), value) {
            ("x-nullable", Value::Bool(nullable)) => {
                converted.insert("nullable".to_owned(), json!(nullable));
            }
            ("discriminator", Value::String(property)) => {
                converted.insert(key, json!({ "propertyName": property }));
            }
            ("collectionFormat" | "allowEmptyValue", _) => {}
            (_, value) => drop(converted.insert(key, value)),
        }
    }
    if is_file {
        converted.insert("type".to_owned(), json!("string"));
        converted.insert("format".to_owned(), json!("binary"));
    }
    converted
}

/// Whether a schema means bytes: 2.0's own `type: file`, or `format: file` as some write it.
pub(super) fn is_file(schema: &Map<String, Value>) -> bool {
    let word = |key: &str| schema.get(key).and_then(Value::as_str);
    word("type") == Some("file") || word("type") == Some("object") && word("format") == Some("file")
}
