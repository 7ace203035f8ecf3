//! Request bodies.

use openapiv3::{ReferenceOr, RequestBody};

use super::{Lowering, component::Section, media_type, schema::Spot};
use crate::{
    diagnostic::Pointer,
    model::{Body, ContentTypes, Docs, Name},
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
    let taken = media_type::take(lowering, &described.content)?;
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
        content_types: content_types(taken.names),
        ty,
        required: described.required,
    })
}

/// The setter for what the bytes are called, where there is a choice.
fn content_types(choices: Vec<String>) -> Option<ContentTypes> {
    (choices.len() > 1).then(|| ContentTypes {
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
