//! Bodies in XML: what a description says of a value's spelling there ([`XmlShape`]) and a body go
//! in, the same value comes out as from JSON, and back.
//!
//! Types read and write themselves as they do in JSON; a shape puts their properties where they
//! stand in XML, and says which texts are numbers.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::response::{undecoded, with_value};
use super::runtime::http::headers::CONTENT_TYPE;
use super::runtime::http::{RawResponse, Request};
use super::service_error::failed_as;
use super::xml_tree::{Element, XmlWriter};
use super::{
    Buffered, Codec, Decoded, Encode, Encoded, EncodedAs, EncodedList, Error, ErrorModel, Failure,
    InvalidParameter, Mode, Response, XmlName, text, xml_in_utf8,
};

/// How a value stands in XML.
#[derive(Clone, Copy, Debug)]
pub enum XmlShape {
    /// As text.
    Text,
    /// As text that is never empty: an empty element has no value.
    Word,
    /// As text that is a number.
    Number,
    /// As `true` or `false`.
    Bool,
    /// In some way that nobody describes.
    Any,
    /// As an element with attributes, elements or text.
    Record(&'static XmlRecord),
    /// As elements of that name; in one around them where they are wrapped.
    List(XmlName, bool, &'static XmlShape),
    /// As elements that have the keys as names.
    Map(&'static XmlShape),
}

/// How a record's properties stand in XML.
#[derive(Clone, Copy, Debug)]
pub struct XmlRecord {
    /// The properties, in the order in which they are written.
    pub fields: &'static [XmlField],
    /// How other properties stand there, where they are kept.
    pub rest: Option<&'static XmlShape>,
}

/// How a property stands in XML.
#[derive(Clone, Copy, Debug)]
pub struct XmlField {
    /// The property's name in JSON.
    pub key: &'static str,
    /// Its name in XML.
    pub name: XmlName,
    /// Where it stands.
    pub place: XmlPlace,
    /// How its value stands there.
    pub shape: XmlShape,
    /// It is always there: without any element, a list is empty.
    pub required: bool,
}

/// Where a property stands in its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlPlace {
    /// In an element, or several.
    Element,
    /// In an attribute.
    Attribute,
    /// It is the element's own text.
    Text,
}

/// A whole document.
#[derive(Clone, Copy, Debug)]
pub struct XmlRoot {
    /// The root's name.
    pub name: XmlName,
    /// What it holds.
    pub shape: XmlShape,
}

/// Decodes an XML body.
pub fn decode_xml<T: DeserializeOwned, E>(
    raw: RawResponse,
    root: &'static XmlRoot,
) -> Result<Response<T>, Error<E>> {
    let read = from_xml(&xml_in_utf8(raw.headers(), raw.body()), root);
    match read {
        Ok(value) => Ok(with_value(raw, value)),
        Err(failure) => Err(Error::Decode(undecoded(raw, failure))),
    }
}

/// The same by a codec.
pub fn decode_xml_as<C: Codec, E>(
    raw: RawResponse,
    root: &'static XmlRoot,
) -> Result<Response<C::Value>, Error<E>> {
    let response: Response<Decoded<C>> = decode_xml(raw, root)?;
    Ok(response.map(|decoded| decoded.0))
}

/// The error of an operation that answers in XML; one in JSON is read all the same.
pub fn xml_service_error<M: ErrorModel + DeserializeOwned, E>(
    raw: RawResponse,
    root: &'static XmlRoot,
    wrap: fn(M) -> E,
) -> Error<E> {
    let json = Element::parse(&xml_in_utf8(raw.headers(), raw.body()))
        .map(|element| read(&element, &root.shape).into_value())
        .and_then(|value| serde_json::to_vec(&value).ok());
    failed_as(raw, json, |model| Some(wrap(model)))
}

/// Puts a value on a request as its XML body, without read-only properties.
///
/// Fails where XML has no way to write the value, or a header cannot carry the media type.
pub fn xml_body<T: Encode + ?Sized>(
    request: &mut Request,
    value: &T,
    root: &'static XmlRoot,
    media_type: &str,
) -> Result<(), InvalidParameter> {
    let mode = Mode::Request;
    put_xml(request, &Encoded { value, mode }, root, media_type)
}

/// The same by a codec.
pub fn xml_body_as<C: Codec>(
    request: &mut Request,
    value: &C::Value,
    root: &'static XmlRoot,
    media_type: &str,
) -> Result<(), InvalidParameter> {
    let mode = Mode::Request;
    put_xml(request, &EncodedAs::<C> { value, mode }, root, media_type)
}

/// The same of a list, each value by a codec.
pub fn xml_list_as<C: Codec>(
    request: &mut Request,
    values: &[C::Value],
    root: &'static XmlRoot,
    media_type: &str,
) -> Result<(), InvalidParameter> {
    let mode = Mode::Request;
    put_xml(
        request,
        &EncodedList::<C> { values, mode },
        root,
        media_type,
    )
}

fn put_xml(
    request: &mut Request,
    value: &impl Serialize,
    root: &XmlRoot,
    media_type: &str,
) -> Result<(), InvalidParameter> {
    // The writer's own words may quote the value, so they are dropped.
    let value = serde_json::to_value(value).ok();
    let body = value.and_then(|value| to_xml(&value, root));
    let body = body.ok_or_else(|| InvalidParameter::new("body", "cannot be written as XML"))?;
    request.insert_header(CONTENT_TYPE, text::header("content-type", media_type)?);
    request.set_body(body);
    Ok(())
}

/// Decodes an XML body. The root may have another name than the description's, if anything in it is
/// described: some services call it what nobody has written down, but a page that a gateway sends, or
/// an error, is no value with nothing in it.
///
/// # Errors
/// Text that is not XML, or XML of another shape; the failure holds no part of the body but the
/// names on the path, which are those of JSON.
pub fn from_xml<T: DeserializeOwned>(body: &[u8], root: &XmlRoot) -> Result<T, Failure> {
    let element = Element::parse(body).ok_or_else(|| Failure::whole("well-formed XML"))?;
    let name = root.name.local;
    if !element.name.eq_ignore_ascii_case(name) && !has_described(&element, &root.shape) {
        return Err(Failure::whole(format!("an element `{name}`")));
    }
    T::deserialize(read(&element, &root.shape)).map_err(|fault| Failure::at(&fault))
}

/// Whether something in an element is described; where nothing is to be described, whatever it is.
fn has_described(element: &Element, shape: &XmlShape) -> bool {
    let has = |name| named(element, name).next().is_some();
    match shape {
        XmlShape::Text | XmlShape::Word | XmlShape::Number | XmlShape::Bool | XmlShape::Any => true,
        XmlShape::List(item, ..) => has(item.local),
        XmlShape::Map(_) => !element.children.is_empty(),
        XmlShape::Record(record) => {
            let mut fields = record.fields.iter();
            let is_there = |field: &XmlField| match field.place {
                XmlPlace::Element => has(element_name(field)),
                XmlPlace::Attribute => element.attribute(field.name.local).is_some(),
                XmlPlace::Text => !element.own_text().trim().is_empty(),
            };
            fields.any(is_there) || record.rest.is_some() && !element.children.is_empty()
        }
    }
}

/// A value, as it is in JSON, as a document; `None` where XML has no way to write it.
pub fn to_xml(value: &Value, root: &XmlRoot) -> Option<Vec<u8>> {
    let mut out = XmlWriter::new();
    let shape = match root.shape {
        // The root is around the items anyway.
        XmlShape::List(name, _, item) => XmlShape::List(name, true, item),
        shape => shape,
    };
    write(&mut out, root.name, root.name.local, value, &shape);
    out.finish()
}

fn read(element: &Element, shape: &XmlShape) -> Buffered<'static> {
    if element.is_nil() {
        return Buffered::Null;
    }
    match shape {
        XmlShape::Text | XmlShape::Word | XmlShape::Number | XmlShape::Bool => {
            scalar(&element.text, shape)
        }
        XmlShape::Any => any(element),
        XmlShape::Record(record) => Buffered::Object(properties(element, record)),
        XmlShape::List(_, _, item) => list(element.children.iter(), item),
        XmlShape::Map(value) => {
            let entries = element.children.iter();
            let entries = entries.map(|child| (child.name.clone().into(), read(child, value)));
            Buffered::Object(entries.collect())
        }
    }
}

fn list<'e>(items: impl Iterator<Item = &'e Element>, shape: &XmlShape) -> Buffered<'static> {
    Buffered::List(items.map(|item| read(item, shape)).collect())
}

