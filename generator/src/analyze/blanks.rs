//! The member that a closed union's blank value is of.
//!
//! A value is read into a blank one. An open union's is of the variant for what is not described;
//! a closed one's is of some member, and has to be of one whose blank value ends: of
//! `Tree: Branch | Leaf`, where a branch requires a tree, that is the leaf.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::graph::{edges, holders};
use crate::model::{Api, Definition, Shape, TypeId, Types, Union};

/// Chooses a member for every closed union: the first one that ends, or else the first one, and
/// then `boxing` makes it end.
pub(super) fn decide(api: &mut Api) {
    let unions: Vec<TypeId> = closed_unions(&api.types).collect();
    if unions.is_empty() {
        return;
    }
    let holders = holders(&api.types);
    let mut ending = BTreeSet::new();
    let mut news: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    while !news.is_empty() {
        add_ending(&api.types, &holders, news, &mut ending);
        // Only what ended before counts: two unions must not each rely on the other one.
        let chosen: Vec<(TypeId, usize)> = unions
            .iter()
            .filter(|id| !ending.contains(*id))
            .filter_map(|id| Some((*id, first_ending(union(&api.types, *id)?, &ending)?)))
            .collect();
        for (id, position) in &chosen {
            if let Some(Shape::Union(union)) = api.types.get_mut(*id).map(|found| &mut found.shape)
            {
                union.blank = *position;
            }
            ending.insert(*id);
        }
        let chosen = chosen.iter().filter_map(|(id, _)| holders.get(id));
        news = chosen.flatten().copied().collect();
    }
}

fn closed_unions(types: &Types) -> impl Iterator<Item = TypeId> {
    types
        .iter()
        .filter(|(_, definition)| is_closed_union(definition))
        .map(|(id, _)| id)
}

fn is_closed_union(definition: &Definition) -> bool {
    match &definition.shape {
        Shape::Union(union) => union.fallback.is_none(),
        Shape::Record(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => false,
    }
}

fn union(types: &Types, id: TypeId) -> Option<&Union> {
    match &types.get(id)?.shape {
        Shape::Union(union) => Some(union),
        Shape::Record(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
    }
}

fn first_ending(union: &Union, ending: &BTreeSet<TypeId>) -> Option<usize> {
    let mut members = union.variants.iter();
    members.position(|variant| ending.contains(&variant.ty))
}

/// Adds what needs nothing but what ends, closed unions aside: of `news` and, where one of them
/// does, of what mentions it.
fn add_ending(
    types: &Types,
    holders: &BTreeMap<TypeId, Vec<TypeId>>,
    mut news: Vec<TypeId>,
    ending: &mut BTreeSet<TypeId>,
) {
    while let Some(id) = news.pop() {
        let Some(definition) = types.get(id).filter(|_| !ending.contains(&id)) else {
            continue;
        };
        let mut needed = edges(definition).into_iter().filter(|edge| edge.required);
        if !is_closed_union(definition) && needed.all(|edge| ending.contains(&edge.target)) {
            ending.insert(id);
            news.extend(holders.get(&id).into_iter().flatten());
        }
    }
}
