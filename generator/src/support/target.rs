//! A request under construction: its address, built as text and checked against what became of it,
//! its headers and its body.
//!
//! In: the endpoint, the literal parts of a path and the values that go between them. Out: a
//! [`Request`] whose path and query are exactly what was put in, or [`InvalidParameter`].

use super::runtime::http::{Method, Request, Url};
use super::{CallOptions, Error, InvalidParameter, ListStyle, ToText};

/// A request under construction.
///
/// It keeps the first refusal to itself, and gives it in place of the request: an operation's
/// parameters have no failure to hand on between one and the next, which costs the compiler dearly.
#[derive(Clone, Debug)]
pub struct Target {
    /// The request, whose address is the endpoint until it is made.
    request: Request,
    path: String,
    /// The first value of the segment that the path ends with, and where that begins.
    open: Option<(&'static str, usize)>,
    query: Option<String>,
    refused: Option<InvalidParameter>,
}

impl Target {
    /// Starts from the endpoint: its scheme, host, port and base path, without a slash at the end.
    pub fn new(endpoint: &Url) -> Self {
        let mut path = String::with_capacity(256);
        path.push_str(endpoint.path().trim_end_matches('/'));
        Self {
            request: Request::new(endpoint.clone(), Method::Get),
            path,
            open: None,
            query: None,
            refused: None,
        }
    }

    /// Takes note of what a check says of a parameter.
    pub fn check(&mut self, outcome: Result<(), InvalidParameter>) {
        if let Err(refused) = outcome {
            self.refused.get_or_insert(refused);
        }
    }

    /// The request so far, for its headers and its body.
    pub fn request(&mut self) -> &mut Request {
        &mut self.request
    }

    /// Appends a literal part of the path, as the description writes it.
    ///
    /// Slashes and `%XX` stay; what a path cannot hold is percent-encoded.
    pub fn literal(&mut self, part: &str) {
        let slash = part.find('/').unwrap_or(part.len());
        let (inside, after) = part.split_at_checked(slash).unwrap_or((part, ""));
        encode(&mut self.path, inside, Set::PATH);
        if !after.is_empty() {
            self.end_segment();
            encode(&mut self.path, after, Set::PATH);
        }
    }

    /// Appends a value as one segment of the path, or as a part of one, percent-encoded once.
    ///
    /// Refuses the empty text, and a segment that is `.` or `..`: URL readers drop such segments, and the
    /// request would reach another resource.
    pub fn segment(&mut self, name: &'static str, value: &str) {
        match value {
            "" => self.check(Err(not_a_segment(name))),
            value => self.segment_or_empty(name, value),
        }
    }

    /// Appends a value that may be empty as [`segment`](Self::segment) does. What it is a part of may not
    /// be empty as a whole.
    pub fn segment_or_empty(&mut self, name: &'static str, value: &str) {
        self.begin_segment(name);
        encode(&mut self.path, value, Set::UNRESERVED);
    }

    /// Appends what is already encoded as a part of a segment.
    pub(super) fn segment_encoded(&mut self, name: &'static str, text: &str) {
        self.begin_segment(name);
        self.path.push_str(text);
    }

    fn begin_segment(&mut self, name: &'static str) {
        let start = self.path.rfind('/').map_or(0, |slash| slash + 1);
        self.open.get_or_insert((name, start));
    }

    /// Looks at the segment that ends here, where there is a value in it.
    fn end_segment(&mut self) {
        if let Some((name, start)) = self.open.take()
            && self.path.get(start..).is_none_or(is_dropped_segment)
        {
            self.check(Err(not_a_segment(name)));
        }
    }

    /// Appends a value that is already encoded and may span segments (`x-ms-skip-url-encoding`).
    ///
    /// Slashes and `%XX` stay, question marks and hashes are encoded all the same. Refuses a value
    /// with an empty segment, `.` or `..` in it, a slash at either end apart. A slash alone is the
    /// root: `/{scope}/providers` is `/providers` then. An empty value is refused, since nobody may
    /// have meant it.
    pub fn raw(&mut self, name: &'static str, value: &str) {
        if value == "/" && self.path.ends_with('/') {
            self.path.pop();
            return;
        }
        // What follows brings its own slash.
        let value = value.strip_suffix('/').unwrap_or(value);
        let inner = value.strip_prefix('/').unwrap_or(value);
        if inner.split('/').any(is_dropped_segment) {
            return self.check(Err(not_a_segment(name)));
        }
        // `/{scope}` with a scope of `/subscriptions/…` means one slash.
        let value = if self.path.ends_with('/') {
            value.strip_prefix('/').unwrap_or(value)
        } else {
            value
        };
        self.literal(value);
    }

    /// Appends a query parameter, name and value percent-encoded as RFC 3986 has it.
    pub fn query(&mut self, name: &str, value: &str) {
        encode(self.next_value(name), value, Set::UNRESERVED);
    }

    /// Appends a query parameter whose value keeps `%XX` and reserved characters
    /// (`allowReserved`, `x-ms-skip-url-encoding`), save those that would end it (`&`, `#`).
    pub fn query_raw(&mut self, name: &str, value: &str) {
        encode(self.next_value(name), value, Set::QUERY);
    }

    /// Appends a list as a query parameter: each item encoded, the separator only where a query
    /// cannot hold it. An empty list appends nothing.
    pub fn query_list<T: ToText>(&mut self, name: &str, items: &[T], style: ListStyle) {
        let mut items = items.iter().map(ToText::to_text);
        let Some(first) = items.next() else {
            return;
        };
        self.query(name, &first);
        for item in items {
            if style == ListStyle::Repeat {
                self.query(name, &item);
            } else if let Some(query) = &mut self.query {
                encode(query, style.separator(), Set::QUERY);
                encode(query, &item, Set::UNRESERVED);
            }
        }
    }

