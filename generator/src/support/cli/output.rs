//! The forms in which values are printed.

use serde_json::Value;

use super::table::table;
use crate::dispatch::Content;

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Output {
    Json,
    Yaml,
    Table,
}

impl Output {
    /// The names of all forms, the usual one first.
    pub const NAMES: [&str; 3] = ["json", "yaml", "table"];

    /// The form of that name.
    pub fn named(name: Option<&str>) -> Self {
        match name {
            Some("yaml") => Self::Yaml,
            Some("table") => Self::Table,
            Some(_) | None => Self::Json,
        }
    }

    /// What an answer has in it. What is no JSON is printed as it came.
    pub fn content(self, content: &Content) -> Vec<u8> {
        match content {
            Content::Json(value) => self.value(value).into_bytes(),
            Content::Bytes(bytes) => bytes.to_vec(),
        }
    }

    /// A value, with the end of its last line.
    pub fn value(self, value: &Value) -> String {
        match self {
            Self::Json => format!("{value:#}\n"),
            Self::Yaml => yaml(value),
            Self::Table => table(value),
        }
    }

    /// One of many values that are printed as they come; none in a table, whose columns nobody
    /// knows before its last row.
    pub fn item(self, value: &Value) -> Option<String> {
        match self {
            Self::Json => Some(format!("{value}\n")),
            Self::Yaml => Some(format!("---\n{}", yaml(value))),
            Self::Table => None,
        }
    }
}

fn yaml(value: &Value) -> String {
    // Each JSON value has its form in YAML; JSON is one, too.
    serde_yaml::to_string(value).unwrap_or_else(|_| format!("{value:#}\n"))
}
