//! Which properties may be absent or null, once it is known which way their types travel.
//!
//! A property that may be absent or null keeps its three states only where a request can send it. In
//! a merge patch every optional one has them. And what `required` says holds only where all that
//! carries the type can have the property.

use super::reachability::closure;
use crate::model::{
    Access, Api, Field, Method, Only, Operation, Presence, Shape, Type, TypeId,
    graph::{named, received_roots, sent_roots},
};

/// Settles the presence of every property.
pub(super) fn decide(api: &mut Api) {
    let received = closure(&api.types, api.operations().flat_map(received_roots));
    let patched = closure(&api.types, api.operations().flat_map(patched_roots));
    let created = closure(&api.types, sent_by(api, &[Method::Put, Method::Post]));
    let changed = closure(&api.types, sent_by(api, &[Method::Patch]));
    for (id, definition) in api.types.iter_mut() {
        let Shape::Record(record) = &mut definition.shape else {
            continue;
        };
        for field in &mut record.fields {
            let hidden = field.access == Access::WriteOnly && received.contains(&id);
            let other = field.only.is_some_and(|only| match only {
                Only::Creation => changed.contains(&id),
                Only::Change => created.contains(&id),
            });
            if hidden || other {
                allow_absence(field);
            }
            if patched.contains(&id) {
                allow_removal(field);
            }
            if !definition.decisions.sent && field.presence == Presence::OptionalNullable {
                field.presence = Presence::Optional;
            }
        }
    }
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
fn allow_absence(field: &mut Field) {
    field.presence = match field.presence {
        Presence::Required => Presence::Optional,
        Presence::Nullable => Presence::OptionalNullable,
        known @ (Presence::Optional | Presence::OptionalNullable) => known,
    };
}

/// In a merge patch `null` removes a member (RFC 7396, section 1), be it described or not.
fn allow_removal(field: &mut Field) {
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
