//! Media types: which of several is taken, and how its body is written.
//!
//! Comes in: the media types that a description names for one body. Goes out: the one that is
//! taken and its [`Coding`]. JSON comes first, and in what is sent lines of JSON after that; what has no
//! codec is bytes as they are.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, MediaType, Schema};

use super::{
    Lowering,
    keywords::{Keywords, Kind},
    reference::followed,
    row,
    schema::{Spot, Typed, value},
    xml,
};
use crate::model::{Coding, RowKind, Type};

/// The media types of one body, as `openapiv3` has them.
pub(super) type Content = IndexMap<String, MediaType>;

/// The media type that is taken for a body.
pub(super) struct Taken<'d> {
    /// Its key in the description.
    pub key: &'d str,
    /// What the description says of it.
    pub media: &'d MediaType,
    /// How the body is written.
    pub coding: Coding,
    /// The media types that go on the wire, the one that is taken first; more than one where the
    /// same bytes can be any of them.
    pub names: Vec<String>,
    /// The media types that say something else.
    pub others: Vec<String>,
}

/// The media type to take: JSON where it is among the choices (`application/json` before all others, and
/// a list of steps after them), else XML with a structure, else text where nothing else is described, else
/// the first one as bytes.
pub(super) fn take<'d>(lowering: &Lowering<'d>, content: &'d Content) -> Option<Taken<'d>> {
    choose(lowering, &content.iter().collect::<Vec<_>>())
}

/// The same of what an answer is when it is no row.
pub(super) fn take_whole<'d>(lowering: &Lowering<'d>, content: &'d Content) -> Option<Taken<'d>> {
    let whole = |(name, _): &Choice<'d>| row::kind(name).is_none();
    choose(lowering, &content.iter().filter(whole).collect::<Vec<_>>())
}

/// The same of what a request is, which may be a row.
pub(super) fn take_sent<'d>(lowering: &Lowering<'d>, content: &'d Content) -> Option<Taken<'d>> {
    choose_sent(lowering, &content.iter().collect::<Vec<_>>())
}

/// A media type's name, and what the description says of it.
type Choice<'d> = (&'d String, &'d MediaType);

