//! What stands beside the alternatives of a discriminated union: properties that all of its values
//! have.
//!
//! Comes in: the members of a union, and the schema that lists them or has a part that does. Goes
//! out: for each member that lacks those properties a record of both. A member that has them is its
//! own named type.

use indexmap::IndexMap;
use openapiv3::Schema;

use super::{
    Lowering, choice,
    compose::{self, Additional, Composition, Merged},
    own_tags::Member,
    reference::{followed, named},
    schema::{Spot, schemas_pointer},
    union::is_skipped,
};
use crate::{diagnostic::Pointer, model::TypeId};

/// Where a union is described, and where its alternatives are.
pub(super) struct Place<'s, 'd> {
    /// Where the union stands.
    pub spot: &'s Spot,
    /// The schema there.
    pub schema: &'d Schema,
    /// The place of the schema that lists the alternatives: the same one, or a part of it.
    pub choice: &'s Pointer,
}

/// The members that are records of this union alone, by the names of their schemas. `None` where what
/// stands beside the members, or a member that lacks it, is no object or has a choice of its own.
pub(super) fn records<'d>(
    lowering: &mut Lowering<'d>,
    place: &Place<'_, 'd>,
    property: &str,
    members: &[Member],
) -> Option<IndexMap<String, TypeId>> {
    let shared = compose::decided(lowering, place.spot, place.schema, place.choice, None)?;
    if !says_more(&shared, property) {
        return Some(IndexMap::new());
    }
    let mut lacking = IndexMap::new();
    for (_, name) in members {
        let alone = alone(lowering, name);
        let lacks = alone.is_none_or(|alone| adds(&shared, &alone, property));
        if lacks && !is_skipped(lowering, name) {
            lacking.insert(name.clone(), both(lowering, place, name)?);
        }
    }
    let records = lacking.into_iter().map(|(name, both)| {
        let id = choice::combined(lowering, place.spot, &name, &both);
        (name, id)
    });
    Some(records.collect())
}

/// The properties of a named schema by itself.
fn alone<'d>(lowering: &Lowering<'d>, name: &str) -> Option<Merged<'d>> {
    let schema = followed(lowering, named(lowering, name)?)?;
    let spot = Spot::named(schemas_pointer().child(name), name);
    match compose::compose(lowering, &spot, schema) {
        Composition::Objects(objects) => match <[Merged<'d>; 1]>::try_from(objects) {
            Ok([merged]) => Some(merged),
            Err(_) => None,
        },
        Composition::NotAnObject | Composition::TooMany => None,
    }
}

/// The properties of a member together with those beside it.
fn both<'d>(lowering: &mut Lowering<'d>, place: &Place<'_, 'd>, name: &str) -> Option<Merged<'d>> {
    let both = followed(lowering, named(lowering, name)?)
        .filter(|schema| compose::is_object_part(schema))
        .and_then(|_| {
            compose::decided(lowering, place.spot, place.schema, place.choice, Some(name))
        });
    if both.is_none() {
        let at = lowering.site(&schemas_pointer().child(name));
        lowering
            .diagnostics
            .discriminator_member_not_object(at, name);
    }
    both
}

/// Whether anything stands beside the alternatives, save what tells them apart.
fn says_more(shared: &Merged<'_>, property: &str) -> bool {
    let names = shared.properties.keys().chain(&shared.required);
    let mut others = names.filter(|name| **name != property);
    others.next().is_some() || keeps_unknown(shared) || shared.resource
}

/// Whether something stands beside a member that its own schema does not say.
fn adds(shared: &Merged<'_>, alone: &Merged<'_>, property: &str) -> bool {
    let described = |name: &&&str| alone.properties.contains_key(**name);
    let mut properties = shared.properties.keys().filter(|name| **name != property);
    let mut required = shared.required.iter().filter(|name| **name != property);
    properties.any(|name| !described(&name))
        || required.any(|name| described(&name) && !alone.required.contains(name))
        || keeps_unknown(shared) && alone.additional.is_none()
        || shared.resource && !alone.resource
}

fn keeps_unknown(merged: &Merged<'_>) -> bool {
    merged.additional.as_ref().is_some_and(Additional::are_some)
}
