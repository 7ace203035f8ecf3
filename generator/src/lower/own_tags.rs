//! By which tags the members of a union with a discriminator are known, as the description says it.
//!
//! Comes in: the names of the members. Goes out: the tags of each: those of the mapping, else
//! `x-ms-discriminator-value`, else the texts that its own property may have, else what each member
//! describes as usual, else its name (OpenAPI 3.0.3, Discriminator Object). The mapping is a hint: an
//! entry that leads nowhere is passed over. They are found once for each discriminator.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use openapiv3::{Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::{
    Lowering, azure, choice,
    component::schema_name,
    hierarchy::Head,
    keywords::Keywords,
    once::Once,
    reference::{followed, followed_box, named},
    schema::schemas_pointer,
    union::alternatives,
};
use crate::{diagnostic::Pointer, model::Tag};

/// A member's tag, and the name of its schema.
pub(super) type Member = (String, String);

/// The tags of the members of a union.
pub(super) struct Tags {
    /// Those of the mapping, with the schemas that they name.
    pub mapped: Vec<Member>,
    /// Those of other members, by the names of their schemas.
    own: BTreeMap<String, Vec<String>>,
    /// Those that list texts which others have, too, and their names are none of them: what they look
    /// like tells them.
    alike: BTreeSet<String>,
}

impl Tags {
    /// The tags of the named ones among the alternatives of a schema, which stands at a place.
    pub fn of_alternatives(
        lowering: &mut Lowering<'_>,
        at: &Pointer,
        schema: &Schema,
        discriminator: &Discriminator,
    ) -> Rc<Self> {
        if let Some(known) = lowering.tags.get(at) {
            return Rc::clone(known);
        }
        let all = choice::members(at, schema).into_iter();
        let names: Vec<&str> = all.filter_map(|(_, part)| part.name()).collect();
        Self::note(lowering, at, discriminator, &names)
    }

    /// The tags of a hierarchy: of its head, and of all that inherit from it, however far away.
    pub fn of_hierarchy(lowering: &mut Lowering<'_>, head: Head<'_>) -> Rc<Self> {
        let at = schemas_pointer().child(head.name);
        if let Some(known) = lowering.tags.get(&at) {
            return Rc::clone(known);
        }
        let all = lowering.hierarchy.descendants(head.name).into_iter();
        let names: Vec<&str> = all.chain([head.name]).collect();
        Self::note(lowering, &at, head.discriminator, &names)
    }

    fn note(
        lowering: &mut Lowering<'_>,
        at: &Pointer,
        discriminator: &Discriminator,
        names: &[&str],
    ) -> Rc<Self> {
        let tags = Rc::new(Self::of(lowering, at, discriminator, names));
        lowering.tags.insert(at.clone(), Rc::clone(&tags));
        tags
    }

    /// The tags of the named schemas, of a discriminator that is said at a place.
    fn of(
        lowering: &mut Lowering<'_>,
        at: &Pointer,
        discriminator: &Discriminator,
        names: &[&str],
    ) -> Self {
        let mapped = mapping(lowering, at, discriminator);
        let mut own = BTreeMap::new();
        let mut listed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for name in names {
            if mapped.iter().any(|(_, target)| target == name) || own.contains_key(*name) {
                continue;
            }
            match said(lowering, name, &discriminator.property_name) {
                Said::Tags(tags) => drop(own.insert((*name).to_owned(), tags)),
                Said::Any(tags) => drop(listed.insert(name, tags)),
            }
        }
        let taken = mapped.iter().map(|(tag, _)| tag);
        let taken = taken.chain(own.values().flatten()).collect();
        let settled = settled(lowering, &listed, &taken);
        let alike = settled.iter().filter(|it| it.is_alike);
        let alike = alike.map(|it| it.name.clone()).collect();
        own.extend(settled.into_iter().map(|it| (it.name, it.tags)));
        let is_named =
            |(name, tags): &(&String, &Vec<String>)| **tags == [name_at_home(lowering, name)];
        let (named, told): (Vec<_>, Vec<_>) = own.iter().partition(is_named);
        let names: Vec<String> = named.iter().map(|(name, _)| (*name).clone()).collect();
        let told = told.into_iter().flat_map(|(_, tags)| tags);
        let told: BTreeSet<&String> = told.chain(mapped.iter().map(|(tag, _)| tag)).collect();
        let usual = usual_texts(lowering, &discriminator.property_name, &names, &told);
        for (name, text) in usual {
            own.insert(name, vec![text]);
        }
        Self { mapped, own, alike }
    }

