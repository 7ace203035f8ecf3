//! Bodies without a codec: text, and bytes as they are.
//!
//! In: a response. Out: its body as a text or as bytes. And the other way: a text or bytes into a
//! request's body, with the media type that they are.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};

use super::response::{undecoded, with_value};
use super::runtime::Bytes;
use super::runtime::http::headers::{CONTENT_TYPE, Headers};
use super::runtime::http::{Body, RawResponse, Request};
use super::{Error, Failure, InvalidParameter, RequestBody, Response, in_utf8, text};

/// Takes a body as text, secret or not. The text of JSON, where the answer says that it is that, is what
/// the JSON says; services that call all their answers JSON write texts plainly all the same.
///
/// Fails where it is not UTF-8, nor in another character set that it names and we know.
pub fn take_text<T: From<String>, E>(raw: RawResponse) -> Result<Response<T>, Error<E>> {
    let text = String::from_utf8(in_utf8(raw.headers(), raw.body()).into_owned());
    match text {
        Ok(text) => {
            let said = is_json(raw.headers()).then(|| serde_json::from_str(&text).ok());
            let text = said.flatten().unwrap_or(text);
            Ok(with_value(raw, T::from(text)))
        }
        Err(_) => Err(Error::Decode(undecoded(
            raw,
            Failure::whole("text in UTF-8"),
        ))),
    }
}

/// Whether an answer says that it is JSON.
fn is_json(headers: &Headers) -> bool {
    let media_type = headers.get_optional_str(&CONTENT_TYPE).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.to_ascii_lowercase().ends_with("json")
}

/// Takes a body as it is, secret or not.
pub fn whole_body<T: From<Bytes>>(raw: RawResponse) -> Response<T> {
    Response::whole(raw)
}

impl<'a> RequestBody<'a> {
    /// A text.
    pub fn text(body: impl Into<Cow<'a, str>>) -> Self {
        let body = body.into();
        Self::new(move |target, writing| {
            let text = body.clone().into_owned();
            put(target.request(), text.into(), writing.media_type)
        })
    }

    /// A text that is never printed.
    pub fn secret(body: impl Into<SecretString>) -> Self {
        let body = body.into();
        Self::new(move |target, writing| {
            let text = body.expose_secret().to_owned();
            put(target.request(), text.into(), writing.media_type)
        })
    }

    /// Bytes, or a stream of them. A stream is sent again from its beginning where the request is.
    pub fn bytes(body: impl Into<Body>) -> Self {
        let body = body.into();
        Self::new(move |target, writing| put(target.request(), body.clone(), writing.media_type))
    }
}

/// Puts a body on a request.
///
/// Fails where a header cannot carry the media type.
pub(super) fn put(
    request: &mut Request,
    body: Body,
    media_type: &str,
) -> Result<(), InvalidParameter> {
    request.insert_header(CONTENT_TYPE, text::header("content-type", media_type)?);
    request.set_body(body);
    Ok(())
}
