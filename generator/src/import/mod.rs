//! From value trees to one OpenAPI 3.0 document.
//!
//! Comes in: the value trees of the descriptions, of any version. Goes out: [`Document`], an
//! `openapiv3::OpenAPI` in 3.0 form that says of every part where it came from. The only room
//! that knows which version a description is written in.

mod anchors;
mod azure;
mod bundle;
mod dialect;
mod faults;
mod inclusion;
mod incoming;
mod keys;
mod kubernetes;
mod merge;
mod origins;
mod overlay;
mod resolve;
mod rewriting;
mod slips;
mod stack;
mod v2;
mod v3_0;
mod v3_1;
mod v3_2;
mod version;
mod vocabulary;
mod written;

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Origin, Pointer, SourceId, Texts};
use crate::source::Sources;
use dialect::Dialects;
pub use faults::{Faults, Lost};
pub(crate) use incoming::{CALLBACK, CALLBACK_OF, PAYLOAD, WEBHOOK};
use merge::Part;
use origins::Origins;
use version::Version;
use written::Written;

/// An imported description.
#[derive(Clone, Debug)]
pub struct Document {
    /// The description in 3.0 form. Every `$ref` in it is a fragment that names an entry of
    /// `components` (`#/components/schemas/Pet`); unless an error was reported, the entry exists.
    /// What stood beside a schema's `$ref` is the second member of an `allOf`.
    pub api: OpenAPI,
    origins: Origins,
    files: BTreeMap<SourceId, FileFacts>,
    is_azure: bool,
    speaks_azure: bool,
    faults: Faults,
}

/// The keys of a path that hold an operation.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// What is known of a file that is one of the inputs.
#[derive(Clone, Debug, Default)]
struct FileFacts {
    name: String,
    version: Option<String>,
}

impl Document {
    /// Where the part at `pointer` of [`api`](Self::api) came from, before any conversion.
    pub fn origin(&self, pointer: &Pointer) -> Origin {
        self.origins.of(pointer)
    }

    /// Where the part that an origin means is written: there, or in an overlay or a file that brought it.
    pub fn written(&self, origin: &Origin) -> Origin {
        self.origins.written(origin)
    }

    /// Whether any of the descriptions has Azure's traits.
    pub fn is_azure(&self) -> bool {
        self.is_azure
    }

    /// Whether any of the descriptions speaks the vocabulary of Azure's tools (`x-ms-…`), so that what
    /// it does not say so is not meant.
    pub fn speaks_azure(&self) -> bool {
        self.speaks_azure
    }

    /// What is wrong with parts of it.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// `info.version` of the description in which a part stands; of the first one where the part
    /// stands in a file that is no description by itself.
    pub fn version(&self, origin: &Origin) -> &str {
        let own = self.files.get(&origin.file);
        let own = own.and_then(|file| file.version.as_deref());
        own.unwrap_or(&self.api.info.version)
    }

    /// The name of the schema that stands at a place, where it is a named one.
    pub fn schema_name(&self, origin: &Origin) -> Option<String> {
        let section = origin.pointer.parent()?;
        matches!(section.as_str(), "/components/schemas" | "/definitions")
            .then(|| origin.pointer.last())?
    }

    /// The name of the file in which a part stands.
    pub fn file_name(&self, origin: &Origin) -> &str {
        self.files
            .get(&origin.file)
            .map_or("", |file| file.name.as_str())
    }
}

