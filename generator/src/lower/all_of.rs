//! `allOf`: one schema out of several.
//!
//! Three uses are told apart. A single schema wrapped to say something beside it (the usual way to
//! annotate a `$ref`) is that schema; several schemas that describe objects are merged (see
//! `compose.rs`), and so are lists and maps of objects; of several others, the one that says most is the
//! type.

use openapiv3::{ReferenceOr, Schema};

use super::{
    Lowering,
    facets::Facets,
    keywords::{Keywords, Kind},
    property::Property,
    reference::{followed, part_facets},
    schema::{Spot, Typed, value},
};
use crate::model::Type;

/// One schema with annotations around it: that schema's type, with the annotations.
pub(super) fn try_wrapped<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    keywords: &Keywords<'d>,
) -> Option<Typed> {
    let Wrapped {
        index,
        substance,
        around,
    } = wrapped(keywords)?;
    let spot = Spot {
        at: spot.at.child("allOf").index(index),
        ..spot.clone()
    };
    let inner = value(lowering, &spot, substance);
    Some(Typed {
        ty: inner.ty,
        facets: inner.facets.refined_by(around),
    })
}

/// The one part of an `allOf` that says what values there are.
pub(super) struct Wrapped<'d> {
    /// Its position.
    pub index: usize,
    /// The part.
    pub substance: &'d ReferenceOr<Schema>,
    /// What the other parts annotate.
    pub around: Facets,
}

/// Finds the part that all others only annotate.
pub(super) fn wrapped<'d>(keywords: &Keywords<'d>) -> Option<Wrapped<'d>> {
    // A `type` beside the parts repeats what they say.
    let alone = Keywords {
        all_of: &[],
        kind: None,
        ..keywords.clone()
    };
    let adds_required = !keywords.required.is_empty();
    if keywords.all_of.is_empty() || adds_required || !alone.is_open() {
        return None;
    }
    let mut inner = None;
    let mut around = Facets::default();
    for (index, part) in keywords.all_of.iter().enumerate() {
        match part {
            ReferenceOr::Item(schema) if is_annotation(schema) => {
                around = around.refined_by(Facets::of(schema, &Keywords::of(schema)));
            }
            ReferenceOr::Item(schema) if !Keywords::of(schema).conditions.is_empty() => {
                return None;
            }
            substance if inner.is_none() => inner = Some((index, substance)),
            _ => return None,
        }
    }
    let (index, substance) = inner?;
    Some(Wrapped {
        index,
        substance,
        around,
    })
}

fn is_annotation(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    keywords.is_open() && keywords.required.is_empty()
}

/// The type of several schemas that are no objects: that of the part that says most, with the
/// bounds of all. Where no part says more than the schema itself, there is no type, and what all of them
/// say around it.
pub(super) fn strongest<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    beside: &Facets,
    schema: &'d Schema,
) -> (Option<Type>, Facets) {
    let keywords = Keywords::of(schema);
    let alone = Keywords {
        all_of: &[],
        ..keywords.clone()
    };
    let mut strongest = None;
    let mut most = weight(&alone);
    let mut around = beside.clone();
    let mut joined: Option<Property<'d>> = None;
    for (index, part) in keywords.all_of.iter().enumerate() {
        let at = spot.at.child("allOf").index(index);
        let (Some(schema), Some(facets)) =
            (followed(lowering, part), part_facets(lowering, &at, part))
        else {
            continue;
        };
        let own = Keywords::of(schema);
        around = facets.refined_by(around);
        let property = Property::new(at, part.into(), false);
        match &mut joined {
            Some(joined) => joined.refined_by(lowering, property),
            none => *none = Some(property),
        }
        if weight(&own) > most {
            most = weight(&own);
            strongest = Some((index, part));
        }
    }
    let own = Property::beside(&spot.at, schema);
    let is_of_all = own.is_some() && joined.is_some();
    if let (Some(joined), Some(own)) = (&mut joined, own) {
        joined.refined_by(lowering, own);
    }
    let joined = joined.filter(|it| is_of_all || strongest.is_some() && it.is_of_several());
    if let Some(joined) = joined {
        let Typed { ty, facets } = joined.typed(lowering, spot);
        return (Some(ty), facets.refined_by(around));
    }
    let Some((index, part)) = strongest else {
        return (None, around);
    };
    let spot = Spot {
        at: spot.at.child("allOf").index(index),
        ..spot.clone()
    };
    let Typed { ty, facets } = value(lowering, &spot, part);
    (Some(ty), facets.refined_by(around))
}

/// How much a schema says of the shape of its values.
fn weight(keywords: &Keywords<'_>) -> u8 {
    let has_properties = keywords.properties.is_some_and(|found| !found.is_empty());
    match keywords.kind {
        _ if !keywords.enumeration.is_empty() => 4,
        _ if keywords.items.is_some() || has_properties => 3,
        _ if !keywords.all_of.is_empty() => 3,
        _ if !keywords.one_of.is_empty() || !keywords.any_of.is_empty() => 3,
        Some(_) if keywords.format.is_some() => 2,
        Some(Kind::Object) if keywords.additional.is_none() => 1,
        Some(_) => 2,
        None => 0,
    }
}
