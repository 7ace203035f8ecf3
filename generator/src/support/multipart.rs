//! Forms with files: `multipart/form-data` (RFC 7578).
//!
//! In: an object whose properties become parts, and files. Out: a request's body, with a boundary
//! that occurs in none of the parts: the same parts give the same bytes, time after time.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny};
use serde::ser::Serializer;

use super::form::{fields, object, texts};
use super::runtime::Bytes;
use super::runtime::http::Request;
use super::runtime::http::headers::CONTENT_TYPE;
use super::{Blank, Codec, Encode, Encoded, EncodedAs, InvalidParameter, Mode, text};

/// A file in a form.
///
/// JSON has no files: where an object with one is written as JSON, `null` stands in its place.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FilePart {
    content: Bytes,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl FilePart {
    /// A file with that content. It is called like its property, unless
    /// [`file_name`](Self::file_name) says otherwise.
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self {
            content: content.into(),
            ..Self::default()
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

    /// The content.
    pub fn content(&self) -> &Bytes {
        &self.content
    }
}

impl<B: Into<Bytes>> From<B> for FilePart {
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
            .finish_non_exhaustive()
    }
}

impl Blank for FilePart {
    fn blank() -> Self {
        Self::default()
    }
}

impl Encode for FilePart {
    fn encode<S: Serializer>(&self, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<'de> Deserialize<'de> for FilePart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer)?;
        Err(D::Error::custom("a file cannot be read from JSON"))
    }
}

/// A form under construction.
#[derive(Default)]
pub struct Multipart {
    parts: Vec<Part>,
}

/// A part: its headers, and what comes after them.
struct Part {
    head: String,
    content: Bytes,
}

impl Multipart {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part for each property that is no file: each item of a list is a part of its own, an
    /// object is JSON. `media_types` says what else a property is.
    ///
    /// Fails where the body is no object.
    pub fn fields<T: Encode + ?Sized>(
        &mut self,
        body: &T,
        media_types: &[(&str, &'static str)],
    ) -> Result<(), InvalidParameter> {
        let mode = Mode::Request;
        self.add(&object(&Encoded { value: body, mode })?, media_types)
    }

    /// The same in a codec's form.
    pub fn fields_as<C: Codec>(
        &mut self,
        body: &C::Value,
        media_types: &[(&str, &'static str)],
    ) -> Result<(), InvalidParameter> {
        let mode = Mode::Request;
        self.add(&object(&EncodedAs::<C> { value: body, mode })?, media_types)
    }

    /// Adds the files of a property; `media_type` is what they are when they do not say so.
    ///
    /// Fails where a header cannot carry a file's media type.
    pub fn files<'f>(
        &mut self,
        property: &str,
        media_type: &str,
        files: impl IntoIterator<Item = &'f FilePart>,
    ) -> Result<(), InvalidParameter> {
        for file in files {
            let media_type = file.content_type.as_deref().unwrap_or(media_type);
            if !text::is_header_value(media_type) {
                let reason = "has a file with a media type that a header cannot carry";
                return Err(InvalidParameter::new("body", reason));
            }
            let file_name = file.file_name.as_deref().unwrap_or(property);
            let disposition = format!("; filename=\"{}\"", quoted(file_name));
            self.part(
                property,
                &disposition,
                Some(media_type),
                file.content.clone(),
            );
        }
        Ok(())
    }

    /// Puts the form on a request.
    ///
    /// Fails where a header cannot carry its media type.
    pub fn put(self, request: &mut Request) -> Result<(), InvalidParameter> {
        let boundary = self.boundary();
        let mut body = Vec::new();
        for Part { head, content } in &self.parts {
            body.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let media_type = format!("multipart/form-data; boundary={boundary}");
        request.insert_header(CONTENT_TYPE, text::header("content-type", &media_type)?);
        request.set_body(body);
        Ok(())
    }

    fn add(
        &mut self,
        json: &str,
        media_types: &[(&str, &'static str)],
    ) -> Result<(), InvalidParameter> {
        for (key, value) in fields(json)? {
            let media_type = media_types
                .iter()
                .find(|(name, _)| *name == key)
                .map(|(_, media_type)| *media_type);
            if media_type.is_some_and(is_json_type) {
                let value = value.into_value();
                if !value.is_null() {
                    self.part(&key, "", media_type, value.to_string().into());
                }
                continue;
            }
            for text in texts(value) {
                let usual = text.is_json.then_some("application/json");
                self.part(&key, "", media_type.or(usual), text.text.into());
            }
        }
        Ok(())
    }

    fn part(&mut self, name: &str, more: &str, media_type: Option<&str>, content: Bytes) {
        let name = quoted(name);
        let mut head = format!("Content-Disposition: form-data; name=\"{name}\"{more}\r\n");
        if let Some(media_type) = media_type {
            head.push_str(&format!("Content-Type: {media_type}\r\n"));
        }
        self.parts.push(Part { head, content });
    }

    /// The first of many boundaries that no part has in it.
    fn boundary(&self) -> String {
        let mut number = 0_u64;
        loop {
            let boundary = format!("form-data-boundary-{number}");
            let occurs = |bytes: &[u8]| {
                let mut windows = bytes.windows(boundary.len());
                windows.any(|window| window == boundary.as_bytes())
            };
            let mut parts = self.parts.iter();
            if !parts.any(|part| occurs(&part.content) || occurs(part.head.as_bytes())) {
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
