//! Schemas, security schemes and encodings in the form that the document model reads best.
//!
//! Comes in: a schema that has passed the check. Goes out: the same schema, in which the model
//! recognises its type: it takes a schema for "anything" as soon as a number is not of the form
//! that it expects or a key stands there that says nothing about values of that type.

use serde_json::{Map, Number, Value, json};

use super::check::Checker;
use crate::diagnostic::Pointer;
use crate::import::rewriting::SPEAKS_OF;
use crate::import::version::Version;

type Schema = Map<String, Value>;

/// Brings one schema into form.
pub(super) fn schema(checker: &mut Checker<'_>, mut schema: Schema, at: &Pointer) -> Schema {
    drop_empty_choices(&mut schema);
    // The document model has no place for it.
    if let Some(xml) = schema.remove("xml") {
        schema.insert(XML.to_owned(), xml);
    }
    drop_no_properties(&mut schema, at);
    if name_obvious_type(&mut schema) {
        return schema;
    }
    let Some(type_name) = schema
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned)
    else {
        keep_digits(&mut schema);
        return schema;
    };
    drop_meaningless(checker, &mut schema, &type_name, at);
    match type_name.as_str() {
        "string" => quote_data(checker, &mut schema, at),
        "integer" => {
            whole_bounds(&mut schema);
            keep_digits(&mut schema);
        }
        _ => {}
    }
    schema
}

/// A certificate of the caller's, which OpenAPI 3.1 has a word for, is a scheme of HTTP that nobody
/// else calls so.
pub(super) fn security_scheme(mut scheme: Schema) -> Schema {
    if scheme.get("type").and_then(Value::as_str) == Some("mutualTLS") {
        insert(&mut scheme, "type", json!("http"));
        insert(&mut scheme, "scheme", json!("x-clientforge-mutual-tls"));
    }
    scheme
}

/// The model cannot tell an absent `explode` from `false`. It is `true` in style `form`, which is that
/// of an encoding which says anything of it (OpenAPI 3.0.3, Encoding Object).
///
/// In 3.0 itself a style counts in a form without parts alone; 3.1 has it in one with parts, too, and so
/// has Swagger 2.0 its `collectionFormat`.
pub(super) fn encoding(mut encoding: Schema, at: &Pointer, version: Version) -> Schema {
    if version == Version::V3_0 && has_parts(at) {
        for key in ["style", "explode", "allowReserved"] {
            encoding.shift_remove(key);
        }
    }
    let is_reserved = encoding.get("allowReserved") == Some(&Value::Bool(true));
    if encoding.contains_key("style") || encoding.contains_key("explode") || is_reserved {
        let style = encoding.entry("style").or_insert_with(|| json!("form"));
        let exploded = style.as_str() == Some("form");
        encoding.entry("explode").or_insert_with(|| json!(exploded));
    }
    encoding
}

/// Whether an encoding is that of a property in a form with parts.
fn has_parts(at: &Pointer) -> bool {
    let media_type = at.parent().and_then(|at| at.parent());
    let media_type = media_type.and_then(|at| at.last());
    media_type.is_some_and(|name| name.to_ascii_lowercase().starts_with("multipart/"))
}

/// The key under which a schema says how it stands in XML.
const XML: &str = "x-clientforge-xml";

/// A choice among nothing says nothing.
fn drop_empty_choices(schema: &mut Schema) {
    for key in ["allOf", "oneOf", "anyOf"] {
        if schema
            .get(key)
            .and_then(Value::as_array)
            .is_some_and(Vec::is_empty)
        {
            schema.remove(key);
        }
    }
}

/// `properties` without any speaks of no value, and not of objects alone (JSON Schema, section 10.3.2.1).
/// Among the parts of an object it is one that adds nothing.
fn drop_no_properties(schema: &mut Schema, at: &Pointer) {
    const OF_OBJECTS: [&str; 5] = [
        "type",
        "required",
        "additionalProperties",
        "minProperties",
        "maxProperties",
    ];
    let is_empty = schema.get("properties") == Some(&json!({}));
    let is_object = OF_OBJECTS.iter().any(|key| schema.contains_key(*key));
    let list = at.parent().and_then(|list| list.last());
    let is_part = list.as_deref() == Some("allOf");
    if is_empty && !is_object && !is_part {
        schema.shift_remove("properties");
    }
}

