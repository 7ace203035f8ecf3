//! What is said of objects beside alternatives of which some are none.
//!
//! Comes in: a schema that has alternatives, by itself or in a part of its `allOf`, and says of no kind that
//! its values are of it. Goes out: the choice between the alternatives that are no objects, as they are, and
//! the objects among them, each with what stands beside it. `properties` and their like are of objects alone:
//! a text is as good as it would be without them (JSON Schema Validation, Wright draft 00, section 4.1).

use openapiv3::Schema;

use super::{
    Lowering, all_of,
    choice::{self, Member},
    compose, constant,
    facets::Facets,
    keywords::Keywords,
    once::Once,
    reference::followed,
    schema::Spot,
    union,
};
use crate::model::Shape;

/// The shape of a schema that has both.
pub(super) fn try_mixed<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
    facets: &mut Facets,
) -> Option<Shape> {
    if all_of::wrapped(keywords).is_some() || !leaves_kind_open(lowering, schema) {
        return None;
    }
    let (at, listing) = compose::first_choice(lowering, spot, schema)?;
    let (mut members, takes_null) = choice::told(lowering, &at, listing);
    let is_object = |lowering: &Lowering<'d>, (_, part): &Member<'d>| {
        let schema = part.followed(lowering);
        schema.is_none_or(|it| compose::is_object(lowering, it))
    };
    let count = members.iter().filter(|it| is_object(lowering, it)).count();
    if count == 0 || count == members.len() {
        return None;
    }
    let objects = compose::objects(lowering, spot, schema)?;
    let around = Keywords::of(listing);
    facets.nullable |= takes_null || Facets::of(listing, &around).nullable;
    let place = Spot { at, ..spot.clone() };
    let constants = constant::take(lowering, &place, &around, &mut members, facets);
    members.retain(|it| !is_object(lowering, it));
    let others = choice::alternatives(lowering, &place, (Some(listing), &around), members);
    facets.nullable |= others.iter().any(|(_, own)| own.nullable);
    let mut alternatives: Vec<_> = others.into_iter().map(|(it, _)| it).collect();
    alternatives.extend(choice::combinations(lowering, spot, &objects));
    Some(choice::choice(constants, alternatives))
}

/// Whether neither a schema nor a part of its `allOf` says of what kind values are, and one of them alone
/// has alternatives.
fn leaves_kind_open<'d>(lowering: &Lowering<'d>, schema: &'d Schema) -> bool {
    let mut count = 0_usize;
    let mut open = Once::from(schema);
    while let Some(schema) = open.next() {
        let keywords = Keywords::of(schema);
        if keywords.kind.is_some() || keywords.items.is_some() || !keywords.enumeration.is_empty() {
            return false;
        }
        count += usize::from(union::alternatives(&keywords).is_some());
        let parts = keywords.all_of.iter();
        open.lead(parts.filter_map(|part| followed(lowering, part)));
    }
    count == 1
}
