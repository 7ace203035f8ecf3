//! Where a [`Spelled`] value goes: into an address, or onto a request as headers or cookies.

use super::runtime::http::Request;
use super::target::{Set, encode, in_cookie, not_a_segment};
use super::{HeaderKey, InvalidParameter, Spelled, Style, Target, add_cookies, add_header, text};

impl Target {
    /// Appends a value as one segment of the path, or as a part of one.
    ///
    /// Refuses the empty text, and a segment that is `.` or `..`.
    pub fn segment_spelled(&mut self, name: &'static str, value: &Spelled, style: Style) {
        let mut text = String::new();
        value.expand(name, style, &mut text, reserved);
        match text.as_str() {
            "" => self.check(Err(not_a_segment(name))),
            text => self.segment_encoded(name, text),
        }
    }

    /// Appends a value as query parameters; one that is absent appends nothing.
    pub fn query_spelled(&mut self, name: &str, value: &Spelled, style: Style) {
        self.append(name, value, style, reserved);
    }

    /// The same for a value that keeps `%XX` and reserved characters (`allowReserved`).
    pub fn query_spelled_raw(&mut self, name: &str, value: &Spelled, style: Style) {
        self.append(name, value, style, |out, text| {
            encode(out, text, Set::QUERY);
        });
    }

    fn append(&mut self, name: &str, value: &Spelled, style: Style, put: fn(&mut String, &str)) {
        let mut text = String::new();
        value.expand(name, style, &mut text, put);
        if !text.is_empty() {
            self.next_parameter().push_str(&text);
        }
    }
}

/// Puts a value on a request as a header; one that is absent adds nothing.
///
/// Fails where a header cannot carry the value.
pub fn add_header_spelled(
    request: &mut Request,
    name: &'static str,
    value: &Spelled,
    style: Style,
) -> Result<(), InvalidParameter> {
    if value.is_absent() {
        return Ok(());
    }
    let mut text = String::new();
    value.expand(name, style, &mut text, String::push_str);
    add_header(request, name, &text)
}

/// Puts each entry of an object on a request as a header of its own, whose name begins with
/// `prefix` (`x-ms-header-collection-prefix`).
///
/// Fails where a header cannot carry a name or a value.
pub fn add_headers_spelled(
    request: &mut Request,
    prefix: &'static str,
    value: &Spelled,
) -> Result<(), InvalidParameter> {
    let Spelled::Object(entries) = value else {
        return Ok(());
    };
    for (key, value) in entries {
        if value.is_absent() {
            continue;
        }
        let mut text = String::new();
        value.expand(prefix, Style::Simple, &mut text, String::push_str);
        let name = format!("{prefix}{key}").into_header_name()?;
        request.insert_header(name, text::header(prefix, &text)?);
    }
    Ok(())
}

/// Puts a value on a request as cookies; one that is absent adds none. Exploded, each item or each
/// entry is a cookie of its own.
pub fn add_cookie_spelled(request: &mut Request, name: &str, value: &Spelled, style: Style) {
    let mut pairs = String::new();
    value.expand(name, style, &mut pairs, in_cookie);
    if !pairs.is_empty() {
        add_cookies(request, pairs);
    }
}

/// What has a meaning of its own in an address is encoded.
pub(super) fn reserved(out: &mut String, text: &str) {
    encode(out, text, Set::UNRESERVED);
}
