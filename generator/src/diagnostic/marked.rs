//! What a file writes down of secrets: the examples, defaults and listed values of schemas that are marked
//! so.
//!
//! Comes in: a file's tree, and the places of schemas that the configuration marks. Goes out: the places of
//! the values that nobody else may read. The tree may be of a description that is wrong, so that nothing is
//! known of it but its words.

use std::cell::Cell;
use std::collections::BTreeSet;

use serde_json::Value;

use super::Pointer;

/// The words beside which values of a schema stand.
const VALUES: [&str; 8] = [
    "const",
    "default",
    "enum",
    "example",
    "examples",
    "x-example",
    "x-ms-client-default",
    "x-ms-enum",
];

/// The words that list schemas of the same value.
const PARTS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// How many schemas are looked at for the values of one.
const STEPS: usize = 1000;

/// The places of the texts and numbers that are values of secrets.
pub(super) fn values(tree: &Value, marked: &BTreeSet<Pointer>) -> Vec<Pointer> {
    // Most files have no secrets, and the large ones of them take long to be searched for their values.
    if marked.is_empty() && !has_mark(tree) {
        return Vec::new();
    }
    let mut search = Search {
        tree,
        marked,
        left: Cell::new(0),
        found: Vec::new(),
    };
    search.look(&Spot {
        at: Pointer::root(),
        value: tree,
    });
    search.found
}

/// A part of the tree.
#[derive(Clone, Debug)]
struct Spot<'t> {
    at: Pointer,
    value: &'t Value,
}

