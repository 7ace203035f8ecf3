//! Named schemas whose values may be `null` by what they consist of.
//!
//! Comes in: the document's named schemas. Goes out: those that consist of alternatives of which one takes
//! `null`, or only wrap a schema that does, in place or by references. Whoever refers to one of them takes
//! that over, as from one that says it itself.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{OpenAPI, ReferenceOr, Schema};

use super::{all_of, choice, component::schema_name, facets::says_null, keywords::Keywords};

/// Their names.
#[derive(Debug, Default)]
pub(super) struct Nullable(BTreeSet<String>);

impl Nullable {
    /// Reads the document's named schemas.
    pub fn of(api: &OpenAPI) -> Self {
        let mut consists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut found: Vec<&str> = Vec::new();
        for (name, schema) in api.components.iter().flat_map(|it| &it.schemas) {
            let parts = Parts::of(schema);
            if parts.take_null {
                found.push(name);
            }
            for part in parts.named {
                consists.entry(part).or_default().push(name);
            }
        }
        let mut nullable = Self::default();
        while let Some(name) = found.pop() {
            if nullable.0.insert(name.to_owned()) {
                found.extend(consists.get(name).into_iter().flatten());
            }
        }
        nullable
    }

    /// Whether values of the named schema may be `null`.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// What a schema consists of.
#[derive(Debug, Default)]
struct Parts<'a> {
    /// What is written in place takes `null`.
    take_null: bool,
    /// The named schemas that a value may be one of.
    named: Vec<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(schema: &'a ReferenceOr<Schema>) -> Self {
        let mut parts = Self::default();
        let mut open = vec![schema];
        while let Some(part) = open.pop() {
            match part {
                ReferenceOr::Reference { reference } => parts.named.extend(schema_name(reference)),
                ReferenceOr::Item(schema) => {
                    let keywords = Keywords::of(schema);
                    parts.take_null |= says_null(schema, &keywords);
                    if choice::is_plain(&keywords) && schema.schema_data.discriminator.is_none() {
                        open.extend(keywords.one_of.iter().chain(keywords.any_of));
                    }
                    if let Some(wrapped) = all_of::wrapped(&keywords) {
                        parts.take_null |= wrapped.around.nullable;
                        open.push(wrapped.substance);
                    }
                }
            }
        }
        parts
    }
}
