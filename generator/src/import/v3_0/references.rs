//! References: what they lead to, and bringing what stands elsewhere into `components`.
//!
//! Comes in: the references that a check has met. Goes out: a tree in which every reference leads
//! into the section of `components` where parts of its kind stand. What stands in another file, or
//! anywhere else in this one, is copied there under a readable name, and its origin noted.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::check::{Called, Checker, Reference, Spelling, Spot};
use super::shape::{Kind, Section, Shape};
use super::twins::each_reference;
use crate::diagnostic::{Origin, Pointer};
use crate::import::bundle::free_name;
use crate::import::faults::Link;
use crate::import::merge::put;
use crate::import::resolve::{in_other_words, resolve};

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
        spelling: Spelling::Keyed,
    });
    let reference = json!({ "$ref": target });
    Some(match siblings {
        Some(siblings) => json!({ "allOf": [reference, siblings] }),
        None => reference,
    })
}

/// Takes in a text that names a schema, or is a reference to one (OpenAPI 3.0.4, Discriminator Object).
pub(super) fn note_text(checker: &mut Checker<'_>, value: Value, spot: Spot<'_>) -> Option<Value> {
    let text = checker.value(value, &Kind::Text, spot)?;
    if let Value::String(target) = &text {
        checker.references.push(Reference {
            at: spot.at.clone(),
            target: target.clone(),
            section: Section::Schemas,
            spelling: Spelling::Text,
        });
    }
    Some(text)
}

