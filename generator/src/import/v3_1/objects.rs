//! Properties that no name is given for: `patternProperties`, `unevaluatedProperties`.

use serde_json::{Map, Value, json};

use super::super::rewriting::Rewriting;
use super::note;
use crate::diagnostic::Pointer;

type Schema = Map<String, Value>;

/// What no other keyword has looked at is, where nobody looks further, what is not described.
pub(super) fn unevaluated(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    if entries.get("additionalProperties").is_some_and(is_never) {
        entries.insert("additionalProperties".to_owned(), json!(false));
    }
    if let Some(described) = entries.shift_remove("unevaluatedProperties")
        && !entries.contains_key("additionalProperties")
        && !is_never(&described)
    {
        entries.insert("additionalProperties".to_owned(), described);
        let key = |key| Pointer::root().child(key);
        rewriting.moved(&key("additionalProperties"), &key("unevaluatedProperties"));
    }
}

/// Properties whose names match a pattern are properties that have no name here. Where others
/// may be there as well, they are too where the object is a map of nothing else.
pub(super) fn patterns(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    let Some(Value::Object(patterns)) = entries.get("patternProperties") else {
        return;
    };
    let patterns = patterns.clone();
    entries.shift_remove("patternProperties");
    let has_names = entries
        .get("properties")
        .and_then(Value::as_object)
        .is_some_and(|properties| !properties.is_empty());
    let root = Pointer::root();
    let mut choices: Vec<(Pointer, Value)> = Vec::new();
    // The order of keys says nothing, and that of a union's members is seen.
    let mut patterns: Vec<(&String, &Value)> = patterns.iter().collect();
    patterns.sort_by_key(|(pattern, _)| *pattern);
    for (pattern, described) in patterns {
        note(entries, "Keys match", Some(pattern));
        if !choices.iter().any(|(_, known)| known == described) && !is_never(described) {
            let from = root.child("patternProperties").child(pattern);
            choices.push((from, described.clone()));
        }
    }
    let others = root.child("additionalProperties");
    match entries.shift_remove("additionalProperties") {
        Some(described) if is_never(&described) => {}
        Some(described) => choices.push((others.clone(), described)),
        // Newer names must not break those who know the old ones.
        None if has_names => choices.push((others.clone(), json!(true))),
        None => {}
    }
    let is_open = |(_, choice): &(Pointer, Value)| is_any(choice);
    let described = if choices.iter().any(is_open) {
        json!(true)
    } else if let [(from, only)] = choices.as_slice() {
        rewriting.moved(&others, from);
        only.clone()
    } else if choices.is_empty() {
        json!(false)
    } else {
        for (index, (from, _)) in choices.iter().enumerate() {
            rewriting.moved(&others.child("anyOf").index(index), from);
        }
        let choices: Vec<Value> = choices.into_iter().map(|(_, choice)| choice).collect();
        json!({ "anyOf": choices })
    };
    entries.insert("additionalProperties".to_owned(), described);
    entries.insert(PATTERNED.to_owned(), json!(true));
}

/// The key of our own that a schema has whose `additionalProperties` are of certain names.
const PATTERNED: &str = "x-clientforge-patterned";

/// Whether a schema allows no value.
pub(super) fn is_never(schema: &Value) -> bool {
    match schema {
        Value::Bool(allowed) => !allowed,
        schema => schema.get("not").is_some_and(is_any),
    }
}

fn is_any(schema: &Value) -> bool {
    match schema {
        Value::Bool(allowed) => *allowed,
        Value::Object(keys) => keys.is_empty(),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    }
}