/// A text that is no number where one belongs stays a text, and is refused by the type.
fn scalar(text: &str, shape: &XmlShape) -> Buffered<'static> {
    let word = text.trim();
    let own = || Buffered::Text(text.to_owned().into());
    match shape {
        XmlShape::Word | XmlShape::Number | XmlShape::Bool if word.is_empty() => Buffered::Null,
        XmlShape::Word => Buffered::Text(word.to_owned().into()),
        XmlShape::Bool => match word {
            "true" | "1" => Buffered::Bool(true),
            "false" | "0" => Buffered::Bool(false),
            _ => own(),
        },
        XmlShape::Number => {
            let unsigned = word.parse().map(Buffered::Unsigned);
            let signed = || word.parse().map(Buffered::Signed);
            let float = || word.parse().map(Buffered::Float);
            let number = unsigned.or_else(|_| signed());
            number.or_else(|_| float()).unwrap_or_else(|_| own())
        }
        XmlShape::Text
        | XmlShape::Any
        | XmlShape::Record(_)
        | XmlShape::List(..)
        | XmlShape::Map(_) => own(),
    }
}

/// The properties of a record; where elements are repeated the type says that they must not be.
fn properties(
    element: &Element,
    record: &XmlRecord,
) -> Vec<(Cow<'static, str>, Buffered<'static>)> {
    let mut found = Vec::new();
    for field in record.fields {
        let key = || field.key.into();
        match (field.place, field.shape) {
            (XmlPlace::Attribute, shape) => {
                let value = element.attribute(field.name.local);
                found.extend(value.map(|value| (key(), scalar(value, &shape))));
            }
            (XmlPlace::Text, shape) => found.push((key(), scalar(element.own_text(), &shape))),
            (XmlPlace::Element, XmlShape::List(name, false, item)) => {
                let mut items = named(element, name.local).peekable();
                if field.required || items.peek().is_some() {
                    found.push((key(), list(items, item)));
                }
            }
            (XmlPlace::Element, shape) => {
                let all = named(element, field.name.local);
                found.extend(all.map(|child| (key(), read(child, &shape))));
            }
        }
    }
    if let Some(shape) = record.rest {
        let known = |name: &str| {
            let mut fields = record.fields.iter();
            fields.any(|field| element_name(field) == name)
        };
        let others = element.children.iter().filter(|child| !known(&child.name));
        found.extend(others.map(|child| (child.name.clone().into(), read(child, shape))));
    }
    found
}

