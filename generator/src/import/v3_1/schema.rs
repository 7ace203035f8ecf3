//! Schemas: JSON Schema (draft 2020-12) in the words of 3.0.

use serde_json::{Map, Value, json};

use super::super::anchors::AROUND;
use super::super::rewriting::{Remark, Rewriting};
use super::{arrays, conditions, content, objects, types};

type Schema = Map<String, Value>;

/// Converts the keys of a schema; the schemas inside of it stay as they are.
pub(in super::super) fn schema(mut entries: Schema, rewriting: &mut Rewriting<'_>) -> Schema {
    for key in SILENT {
        entries.shift_remove(*key);
    }
    conditions::properties(&mut entries, rewriting);
    for (key, companions) in NARROWING {
        let is_there = entries.shift_remove(*key).is_some();
        for companion in *companions {
            entries.shift_remove(*companion);
        }
        if is_there {
            rewriting.remarks.push(Remark::Unchecked(key));
        }
    }
    dynamic_reference(&mut entries, rewriting);
    types::one_value(&mut entries, rewriting);
    types::exclusion(&mut entries, rewriting);
    arrays::positions(&mut entries, rewriting);
    objects::unevaluated(&mut entries, rewriting);
    objects::patterns(&mut entries, rewriting);
    content::content(&mut entries);
    types::several_types(&mut entries, rewriting);
    null_choices(&mut entries);
    bound(&mut entries, "exclusiveMinimum", "minimum", f64::max);
    bound(&mut entries, "exclusiveMaximum", "maximum", f64::min);
    first_example(&mut entries);
    entries
}

/// What describes the schema rather than the value, or is referred to from elsewhere.
const SILENT: &[&str] = &[
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$vocabulary",
    "$comment",
    "$defs",
    "definitions",
];

/// What narrows values by conditions that no type expresses, with the keys that go with it.
const NARROWING: &[(&str, &[&str])] = &[
    ("if", &["then", "else"]),
    ("dependentSchemas", &[]),
    ("dependentRequired", &[]),
    ("dependencies", &[]),
    ("contains", &["minContains", "maxContains"]),
    ("propertyNames", &[]),
];

/// Remarks on what 3.0 does not have.
pub(in super::super) fn newer_keys(entries: &Schema, rewriting: &mut Rewriting<'_>) {
    let mut newer = |key, what| rewriting.remarks.push(Remark::Newer(key, what));
    for (key, what) in NEWER {
        if entries.contains_key(*key) {
            newer(key, what);
        }
    }
    match entries.get("type") {
        Some(Value::Array(_)) => newer("type", "a list of types"),
        Some(Value::String(name)) if name == "null" => newer("type", "the type `null`"),
        _ => {}
    }
    for (key, what) in [
        ("exclusiveMinimum", "`exclusiveMinimum` as a number"),
        ("exclusiveMaximum", "`exclusiveMaximum` as a number"),
    ] {
        if entries.get(key).is_some_and(Value::is_number) {
            newer(key, what);
        }
    }
}

/// The keys of a schema that 3.1 has and 3.0 does not, and what they are called in a report.
const NEWER: &[(&str, &str)] = &[
    ("$anchor", "`$anchor`"),
    ("$comment", "`$comment`"),
    ("$defs", "`$defs`"),
    ("$dynamicAnchor", "`$dynamicAnchor`"),
    ("$dynamicRef", "`$dynamicRef`"),
    ("$id", "`$id`"),
    ("$schema", "`$schema`"),
    ("const", "`const`"),
    ("contains", "`contains`"),
    ("contentEncoding", "`contentEncoding`"),
    ("contentMediaType", "`contentMediaType`"),
    ("contentSchema", "`contentSchema`"),
    ("definitions", "`definitions`"),
    ("dependencies", "`dependencies`"),
    ("dependentRequired", "`dependentRequired`"),
    ("dependentSchemas", "`dependentSchemas`"),
    ("else", "`else`"),
    ("examples", "`examples`"),
    ("if", "`if`"),
    ("maxContains", "`maxContains`"),
    ("minContains", "`minContains`"),
    ("patternProperties", "`patternProperties`"),
    ("prefixItems", "`prefixItems`"),
    ("propertyNames", "`propertyNames`"),
    ("then", "`then`"),
    ("unevaluatedItems", "`unevaluatedItems`"),
    ("unevaluatedProperties", "`unevaluatedProperties`"),
];

/// Who refers dynamically means, where nobody overrides the anchor, what the anchor stands at. Who
/// refers recursively means the schema around, whose top `#` is.
fn dynamic_reference(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    for key in ["$dynamicRef", "$recursiveRef"] {
        if let Some(target) = entries.shift_remove(key) {
            rewriting.remarks.push(Remark::DynamicReference(key));
            let is_around = key == "$recursiveRef" && target == "#";
            let target = if is_around { AROUND.into() } else { target };
            entries.entry("$ref").or_insert(target);
        }
    }
}

/// A choice that has `null` among it may be null; a choice of one thing is that thing.
fn null_choices(entries: &mut Schema) {
    // An element that is null keeps its position.
    if entries.contains_key(arrays::POSITIONS) {
        return;
    }
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(choices)) = entries.get(key) else {
            continue;
        };
        let is_null = |choice: &&Value| match choice.get("type") {
            Some(Value::String(name)) => name == "null",
            // Without quotation marks YAML takes the word for no value.
            Some(Value::Null) => true,
            Some(_) | None => false,
        };
        let others: Vec<Value> = choices.iter().filter(|c| !is_null(c)).cloned().collect();
        if others.len() == choices.len() {
            continue;
        }
        entries.insert("nullable".to_owned(), json!(true));
        let lone = others.len() == 1 && !entries.contains_key("allOf");
        entries.shift_remove(key);
        if !others.is_empty() {
            let key = if lone { "allOf" } else { key };
            entries.insert(key.to_owned(), Value::Array(others));
        }
    }
}

/// An exclusive bound is a number of its own.
fn bound(entries: &mut Schema, exclusive: &str, inclusive: &str, stricter: fn(f64, f64) -> f64) {
    let Some(limit) = entries.get(exclusive).filter(|limit| limit.is_number()) else {
        return;
    };
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    let counts = match (number(Some(limit)), number(entries.get(inclusive))) {
        (Some(own), Some(other)) => stricter(own, other) == own,
        _ => true,
    };
    let limit = limit.clone();
    entries.shift_remove(exclusive);
    if counts {
        entries.insert(inclusive.to_owned(), limit);
        entries.insert(exclusive.to_owned(), json!(true));
    }
}

fn first_example(entries: &mut Schema) {
    match entries.shift_remove("examples") {
        Some(Value::Array(examples)) => {
            if let Some(first) = examples.into_iter().next() {
                entries.entry("example").or_insert(first);
            }
        }
        // Some write them by name, as OpenAPI does elsewhere.
        Some(Value::Object(_) | Value::String(_)) | None => {}
        Some(Value::Null | Value::Bool(_) | Value::Number(_)) => {}
    }
}
