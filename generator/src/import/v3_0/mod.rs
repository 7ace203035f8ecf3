//! OpenAPI 3.0.
//!
//! Comes in: a tree in 3.0 form, with the origins of what moved. Goes out: the document model, with the origin of
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
mod twins;
mod typed;

use openapiv3::OpenAPI;

use super::dialect::Dialects;
use super::merge::Part;
use super::origins::Origins;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::source::Sources;

use check::{Called, Checker, Spot};
use shape::Kind;
pub(super) use shape::Section;

/// Reads one description; `None` when so much is missing that there is no document.
pub(super) fn read(
    part: Part,
    dialects: Dialects,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(OpenAPI, Origins)> {
    let Part { tree, origins } = part;
    let mut checker = Checker::new(sources, origins, dialects, diagnostics);
    let whole = Spot {
        at: &Pointer::root(),
        called: Called::Entry("the document"),
        hint: None,
    };
    let mut tree = checker.value(tree, &Kind::Object(&shapes::DOCUMENT), whole)?;
    references::settle(&mut checker, &mut tree);
    twins::unite(&checker, &mut tree);
    cycles::cut(&mut checker, &mut tree);
    let api = typed::document(&mut checker, tree)?;
    Some((api, checker.origins))
}

#[cfg(test)]
mod tests;
