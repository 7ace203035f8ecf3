//! What tells the objects among some alternatives apart: what each of them alone is composed of, or asks
//! for.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};

use super::{
    Lowering,
    component::schema_name,
    keywords::Keywords,
    once::Once,
    reference::{Used, followed},
};

/// What an object is called of which nothing is known.
pub(super) const NAMELESS: &str = "object";

/// What an alternative says of its values, with the parts of its `allOf`.
#[derive(Debug, Default)]
pub(super) struct Said<'d> {
    /// Its properties, those that are written in place first.
    pub properties: IndexMap<&'d str, &'d ReferenceOr<Box<Schema>>>,
    /// How many of them are written in place.
    own: usize,
    required: Vec<&'d str>,
    /// The only ones that are required in place.
    asked: &'d [String],
    /// The named schemas that it is, or is composed of in place.
    parts: BTreeSet<&'d str>,
}

impl<'d> Said<'d> {
    /// What an alternative says, by itself or by its name.
    pub fn of(lowering: &Lowering<'d>, part: Used<'d>) -> Self {
        match part {
            Used::Here(schema) => Self::of_schema(lowering, schema),
            Used::Named(reference) => {
                let schema = part.followed(lowering);
                let mut said = schema.map(|it| Self::of_schema(lowering, it));
                if let Some(said) = &mut said {
                    said.parts = schema_name(reference).into_iter().collect();
                }
                said.unwrap_or_default()
            }
        }
    }

    /// What a schema says that is written in place.
    pub fn of_schema(lowering: &Lowering<'d>, schema: &'d Schema) -> Self {
        let mut said = Self {
            asked: Keywords::of(schema).required,
            ..Self::default()
        };
        let mut named = Vec::new();
        let mut open = Once::from(schema);
        while let Some(schema) = open.next() {
            let parts = said.take(schema);
            open.lead(parts.iter().rev().filter_map(ReferenceOr::as_item));
            let references = parts.iter().filter(|part| part.as_item().is_none());
            named.extend(references);
        }
        said.own = said.properties.len();
        said.parts = named.iter().filter_map(|part| referred(part)).collect();
        let mut open = Once::none();
        open.lead(named.iter().rev().filter_map(|it| followed(lowering, it)));
        while let Some(schema) = open.next() {
            let parts = said.take(schema).iter().rev();
            open.lead(parts.filter_map(|part| followed(lowering, part)));
        }
        said
    }

    /// Takes what a schema says itself, and gives the parts that it is composed of.
    fn take(&mut self, schema: &'d Schema) -> &'d [ReferenceOr<Schema>] {
        let keywords = Keywords::of(schema);
        for (name, property) in keywords.properties.into_iter().flatten() {
            self.properties.entry(name).or_insert(property);
        }
        let required = keywords.required.iter();
        self.required.extend(required.map(String::as_str));
        keywords.all_of
    }

    /// Whether a property is described in place.
    pub fn is_own(&self, name: &str) -> bool {
        let position = self.properties.get_index_of(name);
        position.is_some_and(|position| position < self.own)
    }
}

fn referred(part: &ReferenceOr<Schema>) -> Option<&str> {
    match part {
        ReferenceOr::Reference { reference } => schema_name(reference),
        ReferenceOr::Item(_) => None,
    }
}

/// The labels, where several objects would be called alike: each of them by what tells it from the
/// other alternatives.
pub(super) fn told_apart(said: &[Said<'_>], labels: Vec<String>) -> Vec<String> {
    let is_nameless = |label: &str| label == NAMELESS;
    if labels.iter().filter(|label| is_nameless(label)).count() < 2 {
        return labels;
    }
    let beside = Beside::of(said);
    let telling = labels.iter().zip(said).map(|(label, own)| {
        let told = || beside.part(own).or_else(|| beside.telling(own));
        is_nameless(label).then(told).flatten().unwrap_or(label)
    });
    let telling: Vec<&str> = telling.collect();
    let count = counted(telling.iter().copied());
    let chosen = telling.iter().zip(&labels);
    chosen
        .map(|(told, label)| match count.get(told) {
            Some(1) => (*told).to_owned(),
            _ => label.clone(),
        })
        .collect()
}

/// The labels, where several objects are called after one text: each with a property that tells it from
/// the others of that text.
pub(super) fn with_own_property(said: &[Said<'_>], labels: Vec<String>) -> Vec<String> {
    let mut alike: BTreeMap<&str, Vec<&Said<'_>>> = BTreeMap::new();
    for (label, own) in labels.iter().zip(said) {
        alike.entry(label).or_default().push(own);
    }
    alike.retain(|label, said| said.len() > 1 && *label != NAMELESS);
    let beside = alike.into_iter();
    let beside: BTreeMap<&str, Beside<'_>> = beside
        .map(|(label, said)| (label, Beside::of(said)))
        .collect();
    let labelled = labels.iter().zip(said).map(|(label, own)| {
        let beside = beside.get(label.as_str());
        match beside.and_then(|beside| beside.telling(own)) {
            Some(property) => format!("{label} with {property}"),
            None => label.clone(),
        }
    });
    labelled.collect()
}

/// In how many of some alternatives a name is.
#[derive(Debug)]
struct Beside<'s> {
    /// Names of properties.
    properties: BTreeMap<&'s str, usize>,
    /// Names of schemas that they are composed of.
    parts: BTreeMap<&'s str, usize>,
}

impl<'s> Beside<'s> {
    fn of<'d: 's>(said: impl IntoIterator<Item = &'s Said<'d>> + Clone) -> Self {
        let properties = said.clone().into_iter().flat_map(|it| {
            let described = it.properties.keys().copied();
            let names: BTreeSet<&str> = described.chain(it.required.iter().copied()).collect();
            names
        });
        let parts = said.into_iter().flat_map(|it| it.parts.iter().copied());
        Self {
            properties: counted(properties),
            parts: counted(parts),
        }
    }

    /// The named schema that an object alone is composed of, if that is one.
    fn part<'d>(&self, own: &Said<'d>) -> Option<&'d str> {
        let parts = own.parts.iter().copied();
        let mut parts = parts.filter(|name| self.parts.get(name) == Some(&1));
        match (parts.next(), parts.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// The property that tells an object from the other alternatives: the first that it alone requires,
    /// else of those that it alone names the first by its name, else the only one that it requires.
    fn telling<'d>(&self, own: &Said<'d>) -> Option<&'d str> {
        let is_own = |name: &&str| self.properties.get(name) == Some(&1);
        let mut required = own.required.iter().copied();
        let only = match own.asked {
            [only] => Some(only.as_str()),
            _ => None,
        };
        let described = own.properties.keys().copied();
        required
            .find(is_own)
            .or_else(|| described.filter(is_own).min())
            .or(only)
    }
}

/// How often each of some names is there.
pub(super) fn counted<'s>(names: impl Iterator<Item = &'s str>) -> BTreeMap<&'s str, usize> {
    let mut count = BTreeMap::new();
    for name in names {
        *count.entry(name).or_default() += 1;
    }
    count
}
