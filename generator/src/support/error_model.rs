//! What the body of an error says, as a description models it or by the conventions of services.
//!
//! In: a body. Out: a model of it, or at least the code and the message where they stand in their
//! places.

use std::collections::BTreeMap;
use std::fmt::{self, Debug};

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::Value;

use super::runtime::http::headers::{CONTENT_TYPE, Headers};
use super::{from_json, json_text};

/// The body of an error, as a description models it.
pub trait ErrorModel: Debug + Send + Sync + 'static {
    /// The keys that lead to the code, so that it is found in a body that is otherwise not what the
    /// description says; empty where there is none. A list on the way stands for its first element.
    const CODE: &'static [&'static str] = &[];

    /// The keys that lead to the message.
    const MESSAGE: &'static [&'static str] = &[];

    /// The service's own code for what went wrong.
    fn code(&self) -> Option<&str> {
        None
    }

    /// What went wrong, in words.
    fn message(&self) -> Option<&str> {
        None
    }

    /// The name of a value that the service refuses, and what is wrong with it.
    fn invalid(&self) -> Option<(&str, &str)> {
        None
    }

    /// What went wrong, with the name of the value that it is about.
    fn told(&self) -> Option<String> {
        told_of(self.message(), self.invalid())
    }

    /// Reads a body.
    fn read(_headers: &Headers, body: &[u8]) -> Option<Self>
    where
        Self: DeserializeOwned,
    {
        from_json(body).ok()
    }

    /// Code and message of a body that is not what the description says, where they at least stand in
    /// their places. Nothing else is looked at: it may be secret.
    fn salvage(body: &[u8]) -> (Option<String>, Option<String>) {
        let whole: Value = serde_json::from_slice(json_text(body)).unwrap_or_default();
        let text = |keys: &[&str]| {
            let is_known = !keys.is_empty();
            let found = is_known.then(|| text_at(&whole, keys)).flatten();
            found.map(str::to_owned)
        };
        (text(Self::CODE), text(Self::MESSAGE))
    }
}

/// A message and what is wrong with a value, in one text.
fn told_of(message: Option<&str>, invalid: Option<(&str, &str)>) -> Option<String> {
    let Some((name, reason)) = invalid else {
        return message.map(str::to_owned);
    };
    let invalid = match is_value(name) {
        true => format!("{name}: {reason}"),
        false => reason.to_owned(),
    };
    Some(match message {
        Some(message) if message != reason => format!("{message} ({invalid})"),
        Some(_) | None => invalid,
    })
}

/// Whether the name is that of a value: what is wrong with several at once stands under no name in ASP.NET
/// Core, and under one of these in Django (and its REST framework) and in Rails.
fn is_value(name: &str) -> bool {
    !["", "__all__", "non_field_errors", "base"].contains(&name)
}

/// The text that some keys lead to; a list on the way stands for its first element.
fn text_at<'v>(value: &'v Value, keys: &[&str]) -> Option<&'v str> {
    value_at(value, keys)?.as_str()
}

fn value_at<'v>(value: &'v Value, keys: &[&str]) -> Option<&'v Value> {
    let mut keys = keys.iter();
    keys.try_fold(value, |at, key| first(at)?.get(key))
}

/// The first element of a list, and everything else itself.
fn first(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(list) => list.first(),
        other => Some(other),
    }
}

/// A text says what went wrong, be it JSON or not.
impl ErrorModel for String {
    fn message(&self) -> Option<&str> {
        Some(self)
            .filter(|text| !text.is_empty())
            .map(String::as_str)
    }

    /// A page for people is none, nor is an object in place of the text.
    fn read(headers: &Headers, body: &[u8]) -> Option<Self> {
        let media_type = headers.get_optional_str(&CONTENT_TYPE).unwrap_or_default();
        if media_type.starts_with("text/html") {
            return None;
        }
        match serde_json::from_slice(body) {
            Ok(Value::String(text)) => Some(text),
            Ok(Value::Object(_) | Value::Array(_)) => None,
            Ok(Value::Null | Value::Bool(_) | Value::Number(_)) | Err(_) => {
                Some(std::str::from_utf8(body).ok()?.to_owned())
            }
        }
    }

