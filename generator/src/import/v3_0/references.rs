//! References: what they lead to, and bringing what stands elsewhere into `components`.
//!
//! Comes in: the references that a check has met. Goes out: a tree in which every reference leads
//! into the section of `components` where parts of its kind stand. What stands in another file, or
//! anywhere else in this one, is copied there under a readable name, and its origin noted.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::check::{Called, Checker, Reference, Spot};
use super::shape::{Section, Shape};
use crate::diagnostic::{Origin, Pointer, SourceId};
use crate::source::Referred;

/// Takes in an object that has a `$ref`. Whatever stands beside the `$ref` of a schema holds as
/// well, so both become members of an `allOf`.
pub(super) fn note(
    checker: &mut Checker<'_>,
    mut entries: Map<String, Value>,
    shape: &'static Shape,
    section: Section,
    at: &Pointer,
) -> Option<Value> {
    let target = match entries.shift_remove("$ref")? {
        Value::String(target) => target,
        other => {
            let here = at.child("$ref");
            let spot = Spot {
                at: &here,
                called: Called::Key("$ref", "a reference"),
                hint: None,
            };
            checker.wrong(&other, "text", spot);
            return None;
        }
    };
    let siblings = match section {
        Section::Schemas if !entries.is_empty() => beside(checker, entries, shape, at),
        _ => {
            ignore(checker, &entries, at);
            None
        }
    };
    let members = at.child("allOf");
    checker.references.push(Reference {
        at: siblings.as_ref().map_or(at.clone(), |_| members.index(0)),
        target: target.clone(),
        section,
    });
    let reference = json!({ "$ref": target });
    Some(match siblings {
        Some(siblings) => json!({ "allOf": [reference, siblings] }),
        None => reference,
    })
}

/// What stands beside a schema's `$ref`, as the second member of an `allOf`.
fn beside(
    checker: &mut Checker<'_>,
    entries: Map<String, Value>,
    shape: &'static Shape,
    at: &Pointer,
) -> Option<Value> {
    let members = at.child("allOf");
    let origin = checker.origins.of(at);
    checker.origins.moved(members.index(0), origin.clone());
    checker.origins.moved(members.index(1), origin);
    let siblings = checker.object(entries, shape, &members.index(1))?;
    siblings
        .as_object()
        .is_some_and(|s| !s.is_empty())
        .then_some(siblings)
}

fn ignore(checker: &mut Checker<'_>, entries: &Map<String, Value>, at: &Pointer) {
    let mentions = |key: &str| !key.starts_with("x-") && key != "summary" && key != "description";
    for key in entries.keys().filter(|key| mentions(key)) {
        let site = checker.site(&at.child(key));
        checker.diagnostics.ignored_beside_reference(site, key);
    }
}

/// Puts the object that a `$ref` leads to in the place of the `$ref`; an object without one stays
/// as it is.
pub(super) fn inline(
    checker: &mut Checker<'_>,
    mut entries: Map<String, Value>,
    at: &Pointer,
) -> Option<Map<String, Value>> {
    let mut steps = Vec::new();
    while let Some(reference) = entries.shift_remove("$ref") {
        ignore(checker, &entries, at);
        let target = reference.as_str()?.to_owned();
        let here = at.child("$ref");
        if steps.contains(&target) {
            let site = checker.site(&here);
            checker.diagnostics.reference_cycle(site, &steps);
            return None;
        }
        let (origin, value) = resolve(checker, &here, &target)?;
        let Value::Object(found) = value else {
            let spot = Spot {
                at: &here,
                called: Called::Entry(&target),
                hint: None,
            };
            checker.wrong(&value, "an object", spot);
            return None;
        };
        checker.origins.moved(at.clone(), origin);
        steps.push(target);
        entries = found;
    }
    Some(entries)
}

/// Resolves every reference that was met, and those met on the way.
pub(super) fn settle(checker: &mut Checker<'_>, document: &mut Value, file: SourceId) {
    let mut bundle = Bundle {
        file,
        names: BTreeMap::new(),
    };
    while !checker.references.is_empty() {
        let mut met = std::mem::take(&mut checker.references);
        // What is brought in gets the same names whatever the order of keys in the description.
        met.sort_by(|a, b| (&a.target, &a.at).cmp(&(&b.target, &b.at)));
        for reference in met {
            let text = bundle.target(checker, document, &reference);
            if let Some(place) = document.pointer_mut(reference.at.as_str()) {
                *place = match (text, reference.section) {
                    (Some(text), _) => json!({ "$ref": text }),
                    // What refers to nothing was reported, and stands for any value from here on.
                    (None, Section::Schemas) => json!({}),
                    (None, _) => continue,
                };
            }
        }
    }
}

