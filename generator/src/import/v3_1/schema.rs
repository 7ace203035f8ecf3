//! Schemas: JSON Schema (draft 2020-12) in the words of 3.0.

use serde_json::{Map, Value, json};

type Schema = Map<String, Value>;

/// Converts the keys of a schema; the schemas inside of it stay as they are.
pub(in super::super) fn schema(mut entries: Schema) -> Schema {
    // What describes the schema rather than the value, or is referred to by pointer alone.
    for key in ["$schema", "$id", "$anchor", "$comment", "$defs"] {
        entries.remove(key);
    }
    one_type(&mut entries);
    one_value(&mut entries);
    null_choices(&mut entries);
    bound(&mut entries, "exclusiveMinimum", "minimum", f64::max);
    bound(&mut entries, "exclusiveMaximum", "maximum", f64::min);
    first_example(&mut entries);
    other_properties(&mut entries);
    encoding(&mut entries);
    entries
}

/// What no other keyword has looked at is, where nobody looks further, what is not described.
fn other_properties(entries: &mut Schema) {
    if let Some(described) = entries.shift_remove("unevaluatedProperties")
        && described.is_object()
        && described.get("not") != Some(&json!({}))
    {
        entries.entry("additionalProperties").or_insert(described);
    }
}

/// `type: [string, "null"]` is a text that may be null. Several types are any value.
fn one_type(entries: &mut Schema) {
    let Some(named) = entries.get("type") else {
        return;
    };
    let all: Vec<Value> = match named {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    let (nulls, types): (Vec<Value>, Vec<Value>) = all
        .into_iter()
        .partition(|name| name.as_str() == Some("null"));
    match <[Value; 1]>::try_from(types) {
        Ok([only]) => drop(entries.insert("type".to_owned(), only)),
        Err(_) => drop(entries.shift_remove("type")),
    }
    if !nulls.is_empty() {
        entries.insert("nullable".to_owned(), json!(true));
    }
}

/// `const` is an enumeration of one value.
fn one_value(entries: &mut Schema) {
    if let Some(value) = entries.shift_remove("const") {
        entries.entry("enum").or_insert_with(|| json!([value]));
    }
}

/// A choice that has `null` among it may be null; a choice of one thing is that thing.
fn null_choices(entries: &mut Schema) {
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(choices)) = entries.get(key) else {
            continue;
        };
        let is_null = |choice: &&Value| choice.get("type").and_then(Value::as_str) == Some("null");
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
    if let Some(Value::Array(examples)) = entries.shift_remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        entries.entry("example").or_insert(first);
    }
}

/// Bytes in a text are told by their encoding, bytes as such by their media type.
fn encoding(entries: &mut Schema) {
    let word = |key: &str| entries.get(key).and_then(Value::as_str);
    let format = match (word("contentEncoding"), word("contentMediaType")) {
        (Some("base64"), _) => Some("byte"),
        (Some("base64url"), _) => Some("base64url"),
        (None, Some("application/octet-stream")) => Some("binary"),
        _ => None,
    };
    entries.shift_remove("contentEncoding");
    entries.shift_remove("contentMediaType");
    if let Some(format) = format {
        entries.entry("type").or_insert_with(|| json!("string"));
        entries.entry("format").or_insert_with(|| json!(format));
    }
}
