//! What tells the members of unions apart, once every type is known.
//!
//! Comes in: unions with members of any type. Goes out: unions whose members are records without the
//! discriminator's property, since the variant says it. A union that its discriminator cannot tell
//! apart becomes a choice, with what the discriminator says of its alternatives.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::{
    diagnostic::Diagnostics,
    model::{
        Alternative, Api, Choice, Docs, Mark, Name, Record, Shape, Tag, Type, TypeId, Types,
        graph::{edges, roots},
    },
};

/// Settles every union.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    see_through_aliases(&mut api.types);
    let memberships = memberships(&api.types);
    let torn = torn(api, &memberships);
    let types = &mut api.types;
    // Before any member loses its property: it may be a member of several unions.
    for membership in &memberships {
        let reader = reader(types, membership);
        if let Some(Shape::Union(union)) = types.get_mut(membership.union).map(|it| &mut it.shape) {
            union.tag_reader.ty = reader;
            for variant in &mut union.variants {
                variant.literal = membership.literal.contains(&variant.ty);
            }
        }
    }
    for membership in memberships {
        match obstacle(types, &membership, &torn) {
            Some(Obstacle::Torn) => make_choice(types, &membership),
            Some(Obstacle::NotARecord(member)) => {
                if !is_of_objects(types, member) {
                    report_not_a_record(types, member, diagnostics);
                }
                make_choice(types, &membership);
            }
            Some(Obstacle::Conflict(member)) => {
                report_conflict(types, member, &membership.property, diagnostics);
                make_choice(types, &membership);
            }
            Some(Obstacle::Repetition(first, second, text)) => {
                let members = [first, second];
                report_repetition(types, members, &membership.property, &text, diagnostics);
                make_choice(types, &membership);
            }
            None => settle_members(types, membership),
        }
    }
}

/// A member that is another name for a record is that record; it is there once under each tag.
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
            let mut known = IndexSet::new();
            let variants = &mut union.variants;
            variants.retain(|it| known.insert((it.name.source.clone(), it.ty)));
        }
    }
}

/// Why a discriminator cannot tell the members of a union apart.
enum Obstacle {
    /// A member has several tags and is used by itself, too, where only its own property can say which.
    Torn,
    /// The member is something else than a record.
    NotARecord(TypeId),
    /// The member belongs to another union with another discriminator.
    Conflict(TypeId),
    /// Two members have the same tag.
    Repetition(TypeId, TypeId, String),
}

/// A union, and who belongs to it.
struct Membership {
    union: TypeId,
    /// The discriminator's property.
    property: String,
    /// The members inherit it.
    inherited: bool,
    /// The members, each with all of its tags.
    members: Vec<(TypeId, Vec<String>)>,
    /// Those whose tags are numbers or truth values.
    literal: BTreeSet<TypeId>,
}

/// Every union with its members.
fn memberships(types: &Types) -> Vec<Membership> {
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
        found.push(Membership {
            union: id,
            property: union.tag.clone(),
            inherited: union.inherited,
            literal: literal_members(types, &union.tag, &members),
            members,
        });
    }
    found
}

/// The members whose property is a number or a truth value, and beside such a member those without the
/// property whose tags spell one.
fn literal_members(
    types: &Types,
    property: &str,
    members: &[(TypeId, Vec<String>)],
) -> BTreeSet<TypeId> {
    let field = |member: &TypeId| {
        let mut fields = types.record_of(*member)?.fields.iter();
        fields.find(|field| field.name.source == property)
    };
    let said = |member: &TypeId| field(member).is_some_and(|it| is_literal(types, &it.ty));
    let spelled = |(member, tags): &(TypeId, Vec<String>)| {
        field(member).is_none() && tags.iter().all(|tag| spells_literal(tag))
    };
    let any = members.iter().any(|(member, _)| said(member));
    let literal = members
        .iter()
        .filter(|it| said(&it.0) || any && spelled(it));
    literal.map(|(member, _)| *member).collect()
}

fn is_literal(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::Bool | Type::Integer(_) | Type::Float32 | Type::Float64 => true,
        ty => types
            .enumeration(ty)
            .is_some_and(|found| found.number.is_some()),
    }
}

