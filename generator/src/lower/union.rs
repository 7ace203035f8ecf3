//! Discriminated unions, in both spellings.
//!
//! OpenAPI's: `oneOf` with a `discriminator`. Swagger's: a schema with a `discriminator` whose
//! members refer to it from their `allOf`. Both give the same [`Union`]; `tags.rs` settles what
//! becomes of the discriminator's property.

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::{
    Lowering, choice,
    component::schema_name,
    compose,
    hierarchy::Head,
    keywords::Keywords,
    namespace,
    own_tags::{self, Member, Tags},
    reference::{Used, followed, followed_box, named},
    schema::{Spot, schemas_pointer},
    sharing::{self, Place},
    table::Side,
};
use crate::{
    diagnostic::Pointer,
    model::{Mark, Name, TagReader, TypeId, Union, Variant},
};

/// What the variant of a union is called that takes any other member.
pub(super) const FALLBACK: &str = "unknown";

/// `oneOf` (or `anyOf`) with a `discriminator`. Its members have what stands beside them, too.
pub(super) fn try_one_of<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
) -> Option<Union> {
    let discriminator = schema.schema_data.discriminator.as_ref()?;
    alternatives(keywords)?;
    let members = members(lowering, &spot.at, schema, discriminator)?;
    let place = Place {
        spot,
        schema,
        choice: &spot.at,
    };
    let own = match compose::is_object_part(schema) {
        true => sharing::records(lowering, &place, &discriminator.property_name, &members)?,
        false => IndexMap::new(),
    };
    Some(union(lowering, spot, discriminator, members, &own))
}

/// An object with a discriminated union among the parts of its `allOf`: each member of that one, with
/// what the object is composed of beside it.
pub(super) fn try_part<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
) -> Option<Union> {
    let (at, part) = compose::first_choice(lowering, spot, schema)?;
    let discriminator = part.schema_data.discriminator.as_ref()?;
    if at == spot.at {
        return None;
    }
    let members = members(lowering, &at, part, discriminator)?;
    let place = Place {
        spot,
        schema,
        choice: &at,
    };
    let own = sharing::records(lowering, &place, &discriminator.property_name, &members)?;
    Some(union(lowering, spot, discriminator, members, &own))
}

/// The members of the union that stands at a place. `None` where one of them cannot be named, or has texts
/// of others.
fn members<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    schema: &'d Schema,
    discriminator: &Discriminator,
) -> Option<Vec<Member>> {
    let mut names = Vec::new();
    for (at, part) in choice::members(at, schema) {
        match part {
            Used::Named(reference) => names.extend(schema_name(reference)),
            // The property's own value tells what is written in place, if anything does.
            Used::Here(inner) => {
                let property = &discriminator.property_name;
                if !own_tags::says_values(lowering, inner, property) {
                    let site = lowering.site(&at);
                    let diagnostics = &mut lowering.diagnostics;
                    diagnostics.discriminator_member_not_named(site, property);
                }
                return None;
            }
        }
    }
    let tags = Tags::of_alternatives(lowering, at, schema, discriminator);
    if !tags.tell_all() {
        return None;
    }
    let mut members: Vec<Member> = names.iter().flat_map(|name| tags.members(name)).collect();
    for (tag, name) in &tags.mapped {
        if !members.iter().any(|(known, _)| known == tag) {
            members.push((tag.clone(), name.clone()));
        }
    }
    Some(members)
}

/// A named schema that others inherit from, in a hierarchy with a `discriminator`: its members
/// are its descendants, and itself where a tag means it. What another property tells apart further
/// down has no tag here: it is what it inherits from.
pub(super) fn try_hierarchy(lowering: &mut Lowering<'_>, spot: &Spot, name: &str) -> Option<Union> {
    let head = lowering.hierarchy.head(name)?;
    let heads_it = head.name == name;
    let descendants = lowering.hierarchy.descendants(name);
    if descendants.is_empty() && !heads_it {
        return None;
    }
    let tags = Tags::of_hierarchy(lowering, head);
    if descendants.is_empty() && tags.mapped.is_empty() {
        return None;
    }
    let Head { discriminator, .. } = head;
    let mut members = Vec::new();
    for descendant in descendants {
        let is_named = tags.is_mapped(descendant);
        if is_named
            || !lowering
                .hierarchy
                .is_told_by_another(descendant, discriminator)
        {
            members.extend(tags.members(descendant));
        }
    }
    if !heads_it
        || tags.is_mapped(name)
        || own_tags::own_tag(lowering, name).is_some()
        || is_told_by_name(lowering, discriminator, name, &members)
    {
        let mut all = tags.members(name);
        all.append(&mut members);
        members = all;
    }
    Some(Union {
        inherited: true,
        ..union(lowering, spot, discriminator, members, &IndexMap::new())
    })
}

