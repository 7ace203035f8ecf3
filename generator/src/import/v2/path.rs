//! Paths: what is said once for all operations of a path.

use serde_json::{Map, Value};

use super::Conversion;
use super::parameter::Parameters;
use crate::diagnostic::Pointer;

/// The keys of a path that hold an operation.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

impl<'s> Conversion<'s, '_> {
    /// Converts the paths.
    pub(super) fn paths(&mut self, value: &'s Value, at: &Pointer) -> Value {
        let Value::Object(entries) = value else {
            return value.clone();
        };
        let mut paths = Map::new();
        for (key, value) in entries {
            let here = at.child(key);
            let item = match key.starts_with("x-") {
                true => value.clone(),
                false => self.path(value, &here),
            };
            paths.insert(key.clone(), item);
        }
        Value::Object(paths)
    }

    fn path(&mut self, value: &'s Value, at: &Pointer) -> Value {
        let found = self.found(self.origins.of(at), value);
        let Value::Object(entries) = found.value else {
            return found.value.clone();
        };
        self.origins.moved_unless_same(at, found.origin);
        let here = at.child("parameters");
        let shared = match entries.get("parameters") {
            Some(Value::Array(list)) => self.parameters(list, &here, &here),
            Some(_) | None => Parameters::default(),
        };
        let mut item = Map::new();
        for (key, value) in entries {
            let value = match (key.as_str(), value) {
                ("parameters", Value::Array(_)) => shared.plain.clone(),
                (method, Value::Object(operation)) if METHODS.contains(&method) => {
                    self.operation(operation, &at.child(key), &shared)
                }
                (_, other) => other.clone(),
            };
            item.insert(key.clone(), value);
        }
        Value::Object(item)
    }
}
