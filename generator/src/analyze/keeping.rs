//! Which records keep properties that the description does not name.
//!
//! A caller gets an Azure resource, changes it and puts it back: what is newer than the crate must
//! come back too, however deep in the resource it stands. So every record that is reached from a
//! resource which requests and responses carry keeps what it does not know; all other records,
//! error bodies and filters among them, stay as small as they are.

use std::collections::BTreeSet;

use crate::model::graph::edges;
use crate::model::{Api, Extra, Name, Shape, Type, TypeId};

/// Decides it, once directions are known.
pub(super) fn decide(api: &mut Api) {
    let mut open: Vec<TypeId> = api
        .types
        .iter()
        .filter(|(_, definition)| match &definition.shape {
            Shape::Record(record) => record.resource && definition.decisions.is_round_trip(),
            Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => false,
        })
        .map(|(id, _)| id)
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(definition) = api.types.get(id)
        {
            open.extend(edges(definition).into_iter().map(|edge| edge.target));
        }
    }
    for id in reached {
        if let Some(definition) = api.types.get_mut(id)
            && let Shape::Record(record) = &mut definition.shape
            && record.extra == Extra::Ignored
        {
            record.extra = Extra::Kept {
                name: Name::new("additional properties"),
                ty: Type::Any,
            };
        }
    }
}
