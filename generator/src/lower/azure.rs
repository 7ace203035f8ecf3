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

/// `x-ms-pageable`, as the names that it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pageable {
    /// `itemName`: the property with the items, where it is said.
    pub items: Option<String>,
    /// `nextLinkName`: the property with the link to the next page; `None` for a single page.
    pub next_link: Option<String>,
    /// `operationName`: the operation that gets the next page.
    pub operation: Option<String>,
}

impl Pageable {
    /// The extension's key.
    pub const KEY: &'static str = "x-ms-pageable";
    /// The key of [`Pageable::items`].
    pub const ITEMS: &'static str = "itemName";
    /// The key of [`Pageable::next_link`].
    pub const NEXT_LINK: &'static str = "nextLinkName";
    /// The key of [`Pageable::operation`].
    pub const OPERATION: &'static str = "operationName";

    /// The property with the items where nothing is said.
    pub const USUAL_ITEMS: &'static str = "value";

    /// Reads the extension, where there is one.
    pub fn of(extensions: &Extensions) -> Option<Self> {
        let object = extensions.get(Self::KEY)?.as_object()?;
        let name = |key: &str| {
            let name = object.get(key).and_then(Value::as_str);
            name.filter(|name| !name.is_empty()).map(str::to_owned)
        };
        Some(Self {
            items: name(Self::ITEMS),
            next_link: name(Self::NEXT_LINK),
            operation: name(Self::OPERATION),
        })
    }
}

/// `x-ms-long-running-operation`: the first answer is not the last.
pub(super) fn is_long_running(extensions: &Extensions) -> bool {
    flag(extensions, "x-ms-long-running-operation")
}

/// Azure's services take their version in the query parameter `api-version`, which defaults to
/// the description's own version.
pub(super) fn is_api_version(place: Place, name: &str) -> bool {
    place == Place::Query && name == "api-version"
}

fn flag(extensions: &Extensions, key: &str) -> bool {
    extensions.get(key).and_then(Value::as_bool) == Some(true)
}

fn mutability(extensions: &Extensions) -> Option<Vec<&str>> {
    let modes = extensions.get("x-ms-mutability")?.as_array()?;
    Some(modes.iter().filter_map(Value::as_str).collect())
}
