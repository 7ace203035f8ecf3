//! An answer of the service that is a success.
//!
//! In: a response. Out: [`Response`] with the value in it, or [`DecodeError`]. And the other way:
//! a value into a request's body.

use std::borrow::Borrow;
use std::fmt::{self, Debug};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Target;
use super::from_json;
use super::runtime;
use super::runtime::Bytes;
use super::runtime::error::ErrorKind;
use super::runtime::http::headers::{CONTENT_TYPE, HeaderValue, Headers};
use super::runtime::http::{RawResponse, Request, StatusCode};
use super::{
    Codec, Decoded, Encode, Encoded, EncodedAs, EncodedList, Error, Failure, InvalidParameter, Mode,
};
use super::{header_names, in_utf8, one_line, request_id, write_notes, write_status};

/// A response with its body decoded. `H` is what reads its headers: [`Headers`] by name, or the
/// type of an operation whose headers are described.
#[derive(Clone)]
pub struct Response<T, H = Headers> {
    status: StatusCode,
    headers: H,
    body: Bytes,
    value: T,
    shown: Shown,
}

/// What `Debug` shows of a response's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// The value's own `Debug`.
    Value,
    /// How long the body is: the value is the body itself.
    Length,
}

impl<T, H> Response<T, H> {
    /// What the body says.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What the body says, without the rest.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &H {
        &self.headers
    }

    /// The body as it came; empty where it is streamed. Secrets in it are not wiped from memory.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The id by which the service's operators find the request.
    pub fn request_id(&self) -> Option<&str>
    where
        H: Borrow<Headers>,
    {
        request_id(self.headers.borrow())
    }

    /// Status, headers, body and value.
    pub fn into_parts(self) -> (StatusCode, H, Bytes, T) {
        (self.status, self.headers, self.body, self.value)
    }

    /// The same response with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U, H> {
        Response {
            status: self.status,
            headers: self.headers,
            body: self.body,
            value: change(self.value),
            shown: self.shown,
        }
    }

    /// The same response with another reader of its headers.
    pub fn with_headers<R: From<H>>(self) -> Response<T, R> {
        Response {
            status: self.status,
            headers: self.headers.into(),
            body: self.body,
            value: self.value,
            shown: self.shown,
        }
    }
}

impl<T> Response<T> {
    /// A response whose body is still to come, through its value.
    pub fn streaming(status: StatusCode, headers: Headers, value: T) -> Self {
        Self {
            status,
            headers,
            body: Bytes::new(),
            value,
            shown: Shown::Value,
        }
    }
}

impl<T: From<Bytes>> Response<T> {
    /// A response whose value is its body as it came.
    pub(super) fn whole(raw: RawResponse) -> Self {
        let (status, headers, body) = raw.deconstruct();
        let body = Bytes::from(body);
        Self {
            status,
            headers,
            value: body.clone().into(),
            body,
            shown: Shown::Length,
        }
    }
}

impl<T: Debug, H: Borrow<Headers>> fmt::Debug for Response<T, H> {
    /// Shows the value by its own `Debug`, the names of the headers, and nothing of the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = format_args!("({} bytes)", self.body.len());
        let value: &dyn Debug = match self.shown {
            Shown::Value => &self.value,
            Shown::Length => &length,
        };
        f.debug_struct("Response")
            .field("status", &u16::from(self.status))
            .field("headers", &header_names(self.headers.borrow()))
            .field("value", value)
            .finish_non_exhaustive()
    }
}

impl<T, H: Into<Headers>> From<Response<T, H>> for runtime::http::Response<T> {
    fn from(response: Response<T, H>) -> Self {
        let headers = response.headers.into();
        RawResponse::from_bytes(response.status, headers, response.body).into()
    }
}

/// A success whose body is not what the description says.
///
/// It names the place and what was expected there, never what was found.
pub struct DecodeError {
    status: StatusCode,
    headers: Headers,
    body: Bytes,
    failure: Failure,
}

impl DecodeError {
    /// The response's status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The response's headers.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The response's body as it came; it may hold secrets.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// What the response says that its body is.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get_optional_str(&CONTENT_TYPE)
    }

    /// The JSON pointer (RFC 6901) of what is wrong; empty for the whole body.
    pub fn path(&self) -> &str {
        self.failure.path()
    }

    /// What was expected there, such as `a string`.
    pub fn expected(&self) -> &str {
        self.failure.expected()
    }

    /// The id by which the service's operators find the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