    /// Whether all members have tags of their own.
    pub fn tell_all(&self) -> bool {
        self.alike.is_empty()
    }

    /// The tags that tell a schema from all others, where there are some.
    pub fn telling(&self, name: &str) -> Option<Vec<Member>> {
        (!self.alike.contains(name)).then(|| self.members(name))
    }

    /// Whether the mapping names a schema.
    pub fn is_mapped(&self, name: &str) -> bool {
        self.mapped.iter().any(|(_, target)| target == name)
    }

    /// A schema under each of its tags. A value that the mapping already gives to another schema is
    /// that schema's.
    pub fn members(&self, name: &str) -> Vec<Member> {
        if self.is_mapped(name) {
            let mapped = self.mapped.iter().filter(|(_, target)| target == name);
            return mapped.cloned().collect();
        }
        let is_free = |tag: &&String| !self.mapped.iter().any(|(known, _)| known == *tag);
        let own = self.own.get(name).into_iter().flatten().filter(is_free);
        own.map(|tag| (tag.clone(), name.to_owned())).collect()
    }
}

/// The tags of a member that lists several texts.
struct Settled {
    name: String,
    tags: Vec<String>,
    /// Others have some of the texts, too.
    is_alike: bool,
}

/// The tags of members that list several texts: those that are no other member's. One that is the only text
/// of another member, or is mapped to it, is that one's. The member's name is its only tag where it is
/// among the texts, as it is where all members list the names of all, and where none is left.
fn settled(
    lowering: &Lowering<'_>,
    listed: &BTreeMap<&str, Vec<String>>,
    taken: &BTreeSet<&String>,
) -> Vec<Settled> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for text in listed.values().flatten() {
        *count.entry(text).or_default() += 1;
    }
    let settled = listed.iter().map(|(name, texts)| {
        let home = name_at_home(lowering, name);
        let is_called_so = texts.contains(&home);
        let free = texts.iter().filter(|text| !taken.contains(text));
        let (own, shared): (Vec<&String>, Vec<&String>) =
            free.partition(|text| count.get(text.as_str()) == Some(&1));
        Settled {
            name: (*name).to_owned(),
            is_alike: !shared.is_empty() && !is_called_so,
            tags: match is_called_so || own.is_empty() {
                true => vec![home],
                false => own.into_iter().cloned().collect(),
            },
        }
    });
    settled.collect()
}

/// What a schema says of its tags.
enum Said {
    /// They are its own.
    Tags(Vec<String>),
    /// It has one of them, as others may have, too.
    Any(Vec<String>),
}

fn said(lowering: &Lowering<'_>, name: &str, property: &str) -> Said {
    if let Some(tag) = own_tag(lowering, name) {
        return Said::Tags(vec![tag.to_owned()]);
    }
    let spelled = |values: &[Value]| {
        let texts = values
            .iter()
            .map(|it| Tag::spelled(it).map(Cow::into_owned));
        texts.collect::<Option<Vec<String>>>()
    };
    let schema = named(lowering, name).and_then(|it| followed(lowering, it));
    let values = schema.map(|schema| values(lowering, schema, property));
    match values {
        Some(Values::One(values)) => spelled(&values).map(Said::Tags),
        Some(Values::Several(values)) => spelled(&values).map(Said::Any),
        Some(Values::Unsaid) | None => None,
    }
    .unwrap_or_else(|| Said::Tags(vec![name_at_home(lowering, name)]))
}

/// The mapping's values and the schemas that they name. A mapping has texts alone: where the schema
/// says that the property is one number or truth value, that is what is meant.
fn mapping(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    discriminator: &Discriminator,
) -> Vec<Member> {
    let property = &discriminator.property_name;
    let mut targets = Vec::new();
    for (tag, target) in &discriminator.mapping {
        let name = schema_name(target).unwrap_or(target);
        if named(lowering, name).is_some() {
            let literal = own_literal(lowering, name, property);
            targets.push((literal.unwrap_or_else(|| tag.clone()), name.to_owned()));
        } else {
            let at = at.child("discriminator").child("mapping").child(tag);
            let site = lowering.site(&at);
            let diagnostics = &mut lowering.diagnostics;
            diagnostics.discriminator_without_target(site, tag, target, property);
        }
    }
    targets
}

