//! What tells the alternatives of choices apart, once every type is known.
//!
//! Comes in: choices as they are described. Goes out: choices without alternatives that add nothing,
//! and with the marks that tell one by a property's value. A choice whose alternatives each require a
//! text of their own under the same name is a union; one of a single alternative is that alternative.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{
    ambiguity, insides, namespace,
    tags::{Told, settle_member},
    union::FALLBACK,
};
use crate::{
    diagnostic::Diagnostics,
    model::{
        Alternative, Choice, Field, Mark, Name, Presence, Record, Shape, TagReader, Type, TypeId,
        Types, Union, Variant,
    },
};

/// Settles every choice.
pub(super) fn settle(types: &mut Types, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = types
        .iter()
        .filter(|(_, found)| matches!(found.shape, Shape::Choice(_)))
        .map(|(id, _)| id)
        .collect();
    // Before any becomes something else, so that it does not count which is the first.
    let simplified = ids.into_iter().filter_map(|id| {
        let mut choice = choice_of(types, id)?.clone();
        simplify(types, id, &mut choice);
        Some((id, choice))
    });
    let mut open = Vec::new();
    for (id, choice) in simplified.collect::<Vec<_>>() {
        let shape = match (choice.constants.as_slice(), choice.alternatives.as_slice()) {
            ([], []) => Shape::Alias(Type::Any),
            ([], [only]) => Shape::Alias(only.ty.clone()),
            _ => match implied_tag(types, &choice) {
                Some(tag) => make_union(types, tag),
                None => {
                    open.push((id, choice));
                    continue;
                }
            },
        };
        set(types, id, shape);
    }
    for (id, mut choice) in open {
        mark(types, &mut choice);
        insides::note(types, &mut choice);
        ambiguity::report(types, id, &choice, diagnostics);
        set(types, id, Shape::Choice(choice));
    }
}

fn set(types: &mut Types, id: TypeId, shape: Shape) {
    if let Some(definition) = types.get_mut(id) {
        definition.shape = shape;
    }
}

