//! OpenAPI 3.1 in the words of 3.0.
//!
//! Comes in: the top of a description, or the keys of a schema. Goes out: the same in 3.0 form, every
//! part at its own place. What 3.0 cannot say is dropped where values are then taken more widely
//! than described; a schema keeps such keys for the check to report.

mod arrays;
mod conditions;
mod content;
mod objects;
mod schema;
mod types;

use serde_json::{Map, Value, json};

use super::METHODS;
pub(super) use schema::{newer_keys, schema};

/// Converts the top of a description. Webhooks are what a service calls, not what it is asked.
pub(super) fn document(mut entries: Map<String, Value>) -> Map<String, Value> {
    for key in ["webhooks", "jsonSchemaDialect"] {
        entries.remove(key);
    }
    let paths = entries.entry("paths").or_insert_with(|| json!({}));
    say_responses(paths);
    if let Some(Value::Object(info)) = entries.get_mut("info") {
        info.remove("summary");
        if let Some(Value::Object(license)) = info.get_mut("license") {
            license.remove("identifier");
        }
    }
    // References to path items are followed in the text that was read.
    if let Some(Value::Object(components)) = entries.get_mut("components") {
        components.remove("pathItems");
    }
    entries
}

/// 3.0 asks for the responses of every operation.
fn say_responses(paths: &mut Value) {
    let items = paths.as_object_mut().into_iter().flat_map(Map::values_mut);
    for item in items.filter_map(Value::as_object_mut) {
        for method in METHODS {
            if let Some(Value::Object(operation)) = item.get_mut(method) {
                operation.entry("responses").or_insert_with(|| json!({}));
            }
        }
    }
}

/// Something that 3.0 cannot say of a schema, for the docs: a phrase, and what is quoted after it.
fn note(entries: &mut Map<String, Value>, phrase: &str, quoted: Option<&str>) {
    let notes = entries
        .entry("x-clientforge-notes")
        .or_insert_with(|| json!([]));
    if let Value::Array(notes) = notes {
        notes.push(json!([phrase, quoted]));
    }
}