/// The texts of the members that are told by nothing but their names, where each of them describes
/// another one as the usual text of its property, or as an example of it, and none that tells another
/// member. A name that the description contradicts says nothing.
fn usual_texts(
    lowering: &Lowering<'_>,
    property: &str,
    names: &[String],
    told: &BTreeSet<&String>,
) -> Vec<(String, String)> {
    let usual = |name: &String| {
        let schema = followed(lowering, named(lowering, name)?)?;
        let described = followed_box(lowering, own_property(lowering, schema, property)?)?;
        let data = &described.schema_data;
        let text = data.default.as_ref().or(data.example.as_ref())?.as_str()?;
        let is_listed = !Keywords::of(described).enumeration.is_empty();
        (!is_listed).then(|| (name.clone(), text.to_owned()))
    };
    let found: Option<Vec<(String, String)>> = names.iter().map(usual).collect();
    let found = found.unwrap_or_default();
    let texts: BTreeSet<&String> = found.iter().map(|(_, text)| text).collect();
    match texts.len() == found.len() && texts.is_disjoint(told) {
        true => found,
        false => Vec::new(),
    }
}

/// What a schema is called in its own file: where another file has the name, too, the schema is called
/// otherwise here, and the same on the wire.
pub(super) fn name_at_home(lowering: &Lowering<'_>, name: &str) -> String {
    let origin = lowering.document.origin(&schemas_pointer().child(name));
    let own = lowering.document.schema_name(&origin);
    own.unwrap_or_else(|| name.to_owned())
}

/// The values that a property may have by the words of a schema, not of the head of its hierarchy.
enum Values {
    /// One, or where the schema is a union of others one of each of them.
    One(Vec<Value>),
    /// The schema, or one that it is a union of, lists several.
    Several(Vec<Value>),
    /// The schema, or one that it is a union of, lists none.
    Unsaid,
}

fn values<'d>(lowering: &Lowering<'d>, schema: &'d Schema, property: &str) -> Values {
    let mut found: Vec<Value> = Vec::new();
    let mut several = false;
    let mut open = Once::from(schema);
    while let Some(schema) = open.next() {
        if let Some(described) = own_property(lowering, schema, property) {
            let listed = choice::listed_values(lowering, described);
            let is_head = schema.schema_data.discriminator.is_some();
            if listed.is_empty() || listed.len() > 1 && is_head {
                return Values::Unsaid;
            }
            several |= listed.len() > 1;
            for value in listed {
                if !found.contains(&value) {
                    found.push(value);
                }
            }
            continue;
        }
        let keywords = Keywords::of(schema);
        let Some((_, parts)) = alternatives(&keywords) else {
            return Values::Unsaid;
        };
        for part in parts.iter().rev().filter(|part| !choice::is_null(part)) {
            match followed(lowering, part) {
                Some(part) => open.lead([part]),
                None => return Values::Unsaid,
            }
        }
    }
    match (found.is_empty(), several) {
        (true, _) => Values::Unsaid,
        (false, true) => Values::Several(found),
        (false, false) => Values::One(found),
    }
}

/// Whether a schema says which values a property may have.
pub(super) fn says_values<'d>(lowering: &Lowering<'d>, schema: &'d Schema, property: &str) -> bool {
    match values(lowering, schema, property) {
        Values::One(_) | Values::Several(_) => true,
        Values::Unsaid => false,
    }
}

/// The one value that a property may have, or one of each schema of a union.
fn own_values<'d>(
    lowering: &Lowering<'d>,
    schema: &'d Schema,
    property: &str,
) -> Option<Vec<Value>> {
    match values(lowering, schema, property) {
        Values::One(found) => Some(found),
        Values::Several(_) | Values::Unsaid => None,
    }
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
pub(super) fn own_property<'d>(
    lowering: &Lowering<'d>,
    schema: &'d Schema,
    property: &str,
) -> Option<&'d ReferenceOr<Box<Schema>>> {
    let mut open = Once::from(schema);
    while let Some(schema) = open.next() {
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
        open.lead(parts);
    }
    None
}

/// The one number or truth value that a property may have, as JSON spells it.
pub(super) fn own_literal(lowering: &Lowering<'_>, name: &str, property: &str) -> Option<String> {
    match values_of_named(lowering, name, property)?.as_slice() {
        [value] if !value.is_string() => Tag::spelled(value).map(Cow::into_owned),
        _ => None,
    }
}

pub(super) fn own_tag<'d>(lowering: &Lowering<'d>, name: &str) -> Option<&'d str> {
    match named(lowering, name)? {
        ReferenceOr::Item(schema) => azure::discriminator_value(&schema.schema_data.extensions),
        ReferenceOr::Reference { .. } => None,
    }
}
