//! A file with what stands elsewhere put in.
//!
//! Comes in: a file, and the places in all files at which something else is to stand. Goes out: its
//! tree without them, and where each part of it is written. References inside of what is put in are
//! written anew, so that they lead from here to where they led from there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::find::{Place, address, followed, reference};
use super::kinds::Kind;
use crate::diagnostic::{Aim, Diagnostics, Origin, Place as At, Pointer, SourceId, Texts};
use crate::import::origins::Origins;
use crate::source::{MAX_DEPTH, Sources, is_path};

/// The tree of one file, and the origins of its parts; `None` where that comes to more than can be
/// read, which is reported.
pub(super) fn tree(
    file: SourceId,
    places: &BTreeMap<Origin, Place>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Value, Origins)> {
    let mut tree = sources.value(file)?.clone();
    let mut pasting = Pasting {
        file,
        places,
        sources,
        diagnostics,
        origins: Origins::new(file),
        around: Vec::new(),
        left: Some(room(sources)),
    };
    let mut done: BTreeSet<&Pointer> = BTreeSet::new();
    for (at, place) in places.iter().filter(|(at, _)| at.file == file) {
        let mut holders = std::iter::successors(at.pointer.parent(), Pointer::parent);
        if holders.any(|holder| done.contains(&holder)) {
            continue;
        }
        done.insert(&at.pointer);
        let spot = Spot {
            at: at.pointer.clone(),
            from: at.clone(),
            base: String::new(),
        };
        if let Some(Value::Object(entries)) = tree.pointer_mut(at.pointer.as_str()) {
            let entries = std::mem::take(entries);
            let value = pasting.place(&entries, place, &spot);
            if let Some(there) = tree.pointer_mut(at.pointer.as_str()) {
                *there = value;
            }
        }
    }
    pasting.left.map(|_| (tree, pasting.origins))
}

/// How much may be put into one file. Parts that are put into each other multiply; so do YAML's
/// aliases, which have as much room (`source`).
fn room(sources: &Sources) -> usize {
    let all = sources.files().map(|file| sources.text(file).len());
    let all = all.fold(0, usize::saturating_add);
    all.saturating_mul(8).saturating_add(64 * 1024)
}

/// One file that is being put together.
struct Pasting<'a> {
    file: SourceId,
    places: &'a BTreeMap<Origin, Place>,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    /// Where the parts of the file are written.
    origins: Origins,
    /// What is being put in, from the outside to the inside.
    around: Vec<Origin>,
    /// How many bytes of text, and one for each value, may still be put in; `None` where that was
    /// not enough.
    left: Option<usize>,
}

/// Where a part is put in.
#[derive(Clone)]
struct Spot {
    /// The place in the file that is being put together.
    at: Pointer,
    /// Where the part stands.
    from: Origin,
    /// The address of the file in which it stands, from the one that is being put together.
    base: String,
}

impl Spot {
    fn child(&self, key: &str) -> Self {
        Self {
            at: self.at.child(key),
            from: self.from.child(key),
            base: self.base.clone(),
        }
    }

    fn index(&self, index: usize) -> Self {
        Self {
            at: self.at.index(index),
            from: self.from.index(index),
            base: self.base.clone(),
        }
    }
}

