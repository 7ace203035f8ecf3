//! The `x-ms-*` vocabulary, and what is usual among Azure's descriptions.
//!
//! Comes in: extension keys. Goes out: plain answers for the files beside this one, so that no
//! other file spells an extension's name.

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::{Constraints, Only, Place};

/// The `x-` keys of a part.
pub(super) type Extensions = IndexMap<String, Value>;

/// What marks a long-running operation.
pub(super) const LONG_RUNNING: &str = "x-ms-long-running-operation";

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

/// `x-ms-mutability` with one of `create` and `update`.
pub(super) fn only(extensions: &Extensions) -> Option<Only> {
    let modes = mutability(extensions)?;
    match (modes.contains(&"create"), modes.contains(&"update")) {
        (true, false) => Some(Only::Creation),
        (false, true) => Some(Only::Change),
        (true, true) | (false, false) => None,
    }
}

/// `x-ms-mutability`, where neither `readOnly` nor `writeOnly` says all of it.
pub(super) fn mutability_note(extensions: &Extensions) -> Option<&'static str> {
    let modes = mutability(extensions)?;
    let has = |mode| modes.contains(&mode);
    match (has("create"), has("read"), has("update")) {
        (true, true, false) => Some("It is set on creation and cannot be changed later."),
        (false, true, true) => Some("It cannot be set on creation, only changed later."),
        (true, false, false) => Some("It is sent on creation alone."),
        (false, false, true) => Some("It is sent with changes alone."),
        (true, _, true) | (false, true, false) | (false, false, false) => None,
    }
}

/// `x-ms-client-name`: what a part is called in code.
pub(super) fn client_name(extensions: &Extensions) -> Option<&str> {
    let name = extensions.get("x-ms-client-name")?.as_str()?;
    Some(name).filter(|name| name.contains(char::is_alphanumeric))
}

/// `x-ms-client-default`: what a client sends unless the caller says otherwise.
pub(super) fn client_default(extensions: &Extensions) -> Option<&Value> {
    extensions.get("x-ms-client-default")
}

/// `x-ms-error-response`: whether a response is an error, whatever its status says.
pub(super) fn is_error_response(extensions: &Extensions) -> Option<bool> {
    extensions.get("x-ms-error-response")?.as_bool()
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

/// `x-ms-header-collection-prefix`
pub(super) fn header_prefix(extensions: &Extensions) -> Option<&str> {
    extensions
        .get("x-ms-header-collection-prefix")
        .and_then(Value::as_str)
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

    /// Values are written as texts, as numbers or as truth values, and here and there under
    /// another key.
    fn entry(&self, value: &str) -> Option<&'a Value> {
        let is_meant = |entry: &&Value| {
            let written = entry.get("value").or_else(|| entry.get("allowedValue"));
            match written {
                Some(Value::String(text)) => text == value,
                Some(Value::Number(number)) => number.to_string() == value,
                Some(Value::Bool(flag)) => flag.to_string() == value,
                Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => false,
            }
        };
        self.values?.iter().find(is_meant)
    }
}

/// `x-ms-parameterized-host`: a host with values in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParameterizedHost<'a> {
    /// `hostTemplate`
    pub template: &'a str,
    /// `useSchemePrefix`: the template begins after the scheme.
    pub with_scheme: bool,
    /// `positionInOperation: last`
    pub last: bool,
    parameters: Option<&'a Vec<Value>>,
}

impl<'a> ParameterizedHost<'a> {
    /// The extension's key.
    pub const KEY: &'static str = "x-ms-parameterized-host";

    /// Reads the extension, where there is one.
    pub fn of(extensions: &'a Extensions) -> Option<Self> {
        let object = extensions.get(Self::KEY)?.as_object()?;
        let scheme = object.get("useSchemePrefix").and_then(Value::as_bool);
        let position = object.get("positionInOperation").and_then(Value::as_str);
        Some(Self {
            template: object.get("hostTemplate")?.as_str()?,
            with_scheme: scheme.unwrap_or(true),
            last: position == Some("last"),
            parameters: object.get("parameters").and_then(Value::as_array),
        })
    }

