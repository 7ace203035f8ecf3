//! Operations.

use serde_json::{Map, Value};

use super::parameter::Parameters;
use super::{Conversion, media_types};
use crate::diagnostic::Pointer;

impl<'s> Conversion<'s, '_> {
    /// Converts one operation; `shared` is what its path says of parameters.
    pub(super) fn operation(
        &mut self,
        entries: &'s Map<String, Value>,
        at: &Pointer,
        shared: &Parameters<'s>,
    ) -> Value {
        let or = |own: Option<Vec<String>>, all: &[String]| own.unwrap_or_else(|| all.to_vec());
        let consumes = or(media_types(entries.get("consumes")), &self.consumes);
        let produces = or(media_types(entries.get("produces")), &self.produces);
        let here = at.child("parameters");
        let own = match entries.get("parameters") {
            Some(Value::Array(list)) => self.parameters(list, &here, &here),
            Some(_) | None => Parameters::default(),
        };
        let mut operation = Map::new();
        for (key, value) in entries {
            let value = match (key.as_str(), value) {
                ("consumes" | "produces" | "schemes", _) => continue,
                ("parameters", Value::Array(_)) => own.plain.clone(),
                ("responses", Value::Object(responses)) => {
                    self.responses(responses, &at.child("responses"), &produces)
                }
                (_, other) => other.clone(),
            };
            operation.insert(key.clone(), value);
        }
        let sent = [own, shared.clone()].into_iter().find(Parameters::send);
        if let Some(body) = sent.and_then(|sent| self.request_body(&sent, at, &consumes)) {
            operation.insert("requestBody".to_owned(), body);
        }
        Value::Object(operation)
    }

    /// The body that parameters make up: one of its own, or the fields of a form.
    fn request_body(
        &mut self,
        parameters: &Parameters<'s>,
        at: &Pointer,
        consumes: &[String],
    ) -> Option<Value> {
        let at = at.child("requestBody");
        match (&parameters.body, parameters.form.as_slice()) {
            (Some(body), _) => Some(self.body(body, &at, consumes)),
            (None, [first, ..]) => {
                let first = first.origin.clone();
                Some(self.form(&parameters.form, &first, &at, consumes))
            }
            (None, []) => None,
        }
    }
}
