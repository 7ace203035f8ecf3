//! Aliases that lead back to themselves.
//!
//! `A: {type: array, items: {$ref: A}}` has values (nested empty arrays), but `type A = Vec<A>` is
//! no type in Rust. Such an alias is any JSON value, with a warning.

use std::collections::BTreeSet;

use crate::{
    diagnostic::Diagnostics,
    model::{Shape, Type, TypeId, Types},
};

/// Breaks every cycle of aliases.
pub(super) fn break_cycles(types: &mut Types, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    for id in ids {
        if !leads_back(types, id) {
            continue;
        }
        if let Some(definition) = types.get_mut(id) {
            diagnostics.recursive_alias(&definition.origin, &definition.name.source);
            definition.shape = Shape::Alias(Type::Any);
        }
    }
}

/// Whether following aliases from this one comes back to it.
fn leads_back(types: &Types, start: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = aliased(types, start);
    while let Some(next) = open.pop() {
        if next == start {
            return true;
        }
        if seen.insert(next) {
            open.extend(aliased(types, next));
        }
    }
    false
}

/// The definitions that an alias is of, through lists, maps and other wrappings.
fn aliased(types: &Types, id: TypeId) -> Vec<TypeId> {
    let Some(Shape::Alias(target)) = types.get(id).map(|definition| &definition.shape) else {
        return Vec::new();
    };
    let named = target.layers().filter_map(|layer| match layer {
        Type::Named(id) => Some(*id),
        _ => None,
    });
    named.collect()
}
