//! Reading: from paths or texts in memory to value trees.
//!
//! Comes in: the descriptions' paths ([`Sources::read`]), or their texts by name
//! ([`Sources::from_texts`]). Goes out: texts with a name each, their value trees
//! ([`Sources::value`]), and the place of any part in the text, looked up when somebody asks.
//! Knows YAML and JSON, and nothing of what the trees mean.

mod blank_lines;
mod json_position;
mod names;
mod parse;
mod position;
mod project;
mod read;
mod tree;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::diagnostic::{Aim, Diagnostics, Origin, Place, SourceId, Texts};
use parse::{Parsed, Problem};
use position::Index;
pub use project::Project;
pub(crate) use read::is_path;
pub(crate) use tree::MAX_DEPTH;

/// The files of a run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    by_name: BTreeMap<String, SourceId>,
    inputs: Vec<SourceId>,
    overlays: Vec<SourceId>,
    /// Why files that were asked for cannot be read, by their names.
    unreadable: BTreeMap<String, Diagnostics>,
}

/// One file of a run. The tree and the places are made when somebody asks.
#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: Arc<str>,
    parsed: OnceLock<Parsed>,
    index: OnceLock<Index>,
}

impl Sources {
    /// Descriptions that are in memory already, each with the name to show; all of them are
    /// inputs. Names are relative paths with `/` between the parts, and references from one to
    /// the other are resolved by them.
    pub fn from_texts<N: Into<String>, T: Into<Arc<str>>>(
        inputs: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let mut sources = Self::default();
        for (name, text) in inputs {
            let id = sources.add(&name.into(), text.into());
            sources.inputs.push(id);
        }
        sources
    }

    /// The same, and a further file that an input refers to, such as an example.
    #[must_use]
    pub fn with_text(mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        self.add(&name.into(), text.into());
        self
    }

    /// The same, and a file with changes to the inputs.
    #[must_use]
    pub fn with_overlay(mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        let id = self.add(&name.into(), text.into());
        self.overlays.push(id);
        self
    }

    /// Files with changes to the inputs, in the order in which they are made.
    pub fn overlays(&self) -> &[SourceId] {
        &self.overlays
    }

    /// Puts another value in the place of what a file's text says.
    pub(crate) fn replace(&mut self, file: SourceId, value: Value) {
        if let Some(source) = self.files.get_mut(file.0) {
            let mut parsed = source.parsed().clone();
            parsed.value = Some(value);
            source.parsed = parsed.into();
        }
    }

    /// The descriptions, in the order in which they were given.
    pub fn inputs(&self) -> &[SourceId] {
        &self.inputs
    }

    /// Every file of the run, in the order in which it was taken in.
    pub fn files(&self) -> impl Iterator<Item = SourceId> {
        (0..self.files.len()).map(SourceId)
    }

    /// Whether everything that was asked for could be read.
    pub fn is_complete(&self) -> bool {
        self.unreadable.is_empty()
    }

    /// The value tree of a file; `None` when its text has none, which [`report`](Self::report)
    /// tells about.
    pub fn value(&self, file: SourceId) -> Option<&Value> {
        self.files.get(file.0)?.parsed().value.as_ref()
    }

    /// A scalar letter by letter; `None` where the text does not have it, or not as a scalar.
    pub(crate) fn scalar(&self, origin: &Origin) -> Option<&str> {
        self.text(origin.file).get(self.written(origin)?)
    }

    /// Reports what is wrong with the text of a file.
    pub fn report(&self, file: SourceId, diagnostics: &mut Diagnostics) {
        let Some(source) = self.files.get(file.0) else {
            return;
        };
        for problem in &source.parsed().problems {
            source.report(file, problem, diagnostics);
        }
    }

