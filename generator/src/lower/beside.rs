//! The `type` that stands beside alternatives.
//!
//! Comes in: an alternative, and what is said around it. Goes out: its type. Where all values are texts, or
//! numbers, or truth values, those of an alternative that says nothing of their kind are (JSON Schema
//! Validation, Wright draft 00, section 5.21).

use super::{
    Lowering,
    choice::is_untyped,
    constant::{kind_of, wide},
    keywords::{Keywords, Kind},
    reference::{Used, referred},
    schema::{Spot, Typed, hidden, inline_as, used, valued},
};
use crate::model::Type;

/// The type of an alternative.
pub(super) fn alternative<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    around: &Keywords<'_>,
    part: Used<'d>,
) -> Typed {
    let Some(keywords) = with_kind(lowering, around, part) else {
        return used(lowering, spot, part);
    };
    match part {
        Used::Here(schema) => inline_as(lowering, spot, schema, &keywords),
        Used::Named(reference) => {
            let Typed { ty, mut facets } = referred(lowering, spot, reference);
            // Something else may stand in the place of the named schema.
            if !matches!(ty.opened(), Type::Named(_)) {
                return Typed { ty, facets };
            }
            let ty = valued(lowering, spot, &keywords, &mut facets);
            let ty = hidden(lowering, spot, ty, facets.secret);
            Typed { ty, facets }
        }
    }
}

/// The kind of all alternatives, where none of their values has parts.
pub(super) fn kind(around: &Keywords<'_>) -> Option<Kind> {
    around
        .kind
        .filter(|kind| !matches!(kind, Kind::Array | Kind::Object))
}

/// What is said of the values of an alternative that says nothing of their kind. What a named schema lists
/// has a type of its own.
fn with_kind<'d>(
    lowering: &Lowering<'d>,
    around: &Keywords<'_>,
    part: Used<'d>,
) -> Option<Keywords<'d>> {
    let kind = kind(around)?;
    let own = Keywords::of(part.followed(lowering)?);
    let is_listed = !own.enumeration.is_empty();
    // `import` says of listed whole numbers that they are some.
    let leaves_open = match own.kind {
        None => true,
        Some(Kind::Integer) => is_listed && wide(kind) == Kind::Number,
        Some(_) => false,
    };
    let mut values = own.enumeration.iter().filter(|value| !value.is_null());
    let are_of_kind = values.all(|value| kind_of(value) == Some(wide(kind)));
    if !leaves_open || !are_of_kind || is_listed && part.here().is_none() {
        return None;
    }
    let rest = Keywords {
        kind: None,
        enumeration: Vec::new(),
        ..own.clone()
    };
    is_untyped(&rest).then(|| Keywords {
        kind: Some(kind),
        format: own.format.clone().or_else(|| around.format.clone()),
        ..own
    })
}