fn spells_literal(tag: &str) -> bool {
    let value: Option<Value> = serde_json::from_str(tag).ok();
    value.is_some_and(|value| value.is_number() || value.is_boolean())
}

fn obstacle(types: &Types, membership: &Membership, torn: &BTreeSet<TypeId>) -> Option<Obstacle> {
    let obstacle = membership.members.iter().find_map(|(member, _)| {
        let Some(record) = types.record_of(*member) else {
            return Some(Obstacle::NotARecord(*member));
        };
        let other = record
            .tag
            .as_ref()
            .is_some_and(|tag| tag.property != membership.property);
        let wants_own = membership.inherited || has_property(record, &membership.property);
        (other && wants_own).then_some(Obstacle::Conflict(*member))
    });
    let is_torn = membership
        .members
        .iter()
        .any(|(member, _)| torn.contains(member));
    obstacle
        .or_else(|| repetition(&membership.members))
        .or_else(|| is_torn.then_some(Obstacle::Torn))
}

/// The members with several tags that something else than a union has, too.
fn torn(api: &Api, memberships: &[Membership]) -> BTreeSet<TypeId> {
    let types = &api.types;
    let mut tags: IndexMap<TypeId, BTreeSet<&str>> = IndexMap::new();
    for membership in memberships {
        for (member, own) in &membership.members {
            let has_it = types.record_of(*member);
            if has_it.is_some_and(|record| has_property(record, &membership.property)) {
                let known = tags.entry(*member).or_default();
                known.extend(own.iter().map(String::as_str));
            }
        }
    }
    tags.retain(|_, own| own.len() > 1);
    if tags.is_empty() {
        return BTreeSet::new();
    }
    let others = types.iter().map(|(_, definition)| definition);
    let others = others.filter(|it| !matches!(it.shape, Shape::Union(_)));
    let mentioned = others.flat_map(edges).map(|edge| edge.target);
    let mentioned = mentioned.chain(roots(api.operations()));
    let mentioned = mentioned.chain(api.incoming.types());
    mentioned.filter(|id| tags.contains_key(id)).collect()
}

/// Whether all values of a type are objects with named properties: what a discriminator names may be a
/// union that another property tells apart.
fn is_of_objects(types: &Types, id: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![Type::Named(id)];
    while let Some(ty) = open.pop() {
        let Type::Named(id) = types.resolve(&ty) else {
            return false;
        };
        if !seen.insert(*id) {
            continue;
        }
        match types.get(*id).map(|definition| &definition.shape) {
            Some(Shape::Record(_)) => {}
            Some(Shape::Union(union)) => {
                open.extend(union.variants.iter().map(|it| Type::Named(it.ty)));
            }
            Some(Shape::Choice(choice)) => {
                open.extend(choice.alternatives.iter().map(|it| it.ty.clone()));
            }
            Some(Shape::Enumeration(_) | Shape::Alias(_)) | None => return false,
        }
    }
    true
}

fn has_property(record: &Record, property: &str) -> bool {
    let mut fields = record.fields.iter();
    fields.any(|field| field.name.source == property)
}

fn repetition(members: &[(TypeId, Vec<String>)]) -> Option<Obstacle> {
    let mut known: IndexMap<&str, TypeId> = IndexMap::new();
    let mut all = members
        .iter()
        .flat_map(|(member, tags)| tags.iter().map(move |tag| (*member, tag)));
    all.find_map(|(member, tag)| {
        let first = known.insert(tag, member)?;
        Some(Obstacle::Repetition(first, member, tag.clone()))
    })
}

/// Gives each member its tag. One that has no such property has no tag of its own: the union alone
/// writes it, and where the member stands for itself nothing does.
fn settle_members(types: &mut Types, membership: Membership) {
    let property = &membership.property;
    for (member, tags) in membership.members {
        let has_own = types.record_of(member).is_some_and(|record| {
            let tag = record.tag.as_ref();
            tag.is_some_and(|tag| tag.property == *property) || has_property(record, property)
        });
        if membership.inherited || has_own {
            let how = Told {
                literal: membership.literal.contains(&member),
                fixed: membership.inherited
                    || !is_called_so(types, member, &tags)
                    || is_listed(types, member, property),
            };
            settle_member(types, member, property, tags, how);
        }
    }
}

