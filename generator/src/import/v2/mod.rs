//! Swagger 2.0 in the words of OpenAPI 3.0.
//!
//! Comes in: the value tree of a 2.0 description. Goes out: a tree of the same API in 3.0 form, and
//! for every part that moved where it came from. Nothing is judged here: what is not as the
//! specification has it is handed on as it stands, and the check of the 3.0 form reports it at its
//! own place. References to schemas stay what they are; those to parameters, responses and paths
//! are followed, as far as they lead anywhere, since what stands there means something else in every
//! operation (`consumes`, `produces`).

mod body;
mod form;
mod operation;
mod parameter;
mod path;
mod response;
mod schema;
mod security;
mod server;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::origins::Origins;
use super::resolve::resolve;
use super::vocabulary;
use crate::diagnostic::{Diagnostics, Origin, Pointer, SourceId};
use crate::source::Sources;

pub(super) use schema::schema;

/// Converts one description.
pub(super) fn convert(
    tree: &Map<String, Value>,
    file: SourceId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> (Value, Origins) {
    let mut conversion = Conversion {
        sources,
        diagnostics,
        origins: Origins::new(file),
        is_azure: vocabulary::is_spoken(tree),
        consumes: media_types(tree.get("consumes")).unwrap_or_default(),
        produces: media_types(tree.get("produces")).unwrap_or_default(),
    };
    let document = conversion.document(tree);
    (document, conversion.origins)
}

/// What the files of this room share while a description is converted.
struct Conversion<'s, 'd> {
    sources: &'s Sources,
    diagnostics: &'d mut Diagnostics,
    origins: Origins,
    /// The description uses Azure's vocabulary, in which shared parameters are the client's.
    is_azure: bool,
    /// What operations send that do not say it themselves.
    consumes: Vec<String>,
    /// What operations answer that do not say it themselves.
    produces: Vec<String>,
}

/// A part that may stand elsewhere.
struct Found<'s> {
    /// Where it stands.
    origin: Origin,
    value: &'s Value,
}

impl<'s> Conversion<'s, '_> {
    fn document(&mut self, tree: &'s Map<String, Value>) -> Value {
        let root = Pointer::root();
        self.moved(&root.child("openapi"), "swagger");
        let mut document = Map::new();
        let mut put = |key: &str, value: Value| drop(document.insert(key.to_owned(), value));
        put("openapi", json!("3.0.3"));
        let mut components = Map::new();
        for (key, value) in tree {
            match key.as_str() {
                "swagger" | "host" | "basePath" | "schemes" | "consumes" | "produces"
                | "parameters" | "responses" => {}
                "definitions" => drop(components.insert("schemas".to_owned(), value.clone())),
                "securityDefinitions" => {
                    let schemes = each(value, security::scheme);
                    components.insert("securitySchemes".to_owned(), schemes);
                }
                "paths" | "x-ms-paths" => put(key, self.paths(value, &root.child(key))),
                "x-ms-parameterized-host" => put(key, self.parameterized_host(value)),
                _ => put(key, value.clone()),
            }
        }
        if let Some(servers) = self.servers(tree) {
            let says = if tree.contains_key("host") {
                "host"
            } else {
                "basePath"
            };
            self.moved(&root.child("servers"), says);
            put("servers", servers);
        }
        self.component_origins(&components);
        put("components", Value::Object(components));
        Value::Object(document)
    }

    /// Each component by itself: their sections have other names in 2.0.
    fn component_origins(&mut self, components: &Map<String, Value>) {
        let root = Pointer::root();
        for (section, before) in [
            ("schemas", "definitions"),
            ("securitySchemes", "securityDefinitions"),
        ] {
            if components.contains_key(section) {
                let at = root.child("components").child(section);
                self.moved(&at, before);
            }
        }
    }

    /// Notes that what stands at `at` came from a key at the top of the description.
    fn moved(&mut self, at: &Pointer, before: &str) {
        let origin = self.origins.of(&Pointer::root()).child(before);
        self.origins.moved(at.clone(), origin);
    }

    /// The part that a value is, or that its `$ref` leads to; the value itself where that leads
    /// nowhere, or round in a circle.
    fn found(&mut self, origin: Origin, value: &'s Value) -> Found<'s> {
        let mut found = Found {
            origin: origin.clone(),
            value,
        };
        let mut steps = BTreeSet::new();
        while let Some(target) = found.value.get("$ref").and_then(Value::as_str) {
            let from = found.origin.file;
            let (origin, value) = match resolve(self.sources, from, target) {
                Ok((at, next)) if steps.insert((from, target)) => (at, next),
                Ok(_) | Err(_) => return Found { origin, value },
            };
            if origin.file != from {
                self.sources.report(origin.file, self.diagnostics);
            }
            found = Found { origin, value };
        }
        found
    }
}

/// Every entry of an object, converted.
fn each(value: &Value, convert: impl Fn(&Value) -> Value) -> Value {
    match value {
        Value::Object(entries) => {
            let entries = entries.iter();
            Value::Object(
                entries
                    .map(|(key, value)| (key.clone(), convert(value)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

/// A list of media types; `None` where none is said.
fn media_types(list: Option<&Value>) -> Option<Vec<String>> {
    let types = list?.as_array()?.iter();
    Some(types.filter_map(Value::as_str).map(str::to_owned).collect())
}