    fn salvage(body: &[u8]) -> (Option<String>, Option<String>) {
        Raw::salvage(body)
    }
}

/// A list of errors says what its first says.
impl<T: ErrorModel> ErrorModel for Vec<T> {
    const CODE: &'static [&'static str] = T::CODE;
    const MESSAGE: &'static [&'static str] = T::MESSAGE;

    fn code(&self) -> Option<&str> {
        self.first()?.code()
    }

    fn message(&self) -> Option<&str> {
        self.first()?.message()
    }

    fn invalid(&self) -> Option<(&str, &str)> {
        self.first()?.invalid()
    }

    fn salvage(body: &[u8]) -> (Option<String>, Option<String>) {
        T::salvage(body)
    }
}

/// A map says what it has under the names that services use, or else what is wrong with its first value.
impl<T: ErrorModel> ErrorModel for BTreeMap<String, T> {
    fn code(&self) -> Option<&str> {
        self.get("code")?.message()
    }

    fn message(&self) -> Option<&str> {
        let named = ["message", "detail", "error"];
        named.iter().find_map(|name| self.get(*name)?.message())
    }

    fn invalid(&self) -> Option<(&str, &str)> {
        self.iter()
            .find_map(|(name, value)| Some((name.as_str(), value.message()?)))
    }

    fn told(&self) -> Option<String> {
        match self.message() {
            Some(message) => Some(message.to_owned()),
            None => told_of(None, self.invalid()),
        }
    }

    fn salvage(body: &[u8]) -> (Option<String>, Option<String>) {
        Raw::salvage(body)
    }
}

/// Any JSON: the model of an error that the description says nothing about.
///
/// `Debug` shows nothing of it, since nobody has said what in it is secret.
#[derive(Clone, PartialEq)]
pub struct Raw(pub(super) Value);

impl Raw {
    /// Where services keep a code: OData, most others, JSON:API, and Google and Kubernetes, whose
    /// `code` is a number.
    const CODES: [&'static [&'static str]; 6] = [
        &["error", "code"],
        &["code"],
        &["errors", "code"],
        &["error", "reason"],
        &["error", "status"],
        &["reason"],
    ];

    /// Where they keep a message: besides these OAuth (RFC 6749, section 5.2), problem details
    /// (RFC 9457) and Hydra, in the order of how much they say.
    const MESSAGES: [&'static [&'static str]; 12] = [
        &["error", "message"],
        &["message"],
        &["error_description"],
        &["error"],
        &["detail"],
        &["title"],
        &["hydra:description"],
        &["hydra:title"],
        &["errors", "message"],
        &["errors", "detail"],
        &["errors"],
        &["non_field_errors"],
    ];

    /// The JSON itself.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The JSON itself.
    pub fn into_value(self) -> Value {
        self.0
    }

    /// The first text that is in one of some places.
    fn text(&self, places: &[&[&str]]) -> Option<&str> {
        let mut found = places.iter().filter_map(|keys| value_at(&self.0, keys));
        found.find_map(|value| first(value)?.as_str())
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raw(..)")
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}

impl ErrorModel for Raw {
    fn code(&self) -> Option<&str> {
        let by_oauth = || {
            let described = text_at(&self.0, &["error_description"]).is_some();
            described.then(|| text_at(&self.0, &["error"])).flatten()
        };
        self.text(&Self::CODES).or_else(by_oauth)
    }

    fn message(&self) -> Option<&str> {
        self.text(&Self::MESSAGES)
    }

    /// What stands in an object `errors`, unless that is one error.
    fn invalid(&self) -> Option<(&str, &str)> {
        let errors = self.0.get("errors")?.as_object()?;
        let is_text = |name: &&str| errors.get(*name).is_some_and(Value::is_string);
        if ["code", "message", "detail"].iter().any(is_text) {
            return None;
        }
        let mut named = errors.iter();
        named.find_map(|(name, value)| Some((name.as_str(), first(value)?.as_str()?)))
    }

    fn salvage(body: &[u8]) -> (Option<String>, Option<String>) {
        let found = from_json::<Self>(body).ok();
        let code = found.as_ref().and_then(Self::code).map(str::to_owned);
        (code, found.as_ref().and_then(Self::told))
    }
}
