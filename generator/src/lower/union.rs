//! Discriminated unions, in both spellings.
//!
//! OpenAPI's: `oneOf` with a `discriminator`. Swagger's: a schema with a `discriminator` whose
//! members refer to it from their `allOf`. Both give the same [`Union`]; `tags.rs` settles what
//! becomes of the discriminator's property.

use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::{
    Lowering, azure, choice,
    component::schema_name,
    hierarchy::Head,
    keywords::Keywords,
    schema::{Spot, followed, named, schemas_pointer},
    table::Side,
};
use crate::model::{Mark, Name, TagReader, Union, Variant};

/// `oneOf` (or `anyOf`) with a `discriminator`.
pub(super) fn try_one_of<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
) -> Option<Union> {
    let discriminator = schema.schema_data.discriminator.as_ref()?;
    alternatives(keywords)?;
    let mut names = Vec::new();
    for (at, part) in choice::members(&spot.at, schema) {
        let ReferenceOr::Reference { reference } = part else {
            // The property's own value tells what is written in place, if anything does.
            let site = lowering.site(&at);
            lowering
                .diagnostics
                .discriminator_member_not_named(site, &discriminator.property_name);
            return None;
        };
        names.extend(schema_name(reference));
    }
    let targets = mapping(lowering, spot, discriminator);
    let mut members = Vec::new();
    for name in names {
        add_member(lowering, discriminator, &targets, name, &mut members);
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
    Some(Union {
        inherited: true,
        ..union(lowering, spot, &discriminator, members)
    })
}

/// Whether the head of a hierarchy has a tag of its own.
fn is_tagged(lowering: &Lowering<'_>, targets: &[(String, String)], name: &str) -> bool {
    targets.iter().any(|(_, target)| target == name) || own_tag(lowering, name).is_some()
}

/// What a discriminator says of an alternative, where it cannot tell all of them apart.
pub(super) fn marks(
    lowering: &mut Lowering<'_>,
    spot: &Spot,
    schema: &Schema,
    part: &ReferenceOr<Schema>,
) -> Vec<Mark> {
    let (Some(discriminator), ReferenceOr::Reference { reference }) =
        (&schema.schema_data.discriminator, part)
    else {
        return Vec::new();
    };
    let targets = mapping(lowering, spot, discriminator);
    let mut members = Vec::new();
    let name = schema_name(reference).unwrap_or_default();
    add_member(lowering, discriminator, &targets, name, &mut members);
    vec![Mark {
        property: discriminator.property_name.clone(),
        texts: members.into_iter().map(|(tag, _)| tag).collect(),
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

/// A member under each of its tags: those of the mapping, else `x-ms-discriminator-value`, else the
/// one text that its own property may have, since no value of it has another one, else its name
/// (OpenAPI 3.0.3, Discriminator Object).
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
    let own = own_tag(lowering, name).map(str::to_owned);
    let tag = own
        .or_else(|| own_text(lowering, name, &discriminator.property_name))
        .unwrap_or_else(|| name_at_home(lowering, name));
    // A value that the mapping already gives to another schema is that schema's.
    if !discriminator.mapping.contains_key(&tag) {
        members.push((tag, name.to_owned()));
    }
}

/// What a schema is called in its own file: where another file has the name, too, the schema is called
/// otherwise here, and the same on the wire.
fn name_at_home(lowering: &Lowering<'_>, name: &str) -> String {
    let origin = lowering.document.origin(&schemas_pointer().child(name));
    let own = lowering.document.schema_name(&origin);
    own.unwrap_or_else(|| name.to_owned())
}

/// The one text that a property may have by the words of a named schema itself, not of what it
/// inherits from.
fn own_text(lowering: &Lowering<'_>, name: &str, property: &str) -> Option<String> {
    let mut open = vec![followed(lowering, named(lowering, name)?)?];
    while let Some(schema) = open.pop() {
        let keywords = Keywords::of(schema);
        let described = keywords.properties.and_then(|all| all.get(property));
        if let Some(described) = described {
            return choice::lone_text(lowering, described);
        }
        open.extend(keywords.all_of.iter().filter_map(ReferenceOr::as_item));
    }
    None
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
    let origin = lowering.origin(&spot.at);
    let variants: Vec<Variant> = members
        .into_iter()
        .filter(|(_, member)| !is_skipped(lowering, member))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|(tag, member)| Variant {
            name: {
                let renamed = lowering.selection.value_name(&origin, &tag);
                Name::new(tag).suggest(renamed)
            },
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
        inherited: false,
        // Without members there is nothing else that a value could be.
        fallback: (!closed || variants.is_empty()).then(|| Name::new("unknown")),
        variants,
        shared: Vec::new(),
        blank: 0,
    }
}

/// Whether the configuration leaves a member out: it is then one that is not described.
fn is_skipped(lowering: &mut Lowering<'_>, member: &str) -> bool {
    let origin = lowering.origin(&schemas_pointer().child(member));
    lowering.selection.skips_type(&origin)
}
