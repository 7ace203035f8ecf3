//! One action of an overlay: what it changes, and how.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::diagnostic::{Diagnostics, Origin};

/// The keys of an action (Overlay 1.1.0, Action Object).
const KEYS: [&str; 5] = ["target", "description", "update", "copy", "remove"];

/// An action that can be applied.
pub(super) struct Action<'v> {
    /// Where it stands.
    pub at: Origin,
    /// What it changes.
    pub target: JsonPath,
    /// The text of that.
    pub text: &'v str,
    /// What it does.
    pub change: Change<'v>,
}

/// What an action does to each target.
pub(super) enum Change<'v> {
    /// A value is merged into it.
    Update(&'v Value),
    /// Another part is merged into it.
    Copy(JsonPath),
    /// It goes.
    Remove,
}

impl<'v> Action<'v> {
    /// Reads an action; what is wrong with it is reported.
    /// `version` is the overlay's, in words.
    pub fn read(
        value: &'v Value,
        at: &Origin,
        version: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let entries = object(value, at, "an action", diagnostics)?;
        for key in entries.keys() {
            if !KEYS.contains(&key.as_str()) && !key.starts_with("x-") {
                let place = ("an action", version);
                diagnostics.unknown_key(at.child(key), place, key, &KEYS);
            }
        }
        if !entries.contains_key("target") {
            diagnostics.missing_key(at, "an action", &["target"]);
            return None;
        }
        let text = entries.get("target").and_then(Value::as_str);
        let target = path(entries, "target", at, diagnostics)?;
        let change = change(entries, at, diagnostics)?;
        Some(Self {
            at: at.clone(),
            target,
            text: text.unwrap_or_default(),
            change,
        })
    }
}

/// `remove` goes before the others, and `update` and `copy` say nothing beside each other.
fn change<'v>(
    entries: &'v Map<String, Value>,
    at: &Origin,
    diagnostics: &mut Diagnostics,
) -> Option<Change<'v>> {
    let removes = entries.get("remove").unwrap_or(&Value::Bool(false));
    match (removes, entries.get("update"), entries.get("copy")) {
        (Value::Bool(true), _, _) => Some(Change::Remove),
        (Value::Bool(false), Some(value), None) => Some(Change::Update(value)),
        (Value::Bool(false), None, Some(_)) => {
            path(entries, "copy", at, diagnostics).map(Change::Copy)
        }
        (Value::Bool(false), Some(_), Some(_)) | (Value::Bool(false), None, None) => {
            diagnostics.overlay_without_change(at);
            None
        }
        (other, _, _) => {
            let found = format!("`{other}`");
            let at = at.child("remove");
            diagnostics.wrong_type(at, "`remove`", "`true` or `false`", &found, None);
            None
        }
    }
}

fn path(
    entries: &Map<String, Value>,
    key: &str,
    at: &Origin,
    diagnostics: &mut Diagnostics,
) -> Option<JsonPath> {
    let at = at.child(key);
    let Some(text) = entries.get(key).and_then(Value::as_str) else {
        diagnostics.wrong_type(
            at,
            &format!("`{key}`"),
            "a JSONPath",
            "something else",
            None,
        );
        return None;
    };
    match JsonPath::parse(text) {
        Ok(path) => Some(path),
        Err(error) => {
            diagnostics.bad_json_path(at, text, error.position());
            None
        }
    }
}

/// The entries of an object; anything else is reported.
pub(super) fn object<'v>(
    value: &'v Value,
    at: &Origin,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'v Map<String, Value>> {
    let entries = value.as_object();
    if entries.is_none() {
        diagnostics.wrong_type(at, what, "an object", "something else", None);
    }
    entries
}
