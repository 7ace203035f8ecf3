//! Untagged unions: `oneOf` and `anyOf` where no `discriminator` tells the alternatives apart.
//!
//! Comes in: a schema with alternatives. Goes out: what it is once the alternatives that say
//! nothing of their own are seen through. `null` among them makes the value nullable; the empty text
//! beside an enumeration is a value of that; texts and enumerations of texts are one enumeration; a
//! single alternative is that alternative; what is left is a [`Choice`], in which a constant has no
//! type of its own.

use openapiv3::{ReferenceOr, Schema};

use super::{
    Lowering, beside, called,
    compose::{self, Merged},
    constant, enums,
    facets::Facets,
    keywords::{Keywords, Kind},
    mixed, object,
    reference::{Used, followed_box},
    schema::{Spot, Typed, define},
    telling::NAMELESS,
    union,
};
use crate::{
    diagnostic::Pointer,
    model::{
        Alternative, Choice, Constant, Constraints, Docs, Examples, Name, Shape, Type, TypeId,
    },
};

/// An alternative, and where it stands.
pub(super) type Member<'d> = (Pointer, Used<'d>);

/// The shape of a schema that consists of alternatives alone.
pub(super) fn try_choice<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
    facets: &mut Facets,
) -> Option<Shape> {
    let others = without_objects(lowering, spot, schema, keywords);
    let keywords = others.as_ref().unwrap_or(keywords);
    if !is_plain(keywords) {
        return mixed::try_mixed(lowering, spot, schema, keywords, facets);
    }
    if others.is_none() && compose::is_one_object(lowering, spot, schema, keywords) {
        return None;
    }
    let members = flattened(&spot.at, schema);
    Some(among(
        lowering,
        spot,
        (Some(schema), keywords),
        members,
        facets,
    ))
}

/// The shape of a value that is as any of several schemas says which stand apart from each other.
pub(super) fn of_apart<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    members: Vec<Member<'d>>,
    facets: &mut Facets,
) -> Shape {
    let members = members.into_iter().rev().collect();
    let around = (None, &Keywords::default());
    among(lowering, spot, around, seen_through(members), facets)
}

/// The shape of some alternatives, of a schema that lists them if one does.
fn among<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    (schema, keywords): (Option<&Schema>, &Keywords<'d>),
    mut members: Vec<Member<'d>>,
    facets: &mut Facets,
) -> Shape {
    facets.nullable |= without_null(lowering, &mut members);
    if enums::without_blank(lowering, &mut members) {
        facets.docs.notes.push("Or the empty text.".to_owned());
    }
    if let Some(enumeration) = enums::try_alternatives(lowering, spot, keywords, &members)
        .or_else(|| enums::try_numbers(lowering, spot, keywords, &members))
    {
        return Shape::Enumeration(enumeration);
    }
    let constants = constant::take(lowering, spot, keywords, &mut members, facets);
    let alternatives = alternatives(lowering, spot, (schema, keywords), members);
    facets.nullable |= alternatives.iter().any(|(_, own)| own.nullable);
    match (constants.as_slice(), alternatives.as_slice()) {
        ([], []) => Shape::Alias(Type::Any),
        ([], [(alone, own)]) => {
            *facets = own.clone().refined_by(facets.clone());
            Shape::Alias(alone.ty.clone())
        }
        _ => {
            let alternatives = alternatives.into_iter().map(|(it, _)| it);
            choice(constants, alternatives.collect())
        }
    }
}

/// The alternatives of a schema, and whether one of them is there for the `null` alone.
pub(super) fn told<'d>(
    lowering: &Lowering<'d>,
    at: &Pointer,
    schema: &'d Schema,
) -> (Vec<Member<'d>>, bool) {
    let mut members = flattened(at, schema);
    let takes_null = without_null(lowering, &mut members);
    (members, takes_null)
}

/// Takes away the alternatives that are there for the `null` alone. Says whether there was one.
fn without_null<'d>(lowering: &Lowering<'d>, members: &mut Vec<Member<'d>>) -> bool {
    let has_named = members.iter().any(|(_, part)| part.here().is_none());
    let count = members.len();
    members.retain(|(_, part)| !stands_for_null(lowering, *part, has_named));
    members.len() < count
}

