//! What an object schema says of its properties, those that it inherits among them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Documents, Part};

/// The properties that an object can have.
#[derive(Clone, Debug, Default)]
pub(super) struct Object<'d> {
    /// By name; the one nearest to the object where several say something of it.
    pub properties: BTreeMap<&'d str, Part<'d>>,
    /// Those that must be there.
    pub required: BTreeSet<&'d str>,
    /// Other properties can be there too.
    pub others: Option<Others<'d>>,
}

/// What other properties can be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Others<'d> {
    /// Anything.
    Anything,
    /// What a schema says.
    Like(Part<'d>),
}

impl Documents {
    /// The properties of a schema that stands behind no reference.
    pub(super) fn object<'d>(&'d self, schema: Part<'d>) -> Object<'d> {
        let mut object = Object::default();
        for part in self.lineage(schema) {
            for (name, property) in part.entries("properties") {
                object.properties.entry(name).or_insert(property);
            }
            let required = part.items("required").into_iter();
            object
                .required
                .extend(required.filter_map(|name| name.value.as_str()));
            let others = part.at("additionalProperties").and_then(others);
            object.others = object.others.or(others);
        }
        let says_nothing = object.properties.is_empty() && object.others.is_none();
        if says_nothing && schema.at("additionalProperties").is_none() {
            object.others = Some(Others::Anything);
        }
        object
    }

    /// The schema that a value's tag names, where the schema has a discriminator. `Err`: it has no
    /// tag, or one that no schema stands for.
    pub(super) fn member<'d>(
        &'d self,
        schema: Part<'d>,
        value: &Value,
    ) -> Result<Part<'d>, Tag<'d>> {
        let mut lineage = self.lineage(schema).into_iter();
        let Some(base) = lineage.find(|part| part.at("discriminator").is_some()) else {
            return Ok(schema);
        };
        let property = base.text("discriminator").unwrap_or_default();
        let Some(tag) = value.get(property).and_then(Value::as_str) else {
            return Err(Tag::Missing(property));
        };
        let mut heirs = self.heirs(schema).into_iter();
        let member =
            heirs.find(|(name, part)| part.text("x-ms-discriminator-value").unwrap_or(name) == tag);
        member.map(|(_, part)| part).ok_or(Tag::Unknown)
    }

    /// The definitions that are made of a schema by `allOf`, itself among them.
    pub(super) fn heirs<'d>(&'d self, schema: Part<'d>) -> Vec<(&'d str, Part<'d>)> {
        let is_heir = |part: Part<'d>| {
            let mut lineage = self.lineage(part).into_iter();
            lineage.any(|ancestor| std::ptr::eq(ancestor.value, schema.value))
        };
        self.definitions()
            .filter(|(_, part)| is_heir(*part))
            .collect()
    }

    /// The schema and everything that it is made of by `allOf`, nearest first.
    fn lineage<'d>(&'d self, schema: Part<'d>) -> Vec<Part<'d>> {
        let mut lineage = vec![schema];
        let mut next = 0;
        while let Some(part) = lineage.get(next).copied() {
            next += 1;
            lineage.extend(
                part.items("allOf")
                    .into_iter()
                    .map(|part| self.follow(part)),
            );
        }
        lineage
    }
}

/// What is wrong with a tag, and its property.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tag<'d> {
    /// There is none.
    Missing(&'d str),
    /// It stands for no schema.
    Unknown,
}

fn others(part: Part<'_>) -> Option<Others<'_>> {
    match part.value {
        Value::Bool(false) => None,
        Value::Object(schema) if !schema.is_empty() => Some(Others::Like(part)),
        _ => Some(Others::Anything),
    }
}
