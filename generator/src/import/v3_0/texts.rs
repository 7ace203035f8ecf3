//! Texts for people that stand in files of their own (`description: {$ref: intro.md}`), which the
//! specification does not have and tools that bundle read.
//!
//! Comes in: what stands in the place of a text. Goes out: the text of the file that it names, to the
//! letter; `None` where it names none, or where that cannot be read, which is reported.

use serde_json::Value;

use super::check::Checker;
use crate::diagnostic::{Pointer, Texts};
use crate::source::Referred;

/// The name of the file that stands in the place of a text, whole.
pub(super) fn file_named(value: &Value) -> Option<&str> {
    let entries = value.as_object().filter(|entries| entries.len() == 1)?;
    let address = entries.get("$ref")?.as_str()?;
    (!address.is_empty() && !address.contains('#')).then_some(address)
}

/// The text of that file.
pub(super) fn load(checker: &mut Checker<'_>, address: &str, at: &Pointer) -> Option<Value> {
    let here = at.child("$ref");
    match checker.sources.referred(checker.origins.file(at), address) {
        Referred::File(file) => return Some(checker.sources.text(file).trim_end().into()),
        Referred::Missing(name) => {
            checker.fault(&here, |report, site| report.missing_file(site, &name));
        }
        Referred::Unreadable(name) => {
            let why = checker.sources.why_unreadable(&name).cloned();
            let why = why.unwrap_or_default();
            checker.fault(&here, |report, site| report.unreadable_reference(site, why));
        }
        Referred::Remote => {
            checker.fault(&here, |report, site| report.remote_reference(site, address));
        }
    }
    None
}
