//! What differs between a crate as it should be and as it is on disk.
//!
//! Comes in: the files, and a folder. Goes out: one [`Drift`] for each file that is not the same.

use std::fmt;
use std::fs;
use std::path::Path;

use super::Files;
use super::disk::{self, Entry};

/// How many lines of a difference are shown.
const SHOWN: usize = 3;

/// One difference between a crate as it should be and as it is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drift {
    /// A file's bytes differ.
    Changed {
        /// Its path in the crate.
        path: String,
        /// The first line that differs, counted from 1.
        line: usize,
        /// That line and up to two more as they should be; fewer where the file ends.
        expected: Vec<String>,
        /// That line and up to two more as they are on disk.
        found: Vec<String>,
    },
    /// A file is not there.
    Missing {
        /// Its path in the crate.
        path: String,
    },
    /// A generated file that is no longer part of the crate.
    Stale {
        /// Its path in the crate.
        path: String,
    },
    /// The folder cannot be read.
    Unreadable {
        /// The folder.
        path: String,
        /// Why.
        why: String,
    },
}

impl Drift {
    /// The path of the file in the crate.
    pub fn path(&self) -> &str {
        match self {
            Self::Changed { path, .. }
            | Self::Missing { path }
            | Self::Stale { path }
            | Self::Unreadable { path, .. } => path,
        }
    }
}

impl fmt::Display for Drift {
    /// What differs; for a changed file the first lines that do, `-` before those on disk and `+`
    /// before those that should be there. No line break at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { path } => write!(f, "missing: {path}"),
            Self::Stale { path } => write!(f, "stale:   {path}"),
            Self::Unreadable { path, why } => write!(f, "cannot read {path}: {why}"),
            Self::Changed {
                path,
                line,
                expected,
                found,
            } => {
                write!(f, "changed: {path}:{line}")?;
                for line in found {
                    write!(f, "\n    - {line}")?;
                }
                for line in expected {
                    write!(f, "\n    + {line}")?;
                }
                Ok(())
            }
        }
    }
}

/// The differences in the order of the paths.
pub(super) fn between(files: &Files, root: &Path) -> Vec<Drift> {
    let on_disk = match disk::entries(root) {
        Ok(entries) => entries,
        Err(error) => {
            return vec![Drift::Unreadable {
                path: root.display().to_string(),
                why: error.to_string(),
            }];
        }
    };
    let mut drift: Vec<Drift> = files
        .iter()
        .filter_map(|(path, bytes)| {
            let is_file = matches!(on_disk.get(path), Some(Entry::Ours | Entry::Theirs));
            match is_file.then(|| fs::read(root.join(path))) {
                Some(Ok(found)) if &found == bytes => None,
                Some(Ok(found)) => Some(changed(path, bytes, &found)),
                Some(Err(_)) | None => Some(Drift::Missing { path: path.clone() }),
            }
        })
        .collect();
    let stale = on_disk
        .into_iter()
        .filter(|(path, entry)| *entry == Entry::Ours && files.get(path).is_none())
        .map(|(path, _)| Drift::Stale { path });
    drift.extend(stale);
    drift.sort_by(|a, b| a.path().cmp(b.path()));
    drift
}

fn changed(path: &str, expected: &[u8], found: &[u8]) -> Drift {
    let expected = String::from_utf8_lossy(expected);
    let found = String::from_utf8_lossy(found);
    // Line breaks are kept, so that a missing one at the end is a difference.
    let same = expected
        .split_inclusive('\n')
        .zip(found.split_inclusive('\n'))
        .take_while(|(expected, found)| expected == found)
        .count();
    let from = |text: &str| {
        text.lines()
            .skip(same)
            .take(SHOWN)
            .map(str::to_owned)
            .collect()
    };
    Drift::Changed {
        path: path.to_owned(),
        line: same + 1,
        expected: from(&expected),
        found: from(&found),
    }
}