/// How a member is told by its tag.
pub(super) struct Told {
    /// The tag is a number or a truth value.
    pub literal: bool,
    /// The member has no other value by itself either.
    pub fixed: bool,
}

/// Whether a member is told by its name: nothing but the specification says that values are called so,
/// and many services do not know.
fn is_called_so(types: &Types, member: TypeId, tags: &[String]) -> bool {
    let definition = types.get(member);
    definition.is_some_and(|found| tags.contains(&found.name.source))
}

/// Whether a member itself lists the values of the property.
fn is_listed(types: &Types, member: TypeId, property: &str) -> bool {
    let record = types.record_of(member);
    let mut fields = record.iter().flat_map(|record| &record.fields);
    let field = fields.find(|field| field.name.source == property);
    field.is_some_and(|field| types.enumeration(&field.ty).is_some())
}

/// Takes the discriminator's property out of a member, and notes what the member's tag is.
pub(super) fn settle_member(
    types: &mut Types,
    id: TypeId,
    property: &str,
    tags: Vec<String>,
    how: Told,
) {
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
    let fixed = how.fixed || record.tag.as_ref().is_some_and(|known| known.fixed);
    record.tag = Some(Tag {
        property: property.to_owned(),
        value,
        literal: how.literal,
        fixed,
    });
}

/// A union becomes a choice, in which the discriminator's texts are marks. One that several members
/// have names none of them, and of several of one member none names it.
fn make_choice(types: &mut Types, membership: &Membership) {
    let Membership {
        union,
        property,
        members,
        literal,
        ..
    } = membership;
    let all: Vec<&String> = members.iter().flat_map(|(_, texts)| texts).collect();
    let is_own = |text: &&String| all.iter().filter(|other| **other == *text).count() == 1;
    let variants = match types.get(*union).map(|it| &it.shape) {
        Some(Shape::Union(union)) => union.variants.as_slice(),
        _ => &[],
    };
    let name = |member: TypeId, texts: &[String]| match texts {
        [text] if is_own(&text) => {
            let variant = variants.iter().find(|it| it.name.source == *text);
            variant.map_or_else(|| Name::new(text.clone()), |it| it.name.clone())
        }
        _ => Name::new(
            types
                .get(member)
                .map_or_else(String::new, |it| it.name.source.clone()),
        ),
    };
    let alternatives = members.iter().map(|(member, texts)| Alternative {
        name: name(*member, texts),
        docs: Docs::default(),
        ty: Type::Named(*member),
        listed: Vec::new(),
        inside: Vec::new(),
        marks: match literal.contains(member) {
            true => Vec::new(),
            false => vec![Mark {
                property: property.clone(),
                values: texts.clone(),
                literal: false,
            }],
        },
        joint: false,
        converts: false,
    });
    let alternatives = alternatives.collect();
    if let Some(definition) = types.get_mut(*union) {
        definition.shape = Shape::Choice(Choice {
            constants: Vec::new(),
            alternatives,
            fallback: Name::new("unknown"),
        });
    }
}

/// The enumeration that members refer to by the discriminator's property, where they agree.
fn reader(types: &Types, membership: &Membership) -> Option<TypeId> {
    let Membership {
        property, members, ..
    } = membership;
    let mut found = None;
    for (member, _) in members {
        let Some(Shape::Record(record)) = types.get(*member).map(|found| &found.shape) else {
            continue;
        };
        let mut fields = record.fields.iter();
        let field = fields.find(|field| field.name.source == *property);
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
        Shape::Enumeration(enumeration) => {
            let takes_any = enumeration.number.is_none() && enumeration.fallback.is_some();
            takes_any.then_some(*id)
        }
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

fn report_repetition(
    types: &Types,
    members: [TypeId; 2],
    property: &str,
    text: &str,
    diagnostics: &mut Diagnostics,
) {
    if let [Some(first), Some(second)] = members.map(|member| types.get(member)) {
        let names = [first, second].map(|it| it.name.source.as_str());
        diagnostics.discriminator_repetition(&second.origin, names, property, text);
    }
}
