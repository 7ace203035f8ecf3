//! What a schema describes under a condition alone: `then`, `else`, `dependentSchemas`.
//!
//! What a condition asks for is not checked. Whatever is described there may be there all the same, so
//! it becomes a part with alternatives of which none must hold: their properties are ones that no value
//! must have, and any other description outweighs them.

use serde_json::{Map, Value, json};

use super::super::rewriting::Rewriting;
use super::objects::is_never;
use crate::diagnostic::Pointer;

type Schema = Map<String, Value>;

/// Makes a part of what conditions alone describe.
pub(super) fn properties(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    let known = object(entries.get("properties"));
    let mut described = branches(entries);
    described.retain(|(_, branch)| describes(branch, known));
    if described.is_empty() || !is_for_objects(entries) {
        return;
    }
    let described = described.into_iter();
    let described: Vec<_> = described
        .map(|(from, branch)| (from, unknown(branch, known)))
        .collect();
    let parts = entries.entry("allOf").or_insert_with(|| json!([]));
    let Value::Array(parts) = parts else {
        return;
    };
    let at = Pointer::root().child("allOf").index(parts.len());
    rewriting.moved(&at, &Pointer::root());
    for (index, (from, _)) in described.iter().enumerate() {
        rewriting.moved(&at.child("anyOf").index(index), from);
    }
    let choices: Vec<Value> = described.into_iter().map(|(_, branch)| branch).collect();
    parts.push(json!({ "anyOf": choices, CONDITIONAL: true }));
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

/// Whether what is asked for describes a property that is not known, or may do so elsewhere.
fn describes(branch: &Schema, known: Option<&Schema>) -> bool {
    let mut open = vec![branch];
    while let Some(branch) = open.pop() {
        let leads_on = ["$ref", "oneOf", "anyOf"];
        if leads_on.iter().any(|key| branch.contains_key(*key)) {
            return true;
        }
        let mut properties = object(branch.get("properties")).into_iter().flatten();
        if properties.any(|(name, schema)| is_unknown(name, schema, known)) {
            return true;
        }
        open.extend(branches(branch).into_iter().map(|(_, inner)| inner));
        let parts = branch.get("allOf").and_then(Value::as_array);
        open.extend(parts.into_iter().flatten().filter_map(Value::as_object));
    }
    false
}

/// What is asked for, without what is known of properties.
fn unknown(branch: &Schema, known: Option<&Schema>) -> Value {
    let mut branch = branch.clone();
    if let Some(Value::Object(properties)) = branch.get_mut("properties") {
        properties.retain(|name, schema| is_unknown(name, schema, known));
    }
    Value::Object(branch)
}

fn is_unknown(name: &str, schema: &Value, known: Option<&Schema>) -> bool {
    !known.is_some_and(|known| known.contains_key(name)) && !is_never(schema)
}

/// What a schema asks for under some condition, and where.
fn branches(entries: &Schema) -> Vec<(Pointer, &Schema)> {
    let root = Pointer::root();
    let mut found = Vec::new();
    if entries.contains_key("if") {
        for key in ["then", "else"] {
            found.extend(object(entries.get(key)).map(|branch| (root.child(key), branch)));
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
                .map(|(name, branch)| (root.child(key).child(name), branch)),
        );
    }
    found
}

fn object(value: Option<&Value>) -> Option<&Schema> {
    value.and_then(Value::as_object)
}
