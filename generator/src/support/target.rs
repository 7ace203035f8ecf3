//! The address of a request, built as text and parsed once.
//!
//! In: the endpoint, the literal parts of a path and the values that go between them. Out: a
//! [`Request`] whose path and query are exactly what was put in, or [`InvalidParameter`].

use azure_core::http::{Method, Request, Url};

use super::{InvalidParameter, ToText};

/// How the items of a list stand in one query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// `?name=a,b` (`csv`, or `form` not exploded).
    Comma,
    /// `?name=a%20b` (`ssv`, `spaceDelimited`).
    Space,
    /// `?name=a%09b` (`tsv`).
    Tab,
    /// `?name=a%7Cb` (`pipes`, `pipeDelimited`).
    Pipe,
    /// `?name=a&name=b` (`multi`, or `form` exploded).
    Repeat,
}

/// A request's address under construction: path first, then query.
#[derive(Clone, Debug)]
pub struct Target {
    /// Everything so far, from the scheme on.
    text: String,
    /// Where the path begins in `text`.
    path: usize,
    /// Where the query begins in `text`, after its question mark.
    query: Option<usize>,
}

impl Target {
    /// Starts from the endpoint: its scheme, host, port and base path, without a slash at the end.
    pub fn new(endpoint: &Url) -> Self {
        let base = endpoint.as_str();
        let end = base.find(['?', '#']).unwrap_or(base.len());
        let base = base.get(..end).unwrap_or(base);
        let path = base.len() - endpoint.path().len();
        let mut text = String::with_capacity(base.len() + 256);
        text.push_str(base.trim_end_matches('/'));
        Self {
            text,
            path,
            query: None,
        }
    }

    /// Appends a literal part of the path, as the description writes it.
    ///
    /// Slashes and `%XX` stay; what a path cannot hold is percent-encoded.
    pub fn literal(&mut self, part: &str) {
        encode(&mut self.text, part, is_path_text);
    }

    /// Appends a value as one segment of the path, percent-encoded once.
    ///
    /// Refuses the empty text, `.` and `..`: URL readers drop such segments, and the request would
    /// reach another resource.
    pub fn segment(&mut self, name: &'static str, value: &str) -> Result<(), InvalidParameter> {
        if matches!(value, "" | "." | "..") {
            return Err(not_a_segment(name));
        }
        encode(&mut self.text, value, is_unreserved);
        Ok(())
    }

    /// Appends a value that is already encoded and may span segments (`x-ms-skip-url-encoding`).
    ///
    /// Slashes and `%XX` stay, question marks and hashes are encoded all the same. Refuses a value
    /// with an empty segment, `.` or `..` in it, a slash at either end apart.
    pub fn raw(&mut self, name: &'static str, value: &str) -> Result<(), InvalidParameter> {
        let inner = value.strip_prefix('/').unwrap_or(value);
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        if inner.split('/').any(is_dropped_segment) {
            return Err(not_a_segment(name));
        }
        // `/{scope}` with a scope of `/subscriptions/…` means one slash.
        let value = if self.text.ends_with('/') {
            value.strip_prefix('/').unwrap_or(value)
        } else {
            value
        };
        encode(&mut self.text, value, is_path_text);
        Ok(())
    }

    /// Appends a query parameter, name and value percent-encoded as RFC 3986 has it.
    pub fn query(&mut self, name: &str, value: &str) {
        self.query_name(name);
        encode(&mut self.text, value, is_unreserved);
    }

    /// Appends a query parameter whose value keeps `%XX` and reserved characters
    /// (`allowReserved`, `x-ms-skip-url-encoding`), save those that would end it (`&`, `#`).
    pub fn query_raw(&mut self, name: &str, value: &str) {
        self.query_name(name);
        encode(&mut self.text, value, is_query_text);
    }

    /// Appends a list as a query parameter: each item encoded, the separator as it is. An empty
    /// list appends nothing.
    pub fn query_list<T: ToText>(&mut self, name: &str, items: &[T], style: ListStyle) {
        for (position, item) in items.iter().enumerate() {
            match separator(style) {
                Some(separator) if position > 0 => self.text.push_str(separator),
                Some(_) | None => self.query_name(name),
            }
            encode(&mut self.text, &item.to_text(), is_unreserved);
        }
    }

    /// Appends the fixed query that a path key carries (`a=b&c`), as the description writes it.
    pub fn fixed_query(&mut self, text: &str) {
        self.query_separator();
        encode(&mut self.text, text, |byte| {
            byte == b'&' || is_query_text(byte)
        });
    }

    /// Parses the address and makes the request.
    ///
    /// Fails when the parsed path or query is not letter for letter the one that was built: URL
    /// readers rewrite some of them silently, and the request would reach another resource.
    pub fn into_request(self, method: Method) -> Result<Request, InvalidParameter> {
        let not_kept = || InvalidParameter::new("path", "does not make an address");
        let url = Url::parse(&self.text).map_err(|_| not_kept())?;
        let path_end = self.query.map_or(self.text.len(), |query| query - 1);
        let path = self.text.get(self.path..path_end);
        let query = self.query.map(|query| self.text.get(query..));
        let same_path = path == Some(url.path()) || (path == Some("") && url.path() == "/");
        if !same_path || query.unwrap_or(None) != url.query() || url.fragment().is_some() {
            return Err(not_kept());
        }
        Ok(Request::new(url, method))
    }

    fn query_name(&mut self, name: &str) {
        self.query_separator();
        encode(&mut self.text, name, is_query_name);
        self.text.push('=');
    }

    fn query_separator(&mut self) {
        if self.query.is_some() {
            self.text.push('&');
            return;
        }
        self.text.push('?');
        self.query = Some(self.text.len());
    }
}

fn separator(style: ListStyle) -> Option<&'static str> {
    match style {
        ListStyle::Comma => Some(","),
        ListStyle::Space => Some("%20"),
        ListStyle::Tab => Some("%09"),
        ListStyle::Pipe => Some("%7C"),
        ListStyle::Repeat => None,
    }
}

fn not_a_segment(name: &'static str) -> InvalidParameter {
    InvalidParameter::new(name, "must not be empty, `.` or `..` in a path")
}

/// URL readers take `%2e` for a dot.
fn is_dropped_segment(segment: &str) -> bool {
    let dots = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(dots.as_str(), "" | "." | "..")
}

/// Appends `text` with every byte that is not `kept` as `%XX`; only ASCII can be kept.
fn encode(out: &mut String, text: &str, kept: fn(u8) -> bool) {
    for byte in text.bytes() {
        if kept(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(hex_digit(byte >> 4));
            out.push(hex_digit(byte & 0xF));
        }
    }
}

fn hex_digit(nibble: u8) -> char {
    char::from(match nibble {
        0..=9 => b'0' + nibble,
        _ => b'A' + (nibble - 10),
    })
}

/// RFC 3986, section 2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// RFC 3986, section 3.3, with slashes and percent signs.
fn is_path_text(byte: u8) -> bool {
    is_unreserved(byte)
        || matches!(
            byte,
            b'/' | b'%'
                | b':'
                | b'@'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
        )
}

/// RFC 3986, section 3.4, with percent signs, without `&`, and without `'`, which URL readers
/// encode in a query.
fn is_query_text(byte: u8) -> bool {
    matches!(byte, b'?' | b'[' | b']') || (is_path_text(byte) && !matches!(byte, b'&' | b'\''))
}

/// Names such as `$filter` go as they are written.
fn is_query_name(byte: u8) -> bool {
    byte == b'$' || is_unreserved(byte)
}
