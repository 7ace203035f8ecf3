//! Operations that are so wrong that the document does not have them.
//!
//! Comes in: what stands where an operation belongs, and at last the document. Goes out: the
//! operation, or a note of its name, so that what is left out can be told.

use openapiv3::OpenAPI;
use serde_json::Value;

use super::check::{Checker, Spot};
use super::shape::Kind;
use super::shapes::OPERATION;
use crate::diagnostic::Pointer;
use crate::import::faults::Lost;

/// Checks an operation.
pub(super) fn operation(checker: &mut Checker<'_>, value: Value, spot: Spot<'_>) -> Option<Value> {
    let id = value.get("operationId").and_then(Value::as_str);
    let id = id.map(str::to_owned);
    let checked = checker.value(value, &Kind::Object(&OPERATION), spot);
    if checked.is_none() {
        let mut segments = spot.at.segments().skip(1);
        let (path, method) = (segments.next(), segments.next());
        let (path, method) = (path.unwrap_or_default(), method.unwrap_or_default());
        lose(
            checker,
            spot.at,
            id.unwrap_or_else(|| format!("{method} {path}")),
            Some(format!("{} {path}", method.to_uppercase())),
        );
    }
    checked
}

/// Notes the paths of which nothing came into the document.
pub(super) fn lost_paths(checker: &mut Checker<'_>, api: &OpenAPI) {
    let paths = Pointer::root().child("paths");
    for key in checker.faults.keys_below(&paths) {
        if !api.paths.paths.contains_key(&key) {
            let at = paths.child(&key);
            checker.faults.forget_below(&at);
            lose(checker, &at, key, None);
        }
    }
}

fn lose(checker: &mut Checker<'_>, at: &Pointer, id: String, request: Option<String>) {
    let origin = checker.origins.of(at);
    checker.faults.lose(Lost {
        at: at.clone(),
        origin,
        id,
        request,
    });
}
