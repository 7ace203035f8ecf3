//! What the alternatives of a choice are called.
//!
//! Comes in: the alternatives. Goes out: a label for each. A named schema is called by its name, another
//! one by its title, by the one value that it or a property of it may have, or else by the kind of its
//! values; those that would be called alike by what tells them apart. Nothing is called after a secret.

use std::{cell::OnceCell, collections::BTreeMap};

use openapiv3::{Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use super::{
    Lowering, beside,
    choice::{Member, is_untyped, lone_value},
    component::schema_name,
    constant,
    facets::Facets,
    keywords::{Keywords, Kind},
    own_tags,
    reference::{Used, followed_box},
    telling::{NAMELESS, Said, counted, told_apart, with_own_property},
};

/// The labels of alternatives that one schema lists. A title that two of them have says nothing of either,
/// and the one text that a discriminator may have in an alternative says more than a kind.
pub(super) fn of_members<'d>(
    lowering: &mut Lowering<'d>,
    members: &[Member<'d>],
    around: &Keywords<'_>,
    discriminator: Option<&Discriminator>,
) -> Vec<String> {
    let secret = members
        .iter()
        .map(|member| constant::is_secret(lowering, member));
    let secret: Vec<bool> = secret.collect();
    let lowering = &*lowering;
    let told = |schema: &Schema| {
        let texts = own_tags::own_texts(lowering, schema, &discriminator?.property_name)?;
        <[String; 1]>::try_from(texts).ok().map(|[text]| text)
    };
    let beside = Beside {
        around: beside::kind(around),
        ..Beside::of(lowering, members.iter().map(|(_, part)| *part))
    };
    let kind = |schema: &'d Schema, is_secret: bool| match told(schema) {
        Some(text) => text,
        None if is_secret => beside.ty(schema),
        None => beside.kind(schema),
    };
    let placed = members.iter().map(|(_, part)| *part).zip(secret);
    let wanted = placed.clone().map(|(part, is_secret)| match part {
        Used::Here(schema) if titled(schema).is_none() => kind(schema, is_secret),
        _ => beside.label(part),
    });
    let wanted: Vec<String> = wanted.collect();
    let count = counted(wanted.iter().map(String::as_str));
    let is_shared = |label: &String| count.get(label.as_str()).is_some_and(|count| *count > 1);
    let labelled = placed.zip(&wanted);
    let labels = labelled.map(|((part, is_secret), label)| match part {
        Used::Here(schema) if is_shared(label) => kind(schema, is_secret),
        _ => label.clone(),
    });
    let labels = told_apart(&beside.said, labels.collect());
    with_own_property(&beside.said, labels)
}

/// The labels of alternatives that several schemas list.
pub(super) fn of_parts<'d>(lowering: &Lowering<'d>, parts: &[Used<'d>]) -> Vec<String> {
    let beside = Beside::of(lowering, parts.iter().copied());
    let labels = parts.iter().map(|part| beside.label(*part));
    told_apart(&beside.said, labels.collect())
}

/// A title that is short enough for a name.
pub(super) fn titled(schema: &Schema) -> Option<&str> {
    let title = schema.schema_data.title.as_deref()?;
    (title.chars().count() <= LONGEST_TITLE).then_some(title)
}

/// A title of more characters is a sentence, not a name.
const LONGEST_TITLE: usize = 40;

/// The alternatives that each of them is called beside.
struct Beside<'l, 'd> {
    lowering: &'l Lowering<'d>,
    /// The kind of those that say nothing of it.
    around: Option<Kind>,
    /// What each of them says.
    said: Vec<Said<'d>>,
    /// In how many of them a property may have one text alone, by property and text.
    texts: OnceCell<BTreeMap<&'d str, BTreeMap<String, usize>>>,
}

impl<'l, 'd> Beside<'l, 'd> {
    fn of(lowering: &'l Lowering<'d>, parts: impl Iterator<Item = Used<'d>>) -> Self {
        Self {
            lowering,
            around: None,
            said: parts.map(|part| Said::of(lowering, part)).collect(),
            texts: OnceCell::new(),
        }
    }

