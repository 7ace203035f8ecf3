//! The token of a long-running operation: what another process needs to go on with it.
//!
//! In: where the operation is. Out: a small JSON text, and the way back from it. It holds links
//! and names, and neither a credential nor any part of a body.

use std::fmt;

use azure_core::http::{Method, Url};
use serde_json::{Map, Value, json};

use super::progress::{Progress, Question};
use super::{FinalState, FinalValue, InvalidParameter, resolve_link};

/// The form that is written, and the only one that is read.
const VERSION: u64 = 1;

/// A long-running operation as a text, to be gone on with elsewhere.
///
/// The service's links in it may be signed: keep it as you keep the operation's answers.
#[derive(Clone, PartialEq, Eq)]
pub struct OperationToken {
    text: String,
}

impl OperationToken {
    /// The text: JSON on one line.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text: JSON on one line.
    pub fn into_string(self) -> String {
        self.text
    }
}

impl fmt::Debug for OperationToken {
    /// Shows what the text says, without the queries of its links.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::from_str(&self.text).unwrap_or_default();
        let shown: Value = match text {
            Value::Object(entries) => entries.into_iter().map(without_query).collect(),
            other => other,
        };
        write!(f, "OperationToken({shown})")
    }
}

fn without_query((key, value): (String, Value)) -> (String, Value) {
    let shown = match value {
        Value::String(text) => {
            let kept = text.split(['?', '#']).next();
            Value::String(kept.unwrap_or_default().to_owned())
        }
        other => other,
    };
    (key, shown)
}

/// What a token is checked against.
pub(super) struct Expectation<'a> {
    /// The operation's id in the description.
    pub operation: &'static str,
    /// The client's endpoint.
    pub endpoint: &'a Url,
    /// The version of the API that the client speaks, where the operation has one.
    pub api_version: Option<&'a str>,
}

/// Writes where an operation is.
///
/// There is no token where the address of the first request is both secret and still needed.
pub(super) fn write(
    progress: &Progress,
    operation: &str,
    secret_address: bool,
) -> Option<OperationToken> {
    let address_needed = progress.may_return() || progress.question == Question::Resource;
    if secret_address && address_needed {
        return None;
    }
    let original = progress.original.as_ref().filter(|_| !secret_address);
    let original = original.map(Url::as_str);
    let version = progress.api_version.as_deref();
    let location = progress.location.as_ref().map(Url::as_str);
    let mut entries = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            entries.insert(key.to_owned(), value);
        }
    };
    put("version", Some(json!(VERSION)));
    put("operation", Some(json!(operation)));
    put("apiVersion", version.map(Value::from));
    put("method", Some(json!(progress.method.as_ref())));
    put("original", original.map(Value::from));
    put("ask", Some(json!(question_name(progress.question))));
    put("link", Some(json!(progress.link.as_str())));
    put("location", location.map(Value::from));
    put("finalState", Some(json!(progress.final_state.name())));
    let text = Value::Object(entries).to_string();
    Some(OperationToken { text })
}

/// Reads a token.
///
/// Fails where it is none, where another operation made it, where it leads to another service, and
/// where it speaks another version of the API.
pub(super) fn read(
    text: &str,
    value: FinalValue,
    expected: &Expectation<'_>,
) -> Result<Progress, InvalidParameter> {
    let token: Value = serde_json::from_str(text).map_err(|_| malformed())?;
    let entry = |key: &str| token.get(key).and_then(Value::as_str);
    if token.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Err(refused("is not of a version that this crate reads"));
    }
    if entry("operation") != Some(expected.operation) {
        return Err(refused("was made by another operation"));
    }
    if expected.api_version.is_some() && entry("apiVersion") != expected.api_version {
        return Err(refused("was made with another version of the API"));
    }
    let link = |key: &str| match entry(key) {
        Some(text) => own_link(text, expected.endpoint).map(Some),
        None => Ok(None),
    };
    let method = entry("method").and_then(|name| name.parse::<Method>().ok());
    Ok(Progress {
        method: method.ok_or_else(malformed)?,
        original: link("original")?,
        api_version: entry("apiVersion").map(str::to_owned),
        question: entry("ask")
            .and_then(question_named)
            .ok_or_else(malformed)?,
        link: link("link")?.ok_or_else(malformed)?,
        location: link("location")?,
        final_state: entry("finalState")
            .and_then(FinalState::named)
            .ok_or_else(malformed)?,
        value,
    })
}

/// A link of a token, which must lead to the client's own service.
fn own_link(text: &str, endpoint: &Url) -> Result<Url, InvalidParameter> {
    resolve_link(text, endpoint)
        .map_err(|_| refused("leads to another service than the client's, or nowhere"))
}

fn question_name(question: Question) -> &'static str {
    match question {
        Question::Monitor => "monitor",
        Question::Location => "location",
        Question::Resource => "resource",
        Question::Value => "value",
    }
}

fn question_named(name: &str) -> Option<Question> {
    [
        Question::Monitor,
        Question::Location,
        Question::Resource,
        Question::Value,
    ]
    .into_iter()
    .find(|question| question_name(*question) == name)
}

fn malformed() -> InvalidParameter {
    refused("is no token of a long-running operation")
}

fn refused(reason: &'static str) -> InvalidParameter {
    InvalidParameter::new("token", reason)
}