    /// The file that `reference` (a relative address, its fragment left out) names when it stands
    /// in the file `from`.
    pub fn referred(&self, from: SourceId, reference: &str) -> Referred {
        let Some(name) = names::resolve(self.name(from), reference) else {
            return Referred::Remote;
        };
        match self.by_name.get(&name) {
            Some(id) => Referred::File(*id),
            None if self.unreadable.contains_key(&name) => Referred::Unreadable(name),
            None => Referred::Missing(name),
        }
    }

    /// Why a file cannot be read, by its name.
    pub fn why_unreadable(&self, name: &str) -> Option<&Diagnostics> {
        self.unreadable.get(name)
    }

    /// Adds a file, unless there is one of this name.
    fn add(&mut self, name: &str, text: Arc<str>) -> SourceId {
        let name = names::normal(name);
        if let Some(id) = self.by_name.get(&name) {
            return *id;
        }
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.into(),
            None => text,
        };
        let text = blank_lines::without_tabs(text);
        let id = SourceId(self.files.len());
        self.by_name.insert(name.clone(), id);
        self.files.push(Source {
            name,
            text,
            parsed: OnceLock::new(),
            index: OnceLock::new(),
        });
        id
    }
}

/// What a reference to another file comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referred {
    /// A file of the run.
    File(SourceId),
    /// A file, by its name, that could not be read ([`Sources::why_unreadable`]).
    Unreadable(String),
    /// A file, by its name, that is not part of the run.
    Missing(String),
    /// Something on the network or of another scheme, which is never fetched.
    Remote,
}

impl Source {
    fn parsed(&self) -> &Parsed {
        self.parsed
            .get_or_init(|| parse::parse(&self.name, &self.text))
    }

    fn index(&self) -> &Index {
        self.index
            .get_or_init(|| Index::new(self.parsed().format, &self.text))
    }

    fn excerpt(&self, range: &Range<usize>) -> Place {
        Place::Excerpt {
            name: self.name.clone(),
            text: Arc::clone(&self.text),
            range: range.clone(),
        }
    }

    fn report(&self, file: SourceId, problem: &Problem, diagnostics: &mut Diagnostics) {
        match problem {
            Problem::Empty => diagnostics.empty_source(Place::File(self.name.clone())),
            Problem::Syntax {
                format,
                message,
                context,
                range,
            } => diagnostics.broken_text(
                self.excerpt(range),
                format.name(),
                message,
                context.as_deref(),
            ),
            Problem::RepeatedKey(pointer) => {
                let origin = Origin::new(file, pointer.clone());
                diagnostics.repeated_key(
                    Place::Part(origin.clone(), Aim::RepeatedKey),
                    Place::Part(origin, Aim::Key),
                    &pointer.last().unwrap_or_default(),
                );
            }
            Problem::TooDeep(range) => {
                diagnostics.too_deep(self.excerpt(range), tree::MAX_DEPTH);
            }
            Problem::HugeNumber(range) => {
                let number = self.text.get(range.clone()).unwrap_or_default();
                diagnostics.huge_number(self.excerpt(range), number);
            }
            Problem::TooLarge(range) => diagnostics.too_large(self.excerpt(range)),
            Problem::SecondDocument(range) => diagnostics.several_documents(self.excerpt(range)),
        }
    }
}

impl Texts for Sources {
    fn name(&self, file: SourceId) -> &str {
        self.files
            .get(file.0)
            .map_or("<unknown>", |source| &source.name)
    }

    fn text(&self, file: SourceId) -> &str {
        self.files.get(file.0).map_or("", |source| &source.text)
    }

    fn locate(&self, origin: &Origin, aim: Aim) -> Option<Range<usize>> {
        self.files
            .get(origin.file.0)?
            .index()
            .find(&origin.pointer, aim)
    }

    fn tree(&self, file: SourceId) -> Option<&Value> {
        self.value(file)
    }

    fn written(&self, origin: &Origin) -> Option<Range<usize>> {
        let source = self.files.get(origin.file.0)?;
        source.index().scalar(&origin.pointer)
    }
}

#[cfg(test)]
mod tests;
