//! Which version each file speaks, and its schemas in 3.0's words.
//!
//! Comes in: a schema as it was read, and the file that it stands in. Goes out: the same schema, its
//! own keys in the words of OpenAPI 3.0; those inside of it follow when it is their turn.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::version::{self, Version};
use super::{v2, v3_1};
use crate::diagnostic::SourceId;
use crate::source::Sources;

/// Which version each file of a run is written in.
#[derive(Clone, Debug, Default)]
pub(super) struct Dialects {
    files: BTreeMap<SourceId, Version>,
}

impl Dialects {
    /// A file is written in a version.
    pub(super) fn put(&mut self, file: SourceId, version: Version) {
        self.files.insert(file, version);
    }

    /// A file was met that another one refers to. A file of parts, which names no version, is
    /// written in that of the one that refers to it first.
    pub(super) fn met(&mut self, file: SourceId, from: SourceId, sources: &Sources) {
        let inherited = self.of(from);
        let own = sources.value(file).and_then(version::of);
        self.files.entry(file).or_insert(own.unwrap_or(inherited));
    }

    /// The version of a file.
    pub(super) fn of(&self, file: SourceId) -> Version {
        self.files.get(&file).copied().unwrap_or(Version::V3_0)
    }
}

/// A schema in the words of 3.0.
pub(super) fn schema(version: Version, value: Value) -> Value {
    match (version, value) {
        (Version::V2_0, Value::Object(entries)) => Value::Object(v2::schema(entries)),
        (Version::V3_1, Value::Object(entries)) => Value::Object(v3_1::schema(entries)),
        // JSON Schema has `true` for any value.
        (Version::V3_1, Value::Bool(true)) => json!({}),
        (_, value) => value,
    }
}
