//! Error bodies: which types they are, and that these say what went wrong.

use super::{error_shape, response};
use crate::model::{Api, Coding, Payload, Shape, Type, TypeId, Types};

/// Notes the shape of every type that is the body of an error response. A body that is neither a named
/// object, nor a text, nor a list of those is any JSON to the caller.
pub(super) fn find_shapes(api: &mut Api) {
    let Api { groups, types, .. } = api;
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        for arm in &mut operation.failure.arms {
            let in_xml = arm.coding == Coding::Xml;
            let tells = |body: &Type| is_object(types, body) || (!in_xml && tells(types, body));
            arm.body = arm.body.take().filter(tells);
        }
        response::settle_failure(&mut operation.failure);
    }
    for id in bodies(api) {
        let shape = api
            .types
            .get(id)
            .and_then(|definition| match &definition.shape {
                Shape::Record(record) => Some(error_shape::of(&api.types, record)),
                Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => {
                    None
                }
            });
        if let Some(definition) = api.types.get_mut(id) {
            definition.decisions.error = Some(shape.unwrap_or_default());
        }
    }
}

/// Whether a body that is no object can say what went wrong.
fn tells(types: &Types, body: &Type) -> bool {
    match types.resolve(body) {
        Type::Text => true,
        Type::List(item) => is_object(types, item) || *types.resolve(item) == Type::Text,
        _ => false,
    }
}

fn is_object(types: &Types, body: &Type) -> bool {
    let Type::Named(id) = types.resolve(body) else {
        return false;
    };
    types
        .get(*id)
        .is_some_and(|definition| match definition.shape {
            Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) => true,
            Shape::Enumeration(_) | Shape::Alias(_) => false,
        })
}

/// The named types among the bodies of error responses.
fn bodies(api: &Api) -> Vec<TypeId> {
    let mut found = Vec::new();
    for operation in api.operations() {
        let bodies = match &operation.failure.payload {
            Payload::Nothing => Vec::new(),
            Payload::One(ty) => vec![ty],
            Payload::Many(_) => operation
                .failure
                .arms
                .iter()
                .filter_map(|arm| arm.body.as_ref())
                .collect(),
        };
        for body in bodies {
            let body = match api.types.resolve(body) {
                Type::List(item) => api.types.resolve(item),
                body => body,
            };
            if let Type::Named(id) = body
                && !found.contains(id)
            {
                found.push(*id);
            }
        }
    }
    found
}
