//! Which alternatives a value becomes a choice by: those whose Rust type no other alternative has,
//! since two conversions from one type would contradict each other.

use crate::model::{Api, BytesFormat, DateTimeFormat, Shape, Type, TypeId, Types, Width};

/// Decides it for every choice.
pub(super) fn decide(api: &mut Api) {
    let decided: Vec<(TypeId, Vec<bool>)> = api
        .types
        .iter()
        .filter_map(|(id, definition)| match &definition.shape {
            Shape::Choice(choice) => {
                let alternatives = choice.alternatives.iter();
                let types = alternatives.map(|it| in_rust(&api.types, &it.ty)).collect();
                Some((id, are_alone(types)))
            }
            Shape::Record(_) | Shape::Union(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
        })
        .collect();
    for (id, alone) in decided {
        if let Some(Shape::Choice(choice)) = api.types.get_mut(id).map(|found| &mut found.shape) {
            let alternatives = choice.alternatives.iter_mut().zip(alone);
            alternatives.for_each(|(alternative, alone)| alternative.converts = alone);
        }
    }
}

fn are_alone(types: Vec<Type>) -> Vec<bool> {
    let count = |ty: &Type| types.iter().filter(|other| *other == ty).count();
    types.iter().map(|ty| count(ty) == 1).collect()
}

/// One type for all that are the same in Rust: there, only the codec knows how a point in time or
/// bytes are spelled.
fn in_rust(types: &Types, ty: &Type) -> Type {
    let inside = |inner: &Type| Box::new(in_rust(types, inner));
    match types.number(ty) {
        Type::DateTime(_) => Type::DateTime(DateTimeFormat::Rfc3339),
        Type::List(item) if *types.resolve(item) == Type::Integer(Width::U8) => {
            Type::Bytes(BytesFormat::Base64)
        }
        Type::Bytes(_) => Type::Bytes(BytesFormat::Base64),
        Type::List(inner) => Type::List(inside(inner)),
        Type::Map(inner) => Type::Map(inside(inner)),
        Type::Nullable(inner) => Type::Nullable(inside(inner)),
        Type::Secret(inner) => Type::Secret(inside(inner)),
        other => types.seen_through(other),
    }
}
