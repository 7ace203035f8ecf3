//! A description while it is changed: its value, and where each part of it is written.

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::{Origin, Pointer, SourceId};
use crate::import::origins::Origins;

/// A description.
pub(super) struct Tree {
    /// Its value after all changes so far.
    pub value: Value,
    /// Where its parts are written.
    pub origins: Origins,
}

/// What is merged into a description.
pub(super) struct Graft {
    value: Value,
    /// Where its parts are written, by their places in it.
    origins: Origins,
}

/// Two values that cannot be merged.
pub(super) struct Clash {
    /// The one in the overlay.
    pub ours: Origin,
    /// The one that is there.
    pub theirs: Origin,
    /// What they are.
    pub kinds: (&'static str, &'static str),
}

impl Graft {
    /// A value of an overlay.
    pub fn of_overlay(value: &Value, at: Origin) -> Self {
        let mut origins = Origins::new(at.file);
        origins.moved(Pointer::root(), at);
        Self {
            value: value.clone(),
            origins,
        }
    }
}

/// What a value is merged into.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    /// What the action selects: an array takes one more element.
    Target,
    /// A property of that: an array takes another one's elements.
    Property,
}

impl Tree {
    /// A description as it was read.
    pub fn new(value: Value, file: SourceId) -> Self {
        Self {
            value,
            origins: Origins::new(file),
        }
    }

    /// The parts that a path selects, each once, in the order of the document.
    pub fn select(&self, path: &JsonPath) -> Vec<Pointer> {
        let mut found = Vec::new();
        let located = path.query_located(&self.value).dedup();
        let mut places: Vec<_> = located.locations().collect();
        places.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        for place in places {
            found.extend(Pointer::parse(&place.to_json_pointer()));
        }
        found
    }

    /// Whether all parts are objects, or arrays, or neither.
    pub fn are_alike(&self, places: &[Pointer]) -> bool {
        let kind = |at: &Pointer| self.value.pointer(at.as_str()).map(kind);
        let mut kinds = places.iter().map(kind);
        let first = kinds.next();
        kinds.all(|kind| Some(kind) == first)
    }

    /// A part, to be merged into another one.
    pub fn copy(&self, from: &Pointer) -> Graft {
        let value = self.value.pointer(from.as_str());
        let root = Pointer::root();
        let mut origins = Origins::new(self.origins.file(from));
        origins.graft(&root, &self.origins, from);
        Graft {
            value: value.cloned().unwrap_or_default(),
            origins,
        }
    }

    /// Takes a part out; `false` where it is the whole. What is not there any more is no matter.
    pub fn remove(&mut self, at: &Pointer) -> bool {
        let (Some(holder), Some(key)) = (at.parent(), at.last()) else {
            return false;
        };
        match self.value.pointer_mut(holder.as_str()) {
            Some(Value::Object(entries)) => {
                entries.shift_remove(&key);
                self.origins.forget(at);
            }
            Some(Value::Array(elements)) => {
                if let Ok(index) = key.parse::<usize>()
                    && index < elements.len()
                {
                    elements.remove(index);
                    self.origins.removed(&holder, index, elements.len());
                }
            }
            _ => {}
        }
        true
    }

    /// Merges a value into the part at a place. What cannot be merged stays as it was.
    pub fn graft(&mut self, at: &Pointer, graft: &Graft) -> Vec<Clash> {
        let mut merging = Merging {
            origins: &mut self.origins,
            graft: &graft.origins,
            clashes: Vec::new(),
        };
        if let Some(target) = self.value.pointer_mut(at.as_str()) {
            merging.merge(target, at, &graft.value, &Pointer::root(), Into::Target);
        }
        merging.clashes
    }
}

struct Merging<'a> {
    origins: &'a mut Origins,
    graft: &'a Origins,
    clashes: Vec<Clash>,
}

