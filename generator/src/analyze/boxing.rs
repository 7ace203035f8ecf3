//! Where a type would contain itself.
//!
//! Lists and maps are pointers already. Of what is left, a field that leads back to its own
//! record gets a box, so that a cycle has one box and not one at every step. A cycle of required
//! fields alone has no finite value; one of them becomes optional, with a warning.

use std::collections::BTreeSet;

use super::graph::{Edge, edges};
use crate::{
    diagnostic::Diagnostics,
    model::{Api, Field, Presence, Shape, TypeId, Types},
};

/// Decides which fields get a box.
pub(super) fn decide(api: &mut Api, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in &ids {
        for position in fields_leading_back(&api.types, *id, |edge| edge.required) {
            if let Some(field) = field_mut(&mut api.types, *id, position) {
                field.presence = Presence::Optional;
                let name = field.name.source.clone();
                if let Some(definition) = api.types.get(*id) {
                    let origin = definition.origin.child("properties").child(&name);
                    diagnostics.endless_type(origin, &definition.name.source, &name);
                }
            }
        }
    }
    for id in ids {
        for position in fields_leading_back(&api.types, id, |edge| edge.direct) {
            if let Some(field) = field_mut(&mut api.types, id, position) {
                field.boxed = true;
            }
        }
    }
}

/// The fields of a record from which it can be reached again along the edges that count.
fn fields_leading_back(types: &Types, id: TypeId, counts: impl Fn(&Edge) -> bool) -> Vec<usize> {
    let Some(definition) = types.get(id) else { return Vec::new() };
    let own = edges(definition).into_iter().filter(&counts);
    own.filter(|edge| reaches(types, edge.target, id, &counts))
        .filter_map(|edge| edge.field)
        .collect()
}

fn reaches(types: &Types, from: TypeId, to: TypeId, counts: impl Fn(&Edge) -> bool) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id)
            && let Some(definition) = types.get(id)
        {
            let next = edges(definition).into_iter().filter(&counts);
            open.extend(next.map(|edge| edge.target));
        }
    }
    false
}

fn field_mut(types: &mut Types, id: TypeId, position: usize) -> Option<&mut Field> {
    match &mut types.get_mut(id)?.shape {
        Shape::Record(record) => record.fields.get_mut(position),
        Shape::Union(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
    }
}
