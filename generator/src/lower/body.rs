//! Request bodies.
//!
//! Comes in: what an operation sends, in one or several media types. Goes out: the body of the
//! operation, and a body for each of its other forms: what is of another type, or has files.

use openapiv3::{ReferenceOr, RequestBody};

use super::{
    Lowering, azure,
    component::Section,
    form,
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
    Some(of(lowering, &at, operation, described, taken))
}

/// The other forms of a body, each with what tells it apart in the operation's name: those that say
/// what the first one cannot.
pub(super) fn others<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    operation: &str,
    body: &'d ReferenceOr<RequestBody>,
) -> Vec<(&'static str, Body)> {
    let Some((at, described)) = target(lowering, at, body) else {
        return Vec::new();
    };
    let Some(first) = taken(lowering, &described.content) else {
        return Vec::new();
    };
    // Bytes are whatever they are called.
    if matches!(first.coding, Coding::Bytes | Coding::Text) {
        return Vec::new();
    }
    let mut bodies = Vec::new();
    let mut codings = vec![first.coding];
    for (key, media) in &described.content {
        let form = form::own(lowering, key, media);
        let Some(other) = form.or_else(|| media_type::file(lowering, &described.content, key))
        else {
            continue;
        };
        let differs = media.schema != first.media.schema || form::has_file(lowering, media);
        if !differs || codings.contains(&other.coding) {
            continue;
        }
        codings.push(other.coding);
        let suffix = match other.coding {
            Coding::Json => "as json",
            Coding::Xml => "as xml",
            Coding::Text => "as text",
            Coding::Bytes => "as bytes",
            Coding::Form => "as form",
            Coding::Multipart => "as multipart",
        };
        let name = format!("{operation} {suffix}");
        bodies.push((suffix, of(lowering, &at, &name, described, other)));
    }
    bodies
}

/// The form of a body that its operation has by its own name.
fn taken<'d>(lowering: &Lowering<'d>, content: &'d Content) -> Option<Taken<'d>> {
    let form = form::try_form(lowering, content);
    form.or_else(|| media_type::take(lowering, content))
}

fn of<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    operation: &str,
    described: &'d RequestBody,
    taken: Taken<'d>,
) -> Body {
    let content = at.child("content");
    let spot = Spot::named(content.child(taken.key).child("schema"), operation);
    let spot = spot.inner(spot.at.clone(), "body");
    let ty = media_type::body(lowering, &spot, taken.media, taken.coding);
    let part_headers = match taken.coding {
        Coding::Multipart => part::headers(lowering, &content.child(taken.key), taken.media),
        // Others have no parts (OpenAPI 3.0.3, Encoding Object).
        Coding::Json | Coding::Xml | Coding::Text | Coding::Bytes | Coding::Form => Vec::new(),
    };
    let choices = choices(&described.content, &taken);
    let usual = choices.iter().find(|name| !is_range(name)).cloned();
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
        fields: form::fields(taken.media),
        part_headers,
        content_types,
        ty,
        root: xml::root(lowering, taken.media),
        xml: None,
        required: described.required,
    }
}

/// What the same bytes can be called, the usual name first. Bytes of any kind are usually bytes of no
/// particular one.
fn choices(content: &Content, taken: &Taken<'_>) -> Vec<String> {
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
            media_type::is_json(&essence) && !is_usual && media.schema == taken.media.schema
        });
        let others = others.map(|(name, _)| name);
        names.extend(others.filter(|name| *name != taken.key).cloned());
    }
    names
}

/// What the bytes are called, where there is a choice, or where a caller has to name the boundary
/// between parts. Where every choice is a range of media types, a caller has to say.
fn content_types(coding: Coding, choices: Vec<String>, required: bool) -> Option<ContentTypes> {
    let open = |name: &String| is_range(name) || essence(name).starts_with("multipart/");
    let has_choice = match coding {
        Coding::Json => choices.len() > 1,
        Coding::Bytes => choices.len() > 1 || choices.iter().any(open),
        Coding::Xml | Coding::Text | Coding::Form | Coding::Multipart => false,
    };
    has_choice.then(|| ContentTypes {
        name: Name::new("content type"),
        required: required && choices.iter().all(|name| is_range(name)),
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
