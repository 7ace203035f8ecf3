//! What is inside the alternatives of choices, where nothing else tells them apart.
//!
//! Comes in: the alternatives of a choice, with their marks. Goes out: for those that may look like
//! another one the properties that hold other objects than the other's, themselves or in lists and
//! maps; for lists and maps the same of the objects in them. What is inside of those is only looked at
//! where the objects have the same properties.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::marks::enumerated;
use crate::model::{Choice, Inside, Mark, Presence, Record, Type, TypeId, Types};

/// How many objects deep is looked, at most: schemas may hold themselves.
const DEEPEST: usize = 3;

/// How many objects are looked at for each alternative, at most, so as to look deeper than into its own
/// properties: one that holds itself in many of them does so in many ways.
const MOST: usize = 300;

/// Notes what is inside of the alternatives.
pub(super) fn note(types: &Types, choice: &mut Choice) {
    let alike = alike(types, choice);
    let records: Vec<TypeId> = alike.iter().map(|(_, id)| *id).collect();
    let found = deepest(records.len(), |levels, left| {
        differing(types, &records, levels, left)
    });
    for ((position, _), inside) in alike.into_iter().zip(found) {
        if let Some(alternative) = choice.alternatives.get_mut(position) {
            alternative.inside = inside;
        }
    }
    let is_list = |ty: &Type| matches!(ty, Type::List(_));
    let is_map = |ty: &Type| matches!(ty, Type::Map(_));
    note_held(types, choice, is_list);
    note_held(types, choice, is_map);
}

/// Notes what tells the objects in those alternatives that are lists, or maps.
fn note_held(types: &Types, choice: &mut Choice, is_holder: impl Fn(&Type) -> bool) {
    let alternatives = choice.alternatives.iter().enumerate();
    let holders = alternatives.filter_map(|(position, alternative)| {
        let ty = types.resolve(&alternative.ty);
        let held = held(types, ty).filter(|_| is_holder(ty))?;
        Some(Holder { position, ty, held })
    });
    let holders: Vec<Holder<'_>> = holders.collect();
    let found = deepest(holders.len(), |levels, left| {
        told(types, &holders, levels - 1, left)
    });
    let positions = holders.iter().map(|holder| holder.position);
    for (position, told) in positions.collect::<Vec<_>>().into_iter().zip(found) {
        if let (Some(alternative), Some(told)) = (choice.alternatives.get_mut(position), told) {
            alternative.listed = told.listed;
            alternative.inside = told.inside;
        }
    }
}

/// What is found by looking as deep as may be looked into so many alternatives.
fn deepest<T>(alternatives: usize, look: impl Fn(usize, &mut usize) -> Option<Vec<T>>) -> Vec<T> {
    let most = MOST * alternatives;
    let deeper = (2..=DEEPEST).rev().map(|levels| (levels, most));
    let mut ways = deeper.chain([(1, usize::MAX)]);
    let found = ways.find_map(|(levels, mut left)| look(levels, &mut left));
    found.unwrap_or_default()
}

/// The names of a record's properties, that of its tag among them.
pub(super) fn names(record: &Record) -> BTreeSet<&str> {
    let tag = record.tag.iter().map(|tag| tag.property.as_str());
    let fields = record.fields.iter();
    tag.chain(fields.map(|field| field.name.source.as_str()))
        .collect()
}

/// The objects that may look like another one: no mark tells them from all others, and nothing that they
/// require is theirs alone.
fn alike(types: &Types, choice: &Choice) -> Vec<(usize, TypeId)> {
    let alternatives = choice.alternatives.iter().enumerate();
    let objects = alternatives.filter_map(|(position, alternative)| {
        let Type::Named(id) = types.resolve(&alternative.ty) else {
            return None;
        };
        Some((position, alternative, *id, types.record_of(*id)?))
    });
    let objects: Vec<_> = objects.collect();
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, alternative, _, record) in &objects {
        for mark in &alternative.marks {
            *marked.entry(&mark.property).or_default() += 1;
        }
        for name in names(record) {
            *known.entry(name).or_default() += 1;
        }
    }
    let alike = objects.iter().filter(|(_, alternative, _, record)| {
        let mut marks = alternative.marks.iter();
        let is_told = marks.any(|it| marked.get(it.property.as_str()) == Some(&objects.len()));
        let mut fields = record.fields.iter();
        let is_alone = fields.any(|field| {
            let required = matches!(field.presence, Presence::Required | Presence::Nullable);
            required && known.get(field.name.source.as_str()) == Some(&1)
        });
        !is_told && !is_alone
    });
    alike.map(|(position, _, id, _)| (*position, *id)).collect()
}

/// For each record the properties that hold other objects than another record holds there; `None` where more
/// objects would be looked at than are left to be.
fn differing(
    types: &Types,
    records: &[TypeId],
    levels: usize,
    left: &mut usize,
) -> Option<Vec<Vec<Inside>>> {
    let mut found: Vec<Vec<Inside>> = records.iter().map(|_| Vec::new()).collect();
    let Some(levels) = levels.checked_sub(1) else {
        return Some(found);
    };
    let mut holders: IndexMap<&str, Vec<Holder<'_>>> = IndexMap::new();
    for (position, id) in records.iter().enumerate() {
        for field in types.record_of(*id).iter().flat_map(|it| &it.fields) {
            if let Some(held) = held(types, &field.ty) {
                let holder = Holder {
                    position,
                    ty: &field.ty,
                    held,
                };
                let known = holders.entry(&field.name.source).or_default();
                known.push(holder);
            }
        }
    }
    for (property, holders) in holders {
        let all = told(types, &holders, levels, left)?;
        for (holder, told) in holders.iter().zip(all) {
            let Some(Told { listed, inside }) = told else {
                continue;
            };
            *left = left.checked_sub(count(&inside))?;
            if let Some(found) = found.get_mut(holder.position) {
                found.push(Inside {
                    property: property.to_owned(),
                    ty: holder.ty.clone(),
                    listed,
                    inside,
                });
            }
        }
    }
    Some(found)
}

