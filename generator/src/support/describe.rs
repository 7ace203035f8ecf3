//! A response in words that may be printed: its status, its headers' names, what its body is.
//!
//! In: a response's parts. Out: text on one line, without a word of the body or a header's value
//! that may be secret.

use std::borrow::Cow;
use std::fmt;

use super::other_charset;
use super::runtime;
use super::runtime::Bytes;
use super::runtime::http::StatusCode;
use super::runtime::http::headers::{CONTENT_TYPE, Headers};

/// `409 Conflict`, or the number alone where it has no name.
pub fn status_line(status: StatusCode) -> String {
    match status {
        StatusCode::UnknownValue(number) => number.to_string(),
        // The base calls it `Modified` (RFC 9110, section 15.4.5).
        StatusCode::NotModified => "304 Not Modified".to_owned(),
        known => format!("{} {}", u16::from(known), known.canonical_reason()),
    }
}

/// Writes `409 Conflict`, or the number alone where it has no name.
pub fn write_status(f: &mut fmt::Formatter<'_>, status: StatusCode) -> fmt::Result {
    f.write_str(&status_line(status))
}

/// The text on one line: what the service sends must not break a log's lines.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// How many characters of a text from the service are shown.
const SHOWN: usize = 1000;

/// The text, or as much of it as is shown.
pub fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// Writes ` (text/html, 123 bytes, request id …)`: the body if one is given, the id if there is one.
pub fn write_notes(
    f: &mut fmt::Formatter<'_>,
    headers: &Headers,
    body: Option<&Bytes>,
) -> fmt::Result {
    let body = body.map(|body| describe_body(headers, body));
    let id = request_id(headers).map(|id| format!("request id {}", one_line(id)));
    match (body, id) {
        (Some(body), Some(id)) => write!(f, " ({body}, {id})"),
        (Some(note), None) | (None, Some(note)) => write!(f, " ({note})"),
        (None, None) => Ok(()),
    }
}

/// The id by which the service's operators find the request.
pub fn request_id(headers: &Headers) -> Option<&str> {
    runtime::REQUEST_IDS
        .iter()
        .find_map(|name| headers.get_optional_str(name))
}

/// The names of some headers, in order: their values may be secret.
pub fn header_names(headers: &Headers) -> Vec<&str> {
    let mut names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names
}

/// `text/html, 123 bytes`: what a body is, without a word of it.
fn describe_body(headers: &Headers, body: &Bytes) -> String {
    let size = match body.len() {
        0 => return "empty body".to_owned(),
        1 => "1 byte".to_owned(),
        length => format!("{length} bytes"),
    };
    let media_type = headers
        .get_optional_str(&CONTENT_TYPE)
        .and_then(|text| text.split(';').next());
    let Some(media_type) = media_type.map(one_line) else {
        return size;
    };
    // It is of interest where it is why the body cannot be read.
    let charset = other_charset(headers).filter(|_| std::str::from_utf8(body).is_err());
    match charset.map(one_line) {
        Some(charset) => format!("{media_type}; charset={charset}, {size}"),
        None => format!("{media_type}, {size}"),
    }
}
