//! Tuples that lead back to the choice that they are an alternative of.
//!
//! `Expr: {oneOf: [{type: number}, {type: array, prefixItems: [{type: string}, {$ref: Expr}]}]}` has
//! values, but a Rust enum whose variant is a tuple with itself in it has no size. Such a tuple is a
//! list of any JSON, with a warning.

use std::collections::BTreeSet;

use crate::{
    diagnostic::Diagnostics,
    model::{
        Alternative, Shape, Type, TypeId, Types,
        graph::{mentions, named, walk},
    },
};

/// Puts a list in the place of every such tuple.
pub(super) fn break_cycles(types: &mut Types, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let alternatives = alternatives(types, id).iter().enumerate();
        let nested = alternatives.filter(|(_, it)| is_tuple(types, it) && holds(types, it, id));
        let nested = nested.map(|(position, it)| (position, list_for(types, &it.ty)));
        let nested: Vec<(usize, Type)> = nested.collect();
        let Some(definition) = types.get_mut(id).filter(|_| !nested.is_empty()) else {
            continue;
        };
        diagnostics.recursive_tuple(&definition.origin, &definition.name.source);
        if let Shape::Choice(choice) = &mut definition.shape {
            for (position, list) in nested {
                if let Some(alternative) = choice.alternatives.get_mut(position) {
                    alternative.ty = list;
                }
            }
        }
    }
}

fn alternatives(types: &Types, id: TypeId) -> &[Alternative] {
    match types.get(id).map(|definition| &definition.shape) {
        Some(Shape::Choice(choice)) => &choice.alternatives,
        _ => &[],
    }
}

fn is_tuple(types: &Types, alternative: &Alternative) -> bool {
    matches!(types.resolve(&alternative.ty), Type::Tuple(_))
}

/// The list in the place of a tuple. What is secret in the one is so in the other.
fn list_for(types: &Types, tuple: &Type) -> Type {
    let list = Type::List(Box::new(Type::Any));
    let mut is_secret = tuple.is_secret();
    let mut seen = BTreeSet::new();
    walk(types, named(tuple), |id| {
        is_secret |= match types.get(id).map(|definition| &definition.shape) {
            Some(Shape::Record(record)) => record.fields.iter().any(|it| it.ty.is_secret()),
            Some(Shape::Choice(choice)) => choice.alternatives.iter().any(|it| it.ty.is_secret()),
            Some(Shape::Alias(target)) => target.is_secret(),
            Some(Shape::Union(_) | Shape::Enumeration(_)) | None => false,
        };
        seen.insert(id)
    });
    match is_secret {
        true => Type::Secret(Box::new(list)),
        false => list,
    }
}

/// Whether a value of an alternative has one of a choice in place. What stands in an object does not
/// count: a field can be a pointer.
fn holds(types: &Types, alternative: &Alternative, choice: TypeId) -> bool {
    let direct = |ty: &Type| {
        let mentions = mentions(ty).into_iter();
        mentions.filter(|it| it.direct).map(|it| it.target)
    };
    let mut seen = BTreeSet::new();
    let mut open: Vec<TypeId> = direct(&alternative.ty).collect();
    while let Some(id) = open.pop() {
        if id == choice {
            return true;
        }
        match types
            .get(id)
            .filter(|_| seen.insert(id))
            .map(|it| &it.shape)
        {
            Some(Shape::Alias(target)) => open.extend(direct(target)),
            Some(Shape::Choice(inner)) => {
                open.extend(inner.alternatives.iter().flat_map(|it| direct(&it.ty)));
            }
            Some(Shape::Record(_) | Shape::Union(_) | Shape::Enumeration(_)) | None => {}
        }
    }
    false
}
