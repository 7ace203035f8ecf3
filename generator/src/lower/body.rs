//! Request bodies.
//!
//! Comes in: what an operation sends, in one or several media types. Goes out: the body of the
//! operation, and a body for each of its other forms: what is of another type, or has files. Media types
//! of the same type are one form.

use openapiv3::{ReferenceOr, RequestBody};

use super::{
    Lowering, azure,
    component::{self, Section},
    encoding, form,
    media_type::{self, Content, Taken, essence, is_range},
    part,
    schema::Spot,
    xml,
};
use crate::{
    diagnostic::Pointer,
    model::{Body, Coding, ContentTypes, Docs, Name},
};

/// Lowers what an operation sends.
pub(super) fn lower<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    operation: &str,
    body: &'d ReferenceOr<RequestBody>,
) -> Option<Body> {
    let (at, described) = target(lowering, at, body)?;
    let taken = taken(lowering, &described.content)?;
    if !described.required && media_type::says_nothing(lowering, taken.media) {
        return None;
    }
    Some(of(lowering, &at, (operation, None), described, taken))
}

/// The other forms of a body, each with what tells it apart in the operation's name: those that say
/// what the first one cannot.
pub(super) fn others<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    operation: &str,
    body: &'d ReferenceOr<RequestBody>,
) -> Vec<(String, Body)> {
    let Some((at, described)) = target(lowering, at, body) else {
        return Vec::new();
    };
    let bodies = other_forms(lowering, &described.content).into_iter();
    let bodies = bodies.map(|other| {
        let suffix = format!("as {}", called(lowering, &other));
        let name = (operation, Some(suffix.as_str()));
        let body = of(lowering, &at, name, described, other);
        (suffix, body)
    });
    bodies.collect()
}

/// The media types that say what the first one cannot, one of each type.
fn other_forms<'d>(lowering: &Lowering<'d>, content: &'d Content) -> Vec<Taken<'d>> {
    let Some(first) = taken(lowering, content) else {
        return Vec::new();
    };
    // Bytes are whatever they are called.
    if matches!(first.coding, Coding::Bytes | Coding::Text) {
        return Vec::new();
    }
    let mut found: Vec<Taken<'d>> = Vec::new();
    // Of several names for one form it has the shortest, whichever comes first.
    let mut all: Vec<_> = content.iter().collect();
    all.sort_by_key(|(key, _)| form::by_length(key));
    for (key, media) in all {
        let form = form::own(lowering, key, media);
        let Some(other) = form
            .or_else(|| media_type::file(lowering, content, key))
            .or_else(|| media_type::alone(lowering, key, media))
        else {
            continue;
        };
        let has_files = other.coding == Coding::Multipart
            && first.coding != Coding::Multipart
            && form::has_file(lowering, media);
        if key == first.key || says_the_same(lowering, &first, &other) && !has_files {
            continue;
        }
        let mut known = found.iter_mut();
        match known.find(|known| is_one(lowering, known, &other)) {
            Some(known) if matches!(known.coding, Coding::Bytes | Coding::Lines) => {
                let is_new = |name: &String| !known.names.contains(name);
                let names: Vec<String> = other.names.into_iter().filter(is_new).collect();
                known.names.extend(names);
            }
            Some(_) => {}
            None => found.push(other),
        }
    }
    found
}

/// Whether two other forms of a body are one: there is one form of fields, one of parts, and one of
/// files.
fn is_one(lowering: &Lowering<'_>, known: &Taken<'_>, other: &Taken<'_>) -> bool {
    let is_file = |taken: &Taken<'_>| media_type::is_binary(lowering, taken.media);
    known.coding == other.coding
        && match known.coding {
            Coding::Form | Coding::Multipart => true,
            Coding::Bytes if is_file(known) => is_file(other),
            Coding::Json | Coding::Lines | Coding::Xml | Coding::Text | Coding::Bytes => {
                media_type::is_alike(lowering, known.media, other.media)
            }
        }
}

/// Whether another form of a body has nothing to say that the first one could not. A text is one,
/// whatever else is said of it.
fn says_the_same(lowering: &Lowering<'_>, first: &Taken<'_>, other: &Taken<'_>) -> bool {
    let is_text = |taken: &Taken<'_>| media_type::is_text(lowering, taken.media);
    let are_texts = match other.coding {
        Coding::Text | Coding::Bytes => is_text(first) && is_text(other),
        Coding::Json | Coding::Lines | Coding::Xml | Coding::Form | Coding::Multipart => false,
    };
    are_texts || media_type::is_alike(lowering, first.media, other.media)
}

/// What another form of a body is called in its operation's name: forms and files by what they are,
/// everything else by its media type.
fn called(lowering: &Lowering<'_>, taken: &Taken<'_>) -> String {
    match taken.coding {
        Coding::Form => "form".to_owned(),
        Coding::Multipart => "multipart".to_owned(),
        Coding::Bytes if media_type::is_binary(lowering, taken.media) => "bytes".to_owned(),
        Coding::Json | Coding::Lines | Coding::Xml | Coding::Text | Coding::Bytes => {
            media_type::words(taken.key)
        }
    }
}

