//! Examples that stand in files of their own.
//!
//! Comes in: an example that has passed the check. Goes out: the same with the content of the file
//! that `externalValue` names as its `value`. What stands on a network is left where it is.

use serde_json::{Map, Value};

use super::check::Checker;
use crate::diagnostic::{Origin, Pointer};
use crate::source::Referred;

/// Takes in the file that an example names.
pub(super) fn load(
    checker: &mut Checker<'_>,
    mut example: Map<String, Value>,
    at: &Pointer,
) -> Map<String, Value> {
    let here = at.child("externalValue");
    let from = checker.origins.of(&here);
    let (Some(Value::String(address)), None) = (example.get("externalValue"), example.get("value"))
    else {
        return example;
    };
    match checker.sources.referred(from.file, address) {
        Referred::File(file) => {
            checker.sources.report(file, checker.diagnostics);
            if let Some(value) = checker.sources.value(file) {
                example.insert("value".to_owned(), value.clone());
                let origin = Origin::new(file, Pointer::root());
                checker.origins.moved(at.child("value"), origin);
            }
        }
        Referred::Missing(name) => {
            checker.fault(&here, |report, site| report.missing_file(site, &name));
        }
        Referred::Unreadable(name) => {
            let why = checker.sources.why_unreadable(&name).cloned();
            let why = why.unwrap_or_default();
            checker.fault(&here, |report, site| report.unreadable_reference(site, why));
        }
        Referred::Remote => {}
    }
    example
}
