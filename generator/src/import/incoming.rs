//! What a service calls by itself: webhooks, and the callbacks of operations. A client does not
//! receive anything, so they are counted, reported and left out. What they carry is described for
//! whoever takes them in: their bodies in JSON become schemas among the components.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::METHODS;
use super::merge::{Part, put};
use super::resolve::resolve;
use crate::diagnostic::{Diagnostics, Origin, Pointer, SourceId};
use crate::source::Sources;

/// Where webhooks stand; `x-webhooks` is how 3.0 is made to say it.
const WEBHOOKS: [&str; 2] = ["webhooks", "x-webhooks"];

/// What marks the schema that has what a webhook carries as its only property; its value is the name
/// of the webhook.
pub(crate) const WEBHOOK: &str = "x-clientforge-webhook";

/// The same of a callback.
pub(crate) const CALLBACK: &str = "x-clientforge-callback";

/// The operation whose callback it is, by its id, where the callback stands there alone.
pub(crate) const CALLBACK_OF: &str = "x-clientforge-callback-of";

/// The name of that property.
pub(crate) const PAYLOAD: &str = "payload";

/// Reports the webhooks and the callbacks of one description, each kind once.
pub(super) fn report(tree: &Value, file: SourceId, diagnostics: &mut Diagnostics) {
    for key in WEBHOOKS {
        let found = tree.get(key).and_then(Value::as_object);
        let count = found.map_or(0, |found| found.len());
        if count > 0 {
            let at = Origin::new(file, Pointer::root().child(key));
            diagnostics.webhooks_left_out(at, count);
        }
    }
    let callbacks: Vec<(Pointer, usize)> = callbacks(tree).collect();
    if let Some((first, _)) = callbacks.first() {
        let count = callbacks.iter().map(|(_, count)| count).sum();
        let at = Origin::new(file, first.clone());
        diagnostics.callbacks_left_out(at, count);
    }
}

/// Puts what the webhooks and the callbacks of a description carry among the components of its 3.0 form.
pub(super) fn take_in(tree: &Value, file: SourceId, sources: &Sources, part: &mut Part) {
    let mut taking = Taking { sources, part };
    for key in WEBHOOKS {
        let webhooks = tree.get(key).and_then(Value::as_object);
        for (name, item) in webhooks.into_iter().flatten() {
            let place = Origin::new(file, Pointer::root().child(key).child(name));
            let marks = Map::from_iter([(WEBHOOK.to_owned(), name.clone().into())]);
            taking.item(
                &format!("{key} {name}"),
                &place,
                (place.clone(), item),
                &marks,
            );
        }
    }
    let mut seen = BTreeSet::new();
    for (at, operation) in callers(tree) {
        let callbacks = operation.get("callbacks").and_then(Value::as_object);
        for (name, callback) in callbacks.into_iter().flatten() {
            let place = Origin::new(file, at.child("callbacks").child(name));
            let mut marks = Map::from_iter([(CALLBACK.to_owned(), name.clone().into())]);
            let of = operation
                .get("operationId")
                .filter(|_| callback.get("$ref").is_none());
            marks.extend(of.map(|id| (CALLBACK_OF.to_owned(), id.clone())));
            let Some((here, callback)) = followed(sources, (place.clone(), callback)) else {
                continue;
            };
            // One that several operations share carries what it does once.
            if !seen.insert(here.clone()) {
                continue;
            }
            for (expression, item) in callback.as_object().into_iter().flatten() {
                let key = format!("callbacks {} {name} {expression}", at.as_str());
                taking.item(&key, &place, (here.child(expression), item), &marks);
            }
        }
    }
}

struct Taking<'s, 'p> {
    sources: &'s Sources,
    part: &'p mut Part,
}

impl<'s> Taking<'s, '_> {
    /// Takes in the bodies of a path item's operations. `place` is what is told of.
    fn item(&mut self, key: &str, place: &Origin, item: Placed<'s>, marks: &Map<String, Value>) {
        let schemas = Pointer::root().child("components").child("schemas");
        let item = followed(self.sources, item);
        let bodies = METHODS.iter().filter_map(|method| {
            let operation = below(self.sources, item.as_ref()?, method)?;
            payload(self.sources, &operation)
        });
        for (index, (origin, schema)) in bodies.enumerate() {
            let at = schemas.child(&format!("{key} {index}"));
            let origins = &mut self.part.origins;
            origins.moved(at.clone(), place.clone());
            origins.moved(at.child("properties").child(PAYLOAD), origin);
            let mut carrier = marks.clone();
            carrier.insert("type".to_owned(), "object".into());
            carrier.insert("properties".to_owned(), json!({PAYLOAD: schema}));
            put(&mut self.part.tree, &at, Value::Object(carrier));
        }
    }
}

/// A part, and where it stands.
type Placed<'s> = (Origin, &'s Value);

/// The schema of an operation's body in JSON. What stands beside a reference is about the webhook.
fn payload(sources: &Sources, operation: &Placed<'_>) -> Option<(Origin, Value)> {
    let (at, body) = below(sources, operation, "requestBody")?;
    let content = body.get("content")?.as_object()?;
    let (media_type, media) = content.iter().find(|(name, _)| is_json(name))?;
    let schema = media.get("schema")?.as_object()?;
    let at = at.child("content").child(media_type).child("schema");
    let schema = match schema.get("$ref") {
        Some(target) => Map::from_iter([("$ref".to_owned(), target.clone())]),
        None => schema.clone(),
    };
    Some((at, Value::Object(schema)))
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// What stands under a key, through references.
fn below<'s>(sources: &'s Sources, (at, value): &Placed<'s>, key: &str) -> Option<Placed<'s>> {
    followed(sources, (at.child(key), value.get(key)?))
}

/// What a part is, or what its references lead to; `None` where they lead nowhere.
fn followed<'s>(sources: &'s Sources, part: Placed<'s>) -> Option<Placed<'s>> {
    let mut part = part;
    for _ in 0..LONGEST {
        let Some(target) = part.1.get("$ref").and_then(Value::as_str) else {
            return Some(part);
        };
        part = resolve(sources, part.0.file, target).ok()?;
    }
    None
}

/// How many references are followed one after the other.
const LONGEST: usize = 16;

/// Where operations have callbacks, and how many.
fn callbacks(tree: &Value) -> impl Iterator<Item = (Pointer, usize)> {
    callers(tree).filter_map(|(at, operation)| {
        let found = operation.get("callbacks")?.as_object()?;
        (!found.is_empty()).then(|| (at.child("callbacks"), found.len()))
    })
}

/// The operations of a description, and what else stands beside them.
fn callers(tree: &Value) -> impl Iterator<Item = (Pointer, &Value)> {
    let paths = tree.get("paths").and_then(Value::as_object);
    paths.into_iter().flatten().flat_map(|(path, item)| {
        let at = Pointer::root().child("paths").child(path);
        let parts = item.as_object().into_iter().flatten();
        parts.map(move |(key, part)| (at.child(key), part))
    })
}
