//! Objects out of several schemas: `allOf`, with the alternatives that its parts have.
//!
//! Comes in: an object schema. Goes out: the list of its properties, parents first, and where a
//! part has alternatives (`oneOf`, `anyOf`) one list for each way to choose among them.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};
use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::{
    Lowering, azure,
    choice::{self, Member},
    component::schema_name,
    conditional,
    keywords::{Keywords, Kind},
    once::Once,
    property::Property,
    reference::{Used, followed},
    schema::{Spot, schemas_pointer},
    union::alternatives,
};
use crate::diagnostic::Pointer;

/// The properties of an object and of everything that it is composed of.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged<'a> {
    /// Properties in order, parents first, each with what all parts say of it.
    pub properties: IndexMap<&'a str, Property<'a>>,
    /// Names that some part lists as required, in that order.
    pub required: IndexSet<&'a str>,
    /// The properties that tell values of some part apart, described or not.
    pub discriminators: BTreeSet<&'a str>,
    /// What the parts say of properties that are not described.
    pub additional: Option<Additional<'a>>,
    /// Some part is a resource of Azure's.
    pub resource: bool,
    /// The alternatives that were chosen, of each part that has some.
    pub chosen: Vec<Used<'a>>,
    /// Values may be of other alternatives as well as of a chosen one (`anyOf`).
    pub joint: bool,
    /// Named parts that have been merged; one that is met on two ways counts once.
    visited: BTreeSet<&'a str>,
    /// What the schema itself is called, where it has a name.
    own_name: Option<String>,
}

/// What is said of properties that are not described.
#[derive(Clone, Debug)]
pub(super) enum Additional<'a> {
    /// The last part's word on whether there are some.
    Any(Pointer, bool),
    /// What their values are.
    Described(Property<'a>),
}

impl<'a> Additional<'a> {
    fn of(at: Pointer, additional: &'a AdditionalProperties, patterned: bool) -> Self {
        match additional {
            AdditionalProperties::Any(are_some) => Self::Any(at, *are_some),
            AdditionalProperties::Schema(schema) => {
                let property = Property::inside_of(1, at, schema.as_ref().into(), patterned);
                Self::Described(property)
            }
        }
    }

    /// Whether there may be some.
    pub fn are_some(&self) -> bool {
        match self {
            Self::Any(_, are_some) => *are_some,
            Self::Described(_) => true,
        }
    }

    fn refined_by(&mut self, lowering: &Lowering<'a>, later: Self) {
        match (self, later) {
            (Self::Described(own), Self::Described(later)) => own.refined_by(lowering, later),
            // What is said of all holds of them, whoever takes any beside it.
            (Self::Described(own), Self::Any(_, true)) if !own.is_conditional() => {}
            // What is said of some names is neither of others nor ruled out by who knows of none.
            (Self::Described(own), Self::Any(_, false)) if own.is_conditional() => {}
            (Self::Any(_, true), Self::Described(later)) if later.is_conditional() => {}
            (own, later) => *own = later,
        }
    }

    fn is_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any(at, _), Self::Any(other, _)) => at == other,
            (Self::Described(own), Self::Described(other)) => own.is_the_same_as(other),
            (Self::Any(..), Self::Described(_)) | (Self::Described(_), Self::Any(..)) => false,
        }
    }
}

/// What becomes of an object schema with the parts of its `allOf`.
pub(super) enum Composition<'a> {
    /// One list of properties, or one for each choice of alternatives among the parts.
    Objects(Vec<Merged<'a>>),
    /// Some part is no object.
    NotAnObject,
    /// More combinations of alternatives than anybody would want types of.
    TooMany,
}