/// Whether a value of the head of a hierarchy has the head's name for a tag, as the specifications have
/// it (Swagger 2.0, Schema Object, `discriminator`): where the property lists its texts if the name is
/// among them, else if names are all that tells the members apart. Heads whose members have tags
/// of another kind are hardly ever values themselves.
fn is_told_by_name(
    lowering: &Lowering<'_>,
    discriminator: &Discriminator,
    name: &str,
    members: &[Member],
) -> bool {
    let own = own_tags::name_at_home(lowering, name);
    if members.iter().any(|(tag, _)| *tag == own) {
        return false;
    }
    let schema = named(lowering, name).and_then(|it| followed(lowering, it));
    let property =
        schema.and_then(|it| own_tags::own_property(lowering, it, &discriminator.property_name));
    let described = property.and_then(|it| followed_box(lowering, it));
    let texts = described.map(|it| Keywords::of(it).enumeration);
    match texts.filter(|texts| !texts.is_empty()) {
        Some(texts) => texts.iter().any(|text| text.as_str() == Some(&own)),
        None => members.iter().all(|(tag, member)| {
            own_tags::own_tag(lowering, member).is_none()
                && *tag == own_tags::name_at_home(lowering, member)
        }),
    }
}

/// What a discriminator says of an alternative, where it cannot tell all of them apart.
pub(super) fn marks(
    lowering: &mut Lowering<'_>,
    spot: &Spot,
    schema: &Schema,
    part: Used<'_>,
) -> Vec<Mark> {
    let Some(discriminator) = &schema.schema_data.discriminator else {
        return Vec::new();
    };
    let property = &discriminator.property_name;
    let texts = match part {
        Used::Named(reference) => {
            let name = schema_name(reference).unwrap_or_default();
            if own_tags::own_literal(lowering, name, property).is_some() {
                return Vec::new();
            }
            let tags = Tags::of_alternatives(lowering, &spot.at, schema, discriminator);
            let Some(members) = tags.telling(name) else {
                return Vec::new();
            };
            members.into_iter().map(|(tag, _)| tag).collect()
        }
        Used::Here(inner) => match own_tags::own_texts(lowering, inner, property) {
            Some(texts) => texts,
            None => return Vec::new(),
        },
    };
    vec![Mark {
        property: property.clone(),
        values: texts,
        literal: false,
    }]
}

/// The alternatives of a schema, and the keyword that lists them.
pub(super) fn alternatives<'a>(
    keywords: &Keywords<'a>,
) -> Option<(&'static str, &'a [ReferenceOr<Schema>])> {
    if !keywords.one_of.is_empty() {
        Some(("oneOf", keywords.one_of))
    } else if !keywords.any_of.is_empty() {
        Some(("anyOf", keywords.any_of))
    } else {
        None
    }
}

/// The union of some members. Those in `own` are records of it alone.
fn union(
    lowering: &mut Lowering<'_>,
    spot: &Spot,
    discriminator: &Discriminator,
    members: Vec<Member>,
    own: &IndexMap<String, TypeId>,
) -> Union {
    let closed = lowering
        .selection
        .is_closed(&lowering.document.origin(&spot.at));
    let origin = lowering.origin(&spot.at);
    let mut variants: Vec<Variant> = members
        .into_iter()
        .filter(|(_, member)| !is_skipped(lowering, member))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|(tag, member)| Variant {
            name: {
                let renamed = lowering.selection.value_name(&origin, &tag);
                Name::new(tag).suggest(renamed)
            },
            ty: match own.get(&member) {
                Some(id) => *id,
                None => named_member(lowering, &member),
            },
            literal: false,
        })
        .collect();
    namespace::shorten(&mut variants, FALLBACK);
    let tag = discriminator.property_name.clone();
    Union {
        tag_reader: TagReader {
            name: Name::new(tag.clone()),
            ty: None,
        },
        tag,
        inherited: false,
        // Without members there is nothing else that a value could be.
        fallback: (!closed || variants.is_empty()).then(|| Name::new(FALLBACK)),
        variants,
        shared: Vec::new(),
        blank: 0,
    }
}

/// A member with members of its own stands in a union for itself alone.
fn named_member(lowering: &mut Lowering<'_>, member: &str) -> TypeId {
    let heads = lowering.hierarchy.has_members(member);
    let side = if heads { Side::Own } else { Side::Whole };
    lowering.table.side(member, side)
}

/// Whether the configuration leaves a member out: it is then one that is not described.
pub(super) fn is_skipped(lowering: &mut Lowering<'_>, member: &str) -> bool {
    let origin = lowering.origin(&schemas_pointer().child(member));
    lowering.selection.skips_type(&origin)
}
