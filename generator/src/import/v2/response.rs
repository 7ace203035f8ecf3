//! Responses.

use serde_json::{Map, Value, json};

use super::parameter::value_schema;
use super::{Conversion, Found};
use crate::diagnostic::{Origin, Pointer};

impl<'s> Conversion<'s, '_> {
    /// Converts the responses of an operation.
    pub(super) fn responses(
        &mut self,
        entries: &'s Map<String, Value>,
        at: &Pointer,
        produces: &[String],
    ) -> Value {
        let mut responses = Map::new();
        for (status, value) in entries {
            let here = at.child(status);
            let response = match status.starts_with("x-") {
                true => value.clone(),
                false => self.response(value, &here, produces),
            };
            responses.insert(status.clone(), response);
        }
        Value::Object(responses)
    }

    fn response(&mut self, value: &'s Value, at: &Pointer, produces: &[String]) -> Value {
        let Found { origin, value } = self.found(self.origins.of(at), value);
        let entries = match value {
            Value::Object(entries) if !entries.contains_key("$ref") => entries,
            other => return other.clone(),
        };
        self.origins.moved_unless_same(at, origin.clone());
        let mut response = Map::new();
        for (key, value) in entries {
            let value = match (key.as_str(), value) {
                ("schema" | "examples", _) => continue,
                ("headers", Value::Object(headers)) => {
                    self.headers(headers, &origin.child("headers"), &at.child("headers"))
                }
                (_, other) => other.clone(),
            };
            response.insert(key.clone(), value);
        }
        if let Some(described) = entries.get("schema") {
            let here = at.child("content");
            let mut content = self.content(described, &origin, &here, produces);
            self.examples(entries.get("examples"), &origin, &here, &mut content);
            response.insert("content".to_owned(), Value::Object(content));
        }
        Value::Object(response)
    }

    /// A header's value is described by a schema in 3.0.
    fn headers(&mut self, entries: &Map<String, Value>, before: &Origin, at: &Pointer) -> Value {
        let mut headers = Map::new();
        for (name, value) in entries {
            let Value::Object(described) = value else {
                headers.insert(name.clone(), value.clone());
                continue;
            };
            let here = at.child(name).child("schema");
            self.origins.moved(here, before.child(name));
            let stays = |key: &str| key == "description" || key.starts_with("x-");
            let mut header: Map<String, Value> = described
                .iter()
                .filter(|(key, _)| stays(key))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            header.insert("schema".to_owned(), value_schema(described));
            headers.insert(name.clone(), Value::Object(header));
        }
        Value::Object(headers)
    }

    /// Examples stand under their media type.
    fn examples(
        &mut self,
        examples: Option<&Value>,
        holder: &Origin,
        at: &Pointer,
        content: &mut Map<String, Value>,
    ) {
        let examples = examples.and_then(Value::as_object).into_iter().flatten();
        for (media_type, example) in examples {
            if let Some(Value::Object(media)) = content.get_mut(media_type) {
                media.insert("example".to_owned(), json!(example));
                let place = at.child(media_type).child("example");
                let origin = holder.child("examples").child(media_type);
                self.origins.moved(place, origin);
            }
        }
    }
}
