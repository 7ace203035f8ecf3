//! Forms with files: `multipart/form-data` (RFC 7578), and bodies of parts without names (RFC 2046,
//! RFC 2387).
//!
//! In: an object whose properties become parts, and files. Out: a request's body, with a boundary
//! that occurs in none of the parts: the same parts give the same bytes, time after time. Where a
//! file is a stream, the body is one, and its boundary is a random one.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer};
use serde::ser::Serializer;
use serde_json::Value;

use super::form::{fields, object, texts};
use super::runtime::http::headers::CONTENT_TYPE;
use super::runtime::http::{Body, Request};
use super::runtime::{Bytes, Uuid};
use super::{Base64, Blank, Buffered, Codec, Encode, Encoded, EncodedAs, InvalidParameter, Mode};
use super::{Pieces, Spelled, Style, is_token, text};

/// A file in a form: bytes, or a stream that is sent as it is read. Where the description does not say
/// what is in a form, each of its parts is one, be it a file or a [`field`](Self::field).
///
/// JSON has no files: where an object with one is written as JSON, `null` stands in its place.
#[derive(Clone)]
pub struct FilePart {
    content: Body,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    /// It is a file also where nobody gives it a name.
    is_file: bool,
}

impl FilePart {
    /// A file with that content: bytes, a stream, or a [`ReadOnce`](super::ReadOnce). It is called
    /// like its property, unless [`file_name`](Self::file_name) says otherwise.
    pub fn new(content: impl Into<Body>) -> Self {
        Self {
            content: content.into(),
            file_name: None,
            content_type: None,
            headers: Vec::new(),
            is_file: true,
        }
    }

    /// A text that is no file: without a name and a media type of its own, unless they are said.
    pub fn field(text: impl Into<String>) -> Self {
        Self {
            is_file: false,
            ..Self::new(text.into())
        }
    }

    /// The same file under another name.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The same file as another media type than the description's.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// The same file with another header of its part, such as `Content-Location`.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The content.
    pub fn content(&self) -> &Body {
        &self.content
    }
}

impl PartialEq for FilePart {
    /// A stream is like no other, and not even like itself: nobody has read it.
    fn eq(&self, other: &Self) -> bool {
        let same_content = match (&self.content, &other.content) {
            (Body::Bytes(one), Body::Bytes(two)) => one == two,
            (Body::Bytes(_) | Body::SeekableStream(_), _) => false,
        };
        same_content
            && self.file_name == other.file_name
            && self.content_type == other.content_type
            && self.headers == other.headers
            && self.is_file == other.is_file
    }
}

impl<B: Into<Body>> From<B> for FilePart {
    fn from(content: B) -> Self {
        Self::new(content)
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("length", &self.content.len())
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("headers", &self.headers.len())
            .finish_non_exhaustive()
    }
}

impl Blank for FilePart {
    fn blank() -> Self {
        Self::new(Bytes::new())
    }
}

impl Encode for FilePart {
    fn encode<S: Serializer>(&self, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<'de> Deserialize<'de> for FilePart {
    /// A file in JSON, for callers who write values by hand: its content in base64, or an object
    /// with `content` (or `text`, for a field) and, where they are to be said, `file_name` and
    /// `content_type`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Value::deserialize(deserializer)?;
        let text = |key: &str| given.get(key).and_then(Value::as_str);
        let mut file = match given.as_str().or_else(|| text("content")) {
            Some(content) => {
                let content: Vec<u8> = Base64::decode(content.into_deserializer())?;
                Self::new(content)
            }
            None => {
                let field = text("text").map(Self::field);
                field.ok_or_else(|| D::Error::custom("expected a file"))?
            }
        };
        file.file_name = text("file_name").map(str::to_owned);
        file.content_type = text("content_type").map(str::to_owned);
        Ok(file)
    }
}

/// How the parts of a property are written that are not written as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartStyle {
    /// As what has that media type.
    MediaType(&'static str),
    /// As the fields of a form without parts would be in that style (OpenAPI 3.1.0, Encoding Object,
    /// `style`).
    Spread(Style),
}

/// What a form is called whose parts have names.
const FORM: &str = "multipart/form-data";

/// A form under construction.
pub struct Multipart {
    /// What it is called, without the boundary.
    media_type: &'static str,
    parts: Vec<Part>,
    /// Headers of the parts of a property: its name, then theirs and their values.
    heads: Vec<(&'static str, &'static str, String)>,
}

/// A part: its headers, and what comes after them.
struct Part {
    head: String,
    content: Body,
}

impl Multipart {
    /// A form without parts of that media type, which has no boundary yet.
    pub fn new(media_type: &'static str) -> Self {
        Self {
            media_type,
            parts: Vec::new(),
            heads: Vec::new(),
        }
    }

