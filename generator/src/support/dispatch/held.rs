//! What a request builder refers to while its call is under way.

use std::any::Any;
use std::sync::OnceLock;

use serde_json::Value;

/// The body of a call, which its builder refers to. It stays where it is until the call ends.
#[derive(Default)]
pub struct Held {
    body: OnceLock<Box<dyn Any + Send + Sync>>,
    /// The body as it may be shown.
    shown: OnceLock<Value>,
}

impl Held {
    /// Keeps the body as it may be shown, with a request that is not sent.
    pub(crate) fn show(&self, body: Value) {
        self.shown.get_or_init(|| body);
    }

    /// That body.
    pub(crate) fn shown(&self) -> Option<&Value> {
        self.shown.get()
    }

    /// Keeps the body.
    pub(crate) fn body<T: Send + Sync + 'static>(&self, body: T) -> Option<&T> {
        self.body.get_or_init(|| Box::new(body)).downcast_ref()
    }
}