/// What stands beside a schema's `$ref`, as the second member of an `allOf`. A `type` there says
/// nothing that the target does not say itself, and often something else by mistake.
fn beside(
    checker: &mut Checker<'_>,
    mut entries: Map<String, Value>,
    shape: &'static Shape,
    at: &Pointer,
) -> Option<Value> {
    let members = at.child("allOf");
    entries.shift_remove("type");
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

/// Reports a reference in the place of a map, a list or an object, which is still there because it
/// leads nowhere or back to itself (`inclusion`).
pub(super) fn left(checker: &mut Checker<'_>, value: &Value, spot: Spot<'_>) -> Option<Value> {
    let target = value.get("$ref")?.as_str()?;
    let here = spot.at.child("$ref");
    if found(checker, &here, target).is_some() {
        checker.fault(&here, |report, site| report.endless_reference(site, target));
    }
    None
}

/// Puts the object that a `$ref` leads to in the place of the `$ref`; an object without one stays
/// as it is. Where something stood beside the `$ref`, that was done before (`inclusion`).
pub(super) fn inline(
    checker: &mut Checker<'_>,
    mut entries: Map<String, Value>,
    at: &Pointer,
) -> Option<Map<String, Value>> {
    let mut steps = Vec::new();
    while let Some(reference) = entries.shift_remove("$ref") {
        let target = reference.as_str()?.to_owned();
        let here = at.child("$ref");
        if steps.contains(&target) {
            checker.fault(&here, |report, site| report.reference_cycle(site, &steps));
            return None;
        }
        let (origin, value) = found(checker, &here, &target)?;
        let Value::Object(found) = value.clone() else {
            let spot = Spot {
                at: &here,
                called: Called::Entry(&target),
                hint: None,
            };
            checker.wrong(value, "an object", spot);
            return None;
        };
        checker.origins.moved(at.clone(), origin);
        steps.push(target);
        entries = found;
    }
    Some(entries)
}

/// Resolves every reference that was met, and those met on the way.
pub(super) fn settle(checker: &mut Checker<'_>, document: &mut Value) {
    let mut bundle = Bundle::of(checker, document);
    while !checker.references.is_empty() {
        let mut met = std::mem::take(&mut checker.references);
        // What is brought in gets the same names whatever the order of keys in the description; a
        // component that is elsewhere gives its name before others need one.
        met.sort_by_cached_key(|it| (component(it).is_none(), it.target.clone(), it.at.clone()));
        for reference in met {
            match reference.spelling {
                Spelling::Keyed => bundle.settle(checker, document, &reference),
                Spelling::Text => bundle.settle_text(checker, document, &reference),
            }
        }
    }
}

/// The name of the component that is nothing but this reference.
fn component(reference: &Reference) -> Option<String> {
    let holder = reference.at.parent()?;
    let is_keyed = reference.spelling == Spelling::Keyed;
    (is_keyed && holder == reference.section.pointer()).then(|| reference.at.last())?
}

/// What a text that may be a name can mean in its file, the likeliest first.
fn meanings(text: &str) -> Vec<String> {
    let sections = ["/components/schemas", "/definitions"];
    let named = sections.iter().filter(|_| !text.contains(['#', '/']));
    let named = named.filter_map(|section| Some(Pointer::parse(section)?.child(text).fragment()));
    named.chain([text.to_owned()]).collect()
}

/// A reference to what its holder is made of. A type that is referred to is a type of its own, unless
/// it is a part of another one.
fn link(reference: &Reference, target: &Pointer) -> Option<Link> {
    let list = reference.at.parent().and_then(|list| list.last());
    let is_part = matches!(list.as_deref(), Some("allOf" | "oneOf" | "anyOf"));
    let is_made_of = match reference.section {
        Section::Examples => false,
        Section::Schemas => is_part,
        Section::Responses
        | Section::Parameters
        | Section::RequestBodies
        | Section::Headers
        | Section::SecuritySchemes => true,
    };
    is_made_of.then(|| Link {
        from: reference.at.clone(),
        to: target.clone(),
    })
}

/// Where a reference leads.
enum Lead {
    /// To a component.
    To(Pointer),
    /// To what the component in its own place is from now on.
    Here,
    /// To nothing, which was reported.
    Nowhere,
}

/// What stands in `components`, by where it came from.
struct Bundle {
    names: BTreeMap<(Section, Origin), String>,
}

impl Bundle {
    /// What the descriptions themselves have there.
    fn of(checker: &Checker<'_>, document: &Value) -> Self {
        let mut names = BTreeMap::new();
        for section in Section::ALL {
            let at = section.pointer();
            let entries = document.pointer(at.as_str()).and_then(Value::as_object);
            for name in entries.into_iter().flat_map(|entries| entries.keys()) {
                let origin = checker.origins.of(&at.child(name));
                names.insert((section, origin), name.clone());
            }
        }
        for (origin, at) in checker.origins.twins() {
            let section = at.segments().nth(1).and_then(|key| Section::under(&key));
            if let (Some(section), Some(name)) = (section, at.last()) {
                names.insert((section, origin.clone()), name);
            }
        }
        Self { names }
    }

    /// Makes a reference one to a component.
    fn settle(&mut self, checker: &mut Checker<'_>, document: &mut Value, reference: &Reference) {
        let lead = match reference.section {
            Section::Examples => checker.shown(|it| self.follow(it, document, reference)),
            _ => self.follow(checker, document, reference),
        };
        if let Lead::To(target) = &lead {
            checker.links.extend(link(reference, target));
        }
        let Some(place) = document.pointer_mut(reference.at.as_str()) else {
            return;
        };
        match (lead, reference.section) {
            (Lead::Here, _) => {}
            (Lead::To(target), _) => *place = json!({ "$ref": target.fragment() }),
            // What refers to nothing was reported, and stands for any value from here on.
            (Lead::Nowhere, Section::Schemas) => *place = json!({}),
            (Lead::Nowhere, _) => {}
        }
    }

    /// Makes a text that is a reference, or a name that its own file knows, a reference to a
    /// component. What leads nowhere may still be a component's name.
    fn settle_text(
        &mut self,
        checker: &mut Checker<'_>,
        document: &mut Value,
        reference: &Reference,
    ) {
        let from = checker.origins.file(&reference.at);
        let mut targets = meanings(&reference.target).into_iter();
        let target = targets.find(|target| resolve(checker.sources, from, target).is_ok());
        let Some(target) = target else { return };
        let at = reference.at.clone();
        let reference = Reference {
            at,
            target,
            ..*reference
        };
        if let Lead::To(target) = self.follow(checker, document, &reference)
            && let Some(place) = document.pointer_mut(reference.at.as_str())
        {
            *place = Value::String(target.fragment());
        }
    }

    /// Where a reference leads; what stands there is brought into `components`.
    fn follow(
        &mut self,
        checker: &mut Checker<'_>,
        document: &mut Value,
        reference: &Reference,
    ) -> Lead {
        let here = reference.at.child("$ref");
        let Some((origin, value)) = found(checker, &here, &reference.target) else {
            return Lead::Nowhere;
        };
        let section = reference.section;
        if let Some(name) = self.names.get(&(section, origin.clone())) {
            return Lead::To(section.pointer().child(name));
        }
        if is_of_another_section(&origin, section) {
            checker.fault(&here, |report, site| {
                report.wrong_reference(site, &reference.target, section.key());
            });
            return Lead::Nowhere;
        }
        if section == Section::Schemas && is_description(&origin, value) {
            let around = checker.origins.of(&reference.at).pointer;
            let meant = named_around(&around).map(|it| it.fragment());
            checker.fault(&here, |report, site| {
                report.description_as_schema(site, &reference.target, meant.as_deref());
            });
            return Lead::Nowhere;
        }
        let own = component(reference);
        let is_here = own.is_some();
        let name = own
            .unwrap_or_else(|| free_name(document, checker.sources, &origin, &section.pointer()));
        let at = self.bring(checker, document, (section, &name), &origin, value);
        if section == Section::Schemas {
            self.bring_heirs(checker, document, &origin, value);
        }
        if is_here { Lead::Here } else { Lead::To(at) }
    }

    /// Puts a part that stands elsewhere into `components`. One that is left out keeps its name, so
    /// that what refers to it can be told.
    fn bring(
        &mut self,
        checker: &mut Checker<'_>,
        document: &mut Value,
        (section, name): (Section, &str),
        origin: &Origin,
        value: &Value,
    ) -> Pointer {
        let at = section.pointer().child(name);
        checker.origins.moved(at.clone(), origin.clone());
        self.names
            .insert((section, origin.clone()), name.to_owned());
        let spot = Spot {
            at: &at,
            called: Called::Entry(name),
            hint: None,
        };
        if let Some(value) = checker.value(value.clone(), &section.kind(), spot) {
            put(document, &at, value);
        }
        at
    }

    /// A schema with a `discriminator` stands for all that inherit from it, and nothing needs to
    /// refer to them: those that stand beside it in its file come along.
    fn bring_heirs(
        &mut self,
        checker: &mut Checker<'_>,
        document: &mut Value,
        origin: &Origin,
        value: &Value,
    ) {
        if value.get("discriminator").is_none() {
            return;
        }
        let sources = checker.sources;
        let siblings = origin.pointer.parent().and_then(|holder| {
            let file = sources.value(origin.file)?;
            Some((file.pointer(holder.as_str())?.as_object()?, holder))
        });
        let Some((siblings, holder)) = siblings else {
            return;
        };
        let mut parents = vec![origin.pointer.clone()];
        while let Some(parent) = parents.pop() {
            for (name, schema) in siblings {
                let heir = Origin::new(origin.file, holder.child(name));
                let key = (Section::Schemas, heir.clone());
                if inherits(schema, &parent) && !self.names.contains_key(&key) {
                    let section = Section::Schemas;
                    let name = free_name(document, sources, &heir, &section.pointer());
                    self.bring(checker, document, (section, &name), &heir, schema);
                    parents.push(heir.pointer);
                }
            }
        }
    }
}

/// Writes references with the names of components as they are, as `lower` takes them.
pub(super) fn name_plainly(document: &mut Value) {
    each_reference(document, &mut |text| {
        let pointer = Pointer::parse_fragment(text).filter(|_| text.contains(['~', '%']));
        let segments: Vec<String> = pointer.iter().flat_map(Pointer::segments).collect();
        if let [components, section, name] = segments.as_slice()
            && components == "components"
        {
            *text = format!("#/components/{section}/{name}");
        }
    });
}

/// Whether the `allOf` of a schema refers to another one of its file.
fn inherits(schema: &Value, parent: &Pointer) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array);
    parts.into_iter().flatten().any(|part| {
        let target = part.get("$ref").and_then(Value::as_str);
        target.and_then(Pointer::parse_fragment).as_ref() == Some(parent)
    })
}

