//! Discriminated unions, in both spellings.
//!
//! OpenAPI's: `oneOf` with a `discriminator`. Swagger's: a schema with a `discriminator` whose
//! members refer to it from their `allOf`. Both give the same [`Union`]. Afterwards the
//! discriminator's property is taken out of the members: the variant says it.

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::{
    Lowering, azure,
    component::schema_name,
    hierarchy::Head,
    keywords::Keywords,
    leaving::Needs,
    schema::{Spot, named, schemas_pointer},
    table::Side,
};
use crate::{
    diagnostic::Diagnostics,
    model::{Name, Shape, Tag, TagReader, Type, TypeId, Types, Union, Variant},
};

/// `oneOf` (or `anyOf`) with a `discriminator`.
pub(super) fn try_one_of<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
) -> Option<Union> {
    let discriminator = schema.schema_data.discriminator.as_ref()?;
    let (word, parts) = alternatives(keywords)?;
    let targets = mapping(lowering, spot, discriminator);
    let mut members = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let ReferenceOr::Reference { reference } = part else {
            lowering.diagnostics.discriminator_member_not_named(
                lowering
                    .origin(&spot.at.child(word).index(index))
                    .within(lowering.within.clone()),
                &discriminator.property_name,
            );
            continue;
        };
        if let Some(name) = schema_name(reference) {
            add_member(lowering, discriminator, &targets, name, &mut members);
        }
    }
    for (tag, name) in &targets {
        if !members.iter().any(|(known, _)| known == tag) {
            members.push((tag.clone(), name.clone()));
        }
    }
    Some(union(lowering, spot, discriminator, members))
}

/// A named schema that others inherit from, in a hierarchy with a `discriminator`: its members
/// are its descendants, and itself where a tag means it. What another property tells apart further
/// down has no tag here: it is what it inherits from.
pub(super) fn try_hierarchy(lowering: &mut Lowering<'_>, spot: &Spot, name: &str) -> Option<Union> {
    let Head {
        name: head,
        discriminator,
    } = lowering.hierarchy.head(name)?.clone();
    let head_spot = Spot::named(schemas_pointer().child(&head), &head);
    let targets = mapping(lowering, &head_spot, &discriminator);
    let heads_it = head == name;
    let descendants: Vec<String> = lowering
        .hierarchy
        .descendants(name)
        .into_iter()
        .map(str::to_owned)
        .collect();
    if descendants.is_empty() && (targets.is_empty() || !heads_it) {
        return None;
    }
    let mut members = Vec::new();
    if !heads_it || is_tagged(lowering, &targets, name) {
        add_member(lowering, &discriminator, &targets, name, &mut members);
    }
    for descendant in &descendants {
        let is_named = targets.iter().any(|(_, target)| target == descendant);
        if is_named
            || !lowering
                .hierarchy
                .is_told_by_another(descendant, &discriminator)
        {
            add_member(lowering, &discriminator, &targets, descendant, &mut members);
        }
    }
    Some(union(lowering, spot, &discriminator, members))
}

/// Whether the head of a hierarchy has a tag of its own.
fn is_tagged(lowering: &Lowering<'_>, targets: &[(String, String)], name: &str) -> bool {
    targets.iter().any(|(_, target)| target == name) || own_tag(lowering, name).is_some()
}

/// Reports alternatives that nothing tells apart.
pub(super) fn is_undiscriminated<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    keywords: &Keywords<'d>,
) -> bool {
    let Some((word, _)) = alternatives(keywords) else {
        return false;
    };
    lowering.diagnostics.unsupported_schema(
        lowering.site(&spot.at.child(word)).at_key(),
        &format!("`{word}` without a `discriminator`"),
        "add a `discriminator`, or skip the operations that use it",
    );
    true
}

fn alternatives<'a>(keywords: &Keywords<'a>) -> Option<(&'static str, &'a [ReferenceOr<Schema>])> {
    if !keywords.one_of.is_empty() {
        Some(("oneOf", keywords.one_of))
    } else if !keywords.any_of.is_empty() {
        Some(("anyOf", keywords.any_of))
    } else {
        None
    }
}

/// The mapping's values and the schemas that they name.
fn mapping(
    lowering: &mut Lowering<'_>,
    spot: &Spot,
    discriminator: &Discriminator,
) -> Vec<(String, String)> {
    let mut targets = Vec::new();
    for (tag, target) in &discriminator.mapping {
        let name = schema_name(target).unwrap_or(target);
        if named(lowering, name).is_some() {
            targets.push((tag.clone(), name.to_owned()));
        } else {
            let at = spot.at.child("discriminator").child("mapping").child(tag);
            lowering
                .diagnostics
                .discriminator_without_target(lowering.site(&at), tag, target);
        }
    }
    targets
}

