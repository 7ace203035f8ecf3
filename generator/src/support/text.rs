//! Parameter values as text, for a path, a query, a header or a cookie.
//!
//! In: a value of one of the types that a parameter can have. Out: its text, not yet encoded for
//! the place it goes to, or [`InvalidParameter`] where the value has no text in that format.

use std::borrow::Cow;

use super::InvalidParameter;
use super::runtime;
use super::runtime::Uuid;
use super::runtime::http::headers::HeaderValue;
use super::runtime::time::{OffsetDateTime, to_rfc3339, to_rfc7231};

/// A value that a parameter can carry.
pub trait ToText {
    /// The value's text, before any encoding.
    fn to_text(&self) -> Cow<'_, str>;
}

impl ToText for str {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ToText for String {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ToText for Cow<'_, str> {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl ToText for bool {
    fn to_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

impl<T: ToText + ?Sized> ToText for &T {
    fn to_text(&self) -> Cow<'_, str> {
        (**self).to_text()
    }
}

macro_rules! to_text_by_display {
    ($($number:ty),*) => {$(
        impl ToText for $number {
            fn to_text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}

to_text_by_display!(i8, i16, i32, i64, i128, u8, u16, u32, u64, f32, f64, Uuid);

/// How the items of a list stand in one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// `a,b` (`csv`, or `form` and `simple` not exploded).
    Comma,
    /// `a b` (`ssv`, `spaceDelimited`).
    Space,
    /// `a`, a tab, `b` (`tsv`).
    Tab,
    /// `a|b` (`pipes`, `pipeDelimited`).
    Pipe,
    /// `name=a&name=b` in a query (`multi`, or `form` exploded); elsewhere as `Comma`.
    Repeat,
}

impl ListStyle {
    /// What stands between two items in one text.
    pub fn separator(self) -> &'static str {
        match self {
            Self::Comma | Self::Repeat => ",",
            Self::Space => " ",
            Self::Tab => "\t",
            Self::Pipe => "|",
        }
    }
}

/// A list as one text, for a path or a header.
pub fn joined<T: ToText>(items: &[T], style: ListStyle) -> String {
    let items: Vec<_> = items.iter().map(ToText::to_text).collect();
    items.join(style.separator())
}

/// An RFC 3339 date-time in UTC, such as `1985-04-12T23:20:50.52Z`.
///
/// Fails for a year outside 0 to 9999, which the format cannot write.
pub fn rfc3339(name: &'static str, value: &OffsetDateTime) -> Result<String, InvalidParameter> {
    utc(name, value).map(|utc| to_rfc3339(&utc))
}

/// An HTTP date (RFC 7231, formerly RFC 1123), such as `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Fails for a year outside 0 to 9999, which the format cannot write.
pub fn rfc7231(name: &'static str, value: &OffsetDateTime) -> Result<String, InvalidParameter> {
    utc(name, value).map(|utc| to_rfc7231(&utc))
}

/// Whole seconds since 1970-01-01T00:00:00Z.
pub fn unix_time(value: &OffsetDateTime) -> String {
    value.unix_timestamp().to_string()
}

/// Standard base64 with padding.
pub fn base64(value: &[u8]) -> String {
    runtime::base64::encode(value)
}

/// Base64 for URLs and file names, without padding.
pub fn base64_url(value: &[u8]) -> String {
    runtime::base64::encode_url_safe(value)
}

/// The value of a header parameter.
///
/// Fails where the text has a character that a header cannot carry: a control character, or one
/// beyond ASCII.
pub fn header(name: &'static str, value: &str) -> Result<HeaderValue, InvalidParameter> {
    if !is_header_value(value) {
        return Err(InvalidParameter::new(
            name,
            "has a character that a header cannot carry",
        ));
    }
    Ok(HeaderValue::from(value.to_owned()))
}

/// One `name=value` pair of a `Cookie` header, letter by letter, for a key.
///
/// Fails where the text has a character that RFC 6265 keeps out of cookies: white space, a comma,
/// a semicolon, a quote, a backslash, a control character, or one beyond ASCII.
pub fn cookie(name: &'static str, value: &str) -> Result<String, InvalidParameter> {
    let allowed = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b',' | b';' | b'"' | b'\\');
    if !value.bytes().all(allowed) {
        return Err(InvalidParameter::new(
            name,
            "has a character that a cookie cannot carry",
        ));
    }
    Ok(format!("{name}={value}"))
}

/// Whether a header can carry the text: visible ASCII, blanks and tabs.
pub fn is_header_value(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || matches!(byte, b' ' | b'\t'))
}

/// The same moment in UTC, within the years that the text formats can write.
///
/// The base formats without looking: it would panic on a year beyond 9999 or an offset with
/// seconds in it, and call any offset GMT.
fn utc(name: &'static str, value: &OffsetDateTime) -> Result<OffsetDateTime, InvalidParameter> {
    value
        .checked_to_offset(OffsetDateTime::UNIX_EPOCH.offset())
        .filter(|utc| (0..=9999).contains(&utc.year()))
        .ok_or_else(|| InvalidParameter::new(name, "must lie in the years 0 to 9999"))
}
