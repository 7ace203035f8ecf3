//! Forms: `formData` parameters are the properties of one object.

use serde_json::{Map, Value, json};

use super::Conversion;
use super::parameter::{Sent, spread, value_schema};
use super::schema::is_file;
use crate::diagnostic::{Origin, Pointer};

const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

impl<'s> Conversion<'s, '_> {
    /// Converts the fields of a form into a request body; `origin` is the first field's.
    pub(super) fn form(
        &mut self,
        fields: &[Sent<'s>],
        origin: &Origin,
        at: &Pointer,
        consumes: &[String],
    ) -> Value {
        self.origins.moved(at.clone(), origin.clone());
        let media_type = media_type(fields, consumes);
        let here = at.child("content").child(media_type).child("schema");
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut encoding = Map::new();
        for Sent { origin, entries } in fields {
            let Some(name) = entries.get("name").and_then(Value::as_str) else {
                continue;
            };
            let place = here.child("properties").child(name);
            self.origins.moved(place, origin.clone());
            properties.insert(name.to_owned(), property(entries));
            if entries.get("required") == Some(&Value::Bool(true)) {
                required.push(name);
            }
            let spread = spread(entries);
            if !spread.is_empty() {
                // The model cannot tell an absent `explode` from `false` without a style beside it.
                let spread = std::iter::once(("style", json!("form"))).chain(spread);
                let spread = spread.map(|(key, value)| (key.to_owned(), value));
                encoding.insert(name.to_owned(), Value::Object(spread.collect()));
            }
        }
        let schema = json!({ "type": "object", "properties": properties, "required": required });
        let media = json!({ "schema": schema, "encoding": encoding });
        json!({ "required": !required.is_empty(), "content": { media_type: media } })
    }
}

/// A field's value, with what the parameter says of it.
fn property(entries: &Map<String, Value>) -> Value {
    let mut schema = value_schema(entries);
    if let Value::Object(schema) = &mut schema {
        let says = |key: &str| key == "description" || key.starts_with("x-");
        for (key, value) in entries.iter().filter(|(key, _)| says(key)) {
            schema.entry(key.clone()).or_insert_with(|| value.clone());
        }
        schema.shift_remove("x-nullable");
    }
    schema
}

/// A file needs parts of its own; otherwise the form is what the operation says it is.
fn media_type(fields: &[Sent<'_>], consumes: &[String]) -> &'static str {
    let is_file = |field: &Sent<'_>| is_file(field.entries);
    let names = |wanted: &str| consumes.iter().any(|name| name.starts_with(wanted));
    if fields.iter().any(is_file) || names(MULTIPART) && !names(URL_ENCODED) {
        MULTIPART
    } else {
        URL_ENCODED
    }
}
