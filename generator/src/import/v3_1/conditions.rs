//! Properties that a schema describes under a condition alone: `then`, `else`, `dependentSchemas`.
//!
//! What a condition asks for is not checked. Whatever is described there may be there all the same, so
//! it becomes properties that no value must have, by a part that any other description outweighs.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::super::rewriting::Rewriting;
use super::objects::is_never;
use crate::diagnostic::Pointer;

type Schema = Map<String, Value>;

/// Makes a part of the properties that conditions alone describe.
pub(super) fn properties(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    let conditional = conditional(entries);
    if conditional.is_empty() || !is_for_objects(entries) {
        return;
    }
    let parts = entries.entry("allOf").or_insert_with(|| json!([]));
    let Value::Array(parts) = parts else {
        return;
    };
    let at = Pointer::root().child("allOf").index(parts.len());
    rewriting.moved(&at, &Pointer::root());
    let mut properties = Map::new();
    for (name, described) in conditional {
        let at = at.child("properties").child(&name);
        let schema = match <[_; 1]>::try_from(described) {
            Ok([(from, only)]) => {
                rewriting.moved(&at, &from);
                only
            }
            Err(several) => {
                for (index, (from, _)) in several.iter().enumerate() {
                    rewriting.moved(&at.child("anyOf").index(index), from);
                }
                let choices: Vec<Value> = several.into_iter().map(|(_, choice)| choice).collect();
                json!({ "anyOf": choices })
            }
        };
        properties.insert(name, schema);
    }
    parts.push(json!({ "properties": properties, CONDITIONAL: true }));
}

/// The key of our own that a part of conditional properties has.
const CONDITIONAL: &str = "x-clientforge-conditional";

/// Whether a schema has no other values than objects, or `null`.
fn is_for_objects(entries: &Schema) -> bool {
    let is_one = |word: &Value| word == "object" || word == "null";
    match entries.get("type") {
        None => true,
        Some(Value::Array(words)) => words.iter().all(is_one),
        Some(word) => is_one(word),
    }
}

/// What is said of a property, and where.
type Described = Vec<(Pointer, Value)>;

/// The properties that only conditions of a schema describe.
fn conditional(entries: &Schema) -> IndexMap<String, Described> {
    let mut found: IndexMap<String, Described> = IndexMap::new();
    let mut open = branches(&Pointer::root(), entries);
    open.reverse();
    while let Some((at, branch)) = open.pop() {
        for (name, schema) in object(branch.get("properties")).into_iter().flatten() {
            let known = object(entries.get("properties")).is_some_and(|it| it.contains_key(name));
            if known || is_never(schema) {
                continue;
            }
            let described = found.entry(name.clone()).or_default();
            if !described.iter().any(|(_, known)| known == schema) {
                described.push((at.child("properties").child(name), schema.clone()));
            }
        }
        let mut inner = branches(&at, branch);
        if let Some(Value::Array(parts)) = branch.get("allOf") {
            let parts = parts.iter().enumerate();
            inner.extend(parts.filter_map(|(index, part)| {
                Some((at.child("allOf").index(index), part.as_object()?))
            }));
        }
        open.extend(inner.into_iter().rev());
    }
    found
}

/// What a schema asks for under some condition.
fn branches<'s>(at: &Pointer, entries: &'s Schema) -> Vec<(Pointer, &'s Schema)> {
    let mut found = Vec::new();
    if entries.contains_key("if") {
        for key in ["then", "else"] {
            found.extend(object(entries.get(key)).map(|branch| (at.child(key), branch)));
        }
    }
    for key in ["dependentSchemas", "dependencies"] {
        let schemas = object(entries.get(key)).into_iter().flatten();
        let mut schemas: Vec<_> = schemas
            .filter_map(|(name, branch)| Some((name, branch.as_object()?)))
            .collect();
        // The order of keys says nothing, and that of alternatives is seen.
        schemas.sort_by_key(|(name, _)| *name);
        found.extend(
            schemas
                .into_iter()
                .map(|(name, branch)| (at.child(key).child(name), branch)),
        );
    }
    found
}

fn object(value: Option<&Value>) -> Option<&Schema> {
    value.and_then(Value::as_object)
}
