//! What the operations and what comes in reach, and in which direction it travels.
//!
//! Types that neither reaches are dropped, unless there is no operation at all.

use std::collections::BTreeSet;

use crate::model::{
    Api, TypeId, Types,
    graph::{named, received_roots, sent_roots, walk},
};

/// Drops what is not reached, and notes directions.
pub(super) fn decide(api: &mut Api) {
    let sent = closure(&api.types, api.operations().flat_map(sent_roots));
    let answers = api.operations().flat_map(received_roots);
    let received = closure(&api.types, answers.chain(api.incoming.types()));
    if api.operations().next().is_some() {
        api.types
            .retain(|id| sent.contains(&id) || received.contains(&id));
    }
    let all = api.operations().next().is_none();
    for (id, definition) in api.types.iter_mut() {
        definition.decisions.sent = all || sent.contains(&id);
        definition.decisions.received = all || received.contains(&id);
    }
}

/// The types that the client's own parameters name.
pub(super) fn client_roots(api: &Api) -> impl Iterator<Item = TypeId> {
    let parameters = api.client_parameters.iter();
    parameters.flat_map(|parameter| named(&parameter.ty))
}

/// Everything that is reached from some types, they themselves too.
pub(super) fn closure(types: &Types, roots: impl Iterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    walk(types, roots, |id| reached.insert(id));
    reached
}
