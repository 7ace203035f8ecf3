//! A request that is shown and not sent.

use serde_json::Value;

use super::head::sounds_secret;
use crate::dispatch::{Call, Content};
use crate::support::REDACTED;

/// The request as it may be shown, with what only the command line knows of it.
pub(super) fn shown(request: &mut Value, call: &Call) {
    let headers = request.get_mut("headers").and_then(Value::as_object_mut);
    for (name, value) in headers.into_iter().flatten() {
        if !call.show_secrets && is_secret(name, call) {
            *value = REDACTED.into();
        }
    }
    if let (Some(body @ Value::Null), Some(given)) = (request.get_mut("body"), &call.body) {
        *body = match given {
            Content::Json(value) => value.clone(),
            // Nobody knows what in it is secret.
            Content::Bytes(bytes) => format!("({} bytes)", bytes.len()).into(),
        };
    }
}

/// Whether a header that the caller gives sounds like a secret; of those that the description has,
/// it says itself which are.
fn is_secret(name: &str, call: &Call) -> bool {
    let mut given = call.headers.iter();
    let is_given = given.any(|(given, _)| given.eq_ignore_ascii_case(name));
    is_given && sounds_secret(name)
}
