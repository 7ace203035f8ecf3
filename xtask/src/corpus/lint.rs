//! The crates by clippy and rustdoc.
//!
//! Comes in: a folder of crates. Goes out: what the two of them complain about, by crate, one
//! complaint of each kind. The crates stand in batches, as they do for the compiler, with the
//! attributes that each of them has; of the runtime that they share nothing is said here, since the
//! fixtures' crates show it.

use std::io::Result;

use indicatif::ProgressBar;

use super::check::{Complaints, Judge, Place, check};

/// Lints the crates of these names in `work/crates`, every group of theirs on.
///
/// # Errors
/// A folder that cannot be written, a `cargo` that does not come to compiling.
pub fn lint(place: &Place, names: &[String], bar: &ProgressBar) -> Result<Complaints> {
    let mut complaints = Complaints::new();
    for judge in [Judge::Clippy, Judge::Rustdoc] {
        bar.reset();
        for (name, texts) in check(place, names, judge, bar)? {
            complaints.entry(name).or_default().extend(texts);
        }
    }
    Ok(complaints)
}
