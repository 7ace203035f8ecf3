//! Descriptions with one thing wrong, or several.
//!
//! Comes in: a tree of values and numbers by chance. Goes out: the tree with a value removed, put in
//! place of another, or of another kind.

use serde_json::{Value, json};

use crate::shuffle::Random;

/// Changes one value of a description, whatever that makes of it.
pub fn mutate(tree: &mut Value, random: &mut Random) {
    let places = places(tree);
    let any = |random: &mut Random| {
        places
            .get(random.below(places.len()))
            .cloned()
            .unwrap_or_default()
    };
    let (at, other) = (any(random), any(random));
    let kinds = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!(""),
        json!("a/b{c}"),
        json!([]),
        json!({}),
        json!([{}]),
        json!({"a": null}),
        json!({"$ref": "#"}),
        json!({"$ref": format!("#{other}")}),
        json!({"type": "array"}),
        json!({"type": "object", "additionalProperties": {"$ref": format!("#{at}")}}),
    ];
    match random.below(4) {
        0 => remove(tree, &at),
        1 => {
            let value = tree.pointer(&other).cloned().unwrap_or_default();
            put(tree, &at, value);
        }
        2 => rename(tree, &at, random),
        _ => {
            let value = kinds.get(random.below(kinds.len())).cloned();
            put(tree, &at, value.unwrap_or_default());
        }
    }
}

/// The pointers of all values but the whole.
fn places(tree: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), tree)];
    while let Some((at, value)) = open.pop() {
        let step = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Object(object) => {
                open.extend(object.iter().map(|(key, value)| (step(key), value)))
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                open.extend(items.map(|(index, value)| (step(&index.to_string()), value)));
            }
            _ => {}
        }
        if !at.is_empty() {
            found.push(at);
        }
    }
    found
}

fn put(tree: &mut Value, at: &str, value: Value) {
    if let Some(place) = tree.pointer_mut(at) {
        *place = value;
    }
}

fn remove(tree: &mut Value, at: &str) {
    let (around, key) = at.rsplit_once('/').unwrap_or_default();
    match tree.pointer_mut(around) {
        Some(Value::Object(object)) => {
            object.shift_remove(&unescaped(key));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = key.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// Gives a value another key: one that stands beside it, or an odd one.
fn rename(tree: &mut Value, at: &str, random: &mut Random) {
    let (around, key) = at.rsplit_once('/').unwrap_or_default();
    let Some(Value::Object(object)) = tree.pointer_mut(around) else {
        return;
    };
    let Some(value) = object.shift_remove(&unescaped(key)) else {
        return;
    };
    let odd = [
        "",
        "$ref",
        "x-ms-pageable",
        "allOf",
        "self",
        "a b",
        "{}",
        "\u{202e}",
    ];
    let new = match random.below(2) {
        0 => object.keys().nth(random.below(object.len())).cloned(),
        _ => odd
            .get(random.below(odd.len()))
            .map(|key| (*key).to_owned()),
    };
    object.insert(new.unwrap_or_default(), value);
}

fn unescaped(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}