impl Merged<'_> {
    /// Whether another object has the same descriptions of the same properties.
    fn is_described_as(&self, other: &Self) -> bool {
        let is_same = |(name, own): (&&str, &Property<'_>)| {
            let other = other.properties.get(*name);
            other.is_some_and(|other| own.is_the_same_as(other))
        };
        let is_same_beyond = match (&self.additional, &other.additional) {
            (Some(own), Some(other)) => own.is_the_same_as(other),
            (own, other) => own.is_none() && other.is_none(),
        };
        self.properties.len() == other.properties.len()
            && self.properties.iter().all(is_same)
            && self.discriminators == other.discriminators
            && is_same_beyond
            && self.resource == other.resource
    }
}

impl Composition<'_> {
    /// Whether some part has alternatives.
    pub fn has_choices(&self) -> bool {
        match self {
            Self::Objects(objects) => objects.len() > 1,
            Self::TooMany => true,
            Self::NotAnObject => false,
        }
    }
}

/// How many combinations of alternatives become types.
const MOST_COMBINATIONS: usize = 64;

/// Merges an object schema with the parts of its `allOf`, and with each of the alternatives
/// (`oneOf`, `anyOf`) of every part.
pub(super) fn compose<'d>(
    lowering: &Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
) -> Composition<'d> {
    finish(lowering, Composing::of(lowering, &spot.at, schema))
}

/// The same of several object schemas, as if they were the parts of an `allOf`.
pub(super) fn compose_all<'d>(
    lowering: &Lowering<'d>,
    parts: Vec<(Pointer, &'d Schema)>,
) -> Composition<'d> {
    let open = parts.into_iter().rev();
    let composing = Composing {
        merged: Merged::default(),
        names_properties: true,
        is_object: true,
        decided: None,
        open: open.map(|(at, part)| Step::Schema(at, part)).collect(),
    };
    finish(lowering, composing)
}

/// The objects among the values of a schema. `None` where part of it is no object, or there are too many.
pub(super) fn objects<'d>(
    lowering: &Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
) -> Option<Vec<Merged<'d>>> {
    let composing = Composing {
        is_object: true,
        ..Composing::of(lowering, &spot.at, schema)
    };
    match finish(lowering, composing) {
        Composition::Objects(objects) => Some(objects),
        Composition::NotAnObject | Composition::TooMany => None,
    }
}

fn finish<'d>(lowering: &Lowering<'d>, begun: Composing<'d>) -> Composition<'d> {
    let mut finished = Vec::new();
    let mut unfinished = vec![begun];
    while let Some(mut composing) = unfinished.pop() {
        match composing.run(lowering) {
            Pause::Done => finished.push(composing.merged),
            Pause::NotAnObject => return Composition::NotAnObject,
            Pause::Fork(fork) => {
                let branches = fork.alternatives.into_iter().rev();
                unfinished.extend(branches.map(|(at, part)| composing.with(at, part)));
            }
        }
        if finished.len() + unfinished.len() > MOST_COMBINATIONS {
            return Composition::TooMany;
        }
    }
    Composition::Objects(as_one(finished))
}

/// One object where alternatives that are written in place, and have no title, differ in nothing but in
/// what must be there: of that what each of them asks for.
fn as_one(objects: Vec<Merged<'_>>) -> Vec<Merged<'_>> {
    let has_title = |part: Used<'_>| {
        let here = part.here().map(|schema| &schema.schema_data);
        here.is_none_or(|data| data.title.is_some())
    };
    let mut chosen = objects.iter().flat_map(|it| &it.chosen);
    let [first, others @ ..] = objects.as_slice() else {
        return objects;
    };
    let is_one = others.iter().all(|other| first.is_described_as(other));
    if others.is_empty() || !is_one || chosen.any(|part| has_title(*part)) {
        return objects;
    }
    let mut one = Merged {
        chosen: Vec::new(),
        joint: false,
        ..first.clone()
    };
    let all_ask = |name: &&str| others.iter().all(|other| other.required.contains(name));
    one.required.retain(all_ask);
    vec![one]
}

