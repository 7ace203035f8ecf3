//! An answer of the service that is not a success.
//!
//! In: a response. Out: [`ServiceError`], with the model that the description gives for it where
//! the body is one, and the status, headers and body in any case.

use std::fmt::{self, Debug};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::runtime;
use super::runtime::Bytes;
use super::runtime::http::headers::Headers;
use super::runtime::http::{RawResponse, StatusCode};
use super::{
    Error, ErrorModel, Raw, header_names, in_utf8, json_text, one_line, request_id, shortened,
    write_notes, write_status,
};

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

    /// What went wrong, in the service's words; where it says what is wrong with one value or another,
    /// the first of them with its name: `age: must be positive`.
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
        let details = Raw(details.unwrap_or_default());
        self.code = self.code.or_else(|| details.code().map(str::to_owned));
        self.message = self
            .message
            .or_else(|| details.message().map(str::to_owned));
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
        if self.end_state.is_none() && self.status.is_success() {
            f.write_str(": no success by the description")?;
        }
        for part in self.code.iter().chain(&self.message) {
            write!(f, ": {}", shortened(&one_line(part)))?;
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
    let own = in_utf8(raw.headers(), raw.body());
    let body = json.as_deref().unwrap_or(json_text(&own));
    let model = M::read(raw.headers(), body);
    let (code, message) = match &model {
        Some(model) => (model.code().map(str::to_owned), model.told()),
        None => M::salvage(body),
    };
    // A problem of no type in particular (RFC 9457, section 4.2.1).
    let code = code.filter(|code| code != "about:blank");
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