impl<'t> Spot<'t> {
    fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self {
            at: self.at.child(key),
            value,
        })
    }

    /// The entries of an object, or the elements of an array.
    fn inner(&self) -> Vec<Self> {
        match self.value {
            Value::Object(entries) => entries.keys().filter_map(|key| self.get(key)).collect(),
            Value::Array(elements) => {
                let elements = elements.iter().enumerate();
                let spot = |(index, value)| Self {
                    at: self.at.index(index),
                    value,
                };
                elements.map(spot).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Whether any part of a tree says that it is secret.
fn has_mark(tree: &Value) -> bool {
    let mut open = vec![tree];
    while let Some(part) = open.pop() {
        match part {
            Value::Object(_) if says_secret(part) => return true,
            Value::Object(entries) => open.extend(entries.values()),
            Value::Array(elements) => open.extend(elements),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}

/// Whether a schema says that it is secret.
fn says_secret(schema: &Value) -> bool {
    let text = schema.get("format").and_then(Value::as_str);
    let mark = schema.get("x-ms-secret").and_then(Value::as_bool);
    text == Some("password") || mark == Some(true)
}

struct Search<'t> {
    tree: &'t Value,
    marked: &'t BTreeSet<Pointer>,
    /// How many schemas may still be looked at.
    left: Cell<usize>,
    found: Vec<Pointer>,
}

impl<'t> Search<'t> {
    /// Looks at a part and all that is in it.
    fn look(&mut self, spot: &Spot<'t>) {
        let schema = spot.get("schema").unwrap_or_else(|| spot.clone());
        for word in VALUES {
            let Some(values) = spot.get(word) else {
                continue;
            };
            self.left.set(STEPS);
            // Of an object and its listed values, the word tells which is which.
            let of_schemas = [schema.clone(), spot.clone()];
            match word {
                "enum" | "examples" => {
                    for value in values.inner() {
                        let inner = value.get("value").unwrap_or(value);
                        self.hide(&of_schemas, &inner);
                    }
                }
                _ => self.hide(&of_schemas, &values),
            }
        }
        for inner in spot.inner() {
            self.look(&inner);
        }
    }

    /// Notes what of a value is secret, by any of the schemas that it is of.
    fn hide(&mut self, schemas: &[Spot<'t>], value: &Spot<'t>) {
        let all: Vec<Spot<'t>> = schemas.iter().flat_map(|it| self.alike(it)).collect();
        if all.iter().any(|schema| self.is_marked(schema)) {
            self.hide_all(value);
            return;
        }
        for inner in value.inner() {
            let key = inner.at.last().unwrap_or_default();
            let words = match value.value {
                Value::Array(_) => vec![vec!["items"]],
                _ => vec![vec!["properties", &key], vec!["additionalProperties"]],
            };
            let within = |schema: &Spot<'t>, words: &[&str]| {
                let mut words = words.iter();
                words.try_fold(schema.clone(), |schema, word| schema.get(word))
            };
            let schemas: Vec<Spot<'t>> = all
                .iter()
                .flat_map(|schema| words.iter().filter_map(|words| within(schema, words)))
                .collect();
            if !schemas.is_empty() {
                self.hide(&schemas, &inner);
            }
        }
    }

    fn hide_all(&mut self, value: &Spot<'t>) {
        match value.value {
            Value::Object(_) | Value::Array(_) => {
                for inner in value.inner() {
                    self.hide_all(&inner);
                }
            }
            Value::String(_) | Value::Number(_) => self.found.push(value.at.clone()),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn is_marked(&self, schema: &Spot<'t>) -> bool {
        says_secret(schema.value) || self.marked.contains(&schema.at)
    }

    /// A schema, those that it refers to, and those of the same value that it lists.
    fn alike(&self, schema: &Spot<'t>) -> Vec<Spot<'t>> {
        let mut open = vec![schema.clone()];
        let mut all = Vec::new();
        while let Some(schema) = open.pop() {
            let Some(left) = self.left.get().checked_sub(1) else {
                break;
            };
            self.left.set(left);
            let reference = schema.value.get("$ref").and_then(Value::as_str);
            open.extend(reference.and_then(|it| self.referred(it)));
            for word in PARTS {
                open.extend(schema.get(word).into_iter().flat_map(|it| it.inner()));
            }
            all.push(schema);
        }
        all
    }

    fn referred(&self, reference: &str) -> Option<Spot<'t>> {
        let at = Pointer::parse_fragment(reference)?;
        let value = self.tree.pointer(at.as_str())?;
        Some(Spot { at, value })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(tree: &Value, marked: &[&str]) -> Vec<String> {
        let marked = marked.iter().filter_map(|at| Pointer::parse(at)).collect();
        let found = values(tree, &marked);
        found.iter().map(|at| at.as_str().to_owned()).collect()
    }

    #[test]
    fn values_of_marked_schemas_are_found_wherever_they_stand() {
        let tree = json!({
            "pin": {"type": "string", "format": "password", "default": "1", "enum": ["1", null], "maxLength": 4},
            "open": {"type": "string", "default": "1"},
            "parameter": {"schema": {"$ref": "#/pin"}, "example": "1", "examples": {"one": {"value": "1"}}},
            "list": {"type": "array", "items": {"$ref": "#/wrap"}, "default": ["1"]},
            "wrap": {"allOf": [{"$ref": "#/pin"}], "example": "1"},
            "object": {
                "properties": {"word": {"x-ms-secret": true}, "name": {"type": "string"}},
                "example": {"word": {"part": "1"}, "name": "2"},
            },
        });
        assert_eq!(
            found(&tree, &[]),
            [
                "/pin/default",
                "/pin/enum/0",
                "/parameter/example",
                "/parameter/examples/one/value",
                "/list/default/0",
                "/wrap/example",
                "/object/example/word/part",
            ]
        );
        assert_eq!(
            found(&json!({"a": {"example": "1"}}), &["/a"]),
            ["/a/example"]
        );
    }

    #[test]
    fn schemas_in_a_circle_end() {
        let tree = json!({
            "a": {"$ref": "#/b", "oneOf": [{"$ref": "#/a"}, {"$ref": "#/a"}], "default": {"x": [1]}},
            "b": {"allOf": [{"$ref": "#/a"}, {"$ref": "#/b"}], "properties": {"x": {"$ref": "#/a"}}},
        });
        assert!(found(&tree, &[]).is_empty());
    }
}
