//! What a run may not fall below.
//!
//! Comes in: a file of figures, and how the documents' runs ended. Goes out: what is too little.

use std::{
    fs,
    io::{Error, Result},
    path::Path,
};

use serde::Deserialize;

use super::parent::Run;

/// How much has to come of the valid documents of a run at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// How many of them become a crate that nothing is wrong with.
    documents: usize,
    /// How many operations such crates have.
    operations: usize,
}

impl Floor {
    /// Reads the figures.
    ///
    /// # Errors
    /// The file cannot be read, or says something else.
    pub fn read(file: &Path) -> Result<Self> {
        let told = |error: String| Error::other(format!("{}: {error}", file.display()));
        let text = fs::read_to_string(file).map_err(|error| told(error.to_string()))?;
        toml::from_str(&text).map_err(|error| told(error.to_string()))
    }

    /// What is less than it has to be, a line each.
    pub fn below(&self, runs: &[Run]) -> Vec<String> {
        let fine = || {
            runs.iter()
                .filter(|run| run.document.valid && run.is_fine())
        };
        let (documents, operations) = (fine().count(), fine().map(Run::generated).sum());
        let figures = [
            ("valid documents become a crate", documents, self.documents),
            (
                "of their operations are generated",
                operations,
                self.operations,
            ),
        ];
        let below = figures
            .into_iter()
            .filter(|(_, found, least)| found < least);
        let line = |(what, found, least)| format!("{found} {what}, where {least} did before");
        below.map(line).collect()
    }
}