/// A schema with properties or elements and without a type means an object or an array; so does
/// everybody who writes it. Says whether it named one.
fn name_obvious_type(schema: &mut Schema) -> bool {
    let has = |key: &str| schema.contains_key(key);
    if ["type", "allOf", "oneOf", "anyOf", "not"]
        .into_iter()
        .any(has)
    {
        return false;
    }
    let all_text = |values: &Vec<Value>| values.iter().all(Value::is_string);
    let type_name = if has("properties") || has("additionalProperties") {
        "object"
    } else if has("items") {
        "array"
    } else if schema
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(all_text)
    {
        "string"
    } else {
        return false;
    };
    schema.insert("type".to_owned(), json!(type_name));
    true
}

fn drop_meaningless(checker: &mut Checker<'_>, schema: &mut Schema, type_name: &str, at: &Pointer) {
    let others = SPEAKS_OF
        .iter()
        .filter(|(types, _)| !types.contains(&type_name));
    for key in others.flat_map(|(_, keys)| *keys) {
        let Some(value) = schema.shift_remove(*key) else {
            continue;
        };
        // Tools write these where they mean nothing, and nobody is misled by it.
        let is_harmless = match &value {
            Value::Array(elements) => elements.is_empty(),
            Value::Object(entries) => entries.is_empty(),
            Value::Bool(value) => !value,
            _ => *key == "format",
        };
        if !is_harmless && checker.is_news("meaningless", format!("{key} of {type_name}")) {
            let site = checker.site(&at.child(key));
            checker.diagnostics.meaningless_key(site, key, type_name);
        }
    }
}

/// YAML takes `enum: [1, true]` of a text for a number and a truth value. Where Kubernetes has a number
/// or a text, a number is one.
fn quote_data(checker: &Checker<'_>, schema: &mut Schema, at: &Pointer) {
    let quoted = |value: &mut Value, at: &Pointer| {
        if matches!(value, Value::Number(_) | Value::Bool(_)) {
            *value = checker.as_written(value, &checker.origins.of(at)).into();
        }
    };
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        let list = at.child("enum");
        for (index, value) in values.iter_mut().enumerate() {
            quoted(value, &list.index(index));
        }
    }
    let is_either = schema.get("format") == Some(&json!("int-or-string"));
    for key in ["default", "example"] {
        if let Some(value) = schema.get_mut(key).filter(|_| !is_either) {
            quoted(value, &at.child(key));
        }
    }
}

/// The model reads bounds of integers as 64 bits with a sign. A bound between two whole numbers
/// is moved to the nearer one that fulfils it; one beyond 64 bits is none, and is kept beside.
fn whole_bounds(schema: &mut Schema) {
    bound(schema, "minimum", "exclusiveMinimum", f64::ceil);
    bound(schema, "maximum", "exclusiveMaximum", f64::floor);
    let is_whole = schema.get("multipleOf").is_none_or(Value::is_i64);
    if !is_whole && let Some(step) = schema.shift_remove("multipleOf") {
        let float = step.as_f64().unwrap_or(1.0);
        match whole(float) {
            Some(step) => insert(schema, "multipleOf", step.into()),
            None => insert(schema, "x-clientforge-multipleOf", step),
        }
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        for value in values {
            if let Some(number) = value.as_f64().filter(|_| value.is_f64()).and_then(whole) {
                *value = number.into();
            }
        }
    }
}

/// The model reads bounds of what has several parts as floats. A whole number that is none is kept beside.
fn keep_digits(schema: &mut Schema) {
    for key in ["minimum", "maximum", "multipleOf"] {
        let is_rounded = |value: &Value| {
            let whole = value.as_number().and_then(Number::as_i128);
            whole.is_some_and(|whole| whole as f64 as i128 != whole)
        };
        if schema.get(key).is_some_and(is_rounded)
            && let Some(bound) = schema.shift_remove(key)
        {
            insert(schema, &format!("x-clientforge-{key}"), bound);
        }
    }
}

fn bound(schema: &mut Schema, key: &str, exclusive: &str, rounded: fn(f64) -> f64) {
    if schema.get(key).is_none_or(Value::is_i64) {
        return;
    }
    let Some(bound) = schema.shift_remove(key) else {
        return;
    };
    let float = bound.as_f64().unwrap_or(0.0);
    match whole(rounded(float)) {
        Some(number) => {
            if float.fract() != 0.0 {
                schema.shift_remove(exclusive);
            }
            insert(schema, key, number.into());
        }
        None => {
            schema.shift_remove(exclusive);
            insert(schema, &format!("x-clientforge-{key}"), bound);
        }
    }
}

fn insert(schema: &mut Schema, key: &str, value: Value) {
    schema.insert(key.to_owned(), value);
}

/// A float as a whole number of 64 bits, if it is one.
fn whole(float: f64) -> Option<Number> {
    let limit = 2f64.powi(63);
    (float.fract() == 0.0 && float >= -limit && float < limit).then(|| Number::from(float as i64))
}
