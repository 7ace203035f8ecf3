//! Forms: an object becomes the fields of `application/x-www-form-urlencoded`.
//!
//! In: an object, and how those of its fields are written that are not written as usual. Out: a
//! request's body. As usual, a text goes as it is, each item of a list under the list's name, and
//! an object as JSON.

use serde::Serialize;

use super::runtime::http::Request;
use super::runtime::http::headers::{CONTENT_TYPE, HeaderValue};
use super::spelled::json;
use super::spread::reserved;
use super::target::{Set, encode};
use super::{Buffered, Codec, Encode, Encoded, EncodedAs, InvalidParameter, Mode, Spelled, Style};

/// How a field is written that is not written as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldStyle {
    /// As a query parameter of that style.
    Spread(Style),
    /// The same, with reserved characters as they are (`allowReserved`).
    Reserved(Style),
    /// As JSON.
    Json,
}

/// Puts an object on a request as a form.
///
/// Fails where it is no object.
pub fn form_body<T: Encode + ?Sized>(
    request: &mut Request,
    body: &T,
    styles: &[(&str, FieldStyle)],
) -> Result<(), InvalidParameter> {
    let mode = Mode::Request;
    put_form(request, &object(&Encoded { value: body, mode })?, styles)
}

/// The same in a codec's form.
pub fn form_body_as<C: Codec>(
    request: &mut Request,
    body: &C::Value,
    styles: &[(&str, FieldStyle)],
) -> Result<(), InvalidParameter> {
    let mode = Mode::Request;
    put_form(
        request,
        &object(&EncodedAs::<C> { value: body, mode })?,
        styles,
    )
}

/// The JSON of a body that is to become a form.
pub(super) fn object(body: &impl Serialize) -> Result<String, InvalidParameter> {
    json("body", body)
}

/// The fields of a form, in the order in which they were written.
pub(super) fn fields(json: &str) -> Result<Vec<(String, Buffered<'_>)>, InvalidParameter> {
    match serde_json::from_str(json) {
        Ok(Buffered::Object(entries)) => {
            let entries = entries.into_iter();
            Ok(entries
                .map(|(key, value)| (key.into_owned(), value))
                .collect())
        }
        Ok(_) | Err(_) => Err(InvalidParameter::new("body", "must be an object")),
    }
}

/// A field's value as usual: nothing, one text, or several.
pub(super) fn texts(value: Buffered<'_>) -> Vec<Text> {
    match value {
        Buffered::List(items) => items.into_iter().flat_map(text).collect(),
        value => text(value).into_iter().collect(),
    }
}

/// One text of a field.
pub(super) struct Text {
    pub text: String,
    pub is_json: bool,
}

fn text(value: Buffered<'_>) -> Option<Text> {
    let plain = |text| Text {
        text,
        is_json: false,
    };
    match value {
        Buffered::List(_) | Buffered::Object(_) => Some(Text {
            text: value.into_value().to_string(),
            is_json: true,
        }),
        value => match Spelled::from(value) {
            Spelled::Text(text) | Spelled::Literal(text) => Some(plain(text)),
            Spelled::Absent | Spelled::List(_) | Spelled::Object(_) => None,
        },
    }
}

fn put_form(
    request: &mut Request,
    json: &str,
    styles: &[(&str, FieldStyle)],
) -> Result<(), InvalidParameter> {
    let mut form = String::new();
    for (key, value) in fields(json)? {
        let style = styles.iter().find(|(name, _)| *name == key);
        let pairs = match (style, value) {
            (_, Buffered::Null) => String::new(),
            (Some((_, FieldStyle::Json)), value) => pair(&key, &value.into_value().to_string()),
            (Some((_, FieldStyle::Spread(style))), value) => spread(&key, value, *style, reserved),
            (Some((_, FieldStyle::Reserved(style))), value) => spread(&key, value, *style, kept),
            (None, value) => {
                let texts = texts(value).into_iter();
                let pairs: Vec<_> = texts.map(|text| pair(&key, &text.text)).collect();
                pairs.join("&")
            }
        };
        if !form.is_empty() && !pairs.is_empty() {
            form.push('&');
        }
        form.push_str(&pairs);
    }
    let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
    request.insert_header(CONTENT_TYPE, media_type);
    request.set_body(form);
    Ok(())
}

fn spread(key: &str, value: Buffered<'_>, style: Style, put: fn(&mut String, &str)) -> String {
    let mut pairs = String::new();
    Spelled::from(value).expand(key, style, &mut pairs, put);
    pairs
}

/// Keeps `%XX` and reserved characters, save those that a form gives a meaning of its own.
fn kept(out: &mut String, text: &str) {
    encode(out, text, Set::FORM);
}

/// A blank is `%20`: readers of forms take it as well as `+`, and readers of URLs only it.
fn pair(key: &str, text: &str) -> String {
    let mut pair = String::new();
    reserved(&mut pair, key);
    pair.push('=');
    reserved(&mut pair, text);
    pair
}
