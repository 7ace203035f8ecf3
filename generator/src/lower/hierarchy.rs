//! Who inherits from whom.
//!
//! Comes in: the document's named schemas. Goes out: for each, the schemas whose `allOf` refers
//! to it, so that a `discriminator` finds its members the way Swagger 2.0 means it; and the
//! `discriminator` that a schema inherits, so that a middle node has members too.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use openapiv3::{Discriminator, OpenAPI, ReferenceOr, Schema};

use super::{component::schema_name, keywords::Keywords};

/// The children of every named schema, in document order, and what heads the hierarchies.
#[derive(Debug, Default)]
pub(super) struct Hierarchy<'d> {
    children: IndexMap<&'d str, Vec<&'d str>>,
    heads: IndexMap<&'d str, Head<'d>>,
    /// Schemas that inherit from one that lists them.
    listed: BTreeSet<&'d str>,
}

/// A schema with a `discriminator` that others inherit from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'d> {
    /// The schema's name.
    pub name: &'d str,
    /// Its discriminator.
    pub discriminator: &'d Discriminator,
}

impl<'d> Hierarchy<'d> {
    /// Reads the document's named schemas.
    pub fn of(api: &'d OpenAPI) -> Self {
        let mut children: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for (name, schema) in api
            .components
            .iter()
            .flat_map(|components| &components.schemas)
        {
            let ReferenceOr::Item(schema) = schema else {
                continue;
            };
            for parent in parents(schema) {
                children.entry(parent).or_default().push(name);
            }
        }
        let mut hierarchy = Self {
            children,
            ..Self::default()
        };
        for (name, schema) in api
            .components
            .iter()
            .flat_map(|components| &components.schemas)
        {
            let ReferenceOr::Item(schema) = schema else {
                continue;
            };
            if let Some(discriminator) = own_discriminator(schema) {
                hierarchy.enlist(name, discriminator);
            } else if schema.schema_data.discriminator.is_some() {
                hierarchy.note_listed(name, schema);
            }
        }
        hierarchy
    }

    /// The head of the hierarchy that a schema belongs to: itself, or what it inherits from.
    pub fn head(&self, name: &str) -> Option<Head<'d>> {
        self.heads.get(name).copied()
    }

    /// Whether a schema is a member of the union that one of its ancestors is.
    pub fn inherits(&self, name: &str) -> bool {
        self.listed.contains(name) || self.head(name).is_some_and(|head| head.name != name)
    }

    /// Whether a schema inherits from one whose own discriminator is another property than this.
    pub fn is_told_by_another(&self, name: &str, discriminator: &Discriminator) -> bool {
        self.head(name).is_some_and(|head| {
            head.name != name && head.discriminator.property_name != discriminator.property_name
        })
    }

    /// Whether a value that is described by a schema can be one of its descendants instead.
    pub fn has_members(&self, name: &str) -> bool {
        self.heads.contains_key(name) && self.children.contains_key(name)
    }

    fn note_listed(&mut self, name: &str, schema: &'d Schema) {
        let below = self.descendants(name);
        let listed = Keywords::of(schema).one_of.iter().filter_map(referred);
        self.listed
            .extend(listed.filter(|member| below.contains(member)));
    }

    fn enlist(&mut self, name: &'d str, discriminator: &'d Discriminator) {
        let head = Head {
            name,
            discriminator,
        };
        // The nearest head counts, and that of this schema so far is further away.
        let further = self.heads.get(name).map(|head| head.name);
        for descendant in self.descendants(name) {
            let known = self.heads.get(descendant).map(|head| head.name);
            if known.is_none() || known == further {
                self.heads.insert(descendant, head);
            }
        }
        // Its own discriminator counts for more than an inherited one.
        self.heads.insert(name, head);
    }

    /// Everything that inherits from a schema, nearest first; the schema itself is not among it.
    pub fn descendants(&self, name: &str) -> IndexSet<&'d str> {
        let mut found: IndexSet<&'d str> = IndexSet::new();
        let mut next = 0;
        let mut current = name;
        loop {
            let children = self.children.get(current).into_iter().flatten();
            found.extend(children.filter(|child| **child != name));
            let Some(following) = found.get_index(next) else {
                return found;
            };
            current = following;
            next += 1;
        }
    }
}

/// The discriminator of a schema that lists no alternatives itself.
fn own_discriminator(schema: &Schema) -> Option<&Discriminator> {
    let keywords = Keywords::of(schema);
    let lists = !keywords.one_of.is_empty() || !keywords.any_of.is_empty();
    schema.schema_data.discriminator.as_ref().filter(|_| !lists)
}

fn referred(part: &ReferenceOr<Schema>) -> Option<&str> {
    match part {
        ReferenceOr::Reference { reference } => schema_name(reference),
        ReferenceOr::Item(_) => None,
    }
}

/// What a schema's `allOf` refers to, be it inside a part that is written in place: a `$ref` with
/// something beside it is imported as one.
fn parents(schema: &Schema) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open: Vec<_> = Keywords::of(schema).all_of.iter().rev().collect();
    while let Some(part) = open.pop() {
        match part {
            ReferenceOr::Reference { reference } => found.extend(schema_name(reference)),
            ReferenceOr::Item(inner) => open.extend(Keywords::of(inner).all_of.iter().rev()),
        }
    }
    found
}
