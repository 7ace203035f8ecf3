//! What tells the members of unions apart, once every type is known.
//!
//! Comes in: unions with members of any type, and choices. Goes out: unions whose members are
//! records without the discriminator's property (the variant says it), and choices with the marks
//! that tell an alternative by a property's text. A union that its discriminator cannot tell
//! apart becomes a choice; a choice whose alternatives each require a text of their own under the
//! same name becomes a union.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::{
    diagnostic::Diagnostics,
    model::{
        Alternative, Choice, Docs, Field, Mark, Name, Presence, Record, Shape, Tag, TagReader,
        Type, TypeId, Types, Union, Variant,
    },
};

/// Settles every union, then every choice.
pub(super) fn settle(types: &mut Types, diagnostics: &mut Diagnostics) {
    see_through_aliases(types);
    let memberships = memberships(types);
    // Before any member loses its property: it may be a member of several unions.
    for (union, property, members) in &memberships {
        let reader = reader(types, property, members);
        if let Some(Shape::Union(union)) = types.get_mut(*union).map(|found| &mut found.shape) {
            union.tag_reader.ty = reader;
        }
    }
    for (union, property, members) in memberships {
        match obstacle(types, &property, &members) {
            Some(Obstacle::NotARecord(member)) => {
                report_not_a_record(types, member, diagnostics);
                make_choice(types, union, &property, members);
            }
            Some(Obstacle::Conflict(member)) => {
                report_conflict(types, member, &property, diagnostics);
                make_choice(types, union, &property, members);
            }
            None => {
                for (member, tags) in members {
                    settle_member(types, member, &property, tags);
                }
            }
        }
    }
    settle_choices(types, diagnostics);
}

/// A member that is another name for a record is that record.
fn see_through_aliases(types: &mut Types) {
    let named: IndexMap<TypeId, TypeId> = types
        .iter()
        .filter_map(|(id, _)| match types.resolve(&Type::Named(id)) {
            Type::Named(target) if *target != id && types.record_of(*target).is_some() => {
                Some((id, *target))
            }
            _ => None,
        })
        .collect();
    for (_, definition) in types.iter_mut() {
        if let Shape::Union(union) = &mut definition.shape {
            for variant in &mut union.variants {
                variant.ty = named.get(&variant.ty).copied().unwrap_or(variant.ty);
            }
        }
    }
}

/// Why a discriminator cannot tell the members of a union apart.
enum Obstacle {
    /// The member is something else than a record.
    NotARecord(TypeId),
    /// The member belongs to another union with another discriminator.
    Conflict(TypeId),
}

type Memberships = Vec<(TypeId, String, Vec<(TypeId, Vec<String>)>)>;

/// Every union with its members, each with all of its tags.
fn memberships(types: &Types) -> Memberships {
    let mut found = Vec::new();
    for (id, definition) in types.iter() {
        let Shape::Union(union) = &definition.shape else {
            continue;
        };
        let mut members: Vec<(TypeId, Vec<String>)> = Vec::new();
        for variant in &union.variants {
            let tag = variant.name.source.clone();
            match members.iter_mut().find(|(member, _)| *member == variant.ty) {
                Some((_, tags)) => tags.push(tag),
                None => members.push((variant.ty, vec![tag])),
            }
        }
        found.push((id, union.tag.clone(), members));
    }
    found
}

fn obstacle(types: &Types, property: &str, members: &[(TypeId, Vec<String>)]) -> Option<Obstacle> {
    members.iter().find_map(|(member, _)| {
        let Some(record) = types.record_of(*member) else {
            return Some(Obstacle::NotARecord(*member));
        };
        let other = record
            .tag
            .as_ref()
            .is_some_and(|tag| tag.property != property);
        other.then_some(Obstacle::Conflict(*member))
    })
}

/// Takes the discriminator's property out of a member, and notes what the member's tag is.
fn settle_member(types: &mut Types, id: TypeId, property: &str, tags: Vec<String>) {
    let Some(Shape::Record(record)) = types.get_mut(id).map(|found| &mut found.shape) else {
        return;
    };
    let value = <[String; 1]>::try_from(tags).ok().map(|[tag]| tag);
    let value = match &record.tag {
        Some(known) if known.value != value => None,
        _ => value,
    };
    record.fields.retain(|field| field.name.source != property);
    record.constructor.retain(|name| name != property);
    record.tag = Some(Tag {
        property: property.to_owned(),
        value,
    });
}

