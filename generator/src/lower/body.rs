//! Request bodies.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::{
    Lowering,
    component::Section,
    schema::{Spot, value},
};
use crate::{
    diagnostic::Pointer,
    model::{Body, Docs, Name, Type},
};

/// Lowers what an operation sends. Where JSON is among the choices it is taken.
pub(super) fn lower<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    operation: &str,
    body: &'d ReferenceOr<RequestBody>,
) -> Option<Body> {
    let (at, described) = target(lowering, at, body)?;
    let content = at.child("content");
    let Some((media_type, media)) = json(&described.content) else {
        for other in described.content.keys() {
            let site = lowering.site(&content.child(other));
            lowering.diagnostics.unsupported_media_type(site, other);
        }
        return None;
    };
    let spot = Spot::named(content.child(media_type).child("schema"), operation);
    let spot = spot.inner(spot.at.clone(), "body");
    let (ty, nullable) = match &media.schema {
        Some(schema) => {
            let typed = value(lowering, &spot, schema);
            (typed.ty, typed.facets.nullable)
        }
        None => (Type::Any, false),
    };
    Some(Body {
        name: Name::new("body"),
        docs: Docs {
            description: described.description.clone(),
            ..Docs::default()
        },
        media_type: media_type.to_owned(),
        ty: if nullable {
            Type::Nullable(Box::new(ty))
        } else {
            ty
        },
        required: described.required,
    })
}

/// The JSON among the media types: `application/json` first, else anything that ends in `+json`.
pub(super) fn json(content: &indexmap::IndexMap<String, MediaType>) -> Option<(&str, &MediaType)> {
    let plain = content
        .iter()
        .find(|(name, _)| essence(name) == "application/json");
    let any = || content.iter().find(|(name, _)| is_json(&essence(name)));
    plain
        .or_else(any)
        .map(|(name, media)| (name.as_str(), media))
}

/// A media type without its parameters, in lower case (RFC 9110, section 8.3.1).
fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

fn is_json(essence: &str) -> bool {
    essence == "text/json" || essence.ends_with("+json")
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