/// Whether a schema without properties of its own has alternatives that are one object.
pub(super) fn is_one_object<'d>(
    lowering: &Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
) -> bool {
    let Some((_, parts)) = alternatives(keywords) else {
        return false;
    };
    let is_here = |part: &ReferenceOr<Schema>| {
        let here = part.as_item().map(|schema| &schema.schema_data);
        here.is_some_and(|data| data.title.is_none() && !data.nullable) && !choice::is_null(part)
    };
    let is_plain = parts.len() > 1 && parts.iter().all(is_here);
    match is_plain.then(|| compose(lowering, spot, schema)) {
        Some(Composition::Objects(objects)) => match objects.as_slice() {
            [one] => !one.properties.is_empty(),
            _ => false,
        },
        Some(Composition::NotAnObject | Composition::TooMany) | None => false,
    }
}

/// Whether a schema or some part of its `allOf` says that its values are objects.
fn says_object<'d>(lowering: &Lowering<'d>, schema: &'d Schema) -> bool {
    let mut open = Once::from(schema);
    while let Some(schema) = open.next() {
        let keywords = Keywords::of(schema);
        if keywords.kind == Some(Kind::Object) {
            return true;
        }
        let parts = keywords.all_of.iter();
        open.lead(parts.filter_map(|part| followed(lowering, part)));
    }
    false
}

/// The properties of a schema and of all parts of its `allOf`, each with one of their descriptions.
pub(super) fn properties<'d>(
    lowering: &Lowering<'d>,
    schema: &'d Schema,
) -> BTreeMap<&'d str, &'d ReferenceOr<Box<Schema>>> {
    let mut found = BTreeMap::new();
    let mut open = Once::from(schema);
    while let Some(schema) = open.next() {
        let keywords = Keywords::of(schema);
        let properties = keywords.properties.into_iter().flatten();
        for (name, property) in properties {
            found.entry(name.as_str()).or_insert(property);
        }
        let parts = keywords.all_of.iter();
        open.lead(parts.filter_map(|part| followed(lowering, part)));
    }
    found
}

/// The first schema among the parts of an object whose alternatives are still to be chosen from.
pub(super) fn first_choice<'d>(
    lowering: &Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
) -> Option<(Pointer, &'d Schema)> {
    match Composing::of(lowering, &spot.at, schema).run(lowering) {
        Pause::Fork(fork) => Some((fork.at, fork.schema)),
        Pause::Done | Pause::NotAnObject => None,
    }
}

/// Merges an object schema where the choice that stands at `choice` has been made: for the named
/// schema, or for none of the alternatives. `None` where that is no object, or where there is
/// another choice to make.
pub(super) fn decided<'d>(
    lowering: &Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    choice: &Pointer,
    member: Option<&str>,
) -> Option<Merged<'d>> {
    let mut composing = Composing {
        decided: Some((choice.clone(), member.map(str::to_owned))),
        ..Composing::of(lowering, &spot.at, schema)
    };
    match composing.run(lowering) {
        Pause::Done => Some(composing.merged),
        Pause::NotAnObject | Pause::Fork(_) => None,
    }
}

/// One combination, half done.
#[derive(Clone)]
struct Composing<'a> {
    merged: Merged<'a>,
    /// The schema that is composed has properties of its own.
    names_properties: bool,
    /// Some part says that it is an object, or the schema itself does.
    is_object: bool,
    /// A choice that has been made, by its place, and the named schema that it was made for.
    decided: Option<(Pointer, Option<String>)>,
    /// What is still to be merged, the next last: a list instead of recursion, since chains of
    /// parents can be long.
    open: Vec<Step<'a>>,
}

