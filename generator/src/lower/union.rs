//! Discriminated unions, in both spellings.
//!
//! OpenAPI's: `oneOf` with a `discriminator`. Swagger's: a schema with a `discriminator` whose
//! members refer to it from their `allOf`. Both give the same [`Union`]; `tags.rs` settles what
//! becomes of the discriminator's property.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::{
    Lowering, azure, choice,
    component::schema_name,
    compose,
    hierarchy::Head,
    keywords::Keywords,
    schema::{Spot, followed, followed_box, named, schemas_pointer},
    sharing::{self, Place},
    table::Side,
};
use crate::{
    diagnostic::Pointer,
    model::{Mark, Name, Tag, TagReader, TypeId, Union, Variant},
};

/// A member's tag, and the name of its schema.
pub(super) type Member = (String, String);

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

/// The members of the union that stands at a place. `None` where one of them cannot be named.
fn members<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    schema: &'d Schema,
    discriminator: &Discriminator,
) -> Option<Vec<Member>> {
    let mut names = Vec::new();
    for (at, part) in choice::members(at, schema) {
        match part {
            ReferenceOr::Reference { reference } => names.extend(schema_name(reference)),
            // The property's own value tells what is written in place, if anything does.
            ReferenceOr::Item(inner) => {
                let property = &discriminator.property_name;
                if own_values(lowering, inner, property).is_none() {
                    let site = lowering.site(&at);
                    let diagnostics = &mut lowering.diagnostics;
                    diagnostics.discriminator_member_not_named(site, property);
                }
                return None;
            }
        }
    }
    let targets = mapping(lowering, at, discriminator);
    let usual = usual_texts(lowering, discriminator, &names);
    let mut members = Vec::new();
    for name in names {
        let before = members.len();
        add_member(lowering, discriminator, &targets, name, &mut members);
        // Its name alone says nothing that the description contradicts.
        if let (Some(text), [(tag, _)]) = (usual.get(name), members.split_at_mut(before).1)
            && *tag == name_at_home(lowering, name)
        {
            tag.clone_from(text);
        }
    }
    for (tag, name) in &targets {
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
    let Head {
        name: head,
        discriminator,
    } = lowering.hierarchy.head(name)?.clone();
    let targets = mapping(lowering, &schemas_pointer().child(&head), &discriminator);
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
    if !heads_it
        || is_tagged(lowering, &targets, name)
        || is_told_by_name(lowering, &discriminator, name, &members)
    {
        let mut all = Vec::new();
        add_member(lowering, &discriminator, &targets, name, &mut all);
        all.append(&mut members);
        members = all;
    }
    Some(Union {
        inherited: true,
        ..union(lowering, spot, &discriminator, members, &IndexMap::new())
    })
}

/// Whether the head of a hierarchy has a tag of its own.
fn is_tagged(lowering: &Lowering<'_>, targets: &[(String, String)], name: &str) -> bool {
    targets.iter().any(|(_, target)| target == name) || own_tag(lowering, name).is_some()
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
    let own = name_at_home(lowering, name);
    if members.iter().any(|(tag, _)| *tag == own) {
        return false;
    }
    let schema = named(lowering, name).and_then(|it| followed(lowering, it));
    let property = schema.and_then(|it| own_property(lowering, it, &discriminator.property_name));
    let described = property.and_then(|it| followed_box(lowering, it));
    let texts = described.map(|it| Keywords::of(it).enumeration);
    match texts.filter(|texts| !texts.is_empty()) {
        Some(texts) => texts.iter().any(|text| text.as_str() == Some(&own)),
        None => members.iter().all(|(tag, member)| {
            own_tag(lowering, member).is_none() && *tag == name_at_home(lowering, member)
        }),
    }
}

/// What a discriminator says of an alternative, where it cannot tell all of them apart.
pub(super) fn marks(
    lowering: &mut Lowering<'_>,
    spot: &Spot,
    schema: &Schema,
    part: &ReferenceOr<Schema>,
) -> Vec<Mark> {
    let Some(discriminator) = &schema.schema_data.discriminator else {
        return Vec::new();
    };
    let property = &discriminator.property_name;
    let texts = match part {
        ReferenceOr::Reference { reference } => {
            let targets = mapping(lowering, &spot.at, discriminator);
            let mut members = Vec::new();
            let name = schema_name(reference).unwrap_or_default();
            if own_literal(lowering, name, property).is_some() {
                return Vec::new();
            }
            add_member(lowering, discriminator, &targets, name, &mut members);
            members.into_iter().map(|(tag, _)| tag).collect()
        }
        ReferenceOr::Item(inner) => match own_texts(lowering, inner, property) {
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

/// The mapping's values and the schemas that they name. A mapping has texts alone: where the schema
/// says that the property is one number or truth value, that is what is meant.
fn mapping(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    discriminator: &Discriminator,
) -> Vec<(String, String)> {
    let mut targets = Vec::new();
    for (tag, target) in &discriminator.mapping {
        let name = schema_name(target).unwrap_or(target);
        if named(lowering, name).is_some() {
            let literal = own_literal(lowering, name, &discriminator.property_name);
            targets.push((literal.unwrap_or_else(|| tag.clone()), name.to_owned()));
        } else {
            let at = at.child("discriminator").child("mapping").child(tag);
            lowering
                .diagnostics
                .discriminator_without_target(lowering.site(&at), tag, target);
        }
    }
    targets
}

/// A member under each of its tags: those of the mapping, else `x-ms-discriminator-value`, else the
/// one text that its own property may have, since no value of it has another one, else its name
/// (OpenAPI 3.0.3, Discriminator Object). A member that is a union has the texts of its own members.
fn add_member(
    lowering: &Lowering<'_>,
    discriminator: &Discriminator,
    targets: &[(String, String)],
    name: &str,
    members: &mut Vec<Member>,
) {
    let mapped = targets.iter().filter(|(_, target)| target == name);
    let before = members.len();
    members.extend(mapped.cloned());
    if members.len() > before {
        return;
    }
    let tags = match own_tag(lowering, name) {
        Some(tag) => vec![tag.to_owned()],
        None => {
            let values = values_of_named(lowering, name, &discriminator.property_name);
            let spelled = |value: &Value| Tag::spelled(value).map(Cow::into_owned);
            let tags = values.and_then(|values| values.iter().map(spelled).collect());
            tags.unwrap_or_else(|| vec![name_at_home(lowering, name)])
        }
    };
    // A value that the mapping already gives to another schema is that schema's.
    let own = tags
        .into_iter()
        .filter(|tag| !discriminator.mapping.contains_key(tag));
    members.extend(own.map(|tag| (tag, name.to_owned())));
}

/// The texts of members that are told by nothing but their names, where each of them describes another
/// one as the usual text of its property, or as an example of it.
fn usual_texts<'d>(
    lowering: &Lowering<'d>,
    discriminator: &Discriminator,
    names: &[&'d str],
) -> IndexMap<&'d str, String> {
    let mut usual = IndexMap::new();
    for name in names {
        let schema = named(lowering, name).and_then(|it| followed(lowering, it));
        let property =
            schema.and_then(|it| own_property(lowering, it, &discriminator.property_name));
        let Some(data) = property.and_then(|it| followed_box(lowering, it)) else {
            return IndexMap::new();
        };
        let data = &data.schema_data;
        let text = data.default.as_ref().or(data.example.as_ref());
        match text.and_then(Value::as_str) {
            Some(text) if usual.values().all(|known| known != text) => {
                usual.insert(*name, text.to_owned());
            }
            _ => return IndexMap::new(),
        }
    }
    usual
}

/// What a schema is called in its own file: where another file has the name, too, the schema is called
/// otherwise here, and the same on the wire.
fn name_at_home(lowering: &Lowering<'_>, name: &str) -> String {
    let origin = lowering.document.origin(&schemas_pointer().child(name));
    let own = lowering.document.schema_name(&origin);
    own.unwrap_or_else(|| name.to_owned())
}

/// The values that a property may have by the words of a schema, not of the head of its hierarchy:
/// one, or where it is a union of others one of each of them. `None` where any of them says none.
fn own_values<'d>(
    lowering: &Lowering<'d>,
    schema: &'d Schema,
    property: &str,
) -> Option<Vec<Value>> {
    let mut found = Vec::new();
    let mut seen: Vec<&Schema> = Vec::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        if seen.iter().any(|known| std::ptr::eq(*known, schema)) {
            continue;
        }
        seen.push(schema);
        match own_property(lowering, schema, property) {
            Some(described) => {
                let value = choice::lone_value(lowering, described)?;
                if !found.contains(&value) {
                    found.push(value);
                }
            }
            None => {
                let keywords = Keywords::of(schema);
                let (_, parts) = alternatives(&keywords)?;
                for part in parts.iter().rev().filter(|part| !choice::is_null(part)) {
                    open.push(followed(lowering, part)?);
                }
            }
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The same, where all of them are texts.
pub(super) fn own_texts<'d>(
    lowering: &Lowering<'d>,
    schema: &'d Schema,
    property: &str,
) -> Option<Vec<String>> {
    let values = own_values(lowering, schema, property)?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    values.iter().map(text).collect()
}

/// The same of a named schema.
fn values_of_named(lowering: &Lowering<'_>, name: &str, property: &str) -> Option<Vec<Value>> {
    own_values(
        lowering,
        followed(lowering, named(lowering, name)?)?,
        property,
    )
}

/// A property as a schema describes it itself, or a part of it. What the head of a hierarchy says is
/// of all members of the hierarchy.
fn own_property<'d>(
    lowering: &Lowering<'d>,
    schema: &'d Schema,
    property: &str,
) -> Option<&'d ReferenceOr<Box<Schema>>> {
    let mut seen: Vec<&Schema> = Vec::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        if seen.iter().any(|known| std::ptr::eq(*known, schema)) {
            continue;
        }
        seen.push(schema);
        let keywords = Keywords::of(schema);
        let described = keywords.properties.and_then(|all| all.get(property));
        if described.is_some() {
            return described;
        }
        let parts = keywords.all_of.iter();
        let parts = parts.filter_map(|part| match part {
            ReferenceOr::Item(part) => Some(part),
            ReferenceOr::Reference { .. } => {
                followed(lowering, part).filter(|base| base.schema_data.discriminator.is_none())
            }
        });
        open.extend(parts);
    }
    None
}

/// The one number or truth value that a property may have, as JSON spells it.
fn own_literal(lowering: &Lowering<'_>, name: &str, property: &str) -> Option<String> {
    match values_of_named(lowering, name, property)?.as_slice() {
        [value] if !value.is_string() => Tag::spelled(value).map(Cow::into_owned),
        _ => None,
    }
}

fn own_tag<'d>(lowering: &Lowering<'d>, name: &str) -> Option<&'d str> {
    match named(lowering, name)? {
        ReferenceOr::Item(schema) => azure::discriminator_value(&schema.schema_data.extensions),
        ReferenceOr::Reference { .. } => None,
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
            ty: match own.get(&member) {
                Some(id) => *id,
                None => named_member(lowering, &member),
            },
            literal: false,
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
