//! What the operations reach, and in which direction it travels.
//!
//! Types that no operation reaches are dropped, unless there is no operation at all. A property
//! that may be absent or null keeps its three states only where a request can send it.

use std::collections::BTreeSet;

use super::graph::{edges, mentions};
use crate::model::{Api, Operation, Presence, Shape, Type, TypeId, Types};

/// Drops what is not reached, and notes directions.
pub(super) fn decide(api: &mut Api) {
    let sent = closure(&api.types, api.operations().flat_map(sent_roots));
    let received = closure(&api.types, api.operations().flat_map(received_roots));
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

/// The types that operations name.
pub(super) fn roots<'o>(
    operations: impl IntoIterator<Item = &'o Operation>,
) -> impl Iterator<Item = TypeId> {
    operations
        .into_iter()
        .flat_map(|operation| sent_roots(operation).chain(received_roots(operation)))
}

/// The types that the client's own parameters name.
pub(super) fn client_roots(api: &Api) -> impl Iterator<Item = TypeId> {
    let parameters = api.client_parameters.iter();
    parameters.filter_map(|parameter| root(&parameter.ty))
}

fn sent_roots(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let body = operation.body.iter().map(|body| &body.ty);
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    body.chain(parameters).filter_map(root)
}

fn received_roots(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let Operation {
        success, failure, ..
    } = operation;
    let arms = success.arms.iter().chain(&failure.arms);
    arms.filter_map(|arm| root(arm.body.as_ref()?))
}

fn root(ty: &Type) -> Option<TypeId> {
    mentions(ty).map(|(id, _)| id)
}

/// Everything that is reached from some types, they themselves too.
fn closure(types: &Types, roots: impl Iterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    walk(types, roots, |id| reached.insert(id));
    reached
}

/// Walks from some types to all that they mention; `enter` says of each whether to go on from it.
pub(super) fn walk(
    types: &Types,
    roots: impl Iterator<Item = TypeId>,
    mut enter: impl FnMut(TypeId) -> bool,
) {
    let mut open: Vec<TypeId> = roots.collect();
    while let Some(id) = open.pop() {
        if enter(id)
            && let Some(definition) = types.get(id)
        {
            open.extend(edges(definition).into_iter().map(|edge| edge.target));
        }
    }
}