fn named<'e>(element: &'e Element, name: &'e str) -> impl Iterator<Item = &'e Element> {
    element
        .children
        .iter()
        .filter(move |child| child.name == name)
}

/// The name of the elements that a property stands in.
fn element_name(field: &XmlField) -> &'static str {
    match (field.place, &field.shape) {
        (XmlPlace::Element, XmlShape::List(name, false, _)) => name.local,
        (XmlPlace::Element, _) => field.name.local,
        (XmlPlace::Attribute | XmlPlace::Text, _) => "",
    }
}

/// An element of which nothing is known: a text, or an object of what is in it.
fn any(element: &Element) -> Buffered<'static> {
    if element.children.is_empty() && element.attributes.is_empty() {
        return Buffered::Text(element.text.clone().into());
    }
    let attributes = element.attributes.iter();
    let mut entries: Vec<(String, Vec<Buffered<'static>>)> = attributes
        .map(|(name, value)| (name.clone(), vec![Buffered::Text(value.clone().into())]))
        .collect();
    for child in &element.children {
        match entries.iter_mut().find(|(name, _)| *name == child.name) {
            Some((_, values)) => values.push(any(child)),
            None => entries.push((child.name.clone(), vec![any(child)])),
        }
    }
    let entries = entries.into_iter().map(|(name, mut values)| {
        let value = match values.pop() {
            Some(only) if values.is_empty() => only,
            last => {
                values.extend(last);
                Buffered::List(values)
            }
        };
        (name.into(), value)
    });
    Buffered::Object(entries.collect())
}