#[derive(Clone)]
enum Step<'a> {
    /// A schema with its `allOf` and its alternatives before it.
    Schema(Pointer, &'a Schema),
    /// A part of an `allOf`, or an alternative.
    Part(Pointer, Used<'a>),
    /// The alternatives of a schema.
    Alternatives(Pointer, &'a Schema),
    /// A schema's own properties.
    Own(Pointer, &'a Schema),
}

/// Why merging stops.
enum Pause<'a> {
    /// Everything is merged.
    Done,
    /// Each of some alternatives can be merged next.
    Fork(Fork<'a>),
    /// Some part is no object.
    NotAnObject,
}

/// A choice that is to be made.
struct Fork<'a> {
    /// Where the schema stands that lists the alternatives.
    at: Pointer,
    /// That schema.
    schema: &'a Schema,
    alternatives: Vec<Member<'a>>,
}

impl<'a> Composing<'a> {
    fn of(lowering: &Lowering<'a>, at: &Pointer, schema: &'a Schema) -> Self {
        // Where the schema has a name, a part that lists it as an alternative means it.
        let merged = Merged {
            own_name: own_name(at),
            ..Merged::default()
        };
        let properties = Keywords::of(schema).properties;
        let names_properties =
            is_object_part(schema) && properties.is_some_and(|found| !found.is_empty());
        Self {
            merged,
            names_properties,
            is_object: names_properties || says_object(lowering, schema),
            decided: None,
            open: vec![Step::Schema(at.clone(), schema)],
        }
    }

    fn with(&self, at: Pointer, part: Used<'a>) -> Self {
        let mut branch = self.clone();
        branch.merged.chosen.push(part);
        branch.merged.joint |= choice::is_any_of(&at);
        branch.open.push(Step::Part(at, part));
        branch
    }

    /// Merges up to the end, or to the next choice.
    fn run(&mut self, lowering: &Lowering<'a>) -> Pause<'a> {
        while let Some(step) = self.open.pop() {
            match step {
                Step::Own(at, schema) => take_own(lowering, &mut self.merged, &at, schema),
                Step::Schema(at, schema) if conditional::is_part(schema) => {
                    let described = conditional::properties(lowering, &at, schema);
                    if !described.are_objects && !self.is_object {
                        return Pause::NotAnObject;
                    }
                    for (name, property) in described.properties {
                        describe(lowering, &mut self.merged, name, property);
                    }
                }
                Step::Schema(at, schema) if is_object_part(schema) => self.enter(at, schema),
                // What names properties is an object, whatever its parts say.
                Step::Schema(..) if self.names_properties => {}
                Step::Schema(..) => return Pause::NotAnObject,
                Step::Alternatives(at, _) if self.is_decided(&at) => {
                    let member = self.decided.as_ref().and_then(|(_, it)| it.as_deref());
                    let member = member.and_then(|name| part(lowering, &mut self.merged, name));
                    self.open.extend(member);
                }
                Step::Alternatives(at, schema) => {
                    let mut alternatives = choice::members(&at, schema);
                    if self.is_object {
                        // No value is an object and of an alternative that is none.
                        alternatives.retain(|(_, part)| {
                            let part = part.followed(lowering);
                            part.is_none_or(|it| is_object(lowering, it))
                        });
                    }
                    if !alternatives.is_empty() && !self.is_among(&alternatives) {
                        return Pause::Fork(Fork {
                            at,
                            schema,
                            alternatives,
                        });
                    }
                }
                Step::Part(at, Used::Here(schema)) => {
                    self.open.push(Step::Schema(at, schema));
                }
                Step::Part(_, Used::Named(reference)) => {
                    let target = schema_name(reference);
                    let target = target.and_then(|name| part(lowering, &mut self.merged, name));
                    self.open.extend(target);
                }
            }
        }
        Pause::Done
    }

    fn enter(&mut self, at: Pointer, schema: &'a Schema) {
        self.open.push(Step::Own(at.clone(), schema));
        self.open.push(Step::Alternatives(at.clone(), schema));
        let parts = Keywords::of(schema).all_of.iter().enumerate().rev();
        self.open.extend(
            parts.map(|(index, part)| Step::Part(at.child("allOf").index(index), part.into())),
        );
    }

    fn is_decided(&self, at: &Pointer) -> bool {
        self.decided.as_ref().is_some_and(|(place, _)| place == at)
    }

    /// Whether the schema that is composed, or a part of it, is one of these alternatives: then
    /// the choice is made. Members inherit from what lists them.
    fn is_among(&self, alternatives: &[Member<'_>]) -> bool {
        alternatives.iter().any(|(_, part)| match part {
            Used::Named(reference) => schema_name(reference).is_some_and(|name| {
                self.merged.visited.contains(name) || self.merged.own_name.as_deref() == Some(name)
            }),
            Used::Here(_) => false,
        })
    }
}

/// The named schema that a place is in.
pub(super) fn owner(at: &Pointer) -> Option<String> {
    at.below(&schemas_pointer())?.segments().next()
}

/// What the schema at a place is called, where it is a named one.
pub(super) fn own_name(at: &Pointer) -> Option<String> {
    let below = at.below(&schemas_pointer())?;
    let mut segments = below.segments();
    segments.next().filter(|_| segments.next().is_none())
}

/// A named part that has not been merged yet. `import` has cut every circle of parts.
fn part<'d>(lowering: &Lowering<'d>, merged: &mut Merged<'d>, name: &str) -> Option<Step<'d>> {
    let schemas = &lowering.document.api.components.as_ref()?.schemas;
    let (name, target) = schemas.get_key_value(name)?;
    if !merged.visited.insert(name) {
        return None;
    }
    let at = schemas_pointer().child(name);
    Some(match target {
        ReferenceOr::Item(schema) => Step::Schema(at, schema),
        reference @ ReferenceOr::Reference { .. } => Step::Part(at, reference.into()),
    })
}

fn take_own<'d>(
    lowering: &Lowering<'d>,
    merged: &mut Merged<'d>,
    at: &Pointer,
    schema: &'d Schema,
) {
    let keywords = Keywords::of(schema);
    merged.resource |= azure::is_resource(&schema.schema_data.extensions);
    for (name, property) in keywords.properties.into_iter().flatten() {
        let place = at.child("properties").child(name);
        let property = Property::new(place, property.into(), false);
        describe(lowering, merged, name, property);
    }
    let discriminator = schema.schema_data.discriminator.as_ref();
    merged
        .discriminators
        .extend(discriminator.map(|found| found.property_name.as_str()));
    let required = keywords.required.iter().map(String::as_str);
    merged.required.extend(required);
    if let Some(additional) = keywords.additional {
        let additional = Additional::of(
            at.child("additionalProperties"),
            additional,
            keywords.patterned,
        );
        match &mut merged.additional {
            Some(known) => known.refined_by(lowering, additional),
            none => *none = Some(additional),
        }
    }
}

fn describe<'d>(
    lowering: &Lowering<'d>,
    merged: &mut Merged<'d>,
    name: &'d str,
    property: Property<'d>,
) {
    match merged.properties.get_mut(name) {
        Some(known) => known.refined_by(lowering, property),
        None => drop(merged.properties.insert(name, property)),
    }
}

/// Whether a schema and all parts of its `allOf` describe objects, as far as they say what their values are.
pub(super) fn is_object<'d>(lowering: &Lowering<'d>, schema: &'d Schema) -> bool {
    let mut open = Once::from(schema);
    while let Some(schema) = open.next() {
        if !is_object_part(schema) {
            return false;
        }
        let parts = Keywords::of(schema).all_of.iter();
        open.lead(parts.filter_map(|part| followed(lowering, part)));
    }
    true
}

/// Whether a schema describes objects, as far as it says what its values are.
pub(super) fn is_object_part(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    let narrowed = !keywords.enumeration.is_empty() || keywords.items.is_some();
    let object = keywords.kind.is_none() || keywords.describes_object();
    object && !narrowed
}
