//! Who inherits from whom.
//!
//! Comes in: the document's named schemas. Goes out: for each, the schemas whose `allOf` refers
//! to it, so that a `discriminator` finds its members the way Swagger 2.0 means it.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr, Schema};

use super::keywords::Keywords;

/// The children of every named schema, in document order.
#[derive(Debug, Default)]
pub(super) struct Hierarchy {
    children: IndexMap<String, Vec<String>>,
}

impl Hierarchy {
    /// Reads the document's named schemas.
    pub fn of(api: &OpenAPI) -> Self {
        let mut children: IndexMap<String, Vec<String>> = IndexMap::new();
        for (name, schema) in api.components.iter().flat_map(|components| &components.schemas) {
            let ReferenceOr::Item(schema) = schema else { continue };
            for parent in parents(schema) {
                children.entry(parent.to_owned()).or_default().push(name.clone());
            }
        }
        Self { children }
    }

    /// Everything that inherits from a schema, nearest first; the schema itself is not among it.
    pub fn descendants(&self, name: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let mut next = 0;
        let mut current = name;
        loop {
            for child in self.children.get(current).into_iter().flatten() {
                if child != name && !found.contains(&child.as_str()) {
                    found.push(child);
                }
            }
            let Some(following) = found.get(next) else { return found };
            current = following;
            next += 1;
        }
    }
}

fn parents(schema: &Schema) -> impl Iterator<Item = &str> {
    Keywords::of(schema).all_of.iter().filter_map(|part| match part {
        ReferenceOr::Reference { reference } => schema_name(reference),
        ReferenceOr::Item(_) => None,
    })
}

/// The name behind `#/components/schemas/Name`.
pub(super) fn schema_name(reference: &str) -> Option<&str> {
    component_name(reference, "schemas")
}

/// The name behind `#/components/<kind>/Name`.
pub(super) fn component_name<'r>(reference: &'r str, kind: &str) -> Option<&'r str> {
    let name = reference.strip_prefix("#/components/")?.strip_prefix(kind)?.strip_prefix('/')?;
    (!name.contains('/')).then_some(name)
}