/// Writes a value as an element that is called `local` in the namespace of `name`.
fn write(out: &mut XmlWriter, name: XmlName, local: &str, value: &Value, shape: &XmlShape) {
    match (shape, value) {
        (_, Value::Null) => {}
        (XmlShape::Record(record), Value::Object(_)) => {
            write_record(out, name, local, value, record);
        }
        (XmlShape::List(item_name, true, item), Value::Array(items)) => {
            let begun = out.begin(name, local, &[]);
            for value in items {
                write(out, *item_name, item_name.local, value, item);
            }
            out.end(begun);
        }
        (XmlShape::List(item_name, false, item), Value::Array(items)) => {
            for value in items {
                write(out, *item_name, item_name.local, value, item);
            }
        }
        (XmlShape::Map(inner), Value::Object(entries)) => {
            let begun = out.begin(name, local, &[]);
            for (key, value) in entries {
                write(out, XmlName::plain(""), key, value, inner);
            }
            out.end(begun);
        }
        // What nobody describes: an object is the elements in it, a list repeats its own.
        (_, Value::Object(entries)) => {
            let begun = out.begin(name, local, &[]);
            for (key, value) in entries {
                write(out, XmlName::plain(""), key, value, &XmlShape::Any);
            }
            out.end(begun);
        }
        (_, Value::Array(items)) => {
            for value in items {
                write(out, name, local, value, &XmlShape::Any);
            }
        }
        (_, value @ (Value::Bool(_) | Value::Number(_) | Value::String(_))) => {
            let begun = out.begin(name, local, &[]);
            out.text(&spelled(value));
            out.end(begun);
        }
    }
}

fn write_record(
    out: &mut XmlWriter,
    name: XmlName,
    local: &str,
    value: &Value,
    record: &XmlRecord,
) {
    let given = |field: &XmlField| value.get(field.key).filter(|value| !value.is_null());
    let at = |place| {
        record
            .fields
            .iter()
            .filter(move |field| field.place == place)
    };
    let attributes: Vec<(XmlName, String)> = at(XmlPlace::Attribute)
        .filter_map(|field| Some((field.name, spelled(given(field)?))))
        .collect();
    let begun = out.begin(name, local, &attributes);
    for value in at(XmlPlace::Text).filter_map(given) {
        out.text(&spelled(value));
    }
    for field in at(XmlPlace::Element) {
        if let Some(value) = given(field) {
            write(out, field.name, field.name.local, value, &field.shape);
        }
    }
    if let Some(shape) = record.rest {
        let known = |key: &str| record.fields.iter().any(|field| field.key == key);
        let others = value.as_object().into_iter().flatten();
        for (key, value) in others.filter(|(key, _)| !known(key)) {
            write(out, XmlName::plain(""), key, value, shape);
        }
    }
    out.end(begun);
}

fn spelled(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
