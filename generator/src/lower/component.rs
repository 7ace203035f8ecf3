//! Parts that are named once and referred to: `#/components/<section>/<name>`.
//!
//! Comes in: a part or a reference to one. Goes out: the part itself and where it stands. What a
//! reference does not find, `import` has reported.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

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