/// The alternatives that have a type, each with what is said of it. Those of one type are one, and secret
/// where any of them is: no value says which it is of.
pub(super) fn alternatives<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    (schema, keywords): (Option<&Schema>, &Keywords<'d>),
    members: Vec<Member<'d>>,
) -> Vec<(Alternative, Facets)> {
    let discriminator = schema.and_then(|schema| schema.schema_data.discriminator.as_ref());
    let labels = called::of_members(lowering, &members, keywords, discriminator);
    let mut alternatives: Vec<(Alternative, Facets)> = Vec::new();
    for ((at, part), label) in members.into_iter().zip(labels) {
        let inner = match schema {
            Some(_) => spot.inner(at.clone(), &label),
            None => spot.apart(at.clone(), &label),
        };
        let Typed { ty, facets: own } = beside::alternative(lowering, &inner, keywords, part);
        let mut known = alternatives.iter_mut();
        let same = |(known, _): &&mut (Alternative, _)| known.ty.opened() == ty.opened();
        if let Some((known, of_known)) = known.find(same) {
            if !known.ty.is_secret() {
                known.ty = ty;
            }
            *of_known = std::mem::take(of_known).either(own);
            known.docs = of_known.docs.clone();
            continue;
        }
        let alternative = Alternative {
            name: Name::new(label),
            docs: own.docs.clone(),
            listed: Vec::new(),
            inside: Vec::new(),
            marks: schema.map_or_else(Vec::new, |it| union::marks(lowering, spot, it, part)),
            joint: (schema.is_none() || is_any_of(&at)) && is_joint(lowering, &at, part, &ty),
            converts: false,
            ty,
        };
        alternatives.push((alternative, own));
    }
    alternatives
}

/// Whether an alternative is an object that is written in place, takes properties that it does not
/// name, and rules out no other alternative.
fn is_joint(lowering: &Lowering<'_>, at: &Pointer, part: Used<'_>, ty: &Type) -> bool {
    let is_open = |schema: &Schema| Keywords::of(schema).additional.is_none();
    let is_here = match (lowering.table.inline(at), ty) {
        (Some(own), Type::Named(id)) => own == *id,
        _ => false,
    };
    is_here && part.here().is_some_and(is_open)
}

/// Whether what stands at a place is an alternative of an `anyOf`.
pub(super) fn is_any_of(at: &Pointer) -> bool {
    let keyword = at.parent().and_then(|list| list.last());
    keyword.is_some_and(|keyword| keyword == "anyOf")
}

/// The choice between objects, one for each combination of alternatives among their parts.
pub(super) fn of_objects<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    objects: &[Merged<'d>],
) -> Shape {
    let alternatives = combinations(lowering, spot, objects);
    choice(Vec::new(), alternatives)
}

/// An alternative for each combination of alternatives among the parts of objects.
pub(super) fn combinations<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    objects: &[Merged<'d>],
) -> Vec<Alternative> {
    let mut alternatives = Vec::new();
    let mut parts: Vec<Used<'d>> = Vec::new();
    for part in objects.iter().flat_map(|merged| &merged.chosen) {
        if !parts.iter().any(|known| known.is(*part)) {
            parts.push(*part);
        }
    }
    let labels = called::of_parts(lowering, &parts);
    for merged in objects {
        let labelled = parts.iter().zip(&labels);
        let chosen = merged.chosen.iter().filter_map(|part| {
            let mut labelled = labelled.clone();
            labelled.find(|(known, _)| known.is(*part))
        });
        let chosen: Vec<&str> = chosen.map(|(_, label)| label.as_str()).collect();
        let label = match chosen.as_slice() {
            [] => NAMELESS.to_owned(),
            several => several.join(" "),
        };
        let ty = Type::Named(combined(lowering, spot, &label, merged));
        alternatives.push(Alternative {
            name: Name::new(label),
            docs: Docs::default(),
            ty,
            marks: Vec::new(),
            listed: Vec::new(),
            inside: Vec::new(),
            joint: merged.joint && merged.additional.is_none(),
            converts: false,
        });
    }
    alternatives
}

/// The record of an alternative together with what stands beside it.
pub(super) fn combined<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    label: &str,
    merged: &Merged<'d>,
) -> TypeId {
    let spot = spot.inner(spot.at.clone(), label);
    let shape = Shape::Record(object::record(lowering, &spot, merged));
    let (docs, examples) = (Docs::default(), Examples::new());
    let definition = define(lowering, &spot, spot.name(), docs, shape, examples);
    lowering.table.add(definition)
}

pub(super) fn choice(constants: Vec<Constant>, alternatives: Vec<Alternative>) -> Shape {
    Shape::Choice(Choice {
        constants,
        alternatives,
        fallback: Name::new("unknown"),
    })
}

/// The alternatives of a schema: of its `oneOf`, or else of its `anyOf`. `null` is none of them.
pub(super) fn members<'d>(at: &Pointer, schema: &'d Schema) -> Vec<Member<'d>> {
    let keywords = Keywords::of(schema);
    let Some((word, parts)) = union::alternatives(&keywords) else {
        return Vec::new();
    };
    let parts = parts.iter().enumerate();
    parts
        .filter(|(_, part)| !is_null(part))
        .map(|(index, part)| (at.child(word).index(index), part.into()))
        .collect()
}

/// The same, with those of alternatives that are written in place, consist of alternatives and say
/// no more, such as that they are secret.
fn flattened<'d>(at: &Pointer, schema: &'d Schema) -> Vec<Member<'d>> {
    let mut open = members(at, schema);
    open.reverse();
    seen_through(open)
}

