//! The door: which version a description is written in.
//!
//! Comes in: the value tree of a file. Goes out: the reader to use, or a report that says what the
//! file is instead. Nobody after this asks for the version again.

use serde_json::Value;

use crate::diagnostic::{Diagnostics, Origin, Pointer, SourceId};

/// The versions that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Swagger 2.0.
    V2_0,
    /// OpenAPI 3.0.x.
    V3_0,
    /// OpenAPI 3.1.x.
    V3_1,
    /// OpenAPI 3.2.x.
    V3_2,
}

impl Version {
    /// The version's name, for reports.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::V2_0 => "Swagger 2.0",
            Self::V3_0 => "OpenAPI 3.0",
            Self::V3_1 => "OpenAPI 3.1",
            Self::V3_2 => "OpenAPI 3.2",
        }
    }
}

/// The version that a file names, where it is one that is read.
pub(super) fn of(value: &Value) -> Option<Version> {
    let named = |key: &str| value.get(key).map(shown);
    match (named("openapi"), named("swagger")) {
        (Some(version), _) => openapi_version(&version),
        (None, Some(version)) => swagger_version(&version),
        (None, None) => None,
    }
}

/// Recognises the version of a description; `None` when it is not read, which is reported.
pub(super) fn recognise(
    value: &Value,
    file: SourceId,
    diagnostics: &mut Diagnostics,
) -> Option<Version> {
    let root = Origin::new(file, Pointer::root());
    let Value::Object(document) = value else {
        diagnostics.not_a_description(&root, other_json(value));
        return None;
    };
    match (document.get("openapi"), document.get("swagger")) {
        (Some(version), _) => {
            let known = openapi_version(&shown(version));
            if known.is_none() {
                unread(
                    "OpenAPI",
                    &shown(version),
                    &root.child("openapi"),
                    diagnostics,
                );
            }
            known
        }
        (None, Some(version)) => {
            let known = swagger_version(&shown(version));
            if known.is_none() {
                unread(
                    "Swagger",
                    &shown(version),
                    &root.child("swagger"),
                    diagnostics,
                );
            }
            known
        }
        (None, None) => {
            let (key, found) = other_kind(value);
            match key {
                Some(key) => diagnostics.not_a_description(root.child(key), &found),
                None => diagnostics.not_a_description(&root, &found),
            }
            None
        }
    }
}

/// Swagger 2.0 has no patches, but people write the number as those of other things are.
fn swagger_version(version: &str) -> Option<Version> {
    let mut numbers = version.split('.');
    match (numbers.next(), numbers.next()) {
        (Some("2"), None | Some("0")) => Some(Version::V2_0),
        _ => None,
    }
}

fn openapi_version(version: &str) -> Option<Version> {
    let mut numbers = version.split('.');
    match (numbers.next(), numbers.next()) {
        (Some("3"), Some("0")) => Some(Version::V3_0),
        (Some("3"), Some("1")) => Some(Version::V3_1),
        (Some("3"), Some("2")) => Some(Version::V3_2),
        _ => None,
    }
}

/// A version that is not read: one that exists, or one that does not.
fn unread(name: &str, version: &str, at: &Origin, diagnostics: &mut Diagnostics) {
    let exists = name == "Swagger" && ["1.0", "1.1", "1.2"].contains(&version);
    let version = format!("{name} {version}");
    if exists {
        let help = "write it in the words of OpenAPI 3 or Swagger 2.0";
        diagnostics.unsupported_version(at, &version, help);
    } else {
        diagnostics.unknown_version(at, &version);
    }
}

/// A version as it was written; YAML takes an unquoted `2.0` for a number.
fn shown(version: &Value) -> String {
    match version {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn other_json(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "a list",
        Value::String(_) => "plain text",
        Value::Number(_) => "a number",
        Value::Bool(_) => "`true` or `false`",
        Value::Null => "nothing at all",
        Value::Object(_) => "an object",
    }
}

/// What an object without a version is, and the key that gives it away.
fn other_kind(value: &Value) -> (Option<&'static str>, String) {
    let text = |key| value.get(key).and_then(Value::as_str);
    let has = |key| value.get(key).is_some();
    if let (Some(kind), true) = (text("kind"), has("apiVersion")) {
        return (
            Some("kind"),
            format!("a Kubernetes object of kind `{kind}`"),
        );
    }
    if has("asyncapi") {
        return (Some("asyncapi"), "an AsyncAPI description".to_owned());
    }
    if has("overlay") {
        return (Some("overlay"), "an OpenAPI overlay".to_owned());
    }
    if has("$schema") {
        return (Some("$schema"), "a JSON Schema".to_owned());
    }
    if has("paths") {
        let found = "an object with `paths` but without `openapi`";
        return (Some("paths"), found.to_owned());
    }
    (None, "an object without `openapi`".to_owned())
}
