//! Aliases that lead back to themselves.
//!
//! `A: {type: array, items: {$ref: A}}` has values (nested empty arrays), but `type A = Vec<A>` is
//! no type in Rust. Such an alias is any JSON value, with a warning.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::{
    diagnostic::Diagnostics,
    model::{Shape, Type, TypeId, Types},
};

/// Breaks every cycle of aliases: at the one of it that comes first.
pub(super) fn break_cycles(types: &mut Types, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    let mut settled = BTreeSet::new();
    let mut broken = BTreeSet::new();
    for id in ids {
        // The aliases from this one inwards, each with what it leads to and is not followed yet.
        let mut way: IndexMap<TypeId, Vec<TypeId>> = IndexMap::new();
        let mut next = Some(id);
        loop {
            if let Some(here) = next.filter(|it| !settled.contains(it)) {
                match way.get_index_of(&here) {
                    Some(start) => {
                        let cycle = || way.keys().skip(start);
                        if !cycle().any(|it| broken.contains(it)) {
                            broken.extend(cycle().min());
                        }
                    }
                    None => drop(way.insert(here, aliased(types, here))),
                }
            }
            let Some((_, open)) = way.last_mut() else {
                break;
            };
            next = open.pop();
            if next.is_none() {
                settled.extend(way.pop().map(|(id, _)| id));
            }
        }
    }
    for id in broken {
        if let Some(definition) = types.get_mut(id) {
            diagnostics.recursive_alias(&definition.origin, &definition.name.source);
            definition.shape = Shape::Alias(Type::Any);
        }
    }
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
