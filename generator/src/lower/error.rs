//! Error bodies: where they keep their code and their message.
//!
//! Three conventions are recognised: OData's (an object `error` with `code` and `message`, which
//! Azure's guidelines ask for, or the two at the top, in capitals or not), OAuth's (texts `error` and
//! `error_description`, RFC 6749, section 5.2; many services have the first alone), and problem details
//! (`type`, `title` and `detail`, RFC 9457).

use super::response;
use crate::model::{Api, ErrorShape, Field, Payload, Record, Shape, Type, TypeId, Types};

/// Notes the shape of every type that is the body of an error response. A body that is no named
/// object is any JSON to the caller.
pub(super) fn find_shapes(api: &mut Api) {
    let Api { groups, types, .. } = api;
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        for arm in &mut operation.failure.arms {
            arm.body = arm.body.take().filter(|body| is_object(types, body));
        }
        response::settle_failure(&mut operation.failure);
    }
    for id in bodies(api) {
        let shape = api
            .types
            .get(id)
            .and_then(|definition| match &definition.shape {
                Shape::Record(record) => Some(shape(&api.types, record)),
                Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => {
                    None
                }
            });
        if let Some(definition) = api.types.get_mut(id) {
            definition.decisions.error = Some(shape.unwrap_or_default());
        }
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
            if let Type::Named(id) = api.types.resolve(body)
                && !found.contains(id)
            {
                found.push(*id);
            }
        }
    }
    found
}

fn shape(types: &Types, record: &Record) -> ErrorShape {
    let conventions = [at_the_top, under_error, of_oauth, of_a_problem];
    let mut shapes = conventions.iter().map(|shape| shape(types, record));
    shapes
        .find(|shape| *shape != ErrorShape::default())
        .unwrap_or_default()
}

fn at_the_top(types: &Types, record: &Record) -> ErrorShape {
    ErrorShape {
        code: text_field(types, record, "code"),
        message: text_field(types, record, "message"),
    }
}

fn under_error(types: &Types, record: &Record) -> ErrorShape {
    let at = position(record, "error", |field| types.record(&field.ty).is_some());
    let inner = at.and_then(|at| Some((at, types.record(&record.fields.get(at)?.ty)?)));
    inner.map_or_else(ErrorShape::default, |(at, inner)| {
        let ErrorShape { code, message } = at_the_top(types, inner);
        ErrorShape {
            code: below(at, code),
            message: below(at, message),
        }
    })
}

fn of_oauth(types: &Types, record: &Record) -> ErrorShape {
    let error = text_field(types, record, "error");
    match text_field(types, record, "error_description") {
        none if none.is_empty() => ErrorShape {
            code: none,
            message: error,
        },
        message => ErrorShape {
            code: error,
            message,
        },
    }
}

fn of_a_problem(types: &Types, record: &Record) -> ErrorShape {
    ErrorShape {
        code: text_field(types, record, "type"),
        message: first(text_field(types, record, "detail"), || {
            text_field(types, record, "title")
        }),
    }
}

/// The path to a field that holds a text, listed or not; empty where there is none.
fn text_field(types: &Types, record: &Record, name: &str) -> Vec<usize> {
    let text = position(record, name, |field| is_text(types, &field.ty));
    text.into_iter().collect()
}

/// The field of that name, in capitals or not, that fits.
fn position(record: &Record, name: &str, fits: impl Fn(&Field) -> bool) -> Option<usize> {
    let mut fields = record.fields.iter();
    fields.position(|field| field.name.source.eq_ignore_ascii_case(name) && fits(field))
}

fn is_text(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::Text => true,
        Type::Named(id) => types
            .get(*id)
            .is_some_and(|found| matches!(found.shape, Shape::Enumeration(_))),
        _ => false,
    }
}

fn below(outer: usize, inner: Vec<usize>) -> Vec<usize> {
    if inner.is_empty() {
        inner
    } else {
        [vec![outer], inner].concat()
    }
}

fn first(path: Vec<usize>, otherwise: impl FnOnce() -> Vec<usize>) -> Vec<usize> {
    if path.is_empty() { otherwise() } else { path }
}
