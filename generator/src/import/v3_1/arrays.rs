//! Arrays whose elements are told apart by their position: `prefixItems`.

use serde_json::{Map, Value, json};

use super::super::rewriting::Rewriting;
use super::objects::is_never;
use crate::diagnostic::Pointer;

type Schema = Map<String, Value>;

/// In 3.0 an element is one of those that a position allows; which is which is noted beside it.
pub(super) fn positions(entries: &mut Schema, rewriting: &mut Rewriting<'_>) {
    let unevaluated = entries.shift_remove("unevaluatedItems");
    let Some(Value::Array(prefix)) = entries.get("prefixItems") else {
        if let Some(described) = unevaluated.filter(Value::is_object) {
            entries.entry("items").or_insert(described);
        }
        return;
    };
    let mut choices = prefix.clone();
    entries.shift_remove("prefixItems");
    let count = choices.len();
    let bound = |key: &str| usize::try_from(entries.get(key)?.as_u64()?).ok();
    let (least, most) = (bound("minItems"), bound("maxItems"));
    let is_full = most.is_some_and(|most| most <= count);
    // Whoever says nothing of more elements means these, unless the length is beyond them.
    let is_longer = least.max(most).is_some_and(|length| length > count);
    let rest = entries.shift_remove("items").or(unevaluated);
    let rest = rest.or_else(|| is_longer.then(|| json!({})));
    let (items, prefix) = (root_child("items"), root_child("prefixItems"));
    let at = items.child("anyOf");
    if let Some(rest) = rest.filter(|rest| !is_full && !is_never(rest)) {
        rewriting.moved(&at.index(count), &items);
        choices.push(rest);
    }
    for index in 0..count {
        rewriting.moved(&at.index(index), &prefix.index(index));
    }
    rewriting.moved(&items, &prefix);
    if !choices.is_empty() {
        let positions = json!({ "anyOf": choices, POSITIONS: count });
        entries.insert("items".to_owned(), positions);
    }
}

/// The key of our own that tells how many of the alternatives have a position.
pub(super) const POSITIONS: &str = "x-clientforge-positions";

fn root_child(key: &str) -> Pointer {
    Pointer::root().child(key)
}
