//! Error bodies: which types they are, and that these say what went wrong.

use super::{error_shape, response};
use crate::model::{Api, Coding, Payload, Shape, Type, TypeId, Types};

/// Notes the shape of every type that is the body of an error response, or may stand for one. A body that
/// is neither a named object, nor a text, nor a list or a map of those is any JSON to the caller; an
/// enumeration is the text that it is on the wire.
pub(super) fn find_shapes(api: &mut Api) {
    let Api { groups, types, .. } = api;
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        let mut is_open = false;
        for arm in &mut operation.failure.arms {
            let in_xml = arm.coding == Coding::Xml;
            let tells = |body: &Type| is_object(types, body) || (!in_xml && tells(types, body));
            let body = arm.body.take().map(|body| worded(types, body));
            let is_described = body.is_some();
            arm.body = body.filter(tells);
            is_open |= is_described && arm.body.is_none();
        }
        response::settle_failure(&mut operation.failure);
        // A status with a body of another kind is not read as that of the others.
        if is_open && matches!(operation.failure.payload, Payload::One(_)) {
            operation.failure.payload = Payload::Many(String::new());
        }
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

/// An enumeration as a text, and everything else as it is.
fn worded(types: &Types, body: Type) -> Type {
    match types.text_enumeration(&body) {
        Some(_) => Type::Text,
        None => body,
    }
}

/// Whether a body that is no object can say what went wrong. In a map it stands by the name of what is
/// wrong, as web frameworks have it for input that they refuse.
fn tells(types: &Types, body: &Type) -> bool {
    let tells_by_itself = |ty: &Type| is_object(types, ty) || *types.resolve(ty) == Type::Text;
    match types.resolve(body) {
        Type::Text => true,
        Type::List(item) => tells_by_itself(item),
        Type::Map(value) => match types.resolve(value) {
            Type::List(item) => tells_by_itself(item),
            value => tells_by_itself(value),
        },
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

/// The named types among the bodies of error responses, among what those are one of, and in the places
/// of messages.
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
        bodies
            .into_iter()
            .for_each(|body| add(&api.types, body, &mut found));
    }
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        next += 1;
        match api.types.get(id).map(|definition| &definition.shape) {
            Some(Shape::Union(union)) => union.variants.iter().for_each(|variant| {
                add(&api.types, &Type::Named(variant.ty), &mut found);
            }),
            Some(Shape::Choice(choice)) => choice.alternatives.iter().for_each(|alternative| {
                add(&api.types, &alternative.ty, &mut found);
            }),
            Some(Shape::Record(record)) => {
                let shape = error_shape::of(&api.types, record);
                let places = [&shape.message, &shape.title, &shape.invalid];
                let told = places.map(|path| error_shape::type_at(&api.types, record, path));
                told.into_iter().flatten().for_each(|ty| {
                    add(&api.types, ty, &mut found);
                });
            }
            Some(Shape::Enumeration(_) | Shape::Alias(_)) | None => {}
        }
    }
    found
}

/// Adds what a body is, or is a list or a map of, if that is a named object.
fn add(types: &Types, body: &Type, found: &mut Vec<TypeId>) {
    let inner = |body| match types.resolve(body) {
        Type::List(item) | Type::Map(item) => types.resolve(item),
        body => body,
    };
    let body = inner(inner(body));
    if let Type::Named(id) = body
        && is_object(types, body)
        && !found.contains(id)
    {
        found.push(*id);
    }
}
