//! Alternatives of choices that nothing tells apart.
//!
//! Comes in: a choice with all that tells its alternatives apart. Goes out: a report of the first two
//! objects that have the same properties, so that the first is always read.

use std::collections::{BTreeMap, BTreeSet};

use super::insides::{held, names};
use crate::{
    diagnostic::Diagnostics,
    model::{Alternative, Choice, Inside, Mark, TypeId, Types},
};

/// Reports the first two alternatives that look alike.
pub(super) fn report(types: &Types, id: TypeId, choice: &Choice, diagnostics: &mut Diagnostics) {
    let mut alike: BTreeMap<_, Vec<(usize, &Alternative)>> = BTreeMap::new();
    for (position, alternative) in choice.alternatives.iter().enumerate() {
        if let Some(record) = types.record(&alternative.ty) {
            let inside = inside(types, &alternative.inside, &[]);
            let known = alike.entry((names(record), inside)).or_default();
            known.push((position, alternative));
        }
    }
    let pairs = alike.into_values().filter_map(first_pair);
    let pair = pairs.min_by_key(|[(one, _), (other, _)]| (*one, *other));
    if let (Some(pair), Some(definition)) = (pair, types.get(id)) {
        let [one, other] = pair.map(|(_, it)| it.name.source.as_str());
        diagnostics.ambiguous_alternatives(&definition.origin, one, other);
    }
}

/// What tells the objects inside of a record: the paths of their properties, and of the values that
/// they list.
fn inside<'t>(types: &'t Types, all: &'t [Inside], path: &[&'t str]) -> BTreeSet<Vec<&'t str>> {
    let mut found = BTreeSet::new();
    for one in all {
        let path = [path, &[one.property.as_str()]].concat();
        let within = |names: &[&'t str]| [&path, names].concat();
        let held = held(types, &one.ty)
            .and_then(|id| types.record_of(id))
            .map(names);
        found.extend(held.into_iter().flatten().map(|name| within(&[name])));
        for mark in &one.listed {
            let values = mark.values.iter();
            found.extend(values.map(|value| within(&[&mark.property, value])));
        }
        found.extend(inside(types, &one.inside, &path));
    }
    found
}

/// An alternative and its position.
type Placed<'c> = (usize, &'c Alternative);

/// The first two of some alternatives of which no property's values tell one from the other.
fn first_pair(mut alike: Vec<Placed<'_>>) -> Option<[Placed<'_>; 2]> {
    let told = told_from_all(&alike);
    alike.retain(|(position, _)| !told.contains(position));
    alike.iter().enumerate().find_map(|(at, one)| {
        let mut others = alike.iter().skip(at + 1);
        let other = others.find(|other| !is_told(one.1, other.1))?;
        Some([*one, *other])
    })
}

/// The positions of those that list a property which all others list too, and no value of it that another
/// lists: mostly all of them, so that few are compared with each other.
fn told_from_all(alike: &[Placed<'_>]) -> BTreeSet<usize> {
    let mut lists: BTreeMap<&str, usize> = BTreeMap::new();
    let mut values: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for mark in alike.iter().flat_map(|(_, it)| listed(it)) {
        *lists.entry(&mark.property).or_default() += 1;
        for value in &mark.values {
            *values.entry((&mark.property, value)).or_default() += 1;
        }
    }
    let is_own = |mark: &Mark| {
        let property = mark.property.as_str();
        let mut own = mark.values.iter();
        lists.get(property) == Some(&alike.len())
            && own.all(|value| values.get(&(property, value.as_str())) == Some(&1))
    };
    let told = alike.iter().filter(|(_, it)| listed(it).any(is_own));
    told.map(|(position, _)| *position).collect()
}

/// What an alternative lists, where others list others.
fn listed(alternative: &Alternative) -> impl Iterator<Item = &Mark> {
    alternative.marks.iter().chain(&alternative.listed)
}

/// Whether two alternatives list a property, and no value of it in common.
fn is_told(one: &Alternative, other: &Alternative) -> bool {
    let is_apart = |own: &Mark| {
        let mut theirs = other.listed.iter();
        let theirs = theirs.find(|it| it.property == own.property);
        theirs.is_some_and(|it| !own.values.iter().any(|value| it.values.contains(value)))
    };
    one.is_told_from(other) || one.listed.iter().any(is_apart)
}