/// The only alternative of a schema that says nothing else, where it is written in place.
pub(super) fn only_member<'d>(at: &Pointer, schema: &'d Schema) -> Option<(Pointer, &'d Schema)> {
    let is_alone = is_plain(&Keywords::of(schema)) && schema.schema_data.discriminator.is_none();
    let members = if is_alone {
        flattened(at, schema)
    } else {
        Vec::new()
    };
    let [(at, part)] = <[Member<'d>; 1]>::try_from(members).ok()?;
    Some((at, part.here()?))
}

/// The alternatives, the last of them first, with those of alternatives that only list some.
fn seen_through(mut open: Vec<Member<'_>>) -> Vec<Member<'_>> {
    let mut found = Vec::new();
    while let Some((at, part)) = open.pop() {
        match part {
            Used::Here(inner) if says_no_more(inner) => {
                open.extend(members(&at, inner).into_iter().rev());
            }
            _ => found.push((at, part)),
        }
    }
    found
}

fn says_no_more(schema: &Schema) -> bool {
    let data = &schema.schema_data;
    let alone = data.discriminator.is_none() && data.extensions.is_empty() && !data.nullable;
    alone && is_plain(&Keywords::of(schema))
}

/// Whether alternatives are all that a schema says of its values. A `type` beside them repeats
/// what they say, and `items` without one are of those alternatives alone that are arrays.
pub(super) fn is_plain(keywords: &Keywords<'_>) -> bool {
    let alternatives = !keywords.one_of.is_empty() || !keywords.any_of.is_empty();
    let alone = Keywords {
        one_of: &[],
        any_of: &[],
        kind: None,
        items: keywords.items.filter(|_| keywords.kind.is_some()),
        ..keywords.clone()
    };
    alternatives && alone.is_open() && alone.required.is_empty()
}

/// What a schema says of its values where none of its alternatives is an object: what it says of the
/// properties of objects is of no value (JSON Schema Validation, Wright draft 00, section 4.1).
fn without_objects<'d>(
    lowering: &Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
) -> Option<Keywords<'d>> {
    let members = flattened(&spot.at, schema);
    let is_other = |part: Used<'d>| {
        let kind = part.followed(lowering).and_then(|it| Keywords::of(it).kind);
        kind.is_some_and(|kind| kind != Kind::Object)
    };
    let are_others = members.iter().all(|(_, part)| is_other(*part));
    let is_said = keywords.kind.is_none() && !members.is_empty() && are_others;
    is_said.then(|| Keywords {
        properties: None,
        required: &[],
        additional: None,
        ..keywords.clone()
    })
}

/// Whether an alternative is there for the `null` alone.
fn stands_for_null<'d>(lowering: &Lowering<'d>, part: Used<'d>, has_named: bool) -> bool {
    let here = part.here();
    part.followed(lowering).is_some_and(is_null_alone)
        || here.is_some_and(says_nullable_alone)
        || has_named && here.is_some_and(means_null)
}

/// Whether a schema that is written in place has `null` as its only value.
pub(super) fn is_null(part: &ReferenceOr<Schema>) -> bool {
    match part {
        ReferenceOr::Item(schema) => is_null_alone(schema),
        ReferenceOr::Reference { .. } => false,
    }
}

fn is_null_alone(schema: &Schema) -> bool {
    let values = Keywords::of(schema).enumeration;
    !values.is_empty() && values.iter().all(serde_json::Value::is_null)
}

/// Whether an alternative says nothing but that it may be `null`: beside others it is there for the `null`
/// (what schemars writes for an `Option`). Alone it would take whatever the others are there to tell.
fn says_nullable_alone(schema: &Schema) -> bool {
    schema.schema_data.nullable && takes_anything(&Keywords::of(schema))
}

/// Whether a schema says nothing of its values but what texts or numbers among them are like.
pub(super) fn is_untyped(keywords: &Keywords<'_>) -> bool {
    keywords.is_open() && keywords.required.is_empty()
}

/// Whether a schema says nothing of its values at all.
fn takes_anything(keywords: &Keywords<'_>) -> bool {
    let is_free = keywords.format.is_none() && keywords.constraints == Constraints::default();
    is_untyped(keywords) && is_free
}

/// Whether an alternative says nothing but that it is some object, or `null`: beside a named schema it is
/// there for the `null` (what Microsoft's OData tools write for a property that may be null).
fn means_null(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    let is_object = keywords.kind == Some(Kind::Object);
    let alone = Keywords {
        kind: None,
        ..keywords
    };
    is_object && schema.schema_data.nullable && is_untyped(&alone)
}

/// The one value that a property may have.
pub(super) fn lone_value(
    lowering: &Lowering<'_>,
    property: &ReferenceOr<Box<Schema>>,
) -> Option<serde_json::Value> {
    let values = listed_values(lowering, property);
    let [value] = <[serde_json::Value; 1]>::try_from(values).ok()?;
    Some(value)
}

/// The values that a property lists.
pub(super) fn listed_values(
    lowering: &Lowering<'_>,
    property: &ReferenceOr<Box<Schema>>,
) -> Vec<serde_json::Value> {
    let schema = followed_box(lowering, property);
    schema.map_or_else(Vec::new, |it| Keywords::of(it).enumeration)
}
