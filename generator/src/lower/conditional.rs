//! What is described under conditions that are not known: properties that no value must have.
//!
//! Comes in: the part of an object that `import` makes of conditions. Goes out: the properties that they
//! describe, wherever they lead. Of several descriptions of one property, each under a condition of its
//! own, a value is as any of them says: one type for the same descriptions, however often they meet.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use openapiv3::{ReferenceOr, Schema};

use super::{
    Lowering,
    choice::{self, Member},
    compose,
    facets::Facets,
    joined::{self, Met},
    keywords::Keywords,
    property::{Property, described_at},
    schema::{Spot, Typed, define},
};
use crate::{
    diagnostic::Pointer,
    model::{Docs, Examples, Shape, Type},
};

/// The types of such values.
#[derive(Debug, Default)]
pub(super) struct Conditional {
    /// By the places of the descriptions.
    types: IndexMap<Vec<Pointer>, Begun>,
}

/// A type, from when it is begun.
#[derive(Debug)]
struct Begun {
    met: Met,
    /// What the descriptions say around it, once it is made.
    facets: Facets,
    /// It was met more than once.
    is_shared: bool,
}

impl Begun {
    fn typed(&self) -> Typed {
        Typed {
            ty: Type::Named(self.met.id),
            facets: self.facets.clone(),
        }
    }
}

/// What conditions describe.
#[derive(Debug)]
pub(super) struct Described<'d> {
    /// The properties, in the order of the document.
    pub properties: Vec<(&'d str, Property<'d>)>,
    /// All of it is said of objects.
    pub are_objects: bool,
}

/// Whether a schema is the part of what conditions describe.
pub(super) fn is_part(schema: &Schema) -> bool {
    !Keywords::of(schema).conditions.is_empty()
}

/// The properties that such a part describes, and those of all schemas that it leads to. Members of a
/// hierarchy are types of their own, whose properties its head has not.
pub(super) fn properties<'d>(
    lowering: &Lowering<'d>,
    at: &Pointer,
    schema: &'d Schema,
) -> Described<'d> {
    let mut described = Described {
        properties: Vec::new(),
        are_objects: true,
    };
    let mut seen = BTreeSet::new();
    let members = members(lowering, at);
    let mut open = inner(at, schema);
    while let Some((at, part)) = open.pop() {
        if part.name().is_some_and(|name| members.contains(&name)) {
            continue;
        }
        let Some((at, schema)) = described_at(lowering, &at, part) else {
            continue;
        };
        if !seen.insert(at.clone()) {
            continue;
        }
        if !compose::is_object_part(schema) {
            described.are_objects = false;
            continue;
        }
        let properties = Keywords::of(schema).properties.into_iter().flatten();
        for (name, property) in properties.filter(|(_, it)| !is_never(it)) {
            let place = at.child("properties").child(name);
            let property = Property::new(place, property.into(), true);
            described.properties.push((name, property));
        }
        open.extend(inner(&at, schema));
    }
    described
}

/// The members of the hierarchy that a place is in the head of.
fn members<'d>(lowering: &Lowering<'d>, at: &Pointer) -> IndexSet<&'d str> {
    match compose::owner(at) {
        Some(owner) if lowering.hierarchy.has_members(&owner) => {
            lowering.hierarchy.descendants(&owner)
        }
        Some(_) | None => IndexSet::new(),
    }
}

/// What a schema is composed of, its alternatives and what holds under conditions, the last first.
fn inner<'d>(at: &Pointer, schema: &'d Schema) -> Vec<Member<'d>> {
    let keywords = Keywords::of(schema);
    let lists = [
        ("allOf", keywords.all_of),
        ("oneOf", keywords.one_of),
        ("anyOf", keywords.any_of),
        ("anyOf", keywords.conditions),
    ];
    let mut found = Vec::new();
    for (word, parts) in lists {
        let parts = parts.iter().enumerate();
        let parts = parts.filter(|(_, part)| !choice::is_null(part));
        found.extend(parts.map(|(index, part)| (at.child(word).index(index), part.into())));
    }
    found.reverse();
    found
}

/// Whether a property has no value.
fn is_never(property: &ReferenceOr<Box<Schema>>) -> bool {
    let ReferenceOr::Item(schema) = property else {
        return false;
    };
    match &schema.schema_kind {
        openapiv3::SchemaKind::Not { not } => match not.as_ref() {
            ReferenceOr::Item(inner) => Keywords::of(inner).is_open(),
            ReferenceOr::Reference { .. } => false,
        },
        _ => false,
    }
}

/// The type of a value that several descriptions are of, each under a condition of its own.
pub(super) fn typed<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    members: Vec<Member<'d>>,
) -> Typed {
    let key: Vec<Pointer> = members.iter().map(|(at, _)| at.clone()).collect();
    let called = joined::called(lowering, spot, &key);
    if let Some(begun) = lowering.conditional.types.get_mut(&key) {
        begun.met.again(called, &begun.facets.docs);
        begun.is_shared = true;
        return begun.typed();
    }
    // What is described may lead back to here.
    let id = lowering.table.reserve();
    let begun = Begun {
        met: Met::new(id, called, Docs::default()),
        facets: Facets::default(),
        is_shared: false,
    };
    lowering.conditional.types.insert(key.clone(), begun);
    let mut facets = Facets::default();
    let shape = choice::of_apart(lowering, spot, members, &mut facets);
    let types = &mut lowering.conditional.types;
    let begun = types.get_mut(&key).filter(|begun| begun.is_shared);
    if let (Shape::Alias(ty), None) = (&shape, begun) {
        types.shift_remove(&key);
        let ty = ty.clone();
        return Typed { ty, facets };
    }
    if let Some(begun) = types.get_mut(&key) {
        begun.met.describe(facets.docs.clone());
        begun.facets = facets.clone();
    }
    let (docs, examples) = (facets.docs.clone(), Examples::new());
    let definition = define(lowering, spot, spot.name(), docs, shape, examples);
    lowering.table.define(id, definition);
    Typed {
        ty: Type::Named(id),
        facets,
    }
}

/// Calls each type by the shortest of the names that it has where it was met, whichever came first.
pub(super) fn name(lowering: &mut Lowering<'_>) {
    for (_, begun) in std::mem::take(&mut lowering.conditional.types) {
        begun.met.name(lowering);
    }
}
