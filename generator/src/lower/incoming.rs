//! What a service sends by itself: the bodies of webhooks.
//!
//! Nothing in a client receives them; their types are there for a server that does.

use openapiv3::{ReferenceOr, Schema};

use super::{
    Lowering,
    component::schema_name,
    facets::code_span,
    keywords::Keywords,
    schema::{Spot, boxed_value, schemas_pointer},
};
use crate::{
    diagnostic::Pointer,
    import::{PAYLOAD, WEBHOOK},
    model::{Api, Incoming, LeftOut, graph::named},
};

/// The name of the webhook that carries what a schema has as its only property.
pub(super) fn webhook(schema: &ReferenceOr<Schema>) -> Option<&str> {
    let extensions = &schema.as_item()?.schema_data.extensions;
    extensions.get(WEBHOOK)?.as_str()
}

/// Lowers what webhooks carry.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Incoming {
    let document = lowering.document;
    let components = document.api.components.iter();
    let mut incoming = Incoming::default();
    if !lowering.selection.is_whole() {
        return incoming;
    }
    for (name, carrier) in components.flat_map(|components| &components.schemas) {
        let (Some(webhook), Some(schema)) = (webhook(carrier), carrier.as_item()) else {
            continue;
        };
        let properties = Keywords::of(schema).properties;
        let Some(payload) = properties.and_then(|all| all.get(PAYLOAD)) else {
            continue;
        };
        let carrier = schemas_pointer().child(name);
        let at = carrier.child("properties").child(PAYLOAD);
        if let Some(why) = why_not(lowering, &carrier, &targets(&at, payload)) {
            lowering.left_out.push(LeftOut {
                id: format!("{webhook} {PAYLOAD}"),
                request: None,
                why,
            });
            continue;
        }
        lowering.within = format!("webhook `{webhook}`");
        let mark = lowering.diagnostics.mark();
        let spot = Spot::named(at, &format!("{webhook} {PAYLOAD}"));
        let ty = boxed_value(lowering, &spot, payload).ty;
        for id in named(&ty) {
            let costly = lowering.diagnostics.costly_since(mark);
            lowering.needs.of_type(id, costly);
            let webhooks = incoming.webhooks.entry(id).or_default();
            webhooks.insert(webhook.to_owned());
        }
    }
    incoming
}

/// Why the type of a payload is left out. What is wrong with the payload itself is no reason to have no
/// client.
fn why_not(lowering: &Lowering<'_>, carrier: &Pointer, targets: &[Pointer]) -> Option<String> {
    let faults = lowering.document.faults();
    let own = faults.of(carrier);
    let fault = own.first().and_then(|first| faults.report(*first));
    let wrong = fault.map(|fault| fault.message.clone());
    let left = |target| lowering.leaving.why(&lowering.origin(target));
    wrong.or_else(|| targets.iter().find_map(left).map(str::to_owned))
}

/// Says of the types who carries them, once they are there.
pub(super) fn note(api: &mut Api) {
    for (id, webhooks) in &api.incoming.webhooks {
        let Some(definition) = api.types.get_mut(*id) else {
            continue;
        };
        let webhooks: Vec<String> = webhooks.iter().map(|it| code_span(it)).collect();
        let (noun, verb) = match webhooks.len() {
            1 => ("webhook", "carries"),
            _ => ("webhooks", "carry"),
        };
        let note = format!("The {noun} {} {verb} it.", webhooks.join(", "));
        definition.docs.notes.push(note);
    }
}

/// Where a payload is described, and what it is a list of.
fn targets(at: &Pointer, payload: &ReferenceOr<Box<Schema>>) -> Vec<Pointer> {
    let mut targets = Vec::new();
    let mut part = Some((at.clone(), payload));
    while let Some((at, schema)) = part.take() {
        match schema {
            ReferenceOr::Reference { reference } => {
                let name = schema_name(reference).map(|name| schemas_pointer().child(name));
                targets.extend(name);
            }
            ReferenceOr::Item(schema) => {
                let items = Keywords::of(schema).items;
                part = items.map(|items| (at.child("items"), items));
                targets.push(at);
            }
        }
    }
    targets
}
