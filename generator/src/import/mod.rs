//! From value trees to one OpenAPI 3.0 document.
//!
//! Comes in: the value trees of the descriptions, of any version. Goes out: [`Document`], an
//! `openapiv3::OpenAPI` in 3.0 form that says of every part where it came from. The only room
//! that knows which version a description is written in.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Origin, Pointer, SourceId};
use crate::source::Sources;

/// An imported description.
#[derive(Clone, Debug)]
pub struct Document {
    /// The description in 3.0 form. Every `$ref` in it is a fragment (`#/components/…`) that
    /// names a part which exists.
    pub api: OpenAPI,
    file: SourceId,
    moved: BTreeMap<Pointer, Origin>,
}

impl Document {
    /// Where the part at `pointer` of [`api`](Self::api) came from, before any conversion.
    pub fn origin(&self, pointer: &Pointer) -> Origin {
        let mut prefix = Some(pointer.clone());
        while let Some(at) = prefix {
            if let (Some(origin), Some(rest)) = (self.moved.get(&at), pointer.below(&at)) {
                return Origin::new(origin.file, origin.pointer.join(&rest));
            }
            prefix = at.parent();
        }
        Origin::new(self.file, pointer.clone())
    }
}

/// Imports the inputs of `sources` as one document. A malformed part is reported and left out,
/// and the others go on; `None` when there is no document to speak of.
pub fn import(
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let _ = (config, diagnostics);
    let file = *sources.inputs().first()?;
    Some(Document {
        api: OpenAPI::default(),
        file,
        moved: BTreeMap::new(),
    })
}