    /// Whether its parts are called after the properties: those of `multipart/related` and its like
    /// have no names.
    fn has_names(&self) -> bool {
        let essence = self.media_type.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case(FORM)
    }

    /// Gives the parts of a property a header, those that are added from here on. One that a file
    /// has by itself wins.
    ///
    /// Fails where a header cannot carry the value.
    pub fn head(
        &mut self,
        property: &'static str,
        name: &'static str,
        value: &str,
    ) -> Result<(), InvalidParameter> {
        if !is_token(name) {
            return Err(InvalidParameter::new(name, "is no name of a header"));
        }
        text::header(name, value)?;
        self.heads.push((property, name, value.to_owned()));
        Ok(())
    }

    /// The same of several: property, name and value.
    pub fn heads(
        &mut self,
        heads: &[(&'static str, &'static str, Cow<'_, str>)],
    ) -> Result<(), InvalidParameter> {
        let mut heads = heads.iter();
        heads.try_for_each(|(property, name, value)| self.head(property, name, value))
    }

    /// Adds a part for each property that is no file: each item of a list is a part of its own, an
    /// object is JSON. `styles` says of which property that is not so.
    ///
    /// Fails where the body is no object.
    pub fn fields<T: Encode + ?Sized>(
        &mut self,
        body: &T,
        styles: &[(&str, PartStyle)],
    ) -> Result<(), InvalidParameter> {
        let mode = Mode::Request;
        self.add(&object(&Encoded { value: body, mode })?, styles)
    }

    /// The same in a codec's form.
    pub fn fields_as<C: Codec>(
        &mut self,
        body: &C::Value,
        styles: &[(&str, PartStyle)],
    ) -> Result<(), InvalidParameter> {
        let mode = Mode::Request;
        self.add(&object(&EncodedAs::<C> { value: body, mode })?, styles)
    }

    /// Adds the files of a property; `media_type` is what they are when they do not say so.
    ///
    /// Fails where a header cannot carry a file's media type, or what else is said of it.
    pub fn files<'f>(
        &mut self,
        property: &str,
        media_type: &str,
        files: impl IntoIterator<Item = &'f FilePart>,
    ) -> Result<(), InvalidParameter> {
        for file in files {
            let usual = file.is_file.then_some(media_type);
            let media_type = file.content_type.as_deref().or(usual);
            let mut headers = file.headers.iter();
            let fits = headers.all(|(name, value)| is_token(name) && text::is_header_value(value));
            if !fits || !media_type.is_none_or(text::is_header_value) {
                let reason = "has a file with a header or a media type that cannot be sent";
                return Err(InvalidParameter::new("body", reason));
            }
            let usual = (file.is_file && self.has_names()).then_some(property);
            let file_name = file.file_name.as_deref().or(usual);
            let named = file_name.map(|name| format!("; filename=\"{}\"", quoted(name)));
            let mut part = self.part(
                property,
                named.as_deref().unwrap_or_default(),
                media_type,
                &file.headers,
            );
            for (name, value) in &file.headers {
                part.push_str(&format!("{name}: {value}\r\n"));
            }
            self.add_part(part, file.content.clone());
        }
        Ok(())
    }

    /// Puts the form on a request.
    ///
    /// Fails where a header cannot carry its media type.
    pub fn put(self, request: &mut Request) -> Result<(), InvalidParameter> {
        let boundary = self.boundary();
        let root = self.root_type();
        let media_type = format!("{}{root}; boundary={boundary}", self.media_type);
        request.insert_header(CONTENT_TYPE, text::header("content-type", &media_type)?);
        let mut pieces = Vec::new();
        let mut bytes = Vec::new();
        for Part { head, content } in self.parts {
            bytes.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
            match content {
                Body::Bytes(content) => bytes.extend_from_slice(&content),
                stream @ Body::SeekableStream(_) => {
                    pieces.push(std::mem::take(&mut bytes).into());
                    pieces.push(stream);
                }
            }
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        if pieces.is_empty() {
            request.set_body(bytes);
        } else {
            pieces.push(bytes.into());
            request.set_body(Pieces::new(pieces));
        }
        Ok(())
    }

    /// What `multipart/related` says of its root, which is the first part (RFC 2387, section 3.1).
    fn root_type(&self) -> String {
        let words = self.media_type.to_ascii_lowercase().replace(' ', "");
        if !words.starts_with("multipart/related") || words.contains(";type=") {
            return String::new();
        }
        let lines = self.parts.iter().take(1).flat_map(|part| part.head.lines());
        let mut found = lines.filter_map(|line| line.strip_prefix("Content-Type: "));
        let root = found.next().unwrap_or("text/plain");
        let essence = root.split([';', '"']).next().unwrap_or_default();
        format!("; type=\"{}\"", essence.trim())
    }

    fn add(&mut self, json: &str, styles: &[(&str, PartStyle)]) -> Result<(), InvalidParameter> {
        for (key, value) in fields(json)? {
            let style = styles.iter().find(|(name, _)| *name == key);
            match style.map(|(_, style)| *style) {
                Some(PartStyle::Spread(style)) => self.add_spread(&key, value, style),
                Some(PartStyle::MediaType(media_type)) => self.add_as(&key, value, media_type),
                None => self.add_texts(&key, value, None),
            }
        }
        Ok(())
    }

    fn add_spread(&mut self, key: &str, value: Buffered<'_>, style: Style) {
        for (name, text) in Spelled::from(value).pairs(key, style) {
            let part = self.part(&name, "", None, &[]);
            self.add_part(part, text.into());
        }
    }

    fn add_as(&mut self, key: &str, value: Buffered<'_>, media_type: &'static str) {
        if !is_json_type(media_type) {
            return self.add_texts(key, value, Some(media_type));
        }
        let value = value.into_value();
        if !value.is_null() {
            let part = self.part(key, "", Some(media_type), &[]);
            self.add_part(part, value.to_string().into());
        }
    }

    fn add_texts(&mut self, key: &str, value: Buffered<'_>, media_type: Option<&str>) {
        for text in texts(value) {
            let usual = text.is_json.then_some("application/json");
            let part = self.part(key, "", media_type.or(usual), &[]);
            self.add_part(part, text.text.into());
        }
    }

    /// The headers of a part, apart from its `own`.
    fn part(
        &self,
        property: &str,
        more: &str,
        media_type: Option<&str>,
        own: &[(String, String)],
    ) -> String {
        let name = quoted(property);
        let mut described = self.heads.iter().filter(|(known, ..)| *known == property);
        let is_disposition = |name: &str| name.eq_ignore_ascii_case("content-disposition");
        let is_said = own.iter().any(|(name, _)| is_disposition(name))
            || described.any(|(_, name, _)| is_disposition(name));
        let mut head = match (self.has_names(), more) {
            (true, _) => format!("Content-Disposition: form-data; name=\"{name}\"{more}\r\n"),
            (false, "") => String::new(),
            (false, _) if is_said => String::new(),
            (false, more) => format!("Content-Disposition: attachment{more}\r\n"),
        };
        if let Some(media_type) = media_type {
            head.push_str(&format!("Content-Type: {media_type}\r\n"));
        }
        for (_, name, value) in self.heads.iter().filter(|(known, _, _)| *known == property) {
            if own
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                continue;
            }
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head
    }

    fn add_part(&mut self, head: String, content: Body) {
        self.parts.push(Part { head, content });
    }

    /// The first of many boundaries that no part has in it; a random one where a part is yet to be
    /// read.
    fn boundary(&self) -> String {
        let is_stream = |part: &Part| matches!(part.content, Body::SeekableStream(_));
        if self.parts.iter().any(is_stream) {
            return format!("form-data-boundary-{}", Uuid::new_v4());
        }
        let mut number = 0_u64;
        loop {
            let boundary = format!("form-data-boundary-{number}");
            let occurs = |bytes: &[u8]| {
                let mut windows = bytes.windows(boundary.len());
                windows.any(|window| window == boundary.as_bytes())
            };
            let mut parts = self.parts.iter();
            let content = |part: &Part| match &part.content {
                Body::Bytes(bytes) => occurs(bytes),
                Body::SeekableStream(_) => false,
            };
            if !parts.any(|part| content(part) || occurs(part.head.as_bytes())) {
                return boundary;
            }
            number = number.wrapping_add(1);
        }
    }
}

/// By its name: `application/json`, or any other that ends in `json`.
fn is_json_type(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.to_ascii_lowercase().ends_with("json")
}

/// What would end a quoted text, as browsers write it (HTML, section 4.10.22.8).
fn quoted(text: &str) -> String {
    text.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
