//! References in places where the specification has none, or leaves open what they mean.
//!
//! Comes in: the files of a run. Goes out: the same files, in which what such a reference leads to
//! stands in its place, and where each part is written. There are two kinds of such places. Where
//! the specification has a map, a list or an object and no Reference Object (`paths`,
//! `components.schemas`, `properties`, `get`, …), a description that is kept in many files has a
//! `$ref` all the same, and tools that bundle it follow that. And a path item may have a `$ref`
//! with other fields beside it (OpenAPI 3.0.3 and 3.1.0, Path Item Object): both count, and where a
//! field stands in both its behaviour is undefined.
//!
//! A reference that leads nowhere or back to itself stays, for the check to report.

mod find;
pub(super) mod kinds;
mod paste;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::merge::Part;
use super::v3_0::Section;
use super::written::Written;
use crate::diagnostic::{Diagnostics, Origin, Pointer, SourceId};
use crate::source::Sources;
use find::Place;
use kinds::Kind;

/// The files with what was put in, and where each part is written; `None` where there was nothing
/// to put in.
pub(super) type Included = Option<(Sources, Written)>;

/// Puts in what stands elsewhere; `None` where that comes to more than can be read.
pub(super) fn apply(sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Included> {
    let places = find::places(sources);
    if places.is_empty() {
        return Some(None);
    }
    report(&places, sources, diagnostics);
    let mut changed = sources.clone();
    let mut written = BTreeMap::new();
    let files: BTreeSet<SourceId> = places.keys().map(|at| at.file).collect();
    for file in files {
        let (tree, origins) = paste::tree(file, &places, sources, diagnostics)?;
        changed.replace(file, tree);
        written.insert(file, origins);
    }
    Some(Some((changed, Written::by(written))))
}

/// A component of a description that was put in there stands where it came from as well: what refers
/// to it there means the same one.
pub(super) fn twins(whole: &mut Part, included: &Written) {
    for section in Section::ALL {
        let section = section.pointer();
        let entries = whole.tree.pointer(section.as_str());
        for (name, _) in entries.and_then(Value::as_object).into_iter().flatten() {
            let at = section.child(name);
            let here = whole.origins.of(&at);
            let there = included.of(&here);
            if here != there {
                whole.origins.also(&at, there);
            }
        }
    }
}

/// Whether a reference leads to a media type where OpenAPI 3.2 has them.
fn is_media_type(place: &Place) -> bool {
    let section = Pointer::root().child("components").child("mediaTypes");
    std::ptr::eq(place.kind, &kinds::MEDIA_TYPE) && place.target.pointer.parent() == Some(section)
}

/// Says once that the specification has no reference in such places.
fn report(places: &BTreeMap<Origin, Place>, sources: &Sources, diagnostics: &mut Diagnostics) {
    for place in places.values() {
        sources.report(place.target.file, diagnostics);
    }
    let mut strange = places
        .iter()
        .filter(|(_, place)| !matches!(place.kind, Kind::PathItem(_)) && !is_media_type(place));
    if let Some((first, _)) = strange.next() {
        let key = first.pointer.last();
        let at = first.child("$ref");
        diagnostics.unforeseen_reference(at, key.as_deref(), strange.count());
    }
}

#[cfg(test)]
mod tests;