fn choose<'d>(lowering: &Lowering<'d>, choices: &[Choice<'d>]) -> Option<Taken<'d>> {
    try_json(lowering, choices)
        .or_else(|| try_xml(lowering, choices))
        .or_else(|| try_text(lowering, choices))
        .or_else(|| bytes(choices))
}

fn choose_sent<'d>(lowering: &Lowering<'d>, choices: &[Choice<'d>]) -> Option<Taken<'d>> {
    let whole = |(name, _): &Choice<'d>| row::kind(name).is_none();
    let whole: Vec<Choice<'d>> = choices.iter().copied().filter(whole).collect();
    try_json(lowering, &whole)
        .or_else(|| try_lines(lowering, choices))
        .or_else(|| choose(lowering, choices))
}

fn try_json<'d>(lowering: &Lowering<'d>, choices: &[Choice<'d>]) -> Option<Taken<'d>> {
    let fits = |known: fn(&str) -> bool| {
        let choices = choices.iter().copied();
        let fitting =
            choices.filter(|(name, media)| known(&essence(name)) && !is_binary(lowering, media));
        leading(fitting.collect())
    };
    let (key, media) = fits(|essence| essence == "application/json")
        .or_else(|| fits(|essence| is_json(essence) && !is_json_patch(essence)))
        .or_else(|| fits(is_json))
        .or_else(|| fits(is_anything))?;
    let name = match is_range(key) && !is_plain_text(lowering, media) {
        true => "application/json",
        false => key,
    };
    Some(Taken {
        key,
        media,
        coding: Coding::Json,
        names: vec![name.to_owned()],
        others: others(choices, media),
    })
}

/// The media types whose value is another one. The same schema under another name is the same value in
/// another spelling.
fn others(choices: &[Choice<'_>], media: &MediaType) -> Vec<String> {
    let others = choices.iter();
    let others = others.filter(|(_, other)| other.schema != media.schema);
    others.map(|(name, _)| (*name).clone()).collect()
}

/// Rows of values are written where a schema says what stands in them. A text is how many descriptions
/// put it that the body is text.
fn try_lines<'d>(lowering: &Lowering<'d>, choices: &[Choice<'d>]) -> Option<Taken<'d>> {
    let is_row = |(name, media): &Choice<'d>| {
        row::kind(name) == Some(RowKind::Values)
            && schema(lowering, media)
                .is_some_and(|schema| Keywords::of(schema).kind != Some(Kind::String))
    };
    let rows: Vec<Choice<'d>> = choices.iter().copied().filter(is_row).collect();
    let (key, media) = leading(rows.clone())?;
    let is_alike = |(_, other): &&Choice<'d>| other.schema == media.schema;
    let mut names = vec![key.clone()];
    let alike = rows.iter().filter(is_alike).map(|(name, _)| *name);
    names.extend(alike.filter(|name| *name != key).cloned());
    Some(Taken {
        key,
        media,
        coding: Coding::Lines,
        names,
        others: others(choices, media),
    })
}

/// Whether an answer is a text of no media type in particular. Whether it is JSON, it says itself.
pub(super) fn is_any_text(lowering: &Lowering<'_>, taken: &Taken<'_>) -> bool {
    is_range(taken.key) && is_plain_text(lowering, taken.media)
}

/// Whether a value is a text and nothing more.
fn is_plain_text(lowering: &Lowering<'_>, media: &MediaType) -> bool {
    schema(lowering, media).is_some_and(|schema| {
        let keywords = Keywords::of(schema);
        let is_text = keywords.kind == Some(Kind::String) && keywords.format.is_none();
        is_text && keywords.enumeration.is_empty() && !schema.schema_data.nullable
    })
}

/// The usual one of several: the first, as it is written, where their values are of one type. Of which
/// type a value is must not be up to the order of keys.
fn leading(choices: Vec<Choice<'_>>) -> Option<Choice<'_>> {
    let first = *choices.first()?;
    let is_like_first = |(_, media): &Choice<'_>| media.schema == first.1.schema;
    if choices.iter().all(is_like_first) {
        return Some(first);
    }
    choices.into_iter().min_by_key(|(name, _)| by_length(name))
}

/// An order of names that does not depend on where they stand: the short ones first.
pub(super) fn by_length(name: &str) -> (usize, &str) {
    (name.len(), name)
}

/// XML is read where a schema says what stands in it.
fn try_xml<'d>(lowering: &Lowering<'d>, choices: &[Choice<'d>]) -> Option<Taken<'d>> {
    let mut all = choices.iter().copied();
    let (key, media) = all.find(|(name, media)| xml::is_structured(lowering, name, media))?;
    Some(Taken {
        key,
        media,
        coding: Coding::Xml,
        names: vec![key.clone()],
        others: others(choices, media),
    })
}

/// Text goes as text where every choice is text.
fn try_text<'d>(lowering: &Lowering<'d>, choices: &[Choice<'d>]) -> Option<Taken<'d>> {
    let text =
        |(name, media): &Choice<'d>| essence(name) == "text/plain" && !is_binary(lowering, media);
    let (key, media) = *choices.first().filter(|_| choices.iter().all(text))?;
    Some(Taken {
        key,
        media,
        coding: Coding::Text,
        names: vec![key.clone()],
        others: Vec::new(),
    })
}

fn bytes<'d>(choices: &[Choice<'d>]) -> Option<Taken<'d>> {
    let (key, media) = *choices.first()?;
    Some(Taken {
        key,
        media,
        coding: Coding::Bytes,
        names: choices.iter().map(|(key, _)| concrete(key)).collect(),
        others: Vec::new(),
    })
}

/// A file among other forms of a body: all that are files, as bytes.
pub(super) fn file<'d>(
    lowering: &Lowering<'d>,
    content: &'d Content,
    key: &'d str,
) -> Option<Taken<'d>> {
    let files = content
        .iter()
        .filter(|(_, media)| is_binary(lowering, media));
    let media = content
        .get(key)
        .filter(|media| is_binary(lowering, media))?;
    Some(Taken {
        key,
        media,
        coding: Coding::Bytes,
        names: files.map(|(key, _)| concrete(key)).collect(),
        others: Vec::new(),
    })
}

/// Another form of a body, by what its media type alone says: what no schema describes is none, unless
/// it is bytes or text by its name (OpenAPI 3.1.0, "Considerations for File Uploads"), and what is no
/// single media type is bytes that the caller names.
pub(super) fn alone<'d>(
    lowering: &Lowering<'d>,
    key: &'d String,
    media: &'d MediaType,
) -> Option<Taken<'d>> {
    if media.schema.is_none() && (is_range(key) || is_structured(&essence(key))) {
        return None;
    }
    if is_range(key) {
        bytes(&[(key, media)])
    } else {
        choose_sent(lowering, &[(key, media)])
    }
}

/// Whether a media type has a structure that a schema would describe.
fn is_structured(essence: &str) -> bool {
    is_json(essence)
        || is_xml(essence)
        || essence.starts_with("multipart/")
        || essence == "application/x-www-form-urlencoded"
}

/// What is sent for a range of media types: bytes of no particular kind where it means any.
fn concrete(name: &str) -> String {
    if is_anything(&essence(name)) {
        "application/octet-stream".to_owned()
    } else {
        name.to_owned()
    }
}

