//! Where a type would contain itself.
//!
//! Lists and maps are pointers already. Of what is left, a field that leads back to a record that
//! is being walked gets a box, so that a cycle has a box and not every step of it. A cycle of
//! required fields alone has no finite value; one of them becomes optional, with a warning.

use std::collections::BTreeSet;

use crate::model::graph::{Edge, edges};
use crate::{
    diagnostic::Diagnostics,
    model::{Api, Field, Presence, Shape, TypeId, Types},
};

/// Decides which fields get a box.
pub(super) fn decide(api: &mut Api, diagnostics: &mut Diagnostics) {
    for (id, position) in fields_leading_back(&api.types, |edge| edge.required) {
        let Some(definition) = api.types.get(id) else {
            continue;
        };
        let (origin, type_name) = (definition.origin.clone(), definition.name.source.clone());
        if let Some(field) = field_mut(&mut api.types, id, position) {
            field.presence = Presence::Optional;
            let at = origin.child("properties").child(&field.name.source);
            diagnostics.endless_type(at, &type_name, &field.name.source);
        }
    }
    for (id, position) in fields_leading_back(&api.types, |edge| edge.direct) {
        if let Some(field) = field_mut(&mut api.types, id, position) {
            field.boxed = true;
        }
    }
}

/// The fields that lead back to a record on the way to them, along the edges that count. Without
/// these fields there is no cycle. Walks in depth without recursion: chains can be long.
fn fields_leading_back(types: &Types, counts: impl Fn(&Edge) -> bool) -> Vec<(TypeId, usize)> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (start, _) in types.iter() {
        let mut way: Vec<(TypeId, Vec<Step>)> = Vec::new();
        let mut on_way = BTreeSet::new();
        let mut entered = seen.insert(start).then_some(start);
        loop {
            if let Some(record) = entered.take() {
                way.push((record, steps(types, record, &counts)));
                on_way.insert(record);
            }
            let Some((record, steps)) = way.last_mut() else {
                break;
            };
            let record = *record;
            match steps.pop() {
                Some((field, target)) if on_way.contains(&target) => {
                    found.insert((record, field));
                }
                Some((_, target)) => entered = seen.insert(target).then_some(target),
                None => {
                    on_way.remove(&record);
                    way.pop();
                }
            }
        }
    }
    found.into_iter().collect()
}

/// A field's position, and a record that it leads to in place.
type Step = (usize, TypeId);

/// The steps from a record, in the order of the fields' names, the last one first: what has a box must not
/// hang on the order of a document's keys.
fn steps(types: &Types, record: TypeId, counts: impl Fn(&Edge) -> bool) -> Vec<Step> {
    let Some(definition) = types.get(record) else {
        return Vec::new();
    };
    let fields = edges(definition).into_iter().filter(&counts);
    let mut steps: Vec<Step> = fields
        .filter_map(|edge| Some((edge.field?, edge.target)))
        .flat_map(|(field, target)| {
            records(types, target, &counts)
                .into_iter()
                .map(move |record| (field, record))
        })
        .collect();
    if let Shape::Record(record) = &definition.shape {
        let name = |field: usize| record.fields.get(field).map(|it| &it.name.source);
        steps.sort_by_key(|(field, _)| name(*field));
    }
    steps.reverse();
    steps
}

/// The records behind a type: itself, or what its alias, members or alternatives are.
fn records(types: &Types, id: TypeId, counts: impl Fn(&Edge) -> bool) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let Some(definition) = types.get(id).filter(|_| seen.insert(id)) else {
            continue;
        };
        match &definition.shape {
            Shape::Record(_) => found.push(id),
            Shape::Union(_) | Shape::Choice(_) | Shape::Alias(_) => {
                let next = edges(definition).into_iter().filter(&counts);
                open.extend(next.map(|edge| edge.target));
            }
            Shape::Enumeration(_) => {}
        }
    }
    found
}

fn field_mut(types: &mut Types, id: TypeId, position: usize) -> Option<&mut Field> {
    match &mut types.get_mut(id)?.shape {
        Shape::Record(record) => record.fields.get_mut(position),
        Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
    }
}
