//! What the operations reach, and in which direction it travels.
//!
//! Types that no operation reaches are dropped, unless there is no operation at all. A property
//! that may be absent or null keeps its three states only where a request can send it.

use std::collections::BTreeSet;

use crate::model::{
    Access, Api, Field, Method, Only, Operation, Presence, Shape, Type, TypeId, Types,
    graph::{named, received_roots, sent_roots, walk},
};

/// Drops what is not reached, and notes directions.
pub(super) fn decide(api: &mut Api) {
    let sent = closure(&api.types, api.operations().flat_map(sent_roots));
    let received = closure(&api.types, api.operations().flat_map(received_roots));
    let patched = closure(&api.types, api.operations().flat_map(patched_roots));
    let created = closure(&api.types, sent_by(api, &[Method::Put, Method::Post]));
    let changed = closure(&api.types, sent_by(api, &[Method::Patch]));
    if api.operations().next().is_some() {
        api.types
            .retain(|id| sent.contains(&id) || received.contains(&id));
    }
    let all = api.operations().next().is_none();
    for (id, definition) in api.types.iter_mut() {
        definition.decisions.sent = all || sent.contains(&id);
        definition.decisions.received = all || received.contains(&id);
        let missing = |only| match only {
            Only::Creation => changed.contains(&id),
            Only::Change => created.contains(&id),
        };
        let received = received.contains(&id);
        allow_absence(&mut definition.shape, |field| {
            let hidden = received && field.access == Access::WriteOnly;
            hidden || field.only.is_some_and(missing)
        });
        if patched.contains(&id) {
            allow_removal(&mut definition.shape);
        }
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

/// The types that the client's own parameters name.
pub(super) fn client_roots(api: &Api) -> impl Iterator<Item = TypeId> {
    let parameters = api.client_parameters.iter();
    parameters.flat_map(|parameter| named(&parameter.ty))
}

/// The types that a merge patch is made of.
fn patched_roots(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let body = operation.body.as_ref();
    let patch = body.filter(|body| {
        let choices = body.content_types.iter().flat_map(|it| &it.choices);
        let mut all = choices.chain([&body.media_type]);
        all.any(|media_type| media_type.starts_with("application/merge-patch+json"))
    });
    patch.into_iter().flat_map(|body| named(&body.ty))
}

/// The types that requests of some methods send.
fn sent_by<'a>(api: &'a Api, methods: &'a [Method]) -> impl Iterator<Item = TypeId> + 'a {
    let operations = api.operations();
    let those = operations.filter(|operation| methods.contains(&operation.method));
    those.flat_map(sent_roots)
}

/// A property is not always there, `required` or not, that one kind of request alone carries, where
/// the other kind sends its type, too; or that no answer carries, where one has its type.
fn allow_absence(shape: &mut Shape, is_missing: impl Fn(&Field) -> bool) {
    let Shape::Record(record) = shape else {
        return;
    };
    for field in &mut record.fields {
        if is_missing(field) {
            field.presence = match field.presence {
                Presence::Required => Presence::Optional,
                Presence::Nullable => Presence::OptionalNullable,
                known @ (Presence::Optional | Presence::OptionalNullable) => known,
            };
        }
    }
}

/// In a merge patch `null` removes a member (RFC 7396, section 1), be it described or not.
fn allow_removal(shape: &mut Shape) {
    let Shape::Record(record) = shape else {
        return;
    };
    for field in &mut record.fields {
        if field.presence == Presence::Optional {
            field.presence = Presence::OptionalNullable;
        }
        if let Type::Map(value) = &mut field.ty
            && !matches!(**value, Type::Nullable(_))
        {
            let inner = std::mem::replace(&mut **value, Type::Any);
            **value = Type::Nullable(Box::new(inner));
        }
    }
}

/// Everything that is reached from some types, they themselves too.
fn closure(types: &Types, roots: impl Iterator<Item = TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    walk(types, roots, |id| reached.insert(id));
    reached
}