/// The type of a body.
pub(super) fn body<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    media: &'d MediaType,
    coding: Coding,
) -> Type {
    let typed = |lowering: &mut Lowering<'d>| {
        let schema = media.schema.as_ref()?;
        Some(value(lowering, spot, schema))
    };
    let plain = match coding {
        Coding::Text => Type::Text,
        Coding::Bytes => Type::Raw,
        Coding::Lines => return Type::List(Box::new(row::value(lowering, spot, media))),
        Coding::Json | Coding::Xml => {
            return typed(lowering).map_or(Type::Any, Typed::into_element);
        }
        // A form has its fields or not: JSON's null would be neither.
        Coding::Form => return typed(lowering).map_or(Type::Any, |typed| typed.ty),
        // Parts of which nothing is known are files, by their names.
        Coding::Multipart => {
            let files = || Type::Map(Box::new(Type::List(Box::new(Type::File))));
            return typed(lowering).map_or_else(files, |typed| typed.ty);
        }
    };
    if typed(lowering).is_some_and(|typed| typed.facets.secret) {
        Type::Secret(Box::new(plain))
    } else {
        plain
    }
}

/// What a parameter travels as: the key, what is said of it, and whether that is JSON.
pub(super) fn of_parameter(content: &Content) -> Option<(&str, &MediaType, bool)> {
    let json = content.iter().find(|(name, _)| is_json(&essence(name)));
    let (name, media) = json.or_else(|| content.first())?;
    Some((name, media, json.is_some()))
}

/// A media type in words, for a name: its subtype, with what its parameters say. That it is JSON by
/// its structure goes without saying (RFC 6839, section 3.1), and so does its character set.
pub(super) fn words(media_type: &str) -> String {
    let essence = essence(media_type);
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", &essence));
    let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
    let name = match (kind, subtype) {
        ("*", _) => "bytes",
        (_, "*") => kind,
        ("text", "plain") => "text",
        (_, subtype) => subtype.strip_suffix("+json").unwrap_or(subtype),
    };
    let parameters = media_type.split(';').skip(1).map(str::trim);
    let parameters = parameters.filter(|it| !it.to_ascii_lowercase().starts_with("charset"));
    let words = std::iter::once(name).chain(parameters);
    let words: Vec<&str> = words
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// A media type without its parameters, in lower case (RFC 9110, section 8.3.1).
pub(super) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether it is JSON by its name.
pub(super) fn is_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json") || essence.ends_with("+json")
}

/// Whether it is a list of steps, and not the value or what of it is new (RFC 6902, section 6).
fn is_json_patch(essence: &str) -> bool {
    essence == "application/json-patch+json"
}

/// Whether it is XML by its name.
pub(super) fn is_xml(name: &str) -> bool {
    let essence = essence(name);
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Whether it names several media types, such as `image/*`.
pub(super) fn is_range(name: &str) -> bool {
    essence(name).contains('*')
}

/// Whether it names every media type, or every one of `application`.
pub(super) fn is_anything(essence: &str) -> bool {
    matches!(essence, "*/*" | "*" | "application/*")
}

/// Whether two media types have values of the same type.
pub(super) fn is_alike(lowering: &Lowering<'_>, one: &MediaType, other: &MediaType) -> bool {
    one.schema == other.schema
        || schema(lowering, one).is_some_and(|found| Some(found) == schema(lowering, other))
}

/// Whether the schema says that the body is a text.
pub(super) fn is_text(lowering: &Lowering<'_>, media: &MediaType) -> bool {
    schema(lowering, media)
        .is_some_and(|schema| Keywords::of(schema).kind == Some(Kind::String) && !is_file(schema))
}

/// Whether the schema says that the body is a file, whatever the media type is called.
pub(super) fn is_binary(lowering: &Lowering<'_>, media: &MediaType) -> bool {
    schema(lowering, media).is_some_and(is_file)
}

/// Whether a value is a file: a text of format `binary`.
pub(super) fn is_file(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    keywords.kind == Some(Kind::String) && keywords.format.as_deref() == Some("binary")
}

/// Whether a body is an object that has no property and takes none, so that there is nothing to say in
/// it: what Stripe describes of every request without a body.
pub(super) fn says_nothing(lowering: &Lowering<'_>, media: &MediaType) -> bool {
    schema(lowering, media).is_some_and(|schema| {
        let keywords = Keywords::of(schema);
        let is_closed = matches!(keywords.additional, Some(AdditionalProperties::Any(false)));
        let alone = Keywords {
            kind: None,
            additional: None,
            ..keywords.clone()
        };
        keywords.kind == Some(Kind::Object) && is_closed && alone.is_open()
    })
}

/// The schema of a body, through references.
pub(super) fn schema<'d>(lowering: &Lowering<'d>, media: &'d MediaType) -> Option<&'d Schema> {
    followed(lowering, media.schema.as_ref()?)
}
