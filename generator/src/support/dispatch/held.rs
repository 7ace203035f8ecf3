//! What a request builder borrows while its call is under way.

use std::any::Any;
use std::sync::OnceLock;

use serde_json::Value;

/// The values of a call that its builder refers to. They stay where they are until it ends.
#[derive(Default)]
pub struct Held<'a> {
    values: Slots<Box<dyn Any + Send + Sync>>,
    texts: Slots<Vec<&'a str>>,
    /// The body as it may be shown.
    shown: OnceLock<Value>,
}

impl<'a> Held<'a> {
    /// Keeps the body as it may be shown, with a request that is not sent.
    pub(crate) fn show(&self, body: Value) {
        self.shown.get_or_init(|| body);
    }

    /// That body.
    pub(crate) fn shown(&self) -> Option<&Value> {
        self.shown.get()
    }

    /// Keeps a value.
    pub(crate) fn value<T: Send + Sync + 'static>(&'a self, value: T) -> Option<&'a T> {
        self.values.push(Box::new(value)).downcast_ref()
    }

    /// Keeps texts, and what refers to each of them.
    pub(crate) fn texts(&'a self, texts: Vec<String>) -> &'a [&'a str] {
        let texts = self.value(texts).into_iter().flatten();
        self.texts.push(texts.map(String::as_str).collect())
    }
}

/// A row of places that fill up one after the other.
struct Slots<T> {
    value: OnceLock<T>,
    next: OnceLock<Box<Slots<T>>>,
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self {
            value: OnceLock::new(),
            next: OnceLock::new(),
        }
    }
}

impl<T> Slots<T> {
    fn push(&self, value: T) -> &T {
        let mut slot = self;
        while slot.value.get().is_some() {
            slot = slot.next.get_or_init(Box::default);
        }
        slot.value.get_or_init(|| value)
    }
}