fn choice_of(types: &Types, id: TypeId) -> Option<&Choice> {
    match &types.get(id)?.shape {
        Shape::Choice(choice) => Some(choice),
        Shape::Record(_) | Shape::Union(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
    }
}

/// Leaves out alternatives that are the choice itself, which adds no value to it, and those that
/// are another name for one that comes before them by its letters.
fn simplify(types: &Types, id: TypeId, choice: &mut Choice) {
    let named = |it: &Alternative| (types.seen_through(&it.ty), it.name.source.clone());
    let all: Vec<(Type, String)> = choice.alternatives.iter().map(named).collect();
    let mut known: Vec<Type> = Vec::new();
    choice.alternatives.retain(|alternative| {
        let (ty, name) = named(alternative);
        let comes_first = |other: &(Type, String)| other.0 != ty || name <= other.1;
        let keeps = all.iter().all(comes_first) && !known.contains(&ty);
        let keeps = keeps && !leads_to(types, &ty, id);
        known.extend(keeps.then_some(ty));
        keeps
    });
}

/// Whether a type is this choice, in place or as an alternative of what it is.
fn leads_to(types: &Types, ty: &Type, choice: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![ty.clone()];
    while let Some(ty) = open.pop() {
        let ty = match ty {
            Type::Nullable(inner) | Type::Secret(inner) => *inner,
            ty => ty,
        };
        let Type::Named(id) = types.resolve(&ty) else {
            continue;
        };
        if *id == choice {
            return true;
        }
        if seen.insert(*id) {
            let inner = choice_of(types, *id).into_iter();
            open.extend(inner.flat_map(|found| found.alternatives.iter().map(|it| it.ty.clone())));
        }
    }
    false
}

/// A property of which each alternative requires one text of its own: of several the first by its name.
struct ImpliedTag {
    property: String,
    members: Vec<(TypeId, String)>,
}

fn implied_tag(types: &Types, choice: &Choice) -> Option<ImpliedTag> {
    if !choice.constants.is_empty() {
        return None;
    }
    let records: Option<Vec<(TypeId, &Record)>> = choice
        .alternatives
        .iter()
        .map(|alternative| match types.resolve(&alternative.ty) {
            Type::Named(id) => Some((*id, types.record_of(*id)?)),
            _ => None,
        })
        .collect();
    let records = records?;
    let (_, first) = records.first()?;
    let inherited = first.tag.iter().map(|tag| tag.property.as_str());
    let own = first.fields.iter().map(|field| field.name.source.as_str());
    let mut own: Vec<&str> = own.collect();
    own.sort_unstable();
    inherited.chain(own).find_map(|property| {
        let mut members: Vec<(TypeId, String)> = Vec::new();
        for (id, record) in &records {
            let text = required_text(types, record, property)?;
            if members.iter().any(|(_, known)| *known == text) {
                return None;
            }
            members.push((*id, text));
        }
        Some(ImpliedTag {
            property: property.to_owned(),
            members,
        })
    })
}

/// The one text that a record requires under a name; `None` where another name tells it already.
fn required_text(types: &Types, record: &Record, property: &str) -> Option<String> {
    if let Some(tag) = &record.tag {
        let is_text = tag.property == property && !tag.literal;
        return tag.value.clone().filter(|_| is_text);
    }
    let mut fields = record.fields.iter();
    let field = fields.find(|field| field.name.source == property)?;
    match texts(types, field)?.as_slice() {
        [text] if field.presence == Presence::Required => Some(text.clone()),
        _ => None,
    }
}

/// The texts that an enumerated property lists.
fn texts(types: &Types, field: &Field) -> Option<Vec<String>> {
    let values = &types.text_enumeration(&field.ty)?.values;
    Some(
        values
            .iter()
            .map(|value| value.name.source.clone())
            .collect(),
    )
}

fn make_union(types: &mut Types, tag: ImpliedTag) -> Shape {
    let ImpliedTag { property, members } = tag;
    let mut variants = Vec::new();
    for (ty, text) in members {
        let how = Told {
            literal: false,
            fixed: true,
        };
        settle_member(types, ty, &property, vec![text.clone()], how);
        variants.push(Variant {
            name: Name::new(text),
            ty,
            literal: false,
        });
    }
    namespace::shorten(&mut variants, FALLBACK);
    Shape::Union(Union {
        tag_reader: TagReader {
            name: Name::new(property.clone()),
            ty: None,
        },
        tag: property,
        inherited: false,
        variants,
        shared: Vec::new(),
        fallback: Some(Name::new(FALLBACK)),
        blank: 0,
    })
}

/// Notes which properties' values tell an alternative from the others, and which ones it lists where
/// others list others.
fn mark(types: &Types, choice: &mut Choice) {
    let mut found: IndexMap<String, Vec<(usize, Mark)>> = IndexMap::new();
    for (position, alternative) in choice.alternatives.iter().enumerate() {
        for mark in enumerated(types, &alternative.ty) {
            let mut known = alternative.marks.iter();
            if !known.any(|known| known.property == mark.property) {
                let marks = found.entry(mark.property.clone()).or_default();
                marks.push((position, mark));
            }
        }
    }
    for marks in found.into_values() {
        let tells = is_telling(&marks);
        let differs = marks
            .windows(2)
            .any(|two| matches!(two, [(_, one), (_, other)] if one != other));
        if !tells && !differs {
            continue;
        }
        for (position, mark) in marks {
            if let Some(alternative) = choice.alternatives.get_mut(position) {
                match tells {
                    true => alternative.marks.push(mark),
                    false => alternative.listed.push(mark),
                }
            }
        }
    }
}

/// The properties of an object that are values out of a list.
pub(super) fn enumerated(types: &Types, ty: &Type) -> Vec<Mark> {
    let Type::Named(id) = types.resolve(ty) else {
        return Vec::new();
    };
    match types.get(*id).map(|definition| &definition.shape) {
        Some(Shape::Record(record)) => {
            // What another union told the record by is no property of it any more.
            let tag = record.tag.iter().filter_map(|tag| {
                let values = vec![tag.value.clone()?];
                Some(Mark {
                    property: tag.property.clone(),
                    values,
                    literal: tag.literal,
                })
            });
            let fields = record.fields.iter();
            tag.chain(fields.filter_map(|field| listed(types, field)))
                .collect()
        }
        Some(Shape::Union(union)) if union.variants.iter().any(|it| it.literal) => Vec::new(),
        Some(Shape::Union(union)) => {
            let tags = union.variants.iter();
            vec![Mark {
                property: union.tag.clone(),
                values: tags.map(|variant| variant.name.source.clone()).collect(),
                literal: false,
            }]
        }
        Some(Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_)) | None => Vec::new(),
    }
}

/// What a property lists: texts, numbers or truth values.
fn listed(types: &Types, field: &Field) -> Option<Mark> {
    let (values, literal) = match texts(types, field) {
        Some(texts) => (texts, false),
        None if field.literals.is_empty() => return None,
        None => (field.literals.clone(), true),
    };
    Some(Mark {
        property: field.name.source.clone(),
        values,
        literal,
    })
}

/// Whether no value is of two alternatives. What one alternative alone lists tells it only where
/// nothing else may stand there.
fn is_telling(marks: &[(usize, Mark)]) -> bool {
    let mut known = BTreeSet::new();
    let all_differ = marks
        .iter()
        .flat_map(|(_, mark)| mark.values.iter().map(|value| (mark.literal, value)))
        .all(|value| known.insert(value));
    all_differ && (marks.len() > 1 || known.len() == 1)
}