impl Merging<'_> {
    /// Overlay 1.1.0, Action Object: objects are merged, arrays are concatenated, what is neither
    /// is replaced, and nothing else goes together.
    fn merge(&mut self, old: &mut Value, at: &Pointer, new: &Value, new_at: &Pointer, into: Into) {
        match (old, new) {
            (Value::Object(entries), Value::Object(more)) => {
                for (key, value) in more {
                    let (at, new_at) = (at.child(key), new_at.child(key));
                    match entries.get_mut(key) {
                        Some(old) => self.merge(old, &at, value, &new_at, Into::Property),
                        None => {
                            entries.insert(key.clone(), value.clone());
                            self.origins.graft(&at, self.graft, &new_at);
                        }
                    }
                }
            }
            (Value::Array(elements), Value::Array(more)) => {
                for (index, value) in more.iter().enumerate() {
                    self.push(elements, at, value, &new_at.index(index));
                }
            }
            (Value::Array(elements), value) if into == Into::Target => {
                self.push(elements, at, value, new_at);
            }
            // YAML has this where nothing stands after a key.
            (Value::Object(_) | Value::Array(_), Value::Null) => {}
            (old, new) if kind(old) == kind(new) => {
                *old = new.clone();
                self.origins.graft(at, self.graft, new_at);
            }
            (old, new) => self.clashes.push(Clash {
                ours: self.graft.of(new_at),
                theirs: self.origins.of(at),
                kinds: (kind(new), kind(old)),
            }),
        }
    }

    fn push(&mut self, elements: &mut Vec<Value>, at: &Pointer, value: &Value, new_at: &Pointer) {
        let at = at.index(elements.len());
        elements.push(value.clone());
        self.origins.graft(&at, self.graft, new_at);
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "a single value",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    fn tree(value: Value) -> Tree {
        Tree::new(value, SourceId(0))
    }

    fn update(tree: &mut Tree, target: &str, value: Value) -> usize {
        let graft = Graft::of_overlay(&value, Origin::new(SourceId(1), at("/actions/0/update")));
        tree.graft(&at(target), &graft).len()
    }

    #[test]
    fn values_are_merged_by_their_kinds() {
        let mut tree = tree(json!({"a": {"b": 1, "c": [1]}, "list": [1], "text": "x"}));
        let more = json!({"a": {"b": "two", "c": [2], "d": {}}, "list": null});
        assert_eq!(update(&mut tree, "", more), 0);
        assert_eq!(update(&mut tree, "/list", json!({"e": 1})), 0);
        assert_eq!(update(&mut tree, "/list", json!([3, [4]])), 0);
        assert_eq!(update(&mut tree, "/list", json!("five")), 0);
        assert_eq!(update(&mut tree, "/text", json!(6)), 0);
        let expected = json!({
            "a": {"b": "two", "c": [1, 2], "d": {}},
            "list": [1, {"e": 1}, 3, [4], "five"],
            "text": 6,
        });
        assert_eq!(tree.value, expected);
    }

    #[test]
    fn what_does_not_go_together_stays_as_it_was() {
        let before = json!({"a": {"b": 1, "c": [1]}, "text": "x"});
        let mut tree = tree(before.clone());
        let more = json!({"a": {"b": {}, "c": {"d": 1}}, "text": []});
        assert_eq!(update(&mut tree, "", more), 3);
        assert_eq!(update(&mut tree, "/text", json!({})), 1);
        assert_eq!(tree.value, before);
    }

    #[test]
    fn parts_remember_where_they_are_written() {
        let mut tree = tree(json!({"list": [0, {"x": 1}, 2], "copy": {}}));
        update(&mut tree, "/list/1", json!({"y": {"z": 1}}));
        assert!(tree.remove(&at("/list/0")));
        update(&mut tree, "/list", json!([3]));
        let graft = tree.copy(&at("/list/0"));
        assert!(tree.graft(&at("/copy"), &graft).is_empty());
        let expected = json!({"list": [{"x": 1, "y": {"z": 1}}, 2, 3],
            "copy": {"x": 1, "y": {"z": 1}}});
        assert_eq!(tree.value, expected);
        let written = |place: &str| {
            let origin = tree.origins.of(&at(place));
            (origin.file.0, origin.pointer.as_str().to_owned())
        };
        let own = |text: &str| (0, text.to_owned());
        let brought = |text: &str| (1, format!("/actions/0/update{text}"));
        assert_eq!(written("/list/0/x"), own("/list/1/x"));
        assert_eq!(written("/list/0/y/z"), brought("/y/z"));
        assert_eq!(written("/list/1"), own("/list/2"));
        assert_eq!(written("/list/2"), brought("/0"));
        assert_eq!(written("/copy/x"), own("/list/1/x"));
        assert_eq!(written("/copy/y/z"), brought("/y/z"));
    }

    #[test]
    fn paths_select_each_part_once_in_order() {
        let tree = tree(json!({"a/b": {"x": 1}, "list": [{"x": 1}, {"x": 2}]}));
        let select = |path: &str| {
            let found = tree.select(&JsonPath::parse(path).unwrap());
            found
                .iter()
                .map(|at| at.as_str().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(select("$"), [""]);
        assert_eq!(select("$['a/b'].x"), ["/a~1b/x"]);
        assert_eq!(select("$.list[1, 0, 1]"), ["/list/0", "/list/1"]);
        assert_eq!(
            select("$..[?@.x == 1 && match(@.y, 'z')]"),
            Vec::<String>::new()
        );
    }
}
