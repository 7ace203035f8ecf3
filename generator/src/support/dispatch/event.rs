//! The events of a row, in JSON.

use serde_json::{Value, json};

use crate::support::Event;

/// An event with its data as the description says, or the text that came in its place.
pub(crate) fn event<T>(event: &Event<T>, data: Option<Value>) -> Value {
    let data = data.unwrap_or_else(|| event.data().into());
    json!({ "event": event.event(), "id": event.id(), "data": data })
}
