//! Parts that are named once and referred to: `#/components/<section>/<name>`.
//!
//! Comes in: a part or a reference to one. Goes out: the part itself and where it stands. What a
//! reference does not find, `import` has reported.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr};

use super::{Lowering, shorter::letters};
use crate::diagnostic::Pointer;

/// One section of `components`.
pub(super) struct Section<'d, T> {
    /// The section's key: `parameters`, `responses`, …
    pub key: &'static str,
    /// Its parts, where the document has the section.
    pub parts: Option<&'d IndexMap<String, ReferenceOr<T>>>,
}

impl<'d, T> Section<'d, T> {
    /// The part that stands at `at`, or that the reference there leads to, through references to
    /// references.
    pub fn resolve(&self, at: &Pointer, part: &'d ReferenceOr<T>) -> Option<(Pointer, &'d T)> {
        let section = Pointer::root().child("components").child(self.key);
        let mut at = at.clone();
        let mut current = part;
        // No way is longer than there are parts, unless it is a circle.
        for _ in 0..=self.parts.map_or(0, IndexMap::len) {
            match current {
                ReferenceOr::Item(found) => return Some((at, found)),
                ReferenceOr::Reference { reference } => {
                    let name = component_name(reference, self.key)?;
                    at = section.child(name);
                    current = self.parts?.get(name)?;
                }
            }
        }
        None
    }
}

/// What the types are called that a part has in place which is described once, under a name, for all
/// operations: after the part, so that they keep their names whatever operations there are. `kind` is
/// added where the name is a schema's, or, unless it is that of a response, a response's.
pub(super) fn type_name(lowering: &Lowering<'_>, at: &Pointer, kind: &str) -> Option<String> {
    let name = shared_name(at).or_else(|| shared_name(&lowering.origin(at).pointer))?;
    let Known { schemas, responses } = &lowering.known;
    let plain = letters(&name);
    let is_known = schemas.contains(&plain) || kind != RESPONSE && responses.contains(&plain);
    Some(match is_known {
        true => format!("{name} {kind}"),
        false => name,
    })
}

/// The names of a document's schemas and responses, as identifiers have them.
#[derive(Debug, Default)]
pub(super) struct Known {
    schemas: BTreeSet<String>,
    responses: BTreeSet<String>,
}

impl Known {
    /// Reads the document's names.
    pub fn of(api: &OpenAPI) -> Self {
        let components = api.components.as_ref();
        components.map_or_else(Self::default, |all| Self {
            schemas: all.schemas.keys().map(|name| letters(name)).collect(),
            responses: all.responses.keys().map(|name| letters(name)).collect(),
        })
    }
}

/// What a response is, in the name of a type.
pub(super) const RESPONSE: &str = "response";

/// The name of the part that stands there, if it is one for all operations, in OpenAPI 3's words or in
/// 2.0's.
fn shared_name(at: &Pointer) -> Option<String> {
    let segments: Vec<String> = at.segments().collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["components", _, name] | ["responses" | "parameters", name] => Some((*name).to_owned()),
        _ => None,
    }
}

/// The name behind `#/components/schemas/Name`.
pub(super) fn schema_name(reference: &str) -> Option<&str> {
    component_name(reference, "schemas")
}

/// The name behind `#/components/<section>/Name`, which `import` leaves as it is, not escaped.
fn component_name<'r>(reference: &'r str, section: &str) -> Option<&'r str> {
    reference
        .strip_prefix("#/components/")?
        .strip_prefix(section)?
        .strip_prefix('/')
}