/// A member under each of its tags: those of the mapping, else `x-ms-discriminator-value`, else
/// its own name (OpenAPI 3.0.3, Discriminator Object).
fn add_member(
    lowering: &Lowering<'_>,
    discriminator: &Discriminator,
    targets: &[(String, String)],
    name: &str,
    members: &mut Vec<(String, String)>,
) {
    let mapped = targets.iter().filter(|(_, target)| target == name);
    let before = members.len();
    members.extend(mapped.cloned());
    if members.len() > before {
        return;
    }
    let own = own_tag(lowering, name);
    // A value that the mapping already gives to another schema is that schema's.
    let tag = own.unwrap_or(name);
    if !discriminator.mapping.contains_key(tag) {
        members.push((tag.to_owned(), name.to_owned()));
    }
}

fn own_tag<'d>(lowering: &Lowering<'d>, name: &str) -> Option<&'d str> {
    match named(lowering, name)? {
        ReferenceOr::Item(schema) => azure::discriminator_value(&schema.schema_data.extensions),
        ReferenceOr::Reference { .. } => None,
    }
}

fn union(
    lowering: &mut Lowering<'_>,
    spot: &Spot,
    discriminator: &Discriminator,
    members: Vec<(String, String)>,
) -> Union {
    let closed = lowering
        .selection
        .is_closed(&lowering.document.origin(&spot.at));
    let variants: Vec<Variant> = members
        .into_iter()
        .map(|(tag, member)| Variant {
            name: Name::new(tag),
            ty: {
                // A member with members of its own stands here for itself alone.
                let heads = lowering.hierarchy.has_members(&member);
                lowering
                    .table
                    .side(&member, if heads { Side::Own } else { Side::Whole })
            },
        })
        .collect();
    let tag = discriminator.property_name.clone();
    Union {
        tag_reader: TagReader {
            name: Name::new(tag.clone()),
            ty: None,
        },
        tag,
        // Without members there is nothing else that a value could be.
        fallback: (!closed || variants.is_empty()).then(|| Name::new("unknown")),
        variants,
        shared: Vec::new(),
        blank: 0,
    }
}

/// Takes the discriminator's property out of every member, and notes what the member's tag is.
pub(super) fn settle_tags(types: &mut Types, needs: &mut Needs, diagnostics: &mut Diagnostics) {
    see_through_aliases(types);
    let memberships = memberships(types);
    // Before any member loses its property: it may be a member of several unions.
    for (union, property, members) in &memberships {
        let reader = reader(types, property, members);
        if let Some(Shape::Union(union)) = types.get_mut(*union).map(|found| &mut found.shape) {
            union.tag_reader.ty = reader;
        }
    }
    for (_, property, members) in memberships {
        for (member, tags) in members {
            match settle_member(types, member, &property, tags) {
                Settled::Record => {}
                Settled::NotARecord => report_not_a_record(types, member, diagnostics),
                Settled::Conflict => {
                    let mark = diagnostics.mark();
                    report_conflict(types, member, &property, diagnostics);
                    needs.of_type(member, diagnostics.unsupported_since(mark));
                }
            }
        }
    }
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

enum Settled {
    /// Done.
    Record,
    /// The member is something else.
    NotARecord,
    /// The member belongs to another union with another discriminator.
    Conflict,
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

fn settle_member(types: &mut Types, id: TypeId, property: &str, tags: Vec<String>) -> Settled {
    let Some(Shape::Record(record)) = types.get(id).map(|found| &found.shape) else {
        return Settled::NotARecord;
    };
    let value = <[String; 1]>::try_from(tags).ok().map(|[tag]| tag);
    let tag = match &record.tag {
        Some(known) if known.property != property => return Settled::Conflict,
        Some(known) if known.value != value => Tag {
            property: property.to_owned(),
            value: None,
        },
        _ => Tag {
            property: property.to_owned(),
            value,
        },
    };
    if let Some(Shape::Record(record)) = types.get_mut(id).map(|found| &mut found.shape) {
        record.fields.retain(|field| field.name.source != property);
        record.constructor.retain(|name| name != property);
        record.tag = Some(tag);
    }
    Settled::Record
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
        Shape::Record(_) | Shape::Union(_) | Shape::Alias(_) => None,
    }
}

fn report_not_a_record(types: &Types, member: TypeId, diagnostics: &mut Diagnostics) {
    if let Some(definition) = types.get(member) {
        diagnostics.discriminator_member_not_object(&definition.origin, &definition.name.source);
    }
}

fn report_conflict(types: &Types, member: TypeId, property: &str, diagnostics: &mut Diagnostics) {
    if let Some(definition) = types.get(member) {
        diagnostics.unsupported_schema(
            &definition.origin,
            &format!(
                "`{}` as a member of two unions, one of them told apart by `{property}`",
                definition.name.source
            ),
            "let both unions use the same discriminator",
        );
    }
}
