//! What the operations reach, and in which direction it travels.
//!
//! Types that no operation reaches are dropped, unless there is no operation at all. A property
//! that may be absent or null keeps its three states only where a request can send it.

use std::collections::BTreeSet;

use super::graph::{edges, mentions};
use crate::model::{Api, Body, Outcomes, Presence, Shape, Type, TypeId, Types};

/// Drops what is not reached, and notes directions.
pub(super) fn decide(api: &mut Api) {
    let sent = closure(&api.types, sent_roots(api));
    let received = closure(&api.types, received_roots(api));
    if api.operations().next().is_some() {
        api.types
            .retain(|id| sent.contains(&id) || received.contains(&id));
    }
    let all = api.operations().next().is_none();
    for (id, definition) in api.types.iter_mut() {
        definition.decisions.sent = all || sent.contains(&id);
        definition.decisions.received = all || received.contains(&id);
        if !definition.decisions.sent
            && let Shape::Record(record) = &mut definition.shape
        {
            for field in &mut record.fields {
                if field.presence == Presence::OptionalNullable {
                    field.presence = Presence::Optional;
                }
            }
        }
    }
}

fn sent_roots(api: &Api) -> Vec<TypeId> {
    let bodies = api
        .operations()
        .filter_map(|operation| operation.body.as_ref());
    let parameters = api.operations().flat_map(|operation| &operation.parameters);
    let types = bodies
        .map(|Body { ty, .. }| ty)
        .chain(parameters.map(|parameter| &parameter.ty));
    roots(types)
}

fn received_roots(api: &Api) -> Vec<TypeId> {
    let of = |outcomes: &'_ Outcomes| -> Vec<TypeId> {
        roots(outcomes.arms.iter().filter_map(|arm| arm.body.as_ref()))
    };
    api.operations()
        .flat_map(|operation| [of(&operation.success), of(&operation.failure)].concat())
        .collect()
}

fn roots<'t>(types: impl Iterator<Item = &'t Type>) -> Vec<TypeId> {
    types.filter_map(mentions).map(|(id, _)| id).collect()
}

fn closure(types: &Types, roots: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut open = roots;
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(definition) = types.get(id)
        {
            open.extend(edges(definition).into_iter().map(|edge| edge.target));
        }
    }
    reached
}
