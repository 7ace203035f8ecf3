//! Which types a value may have: `type` lists, `enum`, `const`, and what `not` takes away.

use serde_json::{Map, Value, json};

use super::super::rewriting::{Remark, Rewriting, SPEAKS_OF, type_of};
use crate::{diagnostic::Pointer, model::Numeral};

type Schema = Map<String, Value>;

/// The keys that say what values there are by other schemas.
const COMPOSES: [&str; 5] = ["allOf", "oneOf", "anyOf", "not", "$ref"];

/// `const` is an enumeration of one value.
pub(super) fn one_value(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    if let Some(value) = entries.shift_remove("const") {
        entries.insert("enum".to_owned(), json!([value]));
        let root = Pointer::root();
        rewriting.moved(&root.child("enum").index(0), &root.child("const"));
    }
}

/// `not: {type: "null"}` takes a type away, `not: {const: 1}` a value. What takes away something
/// that nothing names is not checked. `not: {}` leaves no value at all, and stays.
pub(super) fn exclusion(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    let excluded = match entries.get("not") {
        Some(Value::Object(keys)) if !keys.is_empty() => keys.clone(),
        _ => return,
    };
    entries.shift_remove("not");
    let is_alone = excluded.len() == 1;
    let type_names = excluded.get("type").filter(|_| is_alone).map(list);
    let values = match (excluded.get("const"), excluded.get("enum")) {
        (Some(value), None) if is_alone => Some(vec![value.clone()]),
        (None, Some(Value::Array(values))) if is_alone => Some(values.clone()),
        _ => None,
    };
    let is_null = values
        .as_ref()
        .is_some_and(|v| v.iter().all(Value::is_null));
    let taken = match (type_names, values) {
        (Some(names), _) => take(entries, "type", &names),
        (None, Some(_)) if is_null => take(entries, "type", &[json!("null")]),
        (None, Some(values)) => take(entries, "enum", &values),
        (None, None) => false,
    };
    if !taken {
        rewriting.remarks.push(Remark::Unchecked("not"));
    }
}

/// Takes some of the things that a key lists away; says whether nothing more is to be done.
fn take(entries: &mut Schema, key: &str, excluded: &[Value]) -> bool {
    let null = [json!("null")];
    let is_null = key == "type" && excluded == null;
    if is_null {
        entries.shift_remove("nullable");
        take(entries, "enum", &[Value::Null]);
    }
    let Some(listed) = entries.get(key) else {
        // Without a type there is nothing that could be told from any value.
        return is_null;
    };
    let listed = list(listed);
    let left: Vec<Value> = listed
        .iter()
        .filter(|v| !excluded.contains(v))
        .cloned()
        .collect();
    if left.is_empty() {
        return false;
    }
    let all_listed = is_null || excluded.iter().all(|value| listed.contains(value));
    if left.len() < listed.len() {
        entries.insert(key.to_owned(), Value::Array(left));
    }
    all_listed
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values.clone(),
        one => vec![one.clone()],
    }
}

/// `type: [string, "null"]` is a text that may be null; `type: [string, integer]`, or an `enum`
/// of both, is one of several.
pub(super) fn several_types(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    quote_null(entries, rewriting);
    let Some(mut types) = named(entries).or_else(|| listed(entries)) else {
        return;
    };
    if let Some(null) = types.iter().position(|name| name == "null") {
        types.remove(null);
        entries.insert("nullable".to_owned(), json!(true));
    }
    if types.iter().any(|name| name == "number") {
        types.retain(|name| name != "integer");
    }
    entries.shift_remove("type");
    let composed = COMPOSES.iter().any(|key| entries.contains_key(*key));
    match <[String; 1]>::try_from(types) {
        Ok([only]) => drop(entries.insert("type".to_owned(), only.into())),
        // What combines schemas says itself which types there are.
        Err(types) if composed || types.is_empty() => {}
        // One number, whichever way it is written: whoever reads 3.0 knows it by format and pattern.
        Err(types) if is_numeral(entries, &types) => {}
        // Five are every type, so that no other key takes a value away for its type.
        Err(types) if types.len() >= 5 => without_type_keys(entries),
        Err(types) => split(entries, &types, rewriting),
    }
}