    /// The parameter of that name, and its position.
    pub fn parameter(&self, name: &str) -> Option<(usize, HostParameter<'a>)> {
        let all = self.parameters?.iter().map(HostParameter).enumerate();
        all.into_iter()
            .find(|(_, parameter)| parameter.text("name") == Some(name))
    }
}

/// A parameter of a host. Its schema's keywords stand beside its own, as in OpenAPI 2.0, or under
/// `schema`.
#[derive(Clone, Copy, Debug)]
pub(super) struct HostParameter<'a>(&'a Value);

impl<'a> HostParameter<'a> {
    /// A keyword whose value is a text.
    pub fn text(self, key: &str) -> Option<&'a str> {
        self.keyword(key)?.as_str()
    }

    /// `x-ms-client-name`
    pub fn client_name(self) -> Option<&'a str> {
        self.text("x-ms-client-name")
    }

    /// The values that it can have; none where new ones may come.
    pub fn allowed(self) -> Vec<String> {
        let open = self
            .keyword("x-ms-enum")
            .and_then(|it| it.get("modelAsString"));
        if open.and_then(Value::as_bool) == Some(true) {
            return Vec::new();
        }
        let values = self.keyword("enum").and_then(Value::as_array);
        let texts = values.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }

    /// Bounds of its value.
    pub fn constraints(self) -> Constraints {
        let count = |key| self.keyword(key).and_then(Value::as_u64);
        Constraints {
            min_length: count("minLength"),
            max_length: count("maxLength"),
            pattern: self.text("pattern").map(str::to_owned),
            ..Constraints::default()
        }
    }

    /// `x-ms-skip-url-encoding`
    pub fn skips_url_encoding(self) -> bool {
        self.keyword("x-ms-skip-url-encoding")
            .and_then(Value::as_bool)
            == Some(true)
    }

    fn keyword(self, key: &str) -> Option<&'a Value> {
        let below = || self.0.get("schema")?.get(key);
        self.0.get(key).or_else(below)
    }
}

/// `x-ms-pageable`, as the names that it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pageable {
    /// `itemName`: the property with the items, where it is said.
    pub items: Option<String>,
    /// `nextLinkName`: the property with the link to the next page.
    pub next_link: NextLink,
    /// `operationName`: the operation that gets the next page.
    pub operation: Option<String>,
}

/// What a description says of the property with the link to the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NextLink {
    /// Its name.
    Named(String),
    /// Nothing: it is the usual one, where there is one (AutoRest, `x-ms-pageable`).
    Unsaid,
    /// `null`: all is in one page.
    Never,
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
    /// The property with the link to the next page by the guidelines.
    pub const USUAL_LINK: &'static str = "nextLink";

    /// The pages of the guidelines.
    pub fn usual() -> Self {
        Self {
            items: Some(Self::USUAL_ITEMS.to_owned()),
            next_link: NextLink::Named(Self::USUAL_LINK.to_owned()),
            operation: None,
        }
    }

    /// Reads the extension, where there is one.
    pub fn of(extensions: &Extensions) -> Option<Self> {
        let object = extensions.get(Self::KEY)?.as_object()?;
        let name = |key: &str| {
            let name = object.get(key).and_then(Value::as_str);
            name.filter(|name| !name.is_empty()).map(str::to_owned)
        };
        Some(Self {
            items: name(Self::ITEMS),
            next_link: match name(Self::NEXT_LINK) {
                Some(name) => NextLink::Named(name),
                None if object.contains_key(Self::NEXT_LINK) => NextLink::Never,
                None => NextLink::Unsaid,
            },
            operation: name(Self::OPERATION),
        })
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
    if !flag(extensions, LONG_RUNNING) {
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
