//! What went wrong, where, and what to do about it.
//!
//! Comes in: reports of every room, through one named constructor per kind ([`Diagnostics`]).
//! Goes out: plain data in the order of report, or text for people ([`Diagnostics::render`]).
//! A room never stops at the first report: it notes it, leaves the part out and goes on.

mod alternatives;
mod answers;
mod base;
mod document;
mod kinds;
mod leaving;
mod lines;
mod marked;
mod origin;
mod overlay;
mod paging;
mod reading;
mod render;
mod requests;
mod secrets;
mod settings;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexSet;
use serde_json::Value;

pub(crate) use leaving::Mark;
pub(crate) use origin::percent_decoded;
pub use origin::{Aim, Origin, Pointer, Site, SourceId};

/// Whether generation can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The crate is written all the same.
    Warning,
}

/// Whose doing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// Something is wrong with what was given: a description, codegen.toml, a file.
    Input,
    /// Nothing is wrong with it, but the generator does not support it.
    Generator,
}

/// Where a diagnostic points.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// At a part of a file of the run; line and column are looked up when it is rendered.
    Part(Origin, Aim),
    /// At a file as a whole, by name.
    File(String),
    /// At a range of bytes of a text that the diagnostic brings along.
    Excerpt {
        /// The name to show.
        name: String,
        /// The whole text.
        text: Arc<str>,
        /// The bytes that are meant.
        range: Range<usize>,
    },
}

/// One report.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Whether generation can go on.
    pub severity: Severity,
    /// Whose doing it is.
    pub cause: Cause,
    /// The kind, in kebab case: `unresolved-reference`.
    pub code: &'static str,
    /// What is wrong, in one line that begins with a small letter and has no full stop.
    pub message: String,
    /// Where.
    pub at: Option<Place>,
    /// What stands beside the excerpt: ``in operation `listPets` ``.
    pub label: Option<String>,
    /// Further places, each with what to say about it.
    pub also: Vec<(Place, String)>,
    /// What is good to know.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// The same without the secrets in the URLs that its texts name.
    fn redacted(mut self) -> Self {
        let own = [
            Some(&mut self.message),
            self.label.as_mut(),
            self.help.as_mut(),
        ];
        let also = self.also.iter_mut().map(|(_, what)| what);
        let texts = own.into_iter().flatten().chain(also);
        for text in texts.chain(&mut self.notes) {
            if let Cow::Owned(redacted) = secrets::redacted(text) {
                *text = redacted;
            }
        }
        self
    }
}

/// What the renderer asks of the files of a run.
pub trait Texts {
    /// The name of a file as it is shown.
    fn name(&self, file: SourceId) -> &str;
    /// The text of a file.
    fn text(&self, file: SourceId) -> &str;
    /// The bytes of a file where a part stands; of the nearest part around it when the text has
    /// no such part.
    fn locate(&self, origin: &Origin, aim: Aim) -> Option<Range<usize>>;
    /// What a file says, where it is no broken text.
    fn tree(&self, file: SourceId) -> Option<&Value>;
    /// The bytes of a text or a number; `None` where the text has none at that place.
    fn written(&self, origin: &Origin) -> Option<Range<usize>>;
}

/// The reports of a run, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    reports: IndexSet<Diagnostic>,
    /// The positions of the reports of what an operation or a type cannot do without, each as often
    /// as it was made.
    costly: Vec<usize>,
    /// The schemas of secrets that the files do not mark.
    secrets: BTreeSet<Origin>,
}

impl Diagnostics {
    /// No report yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether something was reported that keeps the crate from being written.
    pub fn has_errors(&self) -> bool {
        self.iter().any(|report| report.severity == Severity::Error)
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// How many reports there are.
    pub fn len(&self) -> usize {
        self.reports.len()
    }

    /// The reports in the order in which they came.
    pub fn iter(&self) -> indexmap::set::Iter<'_, Diagnostic> {
        self.reports.iter()
    }

    /// Takes over the reports of another room, after those that are there.
    pub fn append(&mut self, other: Diagnostics) {
        let places: Vec<usize> = other.reports.into_iter().map(|it| self.push(it)).collect();
        let costly = other.costly.iter().filter_map(|at| places.get(*at));
        self.costly.extend(costly);
        self.secrets.extend(other.secrets);
    }

    /// Notes that the values of a schema are secret, though the file that it stands in does not say so.
    pub(crate) fn keep_secret(&mut self, schema: Origin) {
        self.secrets.insert(schema);
    }

    /// The same reports, each place in a file of the run put elsewhere.
    pub(crate) fn relocated(mut self, written: impl Fn(&Origin) -> Origin) -> Self {
        let moved = |place: Place| match place {
            Place::Part(origin, aim) => Place::Part(written(&origin), aim),
            Place::File(_) | Place::Excerpt { .. } => place,
        };
        let mut relocated = Self::new();
        relocated.secrets = self.secrets.iter().map(&written).collect();
        for mut report in std::mem::take(&mut self.reports) {
            report.at = report.at.map(moved);
            let also = report.also.into_iter();
            report.also = also.map(|(place, what)| (moved(place), what)).collect();
            relocated.push(report);
        }
        relocated
    }

    /// Notes a report, unless the very same was noted before: a part that is used in many places
    /// is looked at many times. Gives its position.
    fn push(&mut self, report: Diagnostic) -> usize {
        self.reports.insert_full(report.redacted()).0
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = indexmap::set::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests;
