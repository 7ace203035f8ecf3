//! Test data from elsewhere, which the project does not keep: `../shared`.
//!
//! Comes in: a path below it. Goes out: the whole path, where the data is there. Where it is not,
//! the tests that need it say so once and leave it out.

use std::{path::PathBuf, sync::Once};

use crate::fixture::repository;

/// A folder or a file of the shared data; `None` where there is none.
pub fn shared(path: &str) -> Option<PathBuf> {
    static SAID: Once = Once::new();
    let folder = repository().parent()?.join("shared");
    let found = folder.join(path);
    if found.exists() {
        return Some(found);
    }
    SAID.call_once(|| {
        let folder = folder.display();
        eprintln!("left out: what needs the test data in {folder}, which is not there");
    });
    None
}