/// Imports the inputs of `sources`, changed by its overlays, as one document. A malformed part is
/// left out, and the document tells of it ([`Document::faults`]); the others go on. `None` when there
/// is no document to speak of.
pub fn import(
    sources: &Sources,
    _config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let overlaid = overlay::apply(sources, diagnostics);
    let (sources, written) = changed(sources, &overlaid);
    let mut found = Diagnostics::new();
    let meant = keys::apply(sources, &mut found);
    diagnostics.append(found.relocated(|origin| written.of(origin)));
    let (sources, meant) = changed(sources, &meant);
    let written = written.then(&meant);
    let mut found = Diagnostics::new();
    let included = inclusion::apply(sources, &mut found);
    diagnostics.append(found.relocated(|origin| written.of(origin)));
    let included = included?;
    let (sources, included) = changed(sources, &included);
    let written = written.then(&included);
    let mut found = Diagnostics::new();
    let document = as_one(sources, &included, written.clone(), &mut found);
    diagnostics.append(found.relocated(|origin| written.of(origin)));
    document
}

/// The files after a change, if there was one.
fn changed<'s>(
    sources: &'s Sources,
    change: &'s Option<(Sources, Written)>,
) -> (&'s Sources, Written) {
    match change {
        Some((sources, written)) => (sources, written.clone()),
        None => (sources, Written::default()),
    }
}

/// Imports the inputs of files into which `included` has put what stands elsewhere. `written` is
/// that and all that was changed before.
fn as_one(
    sources: &Sources,
    included: &Written,
    written: Written,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    if sources.inputs().is_empty() && sources.is_complete() {
        diagnostics.no_input();
    }
    let mut dialects = Dialects::default();
    let mut parts = Vec::new();
    for file in sources.inputs().iter().copied() {
        sources.report(file, diagnostics);
        if let Some(tree) = sources.value(file)
            && let Some(version) = version::recognise(tree, file, diagnostics)
        {
            dialects.put(file, version);
            incoming::report(tree, file, diagnostics);
            let mut part = in_3_0_form(tree, file, version, sources, diagnostics);
            incoming::take_in(tree, file, sources, &mut part);
            parts.push(part);
        }
    }
    let mut whole = merge::merge(parts, sources, diagnostics)?;
    merge::extended_paths(&mut whole);
    inclusion::twins(&mut whole, included);
    whole.origins.changed(written);
    let files = facts(sources);
    let trees = || {
        sources
            .inputs()
            .iter()
            .filter_map(|file| sources.value(*file))
    };
    let is_azure = trees().any(azure::has_traits);
    let speaks_azure = trees().any(azure::is_spoken);
    let read = stack::deep(|| v3_0::read(whole, dialects, sources, diagnostics));
    let (read, faults) = read?;
    let Some((api, origins)) = read else {
        diagnostics.append(faults.into_errors());
        return None;
    };
    Some(Document {
        api,
        origins,
        files,
        is_azure,
        speaks_azure,
        faults,
    })
}

/// One description in the form that is read from here on.
fn in_3_0_form(
    tree: &Value,
    file: SourceId,
    version: Version,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Part {
    match (version, tree) {
        (Version::V2_0, Value::Object(entries)) => {
            let (tree, origins) = v2::convert(entries, file, sources, diagnostics);
            Part { tree, origins }
        }
        (Version::V3_1, Value::Object(entries)) => Part {
            tree: Value::Object(v3_1::document(entries.clone())),
            origins: Origins::new(file),
        },
        (Version::V3_2, Value::Object(entries)) => {
            let mut origins = Origins::new(file);
            let entries = v3_2::document(entries.clone(), &mut origins, diagnostics);
            let tree = Value::Object(v3_1::document(entries));
            Part { tree, origins }
        }
        (Version::V2_0 | Version::V3_0 | Version::V3_1 | Version::V3_2, tree) => Part {
            tree: tree.clone(),
            origins: Origins::new(file),
        },
    }
}

fn facts(sources: &Sources) -> BTreeMap<SourceId, FileFacts> {
    let facts = |file: SourceId| {
        let version = sources.value(file)?.pointer("/info/version");
        let fact = FileFacts {
            name: sources.name(file).to_owned(),
            version: version.and_then(Value::as_str).map(str::to_owned),
        };
        Some((file, fact))
    };
    sources.files().filter_map(facts).collect()
}

#[cfg(test)]
mod tests;
