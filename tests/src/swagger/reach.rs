//! The definitions that operations lead to.

use std::{collections::BTreeSet, path::PathBuf};

use super::{Documents, Part, target};

/// Where a definition stands: its file, and the pointer in it.
pub type Definition = (PathBuf, String);

/// How a reference uses a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// A value is of its type.
    Type,
    /// Its properties are taken over.
    Base,
}

impl Documents {
    /// The definitions that are the type of something which an operation sends or answers.
    pub fn reached(&self) -> BTreeSet<Definition> {
        let mut reach = Reach {
            documents: self,
            found: BTreeSet::new(),
            seen: BTreeSet::new(),
        };
        for operation in self.operations() {
            for parameter in &operation.parameters {
                reach.within(*parameter, "schema");
            }
            for (_, response) in operation.own.entries("responses") {
                reach.within(self.follow(response), "schema");
            }
        }
        reach.found
    }

    /// Whether two definitions are written alike: then they are one type.
    pub fn are_alike(&self, one: &Definition, other: &Definition) -> bool {
        let value = |(file, pointer): &Definition| self.files.get(file)?.pointer(pointer);
        value(one).is_some() && value(one) == value(other)
    }
}

struct Reach<'d> {
    documents: &'d Documents,
    found: BTreeSet<Definition>,
    seen: BTreeSet<(*const serde_json::Value, Use)>,
}

impl<'d> Reach<'d> {
    fn within(&mut self, part: Part<'d>, key: &str) {
        if let Some(schema) = part.at(key) {
            self.schema(schema, Use::Type);
        }
    }

    fn schema(&mut self, part: Part<'d>, used: Use) {
        if let Some(reference) = part.text("$ref") {
            if used == Use::Type {
                self.found.insert(target(part.file, reference));
            }
            return self.schema(self.documents.follow(part), used);
        }
        if !self.seen.insert((part.value, used)) {
            return;
        }
        for (_, property) in part.entries("properties") {
            self.schema(property, Use::Type);
        }
        for base in part.items("allOf") {
            self.schema(base, Use::Base);
        }
        self.within(part, "items");
        self.within(part, "additionalProperties");
        // A value of a base's type can be any of its heirs.
        if used == Use::Type && part.at("discriminator").is_some() {
            for (name, heir) in self.documents.heirs(part) {
                let pointer = format!("/definitions/{name}");
                self.found.insert((heir.file.to_path_buf(), pointer));
                self.schema(heir, Use::Type);
            }
        }
    }
}
