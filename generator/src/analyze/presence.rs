//! Which properties may be absent or null, once it is known which way their types travel.
//!
//! A property that may be absent or null keeps its three states only where a request can send it,
//! which one that is `readOnly` never is. In a merge patch every other optional one has them. And what
//! `required` says holds only where all that carries the type can have the property.

use std::collections::BTreeSet;

use super::reachability::closure;
use crate::model::{
    Access, Api, Definition, Field, Method, Only, Operation, Presence, Shape, Type, TypeId,
    graph::{edges, named, received_roots, sent_roots},
};

/// Settles the presence of every property.
pub(super) fn decide(api: &mut Api) {
    let received = closure(&api.types, api.operations().flat_map(received_roots));
    let patched = patched(api);
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
            let goes_out = definition.decisions.sent && field.access != Access::ReadOnly;
            if goes_out && patched.contains(&id) {
                allow_removal(field);
            }
            if !goes_out && field.presence == Presence::OptionalNullable {
                field.presence = Presence::Optional;
            }
        }
    }
}

/// The types that stand somewhere in a merge patch.
fn patched(api: &Api) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<TypeId> = api.operations().flat_map(patched_roots).collect();
    while let Some(id) = open.pop() {
        if let Some(definition) = api.types.get(id)
            && reached.insert(id)
        {
            let sent = edges(definition).into_iter().filter(|edge| {
                let field = edge.field.and_then(|at| field_at(definition, at));
                field.is_none_or(|field| field.access != Access::ReadOnly)
            });
            open.extend(sent.map(|edge| edge.target));
        }
    }
    reached
}

/// A property by its position.
fn field_at(definition: &Definition, at: usize) -> Option<&Field> {
    match &definition.shape {
        Shape::Record(record) => record.fields.get(at),
        Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
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