/// How many there are, with what is inside of them.
fn count(all: &[Inside]) -> usize {
    all.iter().map(|one| 1 + count(&one.inside)).sum()
}

/// A record that holds objects in a property.
struct Holder<'t> {
    position: usize,
    ty: &'t Type,
    held: TypeId,
}

/// What tells the objects in a property from those of other records with the same properties.
#[derive(Clone, Default)]
struct Told {
    listed: Vec<Mark>,
    inside: Vec<Inside>,
}

/// What tells the objects that records hold in one property; `None` of each where nothing does.
fn told(
    types: &Types,
    holders: &[Holder<'_>],
    levels: usize,
    left: &mut usize,
) -> Option<Vec<Option<Told>>> {
    *left = left.checked_sub(holders.len())?;
    let mut alike: BTreeMap<BTreeSet<&str>, Vec<TypeId>> = BTreeMap::new();
    for Holder { held, .. } in holders {
        let names = types.record_of(*held).map(names).unwrap_or_default();
        let known = alike.entry(names).or_default();
        if !known.contains(held) {
            known.push(*held);
        }
    }
    let mut of_each: BTreeMap<TypeId, Told> = BTreeMap::new();
    let mut differs = alike.len() > 1;
    for same in alike.values().filter(|same| same.len() > 1) {
        let listed = listed_apart(types, same);
        let inside = differing(types, same, levels, left)?;
        for ((id, listed), inside) in same.iter().zip(listed).zip(inside) {
            differs |= !listed.is_empty() || !inside.is_empty();
            of_each.insert(*id, Told { listed, inside });
        }
    }
    let told = holders.iter().map(|holder| {
        let told = of_each.get(&holder.held).cloned();
        differs.then(|| told.unwrap_or_default())
    });
    Some(told.collect())
}

/// For each record the properties of which it lists the values, where others list others.
fn listed_apart(types: &Types, records: &[TypeId]) -> Vec<Vec<Mark>> {
    let listed = records
        .iter()
        .map(|id| enumerated(types, &Type::Named(*id)));
    let listed: Vec<Vec<Mark>> = listed.collect();
    let mut first: BTreeMap<&str, &Mark> = BTreeMap::new();
    let mut apart: BTreeSet<String> = BTreeSet::new();
    for mark in listed.iter().flatten() {
        let known = first.entry(&mark.property).or_insert(mark);
        if known.values != mark.values {
            apart.insert(mark.property.clone());
        }
    }
    let kept = listed.into_iter().map(|mut marks| {
        marks.retain(|mark| apart.contains(&mark.property));
        marks
    });
    kept.collect()
}

/// The record that a type is, or that lists and maps of it hold.
pub(super) fn held<'t>(types: &'t Types, mut ty: &'t Type) -> Option<TypeId> {
    // A list of lists of itself holds no object, however deep it is.
    for _ in 0..=DEEPEST {
        match types.resolve(ty) {
            Type::Nullable(inner) | Type::Secret(inner) | Type::List(inner) | Type::Map(inner) => {
                ty = inner;
            }
            Type::Named(id) => return types.record_of(*id).map(|_| *id),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::count;
    use crate::{
        config::Config, diagnostic::Diagnostics, import::import, lower::lower, model::Shape,
        source::Sources,
    };

    /// How much is noted of two objects that hold themselves in so many properties.
    fn noted(properties: usize) -> usize {
        let object = |name: &str| {
            let held = (0..properties)
                .map(|at| format!("p{at}: {{$ref: '#/components/schemas/{name}'}}, "));
            let held: String = held.collect();
            format!("{{properties: {{{held}kind: {{type: string, enum: [{name}, z]}}}}}}")
        };
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: a, version: b}}\npaths: {{}}\ncomponents:\n  schemas:\n    \
             A: {}\n    B: {}\n    C: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: \
             '#/components/schemas/B'}}]}}\n",
            object("A"),
            object("B")
        );
        let sources = Sources::from_texts([("a.yaml", text)]);
        let (config, mut diagnostics) = (Config::default(), Diagnostics::new());
        let document = import(&sources, &config, &mut diagnostics).unwrap();
        let api = lower(&document, &config, &mut diagnostics);
        let choices = api.types.iter().filter_map(|(_, it)| match &it.shape {
            Shape::Choice(choice) => Some(choice),
            _ => None,
        });
        let alternatives = choices.flat_map(|choice| &choice.alternatives);
        alternatives.map(|it| count(&it.inside)).sum()
    }

    #[test]
    fn what_holds_itself_in_many_ways_is_looked_into_less_deep() {
        assert_eq!(noted(1), 2 * 3);
        assert_eq!(noted(4), 2 * (4 + 16 + 64));
        assert_eq!(noted(10), 2 * (10 + 100));
        assert_eq!(noted(100), 2 * 100);
    }
}