/// The form of a body that its operation has by its own name.
fn taken<'d>(lowering: &Lowering<'d>, content: &'d Content) -> Option<Taken<'d>> {
    let form = form::try_form(lowering, content);
    form.or_else(|| media_type::take_sent(lowering, content))
}

fn of<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    (operation, suffix): (&str, Option<&str>),
    described: &'d RequestBody,
    taken: Taken<'d>,
) -> Body {
    let content = at.child("content");
    let schema = content.child(taken.key).child("schema");
    let spot = match component::type_name(lowering, at, "body") {
        Some(name) => Spot::named(schema, &in_form(&name, suffix)),
        None => {
            let spot = Spot::named(schema.clone(), &in_form(operation, suffix));
            spot.inner(schema, "body")
        }
    };
    let ty = media_type::body(lowering, &spot, taken.media, taken.coding);
    let fields = encoding::fields(lowering, &content.child(taken.key), taken.media);
    let part_headers = match taken.coding {
        Coding::Multipart => part::headers(lowering, &content.child(taken.key), taken.media),
        // Others have no parts (OpenAPI 3.0.3, Encoding Object).
        Coding::Json
        | Coding::Lines
        | Coding::Xml
        | Coding::Text
        | Coding::Bytes
        | Coding::Form => Vec::new(),
    };
    let choices = choices(lowering, &described.content, &taken);
    let usual = choices.iter().find(|name| !is_range(name)).cloned();
    let usual = match taken.coding {
        Coding::Multipart => usual.as_deref().map(form::without_boundary),
        Coding::Json
        | Coding::Lines
        | Coding::Xml
        | Coding::Text
        | Coding::Bytes
        | Coding::Form => usual,
    };
    let content_types = content_types(taken.coding, choices, described.required);
    let client_name = azure::client_name(&described.extensions).map(str::to_owned);
    Body {
        name: Name::new("body").suggest(client_name),
        docs: Docs {
            description: described.description.clone(),
            ..Docs::default()
        },
        media_type: usual.unwrap_or_else(|| "application/octet-stream".to_owned()),
        coding: taken.coding,
        fields,
        part_headers,
        content_types,
        ty,
        root: xml::root(lowering, taken.media),
        xml: None,
        required: described.required,
    }
}

/// A name with what tells a form of a body apart.
fn in_form(name: &str, suffix: Option<&str>) -> String {
    suffix.map_or_else(|| name.to_owned(), |suffix| format!("{name} {suffix}"))
}

/// What the same bytes can be called, the usual name first. Bytes of any kind are usually bytes of no
/// particular one.
fn choices(lowering: &Lowering<'_>, content: &Content, taken: &Taken<'_>) -> Vec<String> {
    let mut names = taken.names.clone();
    if taken.coding == Coding::Bytes {
        let open = content
            .keys()
            .filter(|key| media_type::is_anything(&essence(key)));
        names.extend(open.cloned());
    }
    if taken.coding == Coding::Json {
        let others = content.iter().filter(|(name, media)| {
            let essence = essence(name);
            let is_usual = essence == "text/json" || is_range(name);
            let is_alike = || media_type::is_alike(lowering, media, taken.media);
            media_type::is_json(&essence) && !is_usual && is_alike()
        });
        let others = others.map(|(name, _)| name);
        names.extend(others.filter(|name| *name != taken.key).cloned());
    }
    names
}

/// What the bytes are called, where there is a choice, or where a caller has to name the boundary
/// between parts. Where no choice can be sent as it stands, a caller has to say.
fn content_types(coding: Coding, choices: Vec<String>, required: bool) -> Option<ContentTypes> {
    let lacks_boundary =
        |name: &str| essence(name).starts_with("multipart/") && !name.contains("boundary=");
    let open = |name: &String| is_range(name) || lacks_boundary(name);
    let has_choice = match coding {
        Coding::Json | Coding::Lines => choices.len() > 1,
        Coding::Bytes => choices.len() > 1 || choices.iter().any(open),
        Coding::Xml | Coding::Text | Coding::Form | Coding::Multipart => false,
    };
    has_choice.then(|| ContentTypes {
        name: Name::new("content type"),
        required: required && choices.iter().all(open),
        choices,
    })
}

fn target<'d>(
    lowering: &Lowering<'d>,
    at: &Pointer,
    body: &'d ReferenceOr<RequestBody>,
) -> Option<(Pointer, &'d RequestBody)> {
    let components = lowering.document.api.components.as_ref();
    let section = Section {
        key: "requestBodies",
        parts: components.map(|all| &all.request_bodies),
    };
    section.resolve(at, body)
}
