//! What a service calls by itself: webhooks, and the callbacks of operations. A client does not
//! receive anything, so they are counted, reported and left out.

use serde_json::Value;

use crate::diagnostic::{Diagnostics, Origin, Pointer, SourceId};

/// Reports the webhooks and the callbacks of one description, each kind once.
pub(super) fn report(tree: &Value, file: SourceId, diagnostics: &mut Diagnostics) {
    // `x-webhooks` is how 3.0 is made to say it.
    for key in ["webhooks", "x-webhooks"] {
        let found = tree.get(key).and_then(Value::as_object);
        let count = found.map_or(0, |found| found.len());
        if count > 0 {
            let at = Origin::new(file, Pointer::root().child(key));
            diagnostics.incoming_left_out(at, count, "webhook");
        }
    }
    let callbacks: Vec<(Pointer, usize)> = callbacks(tree).collect();
    if let Some((first, _)) = callbacks.first() {
        let count = callbacks.iter().map(|(_, count)| count).sum();
        let at = Origin::new(file, first.clone());
        diagnostics.incoming_left_out(at, count, "callback");
    }
}

/// Where operations have callbacks, and how many.
fn callbacks(tree: &Value) -> impl Iterator<Item = (Pointer, usize)> {
    let paths = tree.get("paths").and_then(Value::as_object);
    let parts = paths.into_iter().flatten().flat_map(|(path, item)| {
        let parts = item.as_object().into_iter().flatten();
        parts.map(move |(key, part)| (path, key, part))
    });
    parts.filter_map(|(path, method, operation)| {
        let found = operation.get("callbacks")?.as_object()?;
        let at = Pointer::root().child("paths").child(path).child(method);
        (!found.is_empty()).then(|| (at.child("callbacks"), found.len()))
    })
}
