//! Where the parts of changed files are written.
//!
//! Comes in: the files that a change has put other trees in the place of, with the origin of every
//! part. Goes out: for a place after all changes, the place in the text that was read.

use std::collections::BTreeMap;

use super::origins::Origins;
use crate::diagnostic::{Origin, SourceId};

/// Where the parts of changed files are written, by the changes in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Written(Vec<BTreeMap<SourceId, Origins>>);

impl Written {
    /// What one change has done to files.
    pub(super) fn by(change: BTreeMap<SourceId, Origins>) -> Self {
        Self(vec![change])
    }

    /// The same, and further changes after it.
    #[must_use]
    pub(super) fn then(mut self, later: &Self) -> Self {
        self.0.extend_from_slice(&later.0);
        self
    }

    /// Where the part that stands at `origin` after all changes is written.
    pub(super) fn of(&self, origin: &Origin) -> Origin {
        let changes = self.0.iter().rev();
        changes.fold(origin.clone(), |at, change| match change.get(&at.file) {
            Some(origins) => origins.of(&at.pointer),
            None => at,
        })
    }
}