/// Whether a reference leads to a description as a whole.
fn is_description(origin: &Origin, value: &Value) -> bool {
    let names_version = ["openapi", "swagger"]
        .iter()
        .any(|key| value.get(key).is_some());
    origin.pointer == Pointer::root() && names_version
}

/// The named schema around a place.
fn named_around(place: &Pointer) -> Option<Pointer> {
    let segments: Vec<String> = place.segments().collect();
    let root = Pointer::root();
    match segments.as_slice() {
        [components, schemas, name, ..] if components == "components" && schemas == "schemas" => {
            Some(root.child(components).child(schemas).child(name))
        }
        [definitions, name, ..] if definitions == "definitions" => {
            Some(root.child(definitions).child(name))
        }
        _ => None,
    }
}

/// Whether a part stands where parts of another kind do.
fn is_of_another_section(origin: &Origin, section: Section) -> bool {
    let segments: Vec<String> = origin.pointer.segments().collect();
    match segments.as_slice() {
        [components, found, _] if components == "components" => found != section.key(),
        _ => false,
    }
}

/// What a reference leads to, as it was read; what leads nowhere is reported.
fn found<'s>(checker: &mut Checker<'s>, at: &Pointer, target: &str) -> Option<(Origin, &'s Value)> {
    let from = checker.origins.file(at);
    // A `$ref` moves by itself where its siblings do not: its holder knows where it stood.
    let place = at.parent().map(|holder| checker.origins.of(&holder));
    let sources = checker.sources;
    let own = place.as_ref().filter(|_| target.starts_with('#'));
    if let Some(found) = own.and_then(|it| checker.anchors.within(sources, it, target)) {
        return Some(found);
    }
    match resolve(checker.sources, from, target) {
        Ok((origin, value)) => {
            if origin.file != from {
                checker.sources.report(origin.file, checker.diagnostics);
                checker.dialects.met(origin.file, from, checker.sources);
            }
            Some((origin, value))
        }
        Err(lost) => {
            let named = place.and_then(|place| checker.anchors.find(sources, &place, target));
            let named = named.or_else(|| of_another_version(checker, at, target));
            if named.is_none() {
                checker.fault(at, |report, site| lost.report(site, target, report));
            }
            named
        }
    }
}

/// What a reference in the words of another version leads to.
fn of_another_version<'s>(
    checker: &mut Checker<'s>,
    at: &Pointer,
    target: &str,
) -> Option<(Origin, &'s Value)> {
    let from = checker.origins.file(at);
    let meant = in_other_words(checker.sources, from, target)?;
    let site = checker.site(at);
    checker.diagnostics.other_section(site, target, &meant);
    resolve(checker.sources, from, &meant).ok()
}
