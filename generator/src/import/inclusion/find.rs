//! Where a reference is to be replaced by what it leads to.
//!
//! Comes in: the files of a run. Goes out: such places, found by going through the descriptions, and
//! through every other file as far as a reference leads there and says what to expect. Depth is not
//! limited by the stack, and what is referred to is gone through once for each kind of place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::kinds::{self, Kind, Part};
use crate::diagnostic::{Origin, Pointer, SourceId};
use crate::import::resolve::resolve;
use crate::source::Sources;

/// How many references a way may lead through.
const MAX_STEPS: usize = 32;

/// A place where something else is to stand.
pub(super) struct Place {
    /// What stands there.
    pub(super) kind: &'static Kind,
    /// What its `$ref` leads to.
    pub(super) target: Origin,
    /// The address of the file in which that stands, from where the place is.
    pub(super) address: String,
}

/// What a reference leads to.
pub(super) struct Followed<'s> {
    /// Where it stands.
    pub(super) origin: Origin,
    pub(super) value: &'s Value,
    /// The address of the file in which it stands, from where the reference is.
    pub(super) address: String,
}

/// Every such place.
pub(super) fn places(sources: &Sources) -> BTreeMap<Origin, Place> {
    let mut search = Search {
        sources,
        open: kinds::inputs(sources),
        seen: BTreeSet::new(),
        places: BTreeMap::new(),
    };
    while let Some((at, value, kind)) = search.open.pop() {
        search.look(&at, value, kind);
    }
    search.places
}

/// The text of the `$ref` of an object. A property may be called `$ref`, and is no text then.
pub(super) fn reference(entries: &Map<String, Value>) -> Option<&str> {
    entries.get("$ref")?.as_str()
}

/// What a reference leads to. What stands behind another reference on the way counts as standing
/// where that one is.
pub(super) fn followed<'s>(
    sources: &'s Sources,
    from: SourceId,
    text: &str,
) -> Option<Followed<'s>> {
    let (mut from, mut text) = (from, text.to_owned());
    let mut base = String::new();
    // A way that leads round in a circle may be a longer one each time.
    for _ in 0..MAX_STEPS {
        base = address(&text, &base);
        if let Ok((origin, value)) = resolve(sources, from, &text) {
            return Some(Followed {
                origin,
                value,
                address: base,
            });
        }
        (from, text) = around(sources, from, &text)?;
    }
    None
}

/// The address of the file that a reference in the file at `base` names, from where `base` is an
/// address (RFC 3986, section 5.2).
pub(super) fn address(reference: &str, base: &str) -> String {
    let path = reference.split('#').next().unwrap_or_default();
    let folder = base.rsplit_once('/').map(|(folder, _)| folder);
    let is_absolute = path.starts_with('/') || path.contains("://");
    match folder {
        _ if path.is_empty() => base.to_owned(),
        Some(folder) if !is_absolute => format!("{folder}/{path}"),
        _ => path.to_owned(),
    }
}

/// The same reference, by the way of the first other one that it runs into.
fn around(sources: &Sources, from: SourceId, text: &str) -> Option<(SourceId, String)> {
    let (address, fragment) = text.split_once('#')?;
    let pointer = Pointer::parse_fragment(&format!("#{fragment}"))?;
    let (root, mut value) = resolve(sources, from, address).ok()?;
    let mut rest = pointer.segments();
    while let Some(key) = rest.next() {
        let step = Pointer::root().child(&key);
        if let Some(next) = value.pointer(step.as_str()) {
            value = next;
            continue;
        }
        let other = value.as_object().and_then(reference)?;
        let (address, fragment) = other.split_once('#').unwrap_or((other, ""));
        let to = Pointer::parse_fragment(&format!("#{fragment}"))?;
        let to = rest.fold(to.child(&key), |to, key| to.child(&key));
        return Some((root.file, format!("{address}{}", to.fragment())));
    }
    None
}

struct Search<'s> {
    sources: &'s Sources,
    /// What is still to be looked at.
    open: Vec<Part<'s>>,
    /// What was referred to, and as what.
    seen: BTreeSet<(Origin, *const Kind)>,
    places: BTreeMap<Origin, Place>,
}

impl<'s> Search<'s> {
    fn look(&mut self, at: &Origin, value: &'s Value, kind: &'static Kind) {
        match value {
            Value::Object(entries) => {
                if let Some(text) = reference(entries) {
                    self.refers(at, entries, text, kind);
                }
                let inner = entries
                    .iter()
                    .map(|(key, value)| (key, value, kind.under(key)));
                let inner = inner.filter(|(.., kind)| !matches!(kind, Kind::Data));
                let inner = inner.map(|(key, value, kind)| (at.child(key), value, kind));
                self.open.extend(inner);
            }
            Value::Array(elements) if !matches!(kind.element(), Kind::Data) => {
                let inner = elements.iter().enumerate();
                let inner = inner.map(|(index, value)| (at.index(index), value, kind.element()));
                self.open.extend(inner);
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => {}
        }
    }

    fn refers(
        &mut self,
        at: &Origin,
        entries: &Map<String, Value>,
        text: &str,
        kind: &'static Kind,
    ) {
        let Some(found) = followed(self.sources, at.file, text) else {
            return;
        };
        let (target, value) = (found.origin, found.value);
        let is_replaced = match kind {
            Kind::Data | Kind::Target | Kind::OrReference(_) => false,
            Kind::List(_) | Kind::Map(_) | Kind::Extended(_) | Kind::Object(_) => true,
            Kind::PathItem(_) => entries.len() > 1,
        };
        let is_new = !self.is_of_the_descriptions(&target, kind)
            && self.seen.insert((target.clone(), std::ptr::from_ref(kind)));
        if is_new {
            self.open.push((target.clone(), value, kind));
        }
        if is_replaced {
            let address = found.address;
            let place = Place {
                kind,
                target,
                address,
            };
            self.places.insert(at.clone(), place);
        }
    }
    /// Whether a part stands in a description where parts of its kind do: it is gone through anyway.
    fn is_of_the_descriptions(&self, at: &Origin, kind: &'static Kind) -> bool {
        let mut segments = at.pointer.segments();
        let found = segments.try_fold(&kinds::DOCUMENT, |kind, key| match kind {
            Kind::Data => None,
            Kind::List(inner) => Some(*inner),
            kind => Some(kind.under(&key)),
        });
        let is_input = self.sources.inputs().contains(&at.file);
        is_input && found.is_some_and(|found| std::ptr::eq(found, kind))
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_seen_from_the_outer_file() {
        for (path, base, expected) in [
            ("", "a/b.yaml", "a/b.yaml"),
            ("c.yaml#/x", "a/b.yaml", "a/c.yaml"),
            ("../c.yaml", "a/b.yaml", "a/../c.yaml"),
            ("c.yaml", "b.yaml", "c.yaml"),
            ("c.yaml", "", "c.yaml"),
            ("/c.yaml", "a/b.yaml", "/c.yaml"),
            ("https://c.org/d.yaml", "a/b.yaml", "https://c.org/d.yaml"),
        ] {
            assert_eq!(address(path, base), expected, "{path} from {base}");
        }
    }
}