impl fmt::Display for DecodeError {
    /// `200 OK: /administratorAccount/username: expected a string`, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_status(f, self.status)?;
        if self.body.is_empty() {
            f.write_str(": expected a body")?;
        } else {
            write!(f, ": {}", one_line(&self.failure.to_string()))?;
        }
        write_notes(f, &self.headers, Some(&self.body))
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("status", &u16::from(self.status))
            .field("headers", &header_names(&self.headers))
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}

/// Decodes a JSON body.
pub fn decode<T: DeserializeOwned, E>(raw: RawResponse) -> Result<Response<T>, Error<E>> {
    decoded(raw).map_err(Error::Decode)
}

/// Decodes a JSON body of an operation with several kinds of success: `wrap` puts `M` among them.
pub fn decode_with<M: DeserializeOwned, T, E>(
    raw: RawResponse,
    wrap: fn(M) -> T,
) -> Result<Response<T>, Error<E>> {
    let response = decoded(raw).map_err(Error::Decode)?;
    Ok(response.map(wrap))
}

/// Decodes a JSON body by a codec.
pub fn decode_as<C: Codec, E>(raw: RawResponse) -> Result<Response<C::Value>, Error<E>> {
    let response: Response<Decoded<C>> = decoded(raw).map_err(Error::Decode)?;
    Ok(response.map(|decoded| decoded.0))
}

/// The error for an answer in the middle of a call that is not what it should be; it becomes
/// [`Error::Decode`] again.
pub fn malformed(raw: RawResponse, failure: Failure) -> runtime::Error {
    runtime::Error::new(ErrorKind::DataConversion, *undecoded(raw, failure))
}

/// Takes a response whose body, if there is one, means nothing.
pub fn no_content(raw: RawResponse) -> Response<()> {
    with_value(raw, ())
}

impl Target {
    /// Puts a value on the request as its JSON body, without read-only properties.
    ///
    /// Refuses a value that JSON has no way to write.
    pub fn json<T: Encode + ?Sized>(&mut self, value: &T) {
        let outcome = json_body(self.request(), value);
        self.check(outcome);
    }

    /// The same by a codec.
    pub fn json_as<C: Codec>(&mut self, value: &C::Value) {
        let mode = Mode::Request;
        let outcome = put_json(self.request(), &EncodedAs::<C> { value, mode });
        self.check(outcome);
    }

    /// The same of a list, each value by a codec.
    pub fn json_list_as<C: Codec>(&mut self, values: &[C::Value]) {
        let mode = Mode::Request;
        let outcome = put_json(self.request(), &EncodedList::<C> { values, mode });
        self.check(outcome);
    }
}

/// Puts a value on a request as its JSON body, without read-only properties.
///
/// Fails where JSON has no way to write the value.
pub fn json_body<T: Encode + ?Sized>(
    request: &mut Request,
    value: &T,
) -> Result<(), InvalidParameter> {
    put_json(
        request,
        &Encoded {
            value,
            mode: Mode::Request,
        },
    )
}

fn put_json(request: &mut Request, value: &impl Serialize) -> Result<(), InvalidParameter> {
    // The writer's own words may quote the value, so they are dropped.
    let body = serde_json::to_vec(value)
        .map_err(|_| InvalidParameter::new("body", "cannot be written as JSON"))?;
    request.insert_header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    request.set_body(body);
    Ok(())
}

/// A body without the byte order mark that RFC 8259, section 8.1, lets a reader pass over.
pub fn json_text(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// The part of decoding that does not depend on the operation's error.
fn decoded<T: DeserializeOwned>(raw: RawResponse) -> Result<Response<T>, Box<DecodeError>> {
    let read = from_json(json_text(&in_utf8(raw.headers(), raw.body())));
    match read {
        Ok(value) => Ok(with_value(raw, value)),
        Err(failure) => Err(undecoded(raw, failure)),
    }
}

pub fn with_value<T>(raw: RawResponse, value: T) -> Response<T> {
    let (status, headers, body) = raw.deconstruct();
    Response {
        status,
        headers,
        body: body.into(),
        value,
        shown: Shown::Value,
    }
}

pub fn undecoded(raw: RawResponse, failure: Failure) -> Box<DecodeError> {
    let (status, headers, body) = raw.deconstruct();
    Box::new(DecodeError {
        status,
        headers,
        body: body.into(),
        failure,
    })
}
