//! Several descriptions as one.
//!
//! Comes in: descriptions in 3.0 form. Goes out: one that has the paths and the components of all
//! of them, the first one's title, servers and security, and the origin of every part. Of two
//! components that have the same name and differ, the one of the later description gets its file's
//! name before its own.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::bundle::{free_name, is_same};
use super::origins::Origins;
use super::v3_0::Section;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::source::Sources;

/// One description in 3.0 form.
pub(super) struct Part {
    /// Its tree.
    pub tree: Value,
    /// Where the tree's parts came from.
    pub origins: Origins,
}

/// Merges the later descriptions into the first one; `None` where there is none.
pub(super) fn merge(
    parts: Vec<Part>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Part> {
    let mut parts = parts.into_iter();
    let mut whole = parts.next()?;
    for part in parts {
        let mut merging = Merging {
            whole: &mut whole,
            part: &part,
            sources,
            diagnostics,
        };
        merging.components();
        merging.paths();
        merging.tags();
        merging.check_servers();
    }
    Some(whole)
}

struct Merging<'a> {
    whole: &'a mut Part,
    part: &'a Part,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
}

impl Merging<'_> {
    fn components(&mut self) {
        for section in Section::ALL {
            let at = section.pointer();
            let entries = self.part.tree.pointer(at.as_str());
            for (name, value) in entries.and_then(Value::as_object).into_iter().flatten() {
                self.component(section, name, value);
            }
        }
    }

    fn component(&mut self, section: Section, name: &str, value: &Value) {
        let section_at = section.pointer();
        let before = section_at.child(name);
        let origin = self.part.origins.of(&before);
        let known = self.whole.tree.pointer(before.as_str());
        let name = match known {
            // Security schemes are referred to by their names.
            Some(_) if section == Section::SecuritySchemes => return,
            Some(known) if is_same(known, value) => {
                self.whole.origins.also(&before, origin);
                return;
            }
            Some(_) => free_name(&self.whole.tree, self.sources, &origin, &section_at),
            None => name.to_owned(),
        };
        self.take(&before, &section_at.child(&name), value);
    }

    fn paths(&mut self) {
        let root = Pointer::root();
        for key in ["paths", "x-ms-paths"] {
            let at = root.child(key);
            let items = self
                .part
                .tree
                .pointer(at.as_str())
                .and_then(Value::as_object);
            for (path, item) in items.into_iter().flatten() {
                self.path(&at.child(path), item);
            }
        }
    }

    /// A path that both have keeps the operations of both.
    fn path(&mut self, at: &Pointer, item: &Value) {
        if self.whole.tree.pointer(at.as_str()).is_none() {
            self.take(at, at, item);
            return;
        }
        for (key, value) in item.as_object().into_iter().flatten() {
            let here = at.child(key);
            match self.whole.tree.pointer(here.as_str()) {
                None => self.take(&here, &here, value),
                Some(known) if known == value => {}
                Some(_) => {
                    let first = self.whole.origins.of(&here);
                    let second = self.part.origins.of(&here);
                    self.diagnostics.repeated_path(&first, &second, key);
                }
            }
        }
    }

    fn tags(&mut self) {
        let tags = |tree: &Value| tree.get("tags").and_then(Value::as_array).cloned();
        let mut all = tags(&self.whole.tree).unwrap_or_default();
        for tag in tags(&self.part.tree).unwrap_or_default() {
            if !all.iter().any(|known| known.get("name") == tag.get("name")) {
                let at = Pointer::root().child("tags").index(all.len());
                let origin = self.part.origins.of(&Pointer::root().child("tags"));
                self.whole.origins.moved(at, origin);
                all.push(tag);
            }
        }
        if let (false, Value::Object(whole)) = (all.is_empty(), &mut self.whole.tree) {
            whole.insert("tags".to_owned(), Value::Array(all));
        }
    }

    /// A client has one address.
    fn check_servers(&mut self) {
        for key in ["servers", "x-ms-parameterized-host"] {
            if self.whole.tree.get(key) != self.part.tree.get(key) {
                let at = Pointer::root().child(key);
                self.diagnostics
                    .different_servers(self.part.origins.of(&at));
                return;
            }
        }
    }

    /// Puts a part of the later description into the whole, with its origins.
    fn take(&mut self, before: &Pointer, after: &Pointer, value: &Value) {
        put(&mut self.whole.tree, after, value.clone());
        let origin = self.part.origins.of(before);
        self.whole.origins.moved(after.clone(), origin);
        for (pointer, origin) in self.part.origins.below(before) {
            if let Some(rest) = pointer.below(before) {
                self.whole.origins.moved(after.join(&rest), origin.clone());
            }
        }
    }
}

/// Puts a value at a pointer, through objects that may have to be made.
pub(super) fn put(tree: &mut Value, at: &Pointer, value: Value) {
    let mut place = tree;
    for key in at.segments() {
        let Value::Object(entries) = place else {
            return;
        };
        place = entries.entry(key).or_insert_with(|| json!({}));
    }
    *place = value;
}

/// `x-ms-paths` are paths that tell operations apart by their query too.
pub(super) fn extended_paths(part: &mut Part) {
    let Value::Object(entries) = &mut part.tree else {
        return;
    };
    let Some(Value::Object(extended)) = entries.remove("x-ms-paths") else {
        return;
    };
    let (from, to) = (
        Pointer::root().child("x-ms-paths"),
        Pointer::root().child("paths"),
    );
    let paths = entries
        .entry("paths")
        .or_insert_with(|| Value::Object(Map::new()));
    let Value::Object(paths) = paths else { return };
    let moved: BTreeMap<Pointer, _> = part
        .origins
        .below(&from)
        .filter_map(|(at, origin)| Some((to.join(&at.below(&from)?), origin.clone())))
        .collect();
    for (key, item) in extended {
        let origin = part.origins.of(&from.child(&key));
        part.origins.moved(to.child(&key), origin);
        paths.entry(key).or_insert(item);
    }
    for (at, origin) in moved {
        part.origins.moved(at, origin);
    }
}
