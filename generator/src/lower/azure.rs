//! The `x-ms-*` vocabulary, and what is usual among Azure's descriptions.
//!
//! Comes in: extension keys. Goes out: plain answers for the files beside this one, so that no
//! other file spells an extension's name.

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::Place;

/// The `x-` keys of a part.
pub(super) type Extensions = IndexMap<String, Value>;

/// `x-ms-secret`
pub(super) fn is_secret(extensions: &Extensions) -> bool {
    flag(extensions, "x-ms-secret")
}

/// `x-ms-mutability` without `create` and `update`: only ever read.
pub(super) fn is_read_only(extensions: &Extensions) -> bool {
    mutability(extensions).is_some_and(|modes| modes == ["read"])
}

/// `x-ms-mutability` without `read`: only ever sent.
pub(super) fn is_write_only(extensions: &Extensions) -> bool {
    mutability(extensions).is_some_and(|modes| !modes.is_empty() && !modes.contains(&"read"))
}

/// `x-ms-azure-resource`
pub(super) fn is_resource(extensions: &Extensions) -> bool {
    flag(extensions, "x-ms-azure-resource")
}

/// `x-ms-parameter-location: client`
pub(super) fn is_client_wide(extensions: &Extensions) -> bool {
    extensions
        .get("x-ms-parameter-location")
        .and_then(Value::as_str)
        == Some("client")
}

/// `x-ms-skip-url-encoding`
pub(super) fn skips_url_encoding(extensions: &Extensions) -> bool {
    flag(extensions, "x-ms-skip-url-encoding")
}

/// `Group_Name`, the form of Azure's operation ids: the group and the name within it. Both begin
/// with an upper-case letter, which sets it apart from `snake_case`.
pub(super) fn grouped_id(id: &str) -> Option<(&str, &str)> {
    id.split_once('_')
        .filter(|halves| begins_upper(halves.0) && begins_upper(halves.1))
}

fn begins_upper(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// `x-ms-discriminator-value`
pub(super) fn discriminator_value(extensions: &Extensions) -> Option<&str> {
    extensions
        .get("x-ms-discriminator-value")
        .and_then(Value::as_str)
}

/// `x-ms-enum`
#[derive(Clone, Debug, Default)]
pub(super) struct MsEnum<'a> {
    /// The type's name.
    pub name: Option<&'a str>,
    /// `modelAsString`: new values may come.
    pub open: Option<bool>,
    values: Option<&'a Vec<Value>>,
}

impl<'a> MsEnum<'a> {
    /// Reads the extension, where there is one.
    pub fn of(extensions: &'a Extensions) -> Self {
        let Some(Value::Object(object)) = extensions.get("x-ms-enum") else {
            return Self::default();
        };
        Self {
            name: object.get("name").and_then(Value::as_str),
            open: object.get("modelAsString").and_then(Value::as_bool),
            values: object.get("values").and_then(Value::as_array),
        }
    }

    /// The name that `values` suggests for a value.
    pub fn value_name(&self, value: &str) -> Option<&'a str> {
        self.entry(value)?.get("name")?.as_str()
    }

    /// What `values` says of a value.
    pub fn value_description(&self, value: &str) -> Option<&'a str> {
        self.entry(value)?.get("description")?.as_str()
    }

    fn entry(&self, value: &str) -> Option<&'a Value> {
        self.values?
            .iter()
            .find(|entry| entry.get("value").and_then(Value::as_str) == Some(value))
    }
}

/// Azure's services take their version in the query parameter `api-version`, which defaults to
/// the description's own version.
pub(super) fn is_api_version(place: Place, name: &str) -> bool {
    place == Place::Query && name == "api-version"
}

/// `x-ms-long-running-operation-options`
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LongRunningOptions<'a> {
    /// `final-state-via`: where the value is in the end.
    pub via: Option<&'a str>,
    /// `final-state-schema`: a reference to what the value is.
    pub schema: Option<&'a str>,
}

/// `x-ms-long-running-operation` with its options; `None` for an operation that is not one.
pub(super) fn long_running(extensions: &Extensions) -> Option<LongRunningOptions<'_>> {
    if !flag(extensions, "x-ms-long-running-operation") {
        return None;
    }
    let options = extensions.get("x-ms-long-running-operation-options");
    let text = |key| options?.get(key)?.as_str();
    Some(LongRunningOptions {
        via: text("final-state-via"),
        schema: text("final-state-schema"),
    })
}

fn flag(extensions: &Extensions, key: &str) -> bool {
    extensions.get(key).and_then(Value::as_bool) == Some(true)
}

fn mutability(extensions: &Extensions) -> Option<Vec<&str>> {
    let modes = extensions.get("x-ms-mutability")?.as_array()?;
    Some(modes.iter().filter_map(Value::as_str).collect())
}