    /// Appends the fixed query that a path key carries (`a=b&c`), as the description writes it.
    pub fn fixed_query(&mut self, text: &str) {
        encode(self.next_parameter(), text, Set::WHOLE_QUERY);
    }

    /// Makes the request.
    ///
    /// Fails when a parameter was refused, and when its path or query is not letter for letter the one
    /// that was built: URL readers rewrite some of them silently, and the request would reach another
    /// resource.
    pub fn into_request(mut self, method: Method) -> Result<Request, InvalidParameter> {
        self.end_segment();
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        let mut request = self.request;
        request.set_method(method);
        let url = request.url_mut();
        url.set_path(&self.path);
        url.set_query(self.query.as_deref());
        let path_kept = url.path() == self.path || (self.path.is_empty() && url.path() == "/");
        if !path_kept || url.query() != self.query.as_deref() {
            return Err(InvalidParameter::new(
                "path",
                "cannot be sent letter for letter",
            ));
        }
        Ok(request)
    }

    /// The query, ready for another parameter.
    pub(super) fn next_parameter(&mut self) -> &mut String {
        let query = self.query.get_or_insert_with(|| String::with_capacity(64));
        if !query.is_empty() {
            query.push('&');
        }
        query
    }

    /// The query, ready for the value of another parameter.
    fn next_value(&mut self, name: &str) -> &mut String {
        let query = self.next_parameter();
        encode(query, name, Set::QUERY_NAME);
        query.push('=');
        query
    }
}

/// Appends a value to a path as one segment, percent-encoded once.
///
/// Refuses the empty text, `.` and `..`, as [`Target::segment`] does of a whole segment.
pub fn append_segment(
    path: &mut String,
    name: &'static str,
    value: &str,
) -> Result<(), InvalidParameter> {
    if matches!(value, "" | "." | "..") {
        return Err(not_a_segment(name));
    }
    encode(path, value, Set::UNRESERVED);
    Ok(())
}

/// Appends a query parameter to a whole address, name and value percent-encoded as RFC 3986 has it.
pub fn append_query(url: &mut Url, name: &str, value: &str) {
    let mut target = Target::new(url);
    target.query = url.query().map(str::to_owned);
    target.query(name, value);
    url.set_query(target.query.as_deref());
}

pub(super) fn not_a_segment(name: &'static str) -> InvalidParameter {
    InvalidParameter::new(name, "must not be empty, `.` or `..` in a path")
}

/// URL readers take `%2e` for a dot.
pub(super) fn is_dropped_segment(segment: &str) -> bool {
    let dots = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(dots.as_str(), "" | "." | "..")
}

/// Appends `text` with every byte that is not in `kept` as `%XX`.
pub(super) fn encode(out: &mut String, text: &str, kept: Set) {
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, after) = split_where(rest, |byte| !kept.has(byte));
        out.push_str(plain);
        let (other, after) = split_where(after, |byte| kept.has(byte));
        for byte in other.bytes() {
            out.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 0xF)]);
        }
        rest = after;
    }
}

/// What a cookie cannot carry is percent-encoded (OpenAPI 3.0.3, Style Values: `form`).
pub(super) fn in_cookie(out: &mut String, text: &str) {
    encode(out, text, Set::COOKIE);
}

/// Splits before the first byte that is `found`: at the edge of a run of ASCII, which is always
/// the edge of a character.
fn split_where(text: &str, found: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(found).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn hex_digit(nibble: u8) -> char {
    char::from(match nibble {
        0..=9 => b'0' + nibble,
        _ => b'A' + (nibble - 10),
    })
}

/// A set of ASCII characters.
#[derive(Clone, Copy)]
pub(super) struct Set(u128);

impl Set {
    /// RFC 3986, section 2.3: what has no meaning of its own anywhere.
    pub const UNRESERVED: Self =
        Self(0).with(b"-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    /// RFC 3986, section 3.3, with slashes and percent signs.
    pub const PATH: Self = Self::UNRESERVED.with(b"/%:@!$&'()*+,;=");
    /// RFC 3986, section 3.4, with percent signs, without `&`, and without `'`, which URL readers
    /// encode in a query.
    pub const QUERY: Self = Self::UNRESERVED.with(b"/%:@!$()*+,;=?[]");
    /// The same with what separates parameters.
    const WHOLE_QUERY: Self = Self::QUERY.with(b"&");
    /// RFC 3986, section 2.2, with percent signs, without what separates the fields of a form and
    /// without `+`, which is a blank in one (WHATWG URL, section 5.1).
    pub const FORM: Self = Self::UNRESERVED.with(b"/%:@!$'()*,;=?[]#");
    /// RFC 6265, section 4.1.1: visible ASCII without `"`, `,`, `;` and `\`; and without `%`.
    const COOKIE: Self = Self::UNRESERVED.with(b"!#$&'()*+/:<=>?@[]^`{|}");
    /// Names such as `$filter` go as they are written.
    pub const QUERY_NAME: Self = Self::UNRESERVED.with(b"$");

    const fn with(self, characters: &[u8]) -> Self {
        let mut set = self.0;
        let mut rest = characters;
        while let [first, after @ ..] = rest {
            set |= 1 << *first;
            rest = after;
        }
        Self(set)
    }

    fn has(self, byte: u8) -> bool {
        byte.is_ascii() && (self.0 >> byte) & 1 == 1
    }
}