    fn label(&self, part: Used<'d>) -> String {
        match part {
            Used::Named(reference) => schema_name(reference).unwrap_or_default().to_owned(),
            Used::Here(schema) => match titled(schema) {
                Some(title) => title.to_owned(),
                None => self.kind(schema),
            },
        }
    }

    /// What an alternative is called after the one value that it or a property of it may have, or else
    /// after the kind of its values.
    fn kind(&self, schema: &'d Schema) -> String {
        let keywords = Keywords::of(schema);
        match only_text(&keywords.enumeration) {
            Some(text) if !Facets::of(schema, &keywords).secret => text.to_owned(),
            Some(_) | None => self.ty(schema),
        }
    }

    /// The same where it is not called after its own value.
    fn ty(&self, schema: &'d Schema) -> String {
        let keywords = &Keywords::of(schema);
        if let Some(reference) = lone_reference(keywords) {
            return reference.to_owned();
        }
        let around = self.around.filter(|_| is_untyped(keywords));
        let label = match keywords.kind.or(around) {
            Some(Kind::Boolean) => "boolean",
            Some(Kind::Integer) => "integer",
            Some(Kind::Number) => "number",
            Some(Kind::String) => keywords.format.as_deref().unwrap_or("string"),
            Some(Kind::Array) => return self.list(keywords),
            None if is_untyped(keywords) => "any",
            Some(Kind::Object) | None => {
                let text = self.constant(schema);
                return text.unwrap_or_else(|| NAMELESS.to_owned());
            }
        };
        label.to_owned()
    }

    fn list(&self, keywords: &Keywords<'d>) -> String {
        let item = match keywords.items {
            Some(ReferenceOr::Reference { reference }) => {
                schema_name(reference).unwrap_or_default().to_owned()
            }
            Some(ReferenceOr::Item(item)) if Keywords::of(item).positions.is_some() => {
                return "tuple".to_owned();
            }
            Some(ReferenceOr::Item(item)) => Self::of(self.lowering, [].into_iter()).kind(item),
            None => return "list".to_owned(),
        };
        format!("{item} list")
    }

    /// The text of a property with one possible text: of several properties one whose text no other
    /// alternative has, and of those the first by its name. A text that it has of a named schema, with
    /// others, says nothing of it.
    fn constant(&self, schema: &'d Schema) -> Option<String> {
        let said = Said::of_schema(self.lowering, schema);
        let properties = said.properties.iter();
        let texts =
            properties.filter_map(|(name, it)| Some((*name, lone_text(self.lowering, it)?)));
        let ranked = texts.map(|(name, text)| (self.is_shared(name, &text), name, text));
        let told = ranked.filter(|(is_shared, name, _)| !is_shared || said.is_own(name));
        told.min().map(|(_, _, text)| text)
    }

    /// Whether several of the alternatives have the text as the only one of that property.
    fn is_shared(&self, name: &str, text: &str) -> bool {
        let texts = self.texts.get_or_init(|| {
            let mut texts: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
            for (name, property) in self.said.iter().flat_map(|said| &said.properties) {
                if let Some(text) = lone_text(self.lowering, property) {
                    *texts.entry(name).or_default().entry(text).or_default() += 1;
                }
            }
            texts
        });
        let count = texts.get(name).and_then(|texts| texts.get(text));
        count.is_some_and(|count| *count > 1)
    }
}

/// The schema that an `allOf` of one part is of.
fn lone_reference<'a>(keywords: &Keywords<'a>) -> Option<&'a str> {
    match keywords.all_of {
        [ReferenceOr::Reference { reference }] => schema_name(reference),
        _ => None,
    }
}

/// The one text that a property may have, which is no secret.
fn lone_text(lowering: &Lowering<'_>, property: &ReferenceOr<Box<Schema>>) -> Option<String> {
    let Value::String(text) = lone_value(lowering, property)? else {
        return None;
    };
    let schema = followed_box(lowering, property)?;
    let is_secret = Facets::of(schema, &Keywords::of(schema)).secret;
    (!is_secret).then_some(text)
}

fn only_text(values: &[Value]) -> Option<&str> {
    match values {
        [value] => value.as_str(),
        _ => None,
    }
}
