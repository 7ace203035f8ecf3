//! What a service sends by itself: the bodies of webhooks and of callbacks.
//!
//! Nothing in a client receives them; their types are there for a server that does.

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::{
    Lowering,
    component::schema_name,
    facets::code_span,
    keywords::Keywords,
    schema::{Spot, boxed_value, schemas_pointer},
};
use crate::{
    diagnostic::Pointer,
    import::{CALLBACK, CALLBACK_OF, PAYLOAD, WEBHOOK},
    model::{Api, Incoming, LeftOut, Sender, graph::named},
};

/// The webhook or the callback that carries what a schema has as its only property.
pub(super) fn sender(schema: &ReferenceOr<Schema>) -> Option<Sender> {
    let extensions = &schema.as_item()?.schema_data.extensions;
    let text = |key: &str| extensions.get(key)?.as_str().map(str::to_owned);
    let webhook = text(WEBHOOK).map(Sender::Webhook);
    webhook.or_else(|| text(CALLBACK).map(Sender::Callback))
}

/// What a payload is called: after a callback's operation, too, since many have one of the same name.
fn called(schema: &Schema, sender: &Sender) -> String {
    let of = schema.schema_data.extensions.get(CALLBACK_OF);
    match (sender, of.and_then(Value::as_str)) {
        (Sender::Callback(name), Some(operation)) => format!("{operation} {name} {PAYLOAD}"),
        (Sender::Webhook(name) | Sender::Callback(name), _) => format!("{name} {PAYLOAD}"),
    }
}

/// Lowers what webhooks and callbacks carry.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Incoming {
    let document = lowering.document;
    let components = document.api.components.iter();
    let mut incoming = Incoming::default();
    if !lowering.selection.is_whole() {
        return incoming;
    }
    for (name, carrier) in components.flat_map(|components| &components.schemas) {
        let (Some(sender), Some(schema)) = (sender(carrier), carrier.as_item()) else {
            continue;
        };
        let properties = Keywords::of(schema).properties;
        let Some(payload) = properties.and_then(|all| all.get(PAYLOAD)) else {
            continue;
        };
        let called = called(schema, &sender);
        let carrier = schemas_pointer().child(name);
        let at = carrier.child("properties").child(PAYLOAD);
        if let Some(why) = why_not(lowering, &carrier, &targets(&at, payload)) {
            lowering.left_out.push(LeftOut {
                id: called,
                request: None,
                why,
            });
            continue;
        }
        lowering.within = match &sender {
            Sender::Webhook(name) => format!("webhook `{name}`"),
            Sender::Callback(name) => format!("callback `{name}`"),
        };
        let mark = lowering.diagnostics.mark();
        let spot = Spot::named(at, &called);
        let ty = boxed_value(lowering, &spot, payload).ty;
        for id in named(&ty) {
            let costly = lowering.diagnostics.costly_since(mark);
            lowering.needs.of_type(id, costly);
            let senders = incoming.senders.entry(id).or_default();
            senders.insert(sender.clone());
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
    for (id, senders) in &api.incoming.senders {
        let Some(definition) = api.types.get_mut(*id) else {
            continue;
        };
        let webhooks = senders.iter().filter_map(|sender| match sender {
            Sender::Webhook(name) => Some(code_span(name)),
            Sender::Callback(_) => None,
        });
        let callbacks = senders.iter().filter_map(|sender| match sender {
            Sender::Callback(name) => Some(code_span(name)),
            Sender::Webhook(_) => None,
        });
        let notes = [
            sentence("webhook", webhooks.collect()),
            sentence("callback", callbacks.collect()),
        ];
        definition.docs.notes.extend(notes.into_iter().flatten());
    }
}

/// Who carries a type, if anybody.
fn sentence(what: &str, names: Vec<String>) -> Option<String> {
    let all = names.join(", ");
    match names.len() {
        0 => None,
        1 => Some(format!("The {what} {all} carries it.")),
        _ => Some(format!("The {what}s {all} carry it.")),
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
