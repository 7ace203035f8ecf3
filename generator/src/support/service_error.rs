//! An answer of the service that is not a success.
//!
//! In: a response. Out: [`ServiceError`], with the model that the description gives for it where
//! the body is one, and the status, headers and body in any case.

use std::fmt::{self, Debug};

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::Value;

use super::runtime;
use super::runtime::Bytes;
use super::runtime::http::headers::Headers;
use super::runtime::http::{RawResponse, StatusCode};
use super::{
    Error, from_json, header_names, json_text, one_line, request_id, write_notes, write_status,
};

/// The body of an error, as a description models it.
pub trait ErrorModel: Debug + Send + Sync + 'static {
    /// The keys that lead to the code, so that it is found in a body that is otherwise not what the
    /// description says; empty where there is none.
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
}

/// An answer that is not a success, with the parsed body where it is what the description says.
///
/// Neither `Debug` nor `Display` shows the body itself or the values of headers.
pub struct ServiceError<E = Raw> {
    status: StatusCode,
    headers: Headers,
    body: Bytes,
    code: Option<String>,
    message: Option<String>,
    end_state: Option<String>,
    parsed: Option<E>,
}

impl<E> ServiceError<E> {
    /// The response's status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The response's headers.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The response's body as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as the description models it, if it is that.
    pub fn parsed(&self) -> Option<&E> {
        self.parsed.as_ref()
    }

    /// The body as the description models it, if it is that.
    pub fn into_parsed(self) -> Option<E> {
        self.parsed
    }

    /// The service's own code for what went wrong: from the body, else from a header.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// What went wrong, in the service's words.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The state in which a long-running operation ended, such as `Failed` or `Canceled`; `None`
    /// where it is the request itself that failed.
    pub fn end_state(&self) -> Option<&str> {
        self.end_state.as_deref()
    }

    /// The id by which the service's operators find the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// Whether the body says what went wrong.
    pub fn tells(&self) -> bool {
        self.parsed.is_some() && (self.code.is_some() || self.message.is_some())
    }

    /// The same error as the end of a long-running operation; what the model does not say is taken
    /// from the operation's own error object.
    pub fn into_end(mut self, state: String, details: Option<Value>) -> Self {
        let details = details.map(Raw);
        let text = |key| details.as_ref()?.text(key).map(str::to_owned);
        self.code = self.code.or_else(|| text("code"));
        self.message = self.message.or_else(|| text("message"));
        self.end_state = Some(state);
        self
    }
}

impl<E> fmt::Display for ServiceError<E> {
    /// `409 Conflict: ComputeNotReady: the cluster is resizing (request id …)`, on one line; at the
    /// end of a long-running operation `operation Failed: …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.end_state {
            Some(state) => write!(f, "operation {}", one_line(state))?,
            None => write_status(f, self.status)?,
        }
        for part in self.code.iter().chain(&self.message) {
            write!(f, ": {}", one_line(part))?;
        }
        let silent = self.code.is_none() && self.message.is_none();
        write_notes(f, &self.headers, silent.then_some(&self.body))
    }
}

impl<E: Debug> fmt::Debug for ServiceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ServiceError");
        shown.field("status", &u16::from(self.status));
        if let Some(state) = &self.end_state {
            shown.field("end_state", state);
        }
        shown
            .field("code", &self.code)
            .field("request_id", &self.request_id())
            .field("headers", &header_names(&self.headers))
            .field("parsed", &self.parsed)
            .finish_non_exhaustive()
    }
}

impl<E: Debug> std::error::Error for ServiceError<E> {}

/// The error of an operation with one error model, `E`.
pub fn service_error<E: ErrorModel + DeserializeOwned>(raw: RawResponse) -> Error<E> {
    service_error_with(raw, |model| model)
}

/// The error of an operation with several error models: `wrap` puts `M` among them.
pub fn service_error_with<M: ErrorModel + DeserializeOwned, E>(
    raw: RawResponse,
    wrap: fn(M) -> E,
) -> Error<E> {
    failed(raw, |model: M| Some(wrap(model)))
}

/// The error of an operation with several error models, for a status that has none of them.
pub fn undescribed_error<E>(raw: RawResponse) -> Error<E> {
    failed(raw, |_: Raw| None)
}

fn failed<M: ErrorModel + DeserializeOwned, E>(
    raw: RawResponse,
    keep: impl FnOnce(M) -> Option<E>,
) -> Error<E> {
    failed_as(raw, None, keep)
}

/// The same where the body is not JSON itself: `json` is what it would be as such.
pub(super) fn failed_as<M: ErrorModel + DeserializeOwned, E>(
    raw: RawResponse,
    json: Option<Vec<u8>>,
    keep: impl FnOnce(M) -> Option<E>,
) -> Error<E> {
    let body = json.as_deref().unwrap_or(json_text(raw.body()));
    let model: Option<M> = from_json(body).ok();
    let (code, message) = match &model {
        Some(model) => (
            model.code().map(str::to_owned),
            model.message().map(str::to_owned),
        ),
        None => salvaged(body, M::CODE, M::MESSAGE),
    };
    let (status, headers, body) = raw.deconstruct();
    Error::from(ServiceError {
        status,
        code: code.or_else(|| code_in(&headers)),
        message,
        end_state: None,
        headers,
        body: body.into(),
        parsed: model.and_then(keep),
    })
}

/// The code in the headers.
fn code_in(headers: &Headers) -> Option<String> {
    let mut names = runtime::ERROR_CODES.iter();
    names.find_map(|name| headers.get_optional_string(name))
}

/// Code and message of a body that is not what the description says, where they at least stand in
/// their places. Nothing else is looked at: it may be secret.
fn salvaged(body: &[u8], code: &[&str], message: &[&str]) -> (Option<String>, Option<String>) {
    let whole: Value = serde_json::from_slice(json_text(body)).unwrap_or_default();
    let text = |keys: &[&str]| {
        let (first, rest) = keys.split_first()?;
        let found = rest
            .iter()
            .try_fold(whole.get(first)?, |at, key| at.get(key))?;
        found.as_str().map(str::to_owned)
    };
    (text(code), text(message))
}

/// Any JSON: the model of an error that the description says nothing about.
///
/// `Debug` shows nothing of it, since nobody has said what in it is secret.
#[derive(Clone, PartialEq)]
pub struct Raw(Value);

impl Raw {
    /// The JSON itself.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The JSON itself.
    pub fn into_value(self) -> Value {
        self.0
    }

    /// A text at the top.
    fn top(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.as_str()
    }

    /// A text at the top, or under `error` as OData has it.
    fn text(&self, key: &str) -> Option<&str> {
        let within = |value: &Value| value.get(key).and_then(Value::as_str).is_some();
        let nested = self.0.get("error").filter(|error| within(error));
        nested.unwrap_or(&self.0).get(key)?.as_str()
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
    /// By OData's convention, or else by OAuth's.
    fn code(&self) -> Option<&str> {
        let by_oauth = || {
            self.top("error")
                .filter(|_| self.top("error_description").is_some())
        };
        self.text("code").or_else(by_oauth)
    }

    fn message(&self) -> Option<&str> {
        let by_oauth = || self.top("error_description").or_else(|| self.top("error"));
        self.text("message").or_else(by_oauth)
    }
}
