//! References to named schemas: what they lead to, and what whoever refers takes over from there.

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};

use super::{
    Lowering, all_of,
    component::schema_name,
    facets::Facets,
    keywords::Keywords,
    schema::{Spot, Typed, hidden, replaced, schemas_pointer},
};
use crate::{diagnostic::Pointer, model::Type};

/// The named schema of that name.
pub(super) fn named<'d>(lowering: &Lowering<'d>, name: &str) -> Option<&'d ReferenceOr<Schema>> {
    lowering.document.api.components.as_ref()?.schemas.get(name)
}

/// A schema itself, through references.
pub(super) fn followed<'d>(
    lowering: &Lowering<'d>,
    part: &'d ReferenceOr<Schema>,
) -> Option<&'d Schema> {
    let mut current = part;
    // No way is longer than there are schemas, unless it is a circle, which `import` reports.
    let schemas = lowering.document.api.components.as_ref();
    for _ in 0..=schemas.map_or(0, |found| found.schemas.len()) {
        match current {
            ReferenceOr::Item(schema) => return Some(schema),
            ReferenceOr::Reference { reference } => {
                current = named(lowering, schema_name(reference)?)?;
            }
        }
    }
    None
}

/// The name of the schema that a named one is another name of, or its own.
pub(super) fn followed_name<'d>(lowering: &Lowering<'d>, name: &'d str) -> &'d str {
    let next = |name: &&'d str| named(lowering, name).and_then(referred_name);
    let schemas = lowering.document.api.components.as_ref();
    // As in `followed`.
    let most = schemas.map_or(0, |found| found.schemas.len());
    let names = std::iter::successors(Some(name), next).take(most.saturating_add(1));
    names.last().unwrap_or(name)
}

/// The same of the boxed schemas of properties and items.
pub(super) fn followed_box<'d>(
    lowering: &Lowering<'d>,
    part: &'d ReferenceOr<Box<Schema>>,
) -> Option<&'d Schema> {
    Used::from(part).followed(lowering)
}

/// A schema where it is used: a reference to a named one, or the schema itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Used<'d> {
    /// The reference.
    Named(&'d str),
    /// The schema.
    Here(&'d Schema),
}

impl<'d> Used<'d> {
    /// The schema itself, through references.
    pub fn followed(self, lowering: &Lowering<'d>) -> Option<&'d Schema> {
        match self {
            Self::Here(schema) => Some(schema),
            Self::Named(reference) => followed(lowering, named(lowering, schema_name(reference)?)?),
        }
    }

    /// The name of the schema, where it is a reference.
    pub fn name(self) -> Option<&'d str> {
        match self {
            Self::Named(reference) => schema_name(reference),
            Self::Here(_) => None,
        }
    }

    /// The schema itself, where it is no reference.
    pub fn here(self) -> Option<&'d Schema> {
        match self {
            Self::Here(schema) => Some(schema),
            Self::Named(_) => None,
        }
    }

    /// Whether another one says the same.
    pub fn is_equal(self, other: Self) -> bool {
        match (self, other) {
            (Self::Here(own), Self::Here(other)) => own == other,
            (Self::Named(own), Self::Named(other)) => own == other,
            (Self::Here(_), Self::Named(_)) | (Self::Named(_), Self::Here(_)) => false,
        }
    }

    /// Whether another one is the same, at the same place.
    pub fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Here(own), Self::Here(other)) => std::ptr::eq(own, other),
            (Self::Named(own), Self::Named(other)) => std::ptr::eq(own, other),
            (Self::Here(_), Self::Named(_)) | (Self::Named(_), Self::Here(_)) => false,
        }
    }
}

impl<'d> From<&'d ReferenceOr<Schema>> for Used<'d> {
    fn from(part: &'d ReferenceOr<Schema>) -> Self {
        match part {
            ReferenceOr::Item(schema) => Self::Here(schema),
            ReferenceOr::Reference { reference } => Self::Named(reference),
        }
    }
}