/// A union becomes a choice, in which the discriminator's texts are marks.
fn make_choice(
    types: &mut Types,
    union: TypeId,
    property: &str,
    members: Vec<(TypeId, Vec<String>)>,
) {
    let alternatives = members.into_iter().map(|(member, texts)| Alternative {
        name: Name::new(texts.first().cloned().unwrap_or_default()),
        docs: Docs::default(),
        ty: Type::Named(member),
        marks: vec![Mark {
            property: property.to_owned(),
            texts,
        }],
    });
    let alternatives = alternatives.collect();
    if let Some(definition) = types.get_mut(union) {
        definition.shape = Shape::Choice(Choice {
            alternatives,
            fallback: Name::new("unknown"),
        });
    }
}

/// The enumeration that members refer to by the discriminator's property, where they agree.
fn reader(types: &Types, property: &str, members: &[(TypeId, Vec<String>)]) -> Option<TypeId> {
    let mut found = None;
    for (member, _) in members {
        let Some(Shape::Record(record)) = types.get(*member).map(|found| &found.shape) else {
            continue;
        };
        let mut fields = record.fields.iter();
        let field = fields.find(|field| field.name.source == property);
        match (
            found,
            field.and_then(|field| open_enumeration(types, &field.ty)),
        ) {
            (None, other) => found = other,
            (Some(known), Some(other)) if known != other => return None,
            (Some(_), _) => {}
        }
    }
    found
}

/// The enumeration behind a type, where it takes any tag.
fn open_enumeration(types: &Types, ty: &Type) -> Option<TypeId> {
    let Type::Named(id) = types.resolve(ty) else {
        return None;
    };
    match &types.get(*id)?.shape {
        Shape::Enumeration(enumeration) => enumeration.fallback.is_some().then_some(*id),
        Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Alias(_) => None,
    }
}

fn report_not_a_record(types: &Types, member: TypeId, diagnostics: &mut Diagnostics) {
    if let Some(definition) = types.get(member) {
        diagnostics.discriminator_member_not_object(&definition.origin, &definition.name.source);
    }
}

fn report_conflict(types: &Types, member: TypeId, property: &str, diagnostics: &mut Diagnostics) {
    if let Some(definition) = types.get(member) {
        let name = &definition.name.source;
        diagnostics.discriminator_conflict(&definition.origin, name, property);
    }
}

/// Settles every choice.
fn settle_choices(types: &mut Types, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = types
        .iter()
        .filter(|(_, found)| matches!(found.shape, Shape::Choice(_)))
        .map(|(id, _)| id)
        .collect();
    for id in ids {
        let Some(mut choice) = choice_of(types, id).cloned() else {
            continue;
        };
        simplify(types, id, &mut choice);
        let shape = match choice.alternatives.as_slice() {
            [] => Shape::Alias(Type::Any),
            [only] => Shape::Alias(only.ty.clone()),
            _ => match implied_tag(types, &choice) {
                Some(tag) => make_union(types, tag),
                None => {
                    mark(types, &mut choice);
                    report_ambiguity(types, id, &choice, diagnostics);
                    Shape::Choice(choice)
                }
            },
        };
        if let Some(definition) = types.get_mut(id) {
            definition.shape = shape;
        }
    }
}

