//! Bodies of requests and responses: a schema, once for each media type.

use serde_json::{Map, Value, json};

use super::schema::is_file;
use super::{Conversion, parameter::Sent};
use crate::diagnostic::{Origin, Pointer};

impl<'s> Conversion<'s, '_> {
    /// Converts a body parameter into a request body.
    pub(super) fn body(&mut self, sent: &Sent<'s>, at: &Pointer, consumes: &[String]) -> Value {
        let Sent { origin, entries } = sent;
        self.origins.moved(at.clone(), origin.clone());
        let mut body = Map::new();
        for (key, value) in *entries {
            if !matches!(key.as_str(), "name" | "in" | "schema" | "allowEmptyValue") {
                body.insert(key.clone(), value.clone());
            }
        }
        let described = entries.get("schema").unwrap_or(&Value::Null);
        let content = self.content(described, origin, &at.child("content"), consumes);
        body.insert("content".to_owned(), Value::Object(content));
        Value::Object(body)
    }

    /// The same schema under every media type. `holder` is the part whose `schema` it is.
    pub(super) fn content(
        &mut self,
        described: &Value,
        holder: &Origin,
        at: &Pointer,
        media_types: &[String],
    ) -> Map<String, Value> {
        let described = match described {
            Value::Null => &json!({}),
            other => other,
        };
        let mut content = Map::new();
        for media_type in carriers(described, media_types) {
            let here = at.child(&media_type);
            self.origins.moved(here.clone(), holder.clone());
            content.insert(media_type, json!({ "schema": described }));
        }
        content
    }
}

/// The media types that carry a value: JSON where nothing is said, and never JSON for bytes.
fn carriers(described: &Value, media_types: &[String]) -> Vec<String> {
    let mut carriers: Vec<String> = Vec::new();
    for media_type in media_types {
        if !carriers.contains(media_type) {
            carriers.push(media_type.clone());
        }
    }
    if described.as_object().is_some_and(is_file) {
        carriers.retain(|media_type| !is_json(media_type));
        if carriers.is_empty() {
            carriers.push("application/octet-stream".to_owned());
        }
    }
    if carriers.is_empty() {
        carriers.push("application/json".to_owned());
    }
    carriers
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
