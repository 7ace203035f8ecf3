//! OpenAPI 3.0.
//!
//! Comes in: a tree in 3.0 form, with the origins of what moved. Goes out: the document model, with the
//! origin of every part. On the way the tree is held against the specification's tables, references are
//! settled, and circles cut.

mod check;
mod cycles;
mod examples;
mod labels;
mod normalise;
mod operations;
mod references;
mod scalars;
mod schemas;
mod servers;
mod shape;
mod shapes;
mod texts;
mod twins;
mod typed;

use openapiv3::OpenAPI;
use serde_json::Value;

use super::dialect::Dialects;
use super::faults::Faults;
use super::merge::Part;
use super::origins::Origins;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::source::Sources;

use check::{Called, Checker, Spot};
use shape::Kind;
pub(super) use shape::Section;

/// Reads one description, and what is wrong with it; no document when so much is missing that there
/// is none.
pub(super) fn read(
    part: Part,
    dialects: Dialects,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> (Option<(OpenAPI, Origins)>, Faults) {
    let Part { tree, origins } = part;
    let mut checker = Checker::new(sources, origins, dialects, diagnostics);
    let whole = Spot {
        at: &Pointer::root(),
        called: Called::Entry("the document"),
        hint: None,
    };
    let tree = checker.value(tree, &Kind::Object(&shapes::DOCUMENT), whole);
    let api = tree.and_then(|tree| settled(&mut checker, tree));
    checker.faults.spread(&checker.links);
    (api.map(|api| (api, checker.origins)), checker.faults)
}

/// The document of a tree that has passed the check.
fn settled(checker: &mut Checker<'_>, mut tree: Value) -> Option<OpenAPI> {
    references::settle(checker, &mut tree);
    twins::unite(checker, &mut tree);
    cycles::cut(checker, &mut tree);
    references::name_plainly(&mut tree);
    let api = typed::document(checker, tree)?;
    operations::lost_paths(checker, &api);
    Some(api)
}

#[cfg(test)]
mod tests;
