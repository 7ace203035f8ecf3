//! Request bodies.

use openapiv3::{ReferenceOr, RequestBody};

use super::{Lowering, component::Section, form, media_type, schema::Spot};
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
    let content = at.child("content");
    let form = form::try_form(lowering, &described.content);
    let taken = form.or_else(|| media_type::take(lowering, &described.content))?;
    let spot = Spot::named(content.child(taken.key).child("schema"), operation);
    let spot = spot.inner(spot.at.clone(), "body");
    let ty = media_type::body(lowering, &spot, taken.media, taken.coding);
    let [media_type, ..] = taken.names.as_slice() else {
        return None;
    };
    Some(Body {
        name: Name::new("body"),
        docs: Docs {
            description: described.description.clone(),
            ..Docs::default()
        },
        media_type: media_type.clone(),
        coding: taken.coding,
        fields: form::fields(taken.media),
        content_types: content_types(taken.coding, taken.names),
        ty,
        required: described.required,
    })
}

/// The setter for what the bytes are called, where there is a choice, or where a caller has to name
/// the boundary between parts.
fn content_types(coding: Coding, choices: Vec<String>) -> Option<ContentTypes> {
    let parts = |name: &String| media_type::essence(name).starts_with("multipart/");
    let open = choices.len() > 1 || choices.iter().any(parts);
    (coding == Coding::Bytes && open).then(|| ContentTypes {
        name: Name::new("content type"),
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
