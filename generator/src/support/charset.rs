//! Texts in another character set than UTF-8, where an answer says so.
//!
//! In: what an answer says that its body is, and the body, which may say so itself. Out: the body in
//! UTF-8, where the character set is one that a service may send without a thought: the one of Windows
//! and of old servlets (which say `iso-8859-1`), or UTF-16.

use std::borrow::Cow;

use super::runtime::http::headers::{CONTENT_TYPE, Headers};

/// The body in UTF-8. Many answers that are UTF-8 say something else, which is passed over; what is in a
/// character set that is not known stays as it is.
pub fn in_utf8<'b>(headers: &Headers, body: &'b [u8]) -> Cow<'b, [u8]> {
    other_charset(headers).map_or(Cow::Borrowed(body), |charset| read_as(charset, body))
}

/// A document in XML in UTF-8. What its first bytes can only be comes before what the answer says, and
/// what it declares itself after that (RFC 7303, section 3.2; XML 1.0, section 4.3.3 and appendix F).
pub fn xml_in_utf8<'b>(headers: &Headers, body: &'b [u8]) -> Cow<'b, [u8]> {
    let charset = match body {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("utf-16"),
        [b'<', 0, ..] => Some("utf-16le"),
        [0, b'<', ..] => Some("utf-16be"),
        // No other document is in UTF-16, though many that were made as texts say so.
        _ => {
            let said = other_charset(headers).filter(|charset| !is_wide(charset));
            said.or_else(|| declared(body).filter(|charset| !is_wide(charset)))
        }
    };
    charset.map_or(Cow::Borrowed(body), |charset| read_as(charset, body))
}

/// The character set that a document in XML declares itself to be in.
fn declared(body: &[u8]) -> Option<&str> {
    let head = body.get(..MAX_DECLARATION.min(body.len()))?;
    let head = head.strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let (_, rest) = std::str::from_utf8(head.get(..end)?)
        .ok()?
        .split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''))?;
    rest.split(quote).nth(1)
}

/// How far a declaration is looked for.
const MAX_DECLARATION: usize = 256;

fn is_wide(charset: &str) -> bool {
    let start = charset.get(..6);
    start.is_some_and(|it| it.eq_ignore_ascii_case("utf-16"))
}

/// The body in UTF-8, from the character set that it is said to be in.
fn read_as<'b>(charset: &str, body: &'b [u8]) -> Cow<'b, [u8]> {
    if !is_wide(charset) && std::str::from_utf8(body).is_ok() {
        return Cow::Borrowed(body);
    }
    let text = match charset.to_ascii_lowercase().as_str() {
        "utf-16" | "utf-16be" | "utf-16le" => wide(charset, body),
        "iso-8859-1" | "latin1" | "us-ascii" | "ascii" | "windows-1252" | "cp1252" => {
            body.iter().map(|byte| windows_1252(*byte)).collect()
        }
        _ => None,
    };
    text.map_or(Cow::Borrowed(body), |text: String| text.into_bytes().into())
}

/// The character set that an answer says its body to be in, if that is not UTF-8.
pub fn other_charset(headers: &Headers) -> Option<&str> {
    let media_type = headers.get_optional_str(&CONTENT_TYPE)?;
    let mut parameters = media_type.split(';').skip(1);
    let charset = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches('"'))
    })?;
    let is_usual = ["", "utf-8", "utf8"]
        .iter()
        .any(|usual| charset.eq_ignore_ascii_case(usual));
    (!is_usual).then_some(charset)
}

/// A text in UTF-16; the mark at its beginning says more than the name. Without either, the most
/// significant byte comes first (RFC 2781, section 4.3).
fn wide(charset: &str, body: &[u8]) -> Option<String> {
    let (body, is_little) = match body {
        [0xFF, 0xFE, rest @ ..] => (rest, true),
        [0xFE, 0xFF, rest @ ..] => (rest, false),
        _ => (body, charset.eq_ignore_ascii_case("utf-16le")),
    };
    let (pairs, rest) = body.as_chunks::<2>();
    let units = pairs.iter().map(|pair| match is_little {
        true => u16::from_le_bytes(*pair),
        false => u16::from_be_bytes(*pair),
    });
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().filter(|_| rest.is_empty())
}

/// A byte of what the web takes ISO 8859-1 for (WHATWG Encoding, section 9.1); `None` where it is no
/// character.
fn windows_1252(byte: u8) -> Option<char> {
    const FROM_80: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0',
        '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => {
            let found = FROM_80.get(usize::from(byte - 0x80)).copied();
            found.filter(|found| *found != '\0')
        }
        _ => Some(char::from(byte)),
    }
}
