//! Headers: those of the description, and those that a caller adds to a call.
//!
//! In: a name in any case and a value. Out: a header that the wire can carry, or
//! [`InvalidParameter`]; and a policy that lets the caller's win over what the pipeline sends.

use std::sync::Arc;

use async_trait::async_trait;

use super::runtime::http::headers::{ACCEPT, HeaderName, HeaderValue, Headers};
use super::runtime::http::policies::{Policy, PolicyResult};
use super::runtime::http::{Context, Request};
use super::target::in_cookie;
use super::{InvalidParameter, Target, pass_on, text};

const COOKIE: HeaderName = HeaderName::from_static("cookie");

impl Target {
    /// Says what the caller can read.
    pub fn accept(&mut self, media_types: &'static str) {
        let value = HeaderValue::from_static(media_types);
        self.request().insert_header(ACCEPT, value);
    }

    /// Puts a header parameter on the request.
    ///
    /// Refuses what a header cannot carry, and a name that is none.
    pub fn header(&mut self, name: &'static str, value: &str) {
        let outcome = add_header(self.request(), name, value);
        self.check(outcome);
    }
}

/// Puts a header parameter on a request.
///
/// Fails where a header cannot carry the value, or the name is none.
pub fn add_header(
    request: &mut Request,
    name: &'static str,
    value: &str,
) -> Result<(), InvalidParameter> {
    let value = text::header(name, value)?;
    request.insert_header(name.into_header_name()?, value);
    Ok(())
}

/// Puts a cookie parameter on a request, beside those that are there. What a cookie cannot carry is
/// percent-encoded.
pub fn add_cookie(request: &mut Request, name: &str, value: &str) {
    let mut pair = String::new();
    in_cookie(&mut pair, name);
    pair.push('=');
    in_cookie(&mut pair, value);
    add_cookies(request, pair);
}

/// Puts cookies on a request, beside those that are there.
pub fn add_cookies(request: &mut Request, pairs: String) {
    let all = match request.headers().get_optional_str(&COOKIE) {
        Some(before) => format!("{before}; {pairs}"),
        None => pairs,
    };
    request.insert_header(COOKIE, all);
}

/// What can name a header: a [`HeaderName`], or text in any case.
///
/// The base's own conversions panic on text that is not in lower case.
pub trait HeaderKey {
    /// The header's name, or why it is none.
    fn into_header_name(self) -> Result<HeaderName, InvalidParameter>;
}

impl HeaderKey for HeaderName {
    fn into_header_name(self) -> Result<HeaderName, InvalidParameter> {
        if is_token(self.as_str()) {
            return Ok(self);
        }
        let reason = "has a name that no header can have";
        Err(InvalidParameter::new("header", reason))
    }
}

impl HeaderKey for String {
    fn into_header_name(self) -> Result<HeaderName, InvalidParameter> {
        // What is not ASCII would make the conversion panic, and is no token anyway.
        let ascii = if self.is_ascii() { self } else { String::new() };
        HeaderName::from(ascii).into_header_name()
    }
}

impl HeaderKey for &str {
    fn into_header_name(self) -> Result<HeaderName, InvalidParameter> {
        self.to_owned().into_header_name()
    }
}

/// A header that the wire can carry, or why it is none.
pub fn checked_header(
    name: impl HeaderKey,
    value: HeaderValue,
) -> Result<(HeaderName, HeaderValue), InvalidParameter> {
    let name = name.into_header_name()?;
    if !text::is_header_value(value.as_str()) {
        let reason = format!(
            "`{}` has a character that a header cannot carry",
            name.as_str()
        );
        return Err(InvalidParameter::new("header", reason));
    }
    Ok((name, value))
}

/// RFC 9110, section 5.6.2.
pub fn is_token(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(fits)
}

/// The headers that the caller set, for [`CallerHeadersPolicy`].
#[derive(Debug)]
pub struct CallerHeaders(pub Headers);

/// Puts the caller's headers back after the pipeline's own policies have set theirs.
#[derive(Debug)]
pub struct CallerHeadersPolicy;

#[async_trait]
impl Policy for CallerHeadersPolicy {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        if let Some(CallerHeaders(headers)) = ctx.value() {
            for (name, value) in headers.iter() {
                request.insert_header(name.clone(), value.clone());
            }
        }
        pass_on(ctx, request, next).await
    }
}
