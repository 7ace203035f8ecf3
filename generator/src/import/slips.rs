//! What people write in schemas that no version has, and whose meaning is not in doubt.
//!
//! Comes in: the keys of a schema as they were read. Goes out: the same in the words that were
//! meant, and a remark on each.

use serde_json::{Map, Value, json};

use super::rewriting::Rewriting;
use super::version::Version;

type Schema = Map<String, Value>;

/// Brings the keys of one schema in order.
pub(super) fn mend(entries: &mut Schema, version: Version, rewriting: &mut Rewriting<'_>) {
    type_name(entries, rewriting);
    discriminator(entries, rewriting);
    mapping(entries, rewriting);
    positions(entries, version, rewriting);
    own_requirement(entries, rewriting);
    properties_requirements(entries);
    no_values(entries, rewriting);
}

/// Other names for a type, with the format that goes with it.
const TYPES: &[(&str, &str, Option<&str>)] = &[
    ("int", "integer", None),
    ("long", "integer", Some("int64")),
    ("int8", "integer", Some("int8")),
    ("int16", "integer", Some("int16")),
    ("int32", "integer", Some("int32")),
    ("int64", "integer", Some("int64")),
    ("uint8", "integer", Some("uint8")),
    ("uint16", "integer", Some("uint16")),
    ("uint32", "integer", Some("uint32")),
    ("uint64", "integer", Some("uint64")),
    ("float", "number", Some("float")),
    ("double", "number", Some("double")),
    ("decimal", "number", Some("decimal")),
    ("bool", "boolean", None),
    ("str", "string", None),
    ("text", "string", None),
    ("date", "string", Some("date")),
    ("date-time", "string", Some("date-time")),
    ("datetime", "string", Some("date-time")),
    ("uuid", "string", Some("uuid")),
    ("guid", "string", Some("uuid")),
    ("uri", "string", Some("uri")),
    ("url", "string", Some("uri")),
    ("email", "string", Some("email")),
    ("password", "string", Some("password")),
    ("byte", "string", Some("byte")),
    ("binary", "string", Some("binary")),
    ("file", "string", Some("binary")),
    ("map", "object", None),
    ("dict", "object", None),
    ("list", "array", None),
];

/// A format, or another language's word, in the place of the type; or a type in capitals.
fn type_name(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    const WORDS: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];
    let Some(Value::String(name)) = entries.get("type") else {
        return;
    };
    let (name, lower) = (name.clone(), name.to_ascii_lowercase());
    let capitals = WORDS
        .into_iter()
        .find(|word| *word == lower && *word != name);
    if lower == "any" {
        entries.shift_remove("type");
        return rewriting.slip("type", "`any` is no type", "no `type` at all".to_owned());
    }
    let known = TYPES.iter().find(|(known, ..)| *known == lower);
    let (type_name, format) = match (capitals, known) {
        (Some(word), _) => (word, None),
        (None, Some((_, word, format))) => (*word, *format),
        (None, None) => return,
    };
    entries.insert("type".to_owned(), type_name.into());
    let format = format.filter(|_| !entries.contains_key("format"));
    if let Some(format) = format {
        entries.insert("format".to_owned(), format.into());
    }
    let read = match format {
        Some(format) => format!("`{type_name}` with the format `{format}`"),
        None => format!("`{type_name}`"),
    };
    rewriting.slip("type", &format!("`{name}` is no type"), read);
}

/// Swagger 2.0's form of a discriminator.
fn discriminator(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    if let Some(Value::String(property)) = entries.get("discriminator") {
        let property = property.clone();
        entries.insert(
            "discriminator".to_owned(),
            json!({ "propertyName": property }),
        );
        let read = format!("`{{ propertyName: {property} }}`");
        rewriting.slip("discriminator", "a `discriminator` is an object", read);
    }
}

/// A schema in a mapping, where the name of one belongs: pydantic puts a union that a member is there
/// as a whole.
fn mapping(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    let Some(Value::Object(found)) = entries.get_mut("discriminator") else {
        return;
    };
    let property = found.get("propertyName").and_then(Value::as_str);
    let property = property.unwrap_or_default().to_owned();
    let Some(Value::Object(targets)) = found.get_mut("mapping") else {
        return;
    };
    targets.retain(|tag, target| {
        let reference = match target {
            Value::Object(schema) => schema.get("$ref").cloned(),
            _ => return true,
        };
        let wrong = format!("`{tag}` of a `mapping` is a schema, not the name of one");
        let read = match reference.as_ref().and_then(Value::as_str) {
            Some(reference) => format!("`{reference}`"),
            None => format!("a tag that a member says itself, under `{property}`"),
        };
        rewriting.slip("discriminator", &wrong, read);
        let is_named = reference.is_some();
        *target = reference.unwrap_or_default();
        is_named
    });
}

/// A list of schemas under `items`: the tuples of older drafts of JSON Schema, which Swagger 2.0's
/// own schema allows.
fn positions(entries: &mut Schema, version: Version, rewriting: &mut Rewriting<'_>) {
    let Some(Value::Array(_)) = entries.get("items") else {
        return;
    };
    let list = entries.shift_remove("items").unwrap_or_default();
    rewriting.moved_key("prefixItems", "items");
    entries.insert("prefixItems".to_owned(), list);
    if let Some(others) = entries.shift_remove("additionalItems") {
        rewriting.moved_key("items", "additionalItems");
        entries.insert("items".to_owned(), others);
    }
    match version {
        Version::V2_0 => {}
        Version::V3_0 | Version::V3_1 | Version::V3_2 => rewriting.slip(
            "items",
            "`items` is one schema for every element",
            "`prefixItems`, a schema for each".to_owned(),
        ),
    }
}

/// `required: true` in a property, of whose name `required` of the object is a list; or in the schema
/// of something that says by itself whether it must be there.
fn own_requirement(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    let holder = rewriting.at.parent().and_then(|holder| holder.last());
    let is_flag = entries.get("required").is_some_and(Value::is_boolean);
    if !is_flag {
        return;
    }
    entries.shift_remove("required");
    let read = match holder.as_deref() {
        Some("properties") => "a word on this property alone",
        _ => "no `required` at all",
    };
    rewriting.slip(
        "required",
        "`required` is a list of names beside `properties`",
        read.to_owned(),
    );
}

/// The same, seen from the object.
fn properties_requirements(entries: &mut Schema) {
    let Some(Value::Object(properties)) = entries.get("properties") else {
        return;
    };
    let is_required = |property: &Value| property.get("required") == Some(&Value::Bool(true));
    let names = properties
        .iter()
        .filter(|(_, property)| is_required(property));
    let names: Vec<Value> = names.map(|(name, _)| name.clone().into()).collect();
    if names.is_empty() {
        return;
    }
    if let Value::Array(required) = entries.entry("required").or_insert_with(|| json!([])) {
        for name in names {
            if !required.contains(&name) {
                required.push(name);
            }
        }
    }
}

/// A list of values with none in it, which some generators write where they know of none.
fn no_values(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    if entries.get("enum") == Some(&json!([])) {
        entries.shift_remove("enum");
        rewriting.slip("enum", "no value is listed", "no `enum` at all".to_owned());
    }
}