impl<'d> From<&'d ReferenceOr<Box<Schema>>> for Used<'d> {
    fn from(part: &'d ReferenceOr<Box<Schema>>) -> Self {
        match part {
            ReferenceOr::Item(schema) => Self::Here(schema),
            ReferenceOr::Reference { reference } => Self::Named(reference),
        }
    }
}

/// The name of the schema that a reference leads to.
pub(super) fn referred_name(schema: &ReferenceOr<Schema>) -> Option<&str> {
    match schema {
        ReferenceOr::Reference { reference } => schema_name(reference),
        ReferenceOr::Item(_) => None,
    }
}

/// The type of a named schema, where it is referred to.
pub(super) fn referred(lowering: &mut Lowering<'_>, spot: &Spot, reference: &str) -> Typed {
    let Some(name) = schema_name(reference) else {
        lowering.diagnostics.unsupported_schema(
            lowering.site(&spot.at),
            &format!("a reference to `{reference}`"),
            "refer to a schema under `#/components/schemas/`",
        );
        return Typed {
            ty: Type::Any,
            facets: Facets::default(),
        };
    };
    let mut facets = target_facets(lowering, name);
    let origin = lowering.origin(&spot.at);
    // A secret is hidden where it is referred to: its definition is of the value itself.
    facets.secret = lowering.selection.is_secret(&origin, facets.secret);
    let replaced = replaced(lowering, &origin).or_else(|| {
        let target = lowering.origin(&schemas_pointer().child(name));
        replaced(lowering, &target)
    });
    let ty = replaced.unwrap_or_else(|| Type::Named(lowering.table.component(name)));
    Typed {
        ty: hidden(lowering, spot, ty, facets.secret),
        facets,
    }
}

/// What a part of an `allOf` says around its values, be it a reference, as the configuration has it.
pub(super) fn part_facets(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    part: &ReferenceOr<Schema>,
) -> Option<Facets> {
    let mut facets = match part {
        ReferenceOr::Item(schema) => Facets::of(schema, &Keywords::of(schema)).inherited(),
        ReferenceOr::Reference { reference } => target_facets(lowering, schema_name(reference)?),
    };
    let origin = lowering.origin(at);
    facets.secret = lowering.selection.is_secret(&origin, facets.secret);
    Some(facets)
}

/// What a reference takes over from a named schema: what it says, and what the schema says that it
/// is another name of, be it by a bare reference or by one with something beside it. What is said
/// nearer to the reference counts for more.
fn target_facets(lowering: &mut Lowering<'_>, name: &str) -> Facets {
    let mut facets = Facets::default();
    let mut chain = IndexMap::new();
    let mut next = Some(name);
    while let Some(name) = next {
        if let Some(known) = lowering.facets.get(name) {
            facets = known.clone();
            break;
        }
        if chain.contains_key(name) {
            break;
        }
        let (own, target) = own_facets(lowering, name);
        chain.insert(name, own);
        next = target;
    }
    // From the far end, so that each name's are found once, however many refer to it.
    for (name, own) in chain.into_iter().rev() {
        facets = own.into_iter().fold(facets, Facets::refined_by);
        lowering.facets.insert(name.to_owned(), facets.clone());
    }
    facets
}

/// What one named schema adds to what it is another name of, the weightiest last, and that name.
fn own_facets<'d>(lowering: &mut Lowering<'d>, name: &str) -> (Vec<Facets>, Option<&'d str>) {
    let schema = match named(lowering, name) {
        Some(ReferenceOr::Item(schema)) => schema,
        Some(reference @ ReferenceOr::Reference { .. }) => {
            return (Vec::new(), referred_name(reference));
        }
        None => return (Vec::new(), None),
    };
    let keywords = Keywords::of(schema);
    let mut facets = Facets::of(schema, &keywords).inherited();
    facets.nullable |= lowering.nullable.has(name);
    let origin = lowering.document.origin(&schemas_pointer().child(name));
    facets.secret = lowering.selection.is_secret(&origin, facets.secret);
    match all_of::wrapped(&keywords) {
        Some(found) => {
            let around = found.around.inherited();
            (vec![around, facets], referred_name(found.substance))
        }
        None => (vec![facets], None),
    }
}
