//! From value trees to one OpenAPI 3.0 document.
//!
//! Comes in: the value trees of the descriptions, of any version. Goes out: [`Document`], an
//! `openapiv3::OpenAPI` in 3.0 form that says of every part where it came from. The only room
//! that knows which version a description is written in.

mod origins;
mod stack;
mod v3_0;
mod version;
mod vocabulary;

use openapiv3::OpenAPI;

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Origin, Pointer};
use crate::source::Sources;
use origins::Origins;
use version::Version;

/// An imported description.
#[derive(Clone, Debug)]
pub struct Document {
    /// The description in 3.0 form. Every `$ref` in it is a fragment that names an entry of
    /// `components` (`#/components/schemas/Pet`); unless an error was reported, the entry exists.
    /// What stood beside a schema's `$ref` is the second member of an `allOf`.
    pub api: OpenAPI,
    origins: Origins,
}

impl Document {
    /// Where the part at `pointer` of [`api`](Self::api) came from, before any conversion.
    pub fn origin(&self, pointer: &Pointer) -> Origin {
        self.origins.of(pointer)
    }
}

/// Imports the inputs of `sources` as one document. A malformed part is reported and left out,
/// and the others go on; `None` when there is no document to speak of.
pub fn import(
    sources: &Sources,
    _config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut readable = Vec::new();
    for file in sources.inputs().iter().copied() {
        sources.report(file, diagnostics);
        if let Some(tree) = sources.value(file)
            && let Some(version) = version::recognise(tree, file, diagnostics)
        {
            readable.push((file, tree, version));
        }
    }
    if sources.inputs().is_empty() && sources.is_complete() {
        diagnostics.no_input();
    }
    if let [_, (second, ..), ..] = readable.as_slice() {
        diagnostics.several_inputs(&Origin::new(*second, Pointer::root()));
    }
    let (file, tree, version) = readable.into_iter().next()?;
    let (api, origins) = match version {
        Version::V3_0 => stack::deep(|| v3_0::read(tree, file, sources, diagnostics))?,
    };
    Some(Document { api, origins })
}

#[cfg(test)]
mod tests;