/// What was brought into `components`, and under which names.
struct Bundle {
    file: SourceId,
    names: BTreeMap<(Section, Origin), String>,
}

impl Bundle {
    /// The text that a reference gets; `None` when it leads nowhere.
    fn target(
        &mut self,
        checker: &mut Checker<'_>,
        document: &mut Value,
        reference: &Reference,
    ) -> Option<String> {
        let here = reference.at.child("$ref");
        let (origin, value) = resolve(checker, &here, &reference.target)?;
        let section = Pointer::root()
            .child("components")
            .child(reference.section.key());
        let segments: Vec<String> = origin.pointer.segments().collect();
        if origin.file == self.file
            && let [components, found, _] = segments.as_slice()
            && components == "components"
        {
            if found == reference.section.key() {
                return Some(origin.pointer.fragment());
            }
            let site = checker.site(&here);
            let expected = reference.section.key();
            checker
                .diagnostics
                .wrong_reference(site, &reference.target, expected);
            return None;
        }
        let key = (reference.section, origin);
        if let Some(name) = self.names.get(&key) {
            return Some(section.child(name).fragment());
        }
        let (_, origin) = &key;
        let name = free_name(checker, document, origin, &section);
        let at = section.child(&name);
        checker.origins.moved(at.clone(), origin.clone());
        self.names.insert(key, name.clone());
        let spot = Spot {
            at: &at,
            called: Called::Entry(&reference.target),
            hint: None,
        };
        let value = checker.value(value, &reference.section.kind(), spot)?;
        place(document, reference.section, &name, value);
        Some(at.fragment())
    }
}

/// A name for a part, made from what it is called where it stands.
fn free_name(
    checker: &Checker<'_>,
    document: &Value,
    origin: &Origin,
    section: &Pointer,
) -> String {
    use crate::diagnostic::Texts;
    let segments: Vec<String> = origin.pointer.segments().collect();
    let file = checker.sources.name(origin.file);
    let stem = file
        .rsplit('/')
        .next()
        .and_then(|name| name.split('.').next());
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    let base = match words.as_slice() {
        [] => stem.unwrap_or("part").to_owned(),
        ["components", _, rest @ ..] if !rest.is_empty() => readable(rest),
        // A file of parts sorts them as it likes.
        [
            "definitions" | "schemas" | "parameters" | "responses" | "requestBodies",
            rest @ ..,
        ] if !rest.is_empty() => readable(rest),
        all => readable(all),
    };
    let is_taken = |name: &str| document.pointer(section.child(name).as_str()).is_some();
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    std::iter::once(base.clone())
        .chain(numbered)
        .find(|name| !is_taken(name))
        .unwrap_or(base)
}

fn readable(segments: &[&str]) -> String {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let words = segments
        .iter()
        .filter(|s| **s != "properties" && **s != "schema");
    let words: Vec<String> = words
        .map(|word| {
            word.replace(|c| !is_word(c), "_")
                .trim_matches('_')
                .to_owned()
        })
        .collect();
    words.join("_")
}

/// Puts a part into its section of `components`, which may have to be made.
fn place(document: &mut Value, section: Section, name: &str, value: Value) {
    let mut at = document;
    for key in ["components", section.key()] {
        let Value::Object(entries) = at else { return };
        at = entries.entry(key).or_insert_with(|| json!({}));
    }
    if let Value::Object(entries) = at {
        entries.insert(name.to_owned(), value);
    }
}

/// What a reference leads to, as it was read; what leads nowhere is reported.
fn resolve(checker: &mut Checker<'_>, at: &Pointer, target: &str) -> Option<(Origin, Value)> {
    let from = checker.origins.of(at).file;
    let (address, fragment) = target.split_once('#').unwrap_or((target, ""));
    let file = match (address, checker.sources.referred(from, address)) {
        ("", _) => from,
        (_, Referred::File(file)) => file,
        (_, Referred::Unreadable) => return None,
        (_, Referred::Missing(name)) => {
            let site = checker.site(at);
            checker.diagnostics.missing_file(site, &name);
            return None;
        }
        (_, Referred::Remote) => {
            let site = checker.site(at);
            checker.diagnostics.remote_reference(site, target);
            return None;
        }
    };
    if file != from {
        checker.sources.report(file, checker.diagnostics);
    }
    let document = checker.sources.value(file)?;
    let found = Pointer::parse_fragment(&format!("#{fragment}"))
        .and_then(|pointer| Some((document.pointer(pointer.as_str())?, pointer)));
    match found {
        Some((value, pointer)) => Some((Origin::new(file, pointer), value.clone())),
        None => {
            let site = checker.site(at);
            checker.diagnostics.unresolved_reference(site, target);
            None
        }
    }
}