impl Pasting<'_> {
    /// What stands at a place in the end: what its reference leads to, and what stands beside that.
    fn place(&mut self, entries: &Map<String, Value>, place: &Place, spot: &Spot) -> Value {
        let target = &place.target;
        let found = self.sources.value(target.file);
        let found = found.and_then(|tree| tree.pointer(target.pointer.as_str()));
        let Some(found) = found.filter(|_| !self.around.contains(target)) else {
            return Value::Object(self.referring(entries, place.kind, spot));
        };
        self.origins.moved(spot.at.clone(), target.clone());
        self.around.push(target.clone());
        let there = Spot {
            at: spot.at.clone(),
            from: target.clone(),
            base: address(&place.address, &spot.base),
        };
        let value = self.copy(found, place.kind, &there);
        self.around.pop();
        self.with_siblings(value, entries, place.kind, spot)
    }

    /// A copy of a part.
    fn copy(&mut self, value: &Value, kind: &'static Kind, spot: &Spot) -> Value {
        if !self.has_room(value, spot) {
            return Value::Null;
        }
        match value {
            Value::Object(entries) if !matches!(kind, Kind::Data) => {
                let place = reference(entries).and_then(|_| self.places.get(&spot.from));
                match place {
                    Some(place) => self.place(entries, place, spot),
                    None => Value::Object(self.referring(entries, kind, spot)),
                }
            }
            Value::Object(entries) => {
                let entries = entries.iter();
                let copied = |(key, value): (&String, &Value)| {
                    (key.clone(), self.copy(value, &Kind::Data, &spot.child(key)))
                };
                Value::Object(entries.map(copied).collect())
            }
            Value::Array(elements) => {
                let elements = elements.iter().enumerate();
                let copied = |(index, value): (usize, &Value)| {
                    self.copy(value, kind.element(), &spot.index(index))
                };
                Value::Array(elements.map(copied).collect())
            }
            Value::String(text) if matches!(kind, Kind::Target) && is_path(text) => {
                self.seen_from_here(text, spot).into()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
        }
    }

    /// Whether what is put together is still of a size that a text may have. Once it is not, nothing
    /// more is put in.
    fn has_room(&mut self, value: &Value, spot: &Spot) -> bool {
        let place = || At::Part(spot.from.clone(), Aim::Value);
        let size = 1 + value.as_str().map_or(0, str::len);
        let left = self.left.and_then(|left| left.checked_sub(size));
        let is_too_deep = spot.at.as_str().matches('/').count() > MAX_DEPTH;
        if left.is_some() && is_too_deep {
            self.diagnostics.too_deep(place(), MAX_DEPTH);
        } else if left.is_none() && self.left.is_some() {
            self.diagnostics.too_much_put_in(place());
        }
        self.left = left.filter(|_| !is_too_deep);
        self.left.is_some()
    }

    /// The entries of an object, its references written anew.
    fn referring(
        &mut self,
        entries: &Map<String, Value>,
        kind: &'static Kind,
        spot: &Spot,
    ) -> Map<String, Value> {
        let is_part = matches!(kind, Kind::OrReference(_));
        let entry = |(key, value): (&String, &Value)| {
            let value = match (key.as_str(), value) {
                ("$ref", Value::String(text)) => self.seen_from_here(text, spot).into(),
                ("externalValue", Value::String(text)) if is_part => {
                    self.seen_from_here(text, spot).into()
                }
                (key, value) => self.copy(value, kind.under(key), &spot.child(key)),
            };
            (key.clone(), value)
        };
        entries.iter().map(entry).collect()
    }

    /// The text of a reference, as it leads from the file that is being put together to where it led
    /// from its own. A fragment that its own file does not have stays: it may be meant for this one.
    fn seen_from_here(&self, text: &str, spot: &Spot) -> String {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        if spot.base.is_empty() {
            return text.to_owned();
        }
        if path.is_empty() && followed(self.sources, spot.from.file, text).is_none() {
            return text.to_owned();
        }
        let path = address(path, &spot.base);
        match fragment {
            "" => path,
            fragment => format!("{path}#{fragment}"),
        }
    }

    /// What stands beside a reference counts as well, and more than the same field in what it leads
    /// to.
    fn with_siblings(
        &mut self,
        value: Value,
        entries: &Map<String, Value>,
        kind: &'static Kind,
        spot: &Spot,
    ) -> Value {
        let siblings = entries.iter().filter(|(key, _)| *key != "$ref");
        let Value::Object(mut all) = value else {
            for (key, _) in siblings {
                let at = spot.from.child(key);
                self.diagnostics.ignored_beside_reference(at, key);
            }
            return value;
        };
        for (key, sibling) in siblings {
            let here = spot.child(key);
            match (kind, key.as_str(), all.get_mut(key), sibling) {
                (
                    Kind::PathItem(_),
                    "parameters",
                    Some(Value::Array(shared)),
                    Value::Array(own),
                ) => {
                    self.parameters(shared, own, kind.under(key).element(), &here);
                    continue;
                }
                (_, _, Some(known), sibling) if known != sibling => {
                    self.diagnostics
                        .repeated_beside_reference(here.from.at_key(), key);
                }
                _ => {}
            }
            let copied = self.at_home(sibling, kind.under(key), &here);
            all.insert(key.clone(), copied);
        }
        Value::Object(all)
    }

    /// A copy of what stands beside a reference.
    fn at_home(&mut self, value: &Value, kind: &'static Kind, spot: &Spot) -> Value {
        self.origins.forget(&spot.at);
        self.origins.moved(spot.at.clone(), spot.from.clone());
        self.copy(value, kind, spot)
    }

    /// The parameters of a path from both sides: one beside the reference stands for one of the same
    /// name and place.
    fn parameters(
        &mut self,
        shared: &mut Vec<Value>,
        own: &[Value],
        kind: &'static Kind,
        spot: &Spot,
    ) {
        for (index, parameter) in own.iter().enumerate() {
            let name = self.name_and_place(parameter, spot.from.file);
            let same = |known: &Value| self.name_and_place(known, self.file) == name;
            let known = shared
                .iter()
                .position(|known| name.is_some() && same(known));
            let here = Spot {
                at: spot.at.index(known.unwrap_or(shared.len())),
                ..spot.index(index)
            };
            let copied = self.at_home(parameter, kind, &here);
            match known.and_then(|known| shared.get_mut(known)) {
                Some(known) => *known = copied,
                None => shared.push(copied),
            }
        }
    }

    /// The name and the place of a parameter, which together tell it from others.
    fn name_and_place(&self, parameter: &Value, file: SourceId) -> Option<(String, String)> {
        let (mut file, mut parameter) = (file, parameter);
        let mut known = BTreeSet::new();
        while let Some(text) = parameter.as_object().and_then(reference) {
            let found = followed(self.sources, file, text)?;
            (file, parameter) = (found.origin.file, found.value);
            if !known.insert(found.origin) {
                return None;
            }
        }
        let word = |key: &str| Some(parameter.get(key)?.as_str()?.to_owned());
        Some((word("name")?, word("in")?))
    }
}
