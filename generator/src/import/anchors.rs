//! What references name other than by a pointer from the top of a file: anchors, ids, and parts of
//! the schema around them.
//!
//! Comes in: a reference that leads nowhere by its pointer. Goes out: the part of the same file that
//! it names by JSON Schema's rules (2020-12 Core, section 8.2; 2019-09 Core, section 8.2.4.2 for
//! `$recursiveRef`).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Origin, Pointer, SourceId};
use crate::source::Sources;

/// What a `$recursiveRef` leads to, as a reference: the schema as a whole that it stands in. No anchor
/// is called so.
pub(super) const AROUND: &str = "#$recursiveRef";

/// The names in each file that was asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    files: BTreeMap<SourceId, Names>,
}

/// What is named in one file.
#[derive(Clone, Debug, Default)]
struct Names {
    /// `$id`, as a whole address where one around it is one, with the schema that has it.
    ids: BTreeMap<String, Pointer>,
    /// The same the other way round.
    schemas: BTreeMap<Pointer, String>,
    /// `$anchor`, with the schema that has it and the one with an `$id` around it.
    anchors: BTreeMap<String, Vec<(Pointer, Pointer)>>,
}

impl Anchors {
    /// The part that a fragment alone names from the top of the schema with an `$id` that it stands in,
    /// if it stands in one: what is a resource of its own is meant before the whole file is.
    pub(super) fn within<'s>(
        &mut self,
        sources: &'s Sources,
        from: &Origin,
        target: &str,
    ) -> Option<(Origin, &'s Value)> {
        let below = match target {
            "#" => Pointer::root(),
            _ => Pointer::parse_fragment(target).filter(|_| !is_of_whole_files(target))?,
        };
        let file = sources.value(from.file)?;
        let names = self.files.entry(from.file).or_insert_with(|| names(file));
        let pointer = names.resource(&from.pointer)?.join(&below);
        let value = file.pointer(pointer.as_str())?;
        Some((Origin::new(from.file, pointer), value))
    }

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
            id => names.schema(id, &from.pointer)?,
        };
        let found = if target == AROUND {
            Some(names.around(&place))
        } else if fragment.is_empty() {
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
    /// The schema of this id; of one that is no whole address, by that of the schema around `from`.
    fn schema(&self, id: &str, from: &Pointer) -> Option<Pointer> {
        let known = |id: &str| self.ids.get(id).cloned();
        known(id).or_else(|| known(&joined(&self.base(from)?, id)))
    }

    /// The id of the innermost schema around a place that has one.
    fn base(&self, from: &Pointer) -> Option<String> {
        self.schemas.get(&self.resource(from)?).cloned()
    }

    /// The innermost schema around a place that has an id.
    fn resource(&self, from: &Pointer) -> Option<Pointer> {
        let mut around = std::iter::successors(Some(from.clone()), Pointer::parent);
        around.find(|holder| self.schemas.contains_key(holder))
    }

    /// The innermost schema around a place that has an id, or else the outermost one.
    fn around(&self, from: &Pointer) -> Pointer {
        let around = || std::iter::successors(Some(from.clone()), Pointer::parent);
        let is_outermost = |holder: &Pointer| {
            let above: Vec<String> = holder.segments().collect();
            let above: Vec<&str> = above.iter().map(String::as_str).collect();
            matches!(
                above.as_slice(),
                ["components", "schemas", _] | [.., "schema"]
            )
        };
        let outermost = || around().filter(is_outermost).last();
        let found = self.resource(from).or_else(outermost);
        found.unwrap_or_else(Pointer::root)
    }

    /// Of several anchors of one name, that of the innermost schema with an `$id` counts.
    fn anchor(&self, name: &str, from: &Pointer) -> Option<Pointer> {
        let all = self.anchors.get(name)?;
        let around = all.iter().filter(|(_, scope)| from.below(scope).is_some());
        let innermost = around.max_by_key(|(_, scope)| scope.as_str().len());
        innermost.or_else(|| all.first()).map(|(at, _)| at.clone())
    }
}

/// Whether a fragment leads to where a description has its named schemas, and no schema has anything else.
fn is_of_whole_files(target: &str) -> bool {
    ["#/components/", "#/definitions/"]
        .iter()
        .any(|top| target.starts_with(top))
}

/// A reference to another resource beside one of a whole address (RFC 3986, section 5.2).
fn joined(base: &str, reference: &str) -> String {
    let scheme = |text: &str| {
        text.split_once(':')
            .is_some_and(|(word, _)| is_scheme(word))
    };
    if scheme(reference) || !scheme(base) {
        return reference.to_owned();
    }
    let start = base.find("://").map_or(0, |at| at.saturating_add(3));
    let (scheme, rest) = base.split_at_checked(start).unwrap_or(("", base));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut segments: Vec<&str> = match reference.starts_with('/') {
        true => Vec::new(),
        false => path.split('/').collect(),
    };
    segments.pop();
    for segment in reference.trim_start_matches('/').split('/') {
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    format!("{scheme}{host}/{}", segments.join("/"))
}

fn is_scheme(word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(is_part)
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
                    let id = id.trim_end_matches('#');
                    let id = match names.schemas.get(&scope) {
                        Some(base) => joined(base, id),
                        None => id.to_owned(),
                    };
                    names.schemas.insert(at.clone(), id.clone());
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

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn an_id_is_read_beside_the_one_around_it() {
        let base = "https://example.com/schemas/tree";
        for (reference, whole) in [
            ("leaf", "https://example.com/schemas/leaf"),
            ("./leaf.json", "https://example.com/schemas/leaf.json"),
            ("../other/leaf", "https://example.com/other/leaf"),
            ("../../../leaf", "https://example.com/leaf"),
            ("/leaf", "https://example.com/leaf"),
            ("http://other.example/leaf", "http://other.example/leaf"),
            ("urn:leaf", "urn:leaf"),
        ] {
            assert_eq!(joined(base, reference), whole);
        }
        assert_eq!(
            joined("https://example.com", "leaf"),
            "https://example.com/leaf"
        );
        assert_eq!(joined("tree", "leaf"), "leaf");
    }
}
