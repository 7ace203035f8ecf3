//! Which version each file speaks, and its schemas in 3.0's words.
//!
//! Comes in: a schema as it was read, and the file that it stands in. Goes out: the same schema, its
//! own keys in the words of OpenAPI 3.0; those inside of it follow when it is their turn.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::rewriting::{Remark, Rewriting};
use super::version::{self, Version};
use super::{kubernetes, slips, v2, v3_1};
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

/// A schema in the words of 3.0. Those of a later version are understood in any: what they mean
/// is not in doubt.
pub(super) fn schema(version: Version, value: Value, rewriting: &mut Rewriting<'_>) -> Value {
    match value {
        Value::Object(entries) => {
            let mut entries = match version {
                Version::V2_0 => v2::schema(entries),
                Version::V3_0 | Version::V3_1 | Version::V3_2 => entries,
            };
            v3_1::newer_keys(&entries, rewriting);
            slips::mend(&mut entries, version, rewriting);
            kubernetes::say(&mut entries);
            Value::Object(v3_1::schema(entries, rewriting))
        }
        // JSON Schema has `true` for any value, and `false` for none.
        Value::Bool(allowed) => {
            let remark = Remark::Newer("true", "`true` or `false` as a schema");
            rewriting.remarks.push(remark);
            if allowed {
                json!({})
            } else {
                json!({ "not": {} })
            }
        }
        // YAML's way to leave something open.
        Value::Null => {
            rewriting.slip("", "nothing stands here", "any value".to_owned());
            json!({})
        }
        other => other,
    }
}

/// Whether a remark on something newer is worth a word to who writes in that version.
pub(super) fn is_news(version: Version, key: &str) -> bool {
    match version {
        // Swagger's own schema allows lists of types.
        Version::V2_0 => key != "type",
        Version::V3_0 => true,
        Version::V3_1 | Version::V3_2 => false,
    }
}
