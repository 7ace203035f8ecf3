//! OpenAPI 3.0.
//!
//! Comes in: the value tree of a 3.0 description. Goes out: the document model, with the origin of
//! every part. On the way the tree is held against the specification's tables, references are
//! settled, and circles cut.

mod check;
mod cycles;
mod examples;
mod labels;
mod normalise;
mod references;
mod schemas;
mod shape;
mod shapes;
mod typed;

use openapiv3::OpenAPI;
use serde_json::Value;

use super::origins::Origins;
use crate::diagnostic::{Diagnostics, Pointer, SourceId};
use crate::source::Sources;

use check::{Called, Checker, Spot};
use shape::Kind;

/// Reads one description; `None` when so much is missing that there is no document.
pub(super) fn read(
    tree: &Value,
    file: SourceId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(OpenAPI, Origins)> {
    let mut checker = Checker::new(sources, Origins::new(file), diagnostics);
    let whole = Spot {
        at: &Pointer::root(),
        called: Called::Entry("the document"),
        hint: None,
    };
    let mut tree = checker.value(tree.clone(), &Kind::Object(&shapes::DOCUMENT), whole)?;
    references::settle(&mut checker, &mut tree, file);
    cycles::cut(&mut checker, &mut tree);
    let api = typed::document(&mut checker, tree)?;
    Some((api, checker.origins))
}

#[cfg(test)]
mod tests;