fn choice_of(types: &Types, id: TypeId) -> Option<&Choice> {
    match &types.get(id)?.shape {
        Shape::Choice(choice) => Some(choice),
        Shape::Record(_) | Shape::Union(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
    }
}

/// Leaves out alternatives that are the choice itself, which adds no value to it, and those that
/// are another name for an earlier one.
fn simplify(types: &Types, id: TypeId, choice: &mut Choice) {
    let mut known: Vec<Type> = Vec::new();
    choice.alternatives.retain(|alternative| {
        let ty = types.seen_through(&alternative.ty);
        let keeps = !known.contains(&ty) && !leads_to(types, &ty, id);
        known.push(ty);
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

/// A property of which each alternative requires one text of its own.
struct ImpliedTag {
    property: String,
    members: Vec<(TypeId, String)>,
}

fn implied_tag(types: &Types, choice: &Choice) -> Option<ImpliedTag> {
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
        return tag.value.clone().filter(|_| tag.property == property);
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
    let values = &types.enumeration(&field.ty)?.values;
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
        settle_member(types, ty, &property, vec![text.clone()]);
        variants.push(Variant {
            name: Name::new(text),
            ty,
        });
    }
    Shape::Union(Union {
        tag_reader: TagReader {
            name: Name::new(property.clone()),
            ty: None,
        },
        tag: property,
        variants,
        shared: Vec::new(),
        fallback: Some(Name::new("unknown")),
        blank: 0,
    })
}

/// Notes which properties' texts tell an alternative from the others.
fn mark(types: &Types, choice: &mut Choice) {
    let mut found: IndexMap<String, Vec<(usize, Vec<String>)>> = IndexMap::new();
    for (position, alternative) in choice.alternatives.iter().enumerate() {
        for (property, texts) in enumerated(types, &alternative.ty) {
            let known = alternative
                .marks
                .iter()
                .any(|mark| mark.property == property);
            if !known {
                found.entry(property).or_default().push((position, texts));
            }
        }
    }
    for (property, texts) in found {
        if !is_telling(&texts) {
            continue;
        }
        for (position, texts) in texts {
            if let Some(alternative) = choice.alternatives.get_mut(position) {
                let property = property.clone();
                alternative.marks.push(Mark { property, texts });
            }
        }
    }
}

/// The properties of an object that are texts out of a list.
fn enumerated(types: &Types, ty: &Type) -> Vec<(String, Vec<String>)> {
    let Type::Named(id) = types.resolve(ty) else {
        return Vec::new();
    };
    match types.get(*id).map(|definition| &definition.shape) {
        Some(Shape::Record(record)) => record
            .fields
            .iter()
            .filter_map(|field| Some((field.name.source.clone(), texts(types, field)?)))
            .collect(),
        Some(Shape::Union(union)) => {
            let tags = union.variants.iter();
            let tags = tags.map(|variant| variant.name.source.clone()).collect();
            vec![(union.tag.clone(), tags)]
        }
        Some(Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_)) | None => Vec::new(),
    }
}

/// Whether no text is of two alternatives. What one alternative alone lists tells it only where
/// nothing else may stand there.
fn is_telling(texts: &[(usize, Vec<String>)]) -> bool {
    let mut known = BTreeSet::new();
    let all_differ = texts
        .iter()
        .flat_map(|(_, texts)| texts)
        .all(|text| known.insert(text));
    all_differ && (texts.len() > 1 || known.len() == 1)
}

/// Reports the first two objects that have the same properties, so that the first is always read.
fn report_ambiguity(types: &Types, id: TypeId, choice: &Choice, diagnostics: &mut Diagnostics) {
    let alternatives = choice.alternatives.iter().enumerate();
    let pair = alternatives.into_iter().find_map(|(position, one)| {
        let others = choice.alternatives.iter().skip(position + 1);
        let mut others = others.filter(|other| look_alike(types, one, other));
        others.next().map(|other| (one, other))
    });
    if let (Some((one, other)), Some(definition)) = (pair, types.get(id)) {
        let [one, other] = [one, other].map(|it| it.name.source.as_str());
        diagnostics.ambiguous_alternatives(&definition.origin, one, other);
    }
}

fn look_alike(types: &Types, one: &Alternative, other: &Alternative) -> bool {
    let (Some(one_record), Some(other_record)) = (types.record(&one.ty), types.record(&other.ty))
    else {
        return false;
    };
    let told = one.marks.iter().any(|mark| {
        let mut theirs = other.marks.iter();
        theirs.any(|other| other.property == mark.property)
    });
    let names = |record: &Record| -> BTreeSet<String> {
        let fields = record.fields.iter();
        fields.map(|field| field.name.source.clone()).collect()
    };
    !told && names(one_record) == names(other_record)
}
