//! What references name other than by a pointer from the top of a file: anchors, ids, and parts of
//! the schema around them.
//!
//! Comes in: a reference that leads nowhere by its pointer. Goes out: the part of the same file that
//! it names by JSON Schema's rules (2020-12 Core, section 8.2).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Origin, Pointer, SourceId};
use crate::source::Sources;

/// The names in each file that was asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    files: BTreeMap<SourceId, Names>,
}

/// What is named in one file.
#[derive(Clone, Debug, Default)]
struct Names {
    /// `$id`, with the schema that has it.
    ids: BTreeMap<String, Pointer>,
    /// `$anchor`, with the schema that has it and the one with an `$id` around it.
    anchors: BTreeMap<String, Vec<(Pointer, Pointer)>>,
}

impl Anchors {
    /// The part that a reference at `from` names.
    pub(super) fn find<'s>(
        &mut self,
        sources: &'s Sources,
        from: &Origin,
        target: &str,
    ) -> Option<(Origin, &'s Value)> {
        let file = sources.value(from.file)?;
        let names = self.files.entry(from.file).or_insert_with(|| names(file));
        let (id, fragment) = target.split_once('#').unwrap_or((target, ""));
        let place = match id {
            "" => from.pointer.clone(),
            id => names.ids.get(id)?.clone(),
        };
        let found = if fragment.is_empty() {
            Some(place).filter(|_| !id.is_empty())
        } else if fragment.starts_with('/') {
            let below = Pointer::parse_fragment(&format!("#{fragment}"))?;
            // Whoever pastes a schema here leaves its references as they were.
            let mut around = std::iter::successors(Some(place), Pointer::parent);
            around.find_map(|holder| {
                let at = holder.join(&below);
                file.pointer(at.as_str()).map(|_| at)
            })
        } else {
            names.anchor(fragment, &place)
        };
        let pointer = found?;
        let value = file.pointer(pointer.as_str())?;
        Some((Origin::new(from.file, pointer), value))
    }
}

impl Names {
    /// Of several anchors of one name, that of the innermost schema with an `$id` counts.
    fn anchor(&self, name: &str, from: &Pointer) -> Option<Pointer> {
        let all = self.anchors.get(name)?;
        let around = all.iter().filter(|(_, scope)| from.below(scope).is_some());
        let innermost = around.max_by_key(|(_, scope)| scope.as_str().len());
        innermost.or_else(|| all.first()).map(|(at, _)| at.clone())
    }
}

/// Finds the names in a file. Depth is not limited by the stack.
fn names(file: &Value) -> Names {
    let mut names = Names::default();
    let root = Pointer::root();
    let mut open = vec![(root.clone(), root, file)];
    while let Some((at, mut scope, value)) = open.pop() {
        match value {
            Value::Object(entries) => {
                let word = |key: &str| entries.get(key).and_then(Value::as_str);
                if let Some(id) = word("$id") {
                    let id = id.trim_end_matches('#').to_owned();
                    names.ids.entry(id).or_insert_with(|| at.clone());
                    scope = at.clone();
                }
                for name in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(word) {
                    let known = names.anchors.entry(name.to_owned()).or_default();
                    known.push((at.clone(), scope.clone()));
                }
                let inner = entries.iter().rev();
                open.extend(inner.map(|(key, inner)| (at.child(key), scope.clone(), inner)));
            }
            Value::Array(elements) => {
                let inner = elements.iter().enumerate().rev();
                open.extend(inner.map(|(index, inner)| (at.index(index), scope.clone(), inner)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    names
}