/// Whether values are numbers or texts that spell one.
fn is_numeral(entries: &Schema, types: &[String]) -> bool {
    let text = |key: &str| entries.get(key).and_then(Value::as_str);
    types.len() == 2
        && types.iter().any(|name| name == "string")
        && types
            .iter()
            .any(|name| name == "integer" || name == "number")
        && text("format").is_some_and(Numeral::is_format)
        && text("pattern").is_some_and(Numeral::is_pattern)
}

/// YAML takes `type: [string, null]` for a list with no value in it, where the word was meant.
fn quote_null(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    let names = match entries.get_mut("type") {
        Some(Value::Array(names)) => names.as_mut_slice(),
        Some(one) => std::slice::from_mut(one),
        None => return,
    };
    let nulls: Vec<&mut Value> = names.iter_mut().filter(|name| name.is_null()).collect();
    if !nulls.is_empty() {
        nulls.into_iter().for_each(|name| *name = json!("null"));
        let wrong = "the type `null` stands in quotation marks";
        rewriting.slip("type", wrong, "`\"null\"`".to_owned());
    }
}

/// Takes out the keys that speak of values of some types only.
fn without_type_keys(entries: &mut Schema) {
    for key in SPEAKS_OF.iter().flat_map(|(_, keys)| *keys) {
        entries.shift_remove(*key);
    }
}

/// The types that `type` lists, in its order. A single one stays as it is, unless it is `null`.
fn named(entries: &Schema) -> Option<Vec<String>> {
    let names: Vec<&str> = match entries.get("type")? {
        Value::Array(names) => names.iter().map(Value::as_str).collect::<Option<_>>()?,
        one => vec![one.as_str().filter(|name| *name == "null")?],
    };
    let mut types: Vec<String> = Vec::new();
    for name in names {
        if !types.iter().any(|known| known == name) {
            types.push(name.to_owned());
        }
    }
    Some(types)
}

/// The types of the values that `enum` lists, where it says alone what values there are. Texts
/// alone are left to whoever reads 3.0.
fn listed(entries: &Schema) -> Option<Vec<String>> {
    let Value::Array(values) = entries.get("enum")? else {
        return None;
    };
    let mut others = COMPOSES.iter().chain(&["type"]);
    if others.any(|key| entries.contains_key(*key)) {
        return None;
    }
    let mut types: Vec<String> = Vec::new();
    for name in values.iter().map(type_of) {
        if matches!(name, "array" | "object") {
            return None;
        }
        if !types.iter().any(|known| known == name) {
            types.push(name.to_owned());
        }
    }
    types.iter().any(|name| name != "null").then_some(types)
}

/// One schema per type, each with the keys that speak of it.
fn split(entries: &mut Schema, types: &[String], rewriting: &mut Rewriting<'_>) {
    let values = match entries.shift_remove("enum") {
        Some(Value::Array(values)) => Some(values),
        _ => None,
    };
    let mut members = Vec::new();
    for name in types {
        let mut member = Schema::new();
        member.insert("type".to_owned(), json!(name));
        let keys = SPEAKS_OF
            .iter()
            .filter(|(of, _)| of.contains(&name.as_str()));
        for key in keys.flat_map(|(_, keys)| *keys) {
            if let Some(value) = entries.get(*key) {
                member.insert((*key).to_owned(), value.clone());
            }
        }
        if let Some(values) = &values {
            let own: Vec<Value> = values.iter().filter(|v| is_of(v, name)).cloned().collect();
            if own.is_empty() {
                continue;
            }
            member.insert("enum".to_owned(), Value::Array(own));
        }
        members.push(Value::Object(member));
    }
    without_type_keys(entries);
    rewriting.split("anyOf", members.len());
    entries.insert("anyOf".to_owned(), Value::Array(members));
}

fn is_of(value: &Value, name: &str) -> bool {
    let found = type_of(value);
    found == name || found == "integer" && name == "number"
}
