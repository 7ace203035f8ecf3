//! Members of a union that are newer than the crate: a whole JSON object goes in, and the same
//! object comes out again when it is written.

use std::fmt;

use serde_json::{Map, Value};

use super::Secret;

/// An object whose tag the crate does not know, kept as it came.
///
/// In a union with a secret in any member it is secret as a whole: `Debug` shows its tag alone,
/// and its memory is zeroed on drop.
///
/// It is boxed, so that it does not set the size of every union.
#[derive(Clone)]
pub struct UnknownVariant(Box<Inner>);

#[derive(Clone)]
struct Inner {
    key: &'static str,
    /// How JSON spells a tag that is no text.
    literal: Option<String>,
    object: Secret<Map<String, Value>>,
    secret: bool,
}

impl UnknownVariant {
    /// A member of the caller's making: `key` is the name of the tag and `tag` its value, which
    /// replaces what the object may have there. It counts as secret.
    pub fn new(key: &'static str, tag: impl Into<Value>, mut object: Map<String, Value>) -> Self {
        object.insert(key.to_owned(), tag.into());
        Self::read(key, object, true)
    }

    /// The text of the tag; a number or a truth value as JSON spells it.
    pub fn tag(&self) -> &str {
        let tag = self.0.object.expose().get(self.0.key);
        let literal = self.0.literal.as_deref();
        tag.and_then(Value::as_str).or(literal).unwrap_or_default()
    }

    /// The whole object, its tag included. It may hold secrets.
    pub fn expose(&self) -> &Map<String, Value> {
        self.0.object.expose()
    }

    /// Whether the union has a secret in any of the members that the crate knows.
    pub fn is_secret(&self) -> bool {
        self.0.secret
    }

    /// The name of the tag.
    pub(super) fn key(&self) -> &'static str {
        self.0.key
    }

    pub(super) fn read(key: &'static str, object: Map<String, Value>, secret: bool) -> Self {
        let literal = match object.get(key) {
            Some(tag @ (Value::Number(_) | Value::Bool(_))) => Some(tag.to_string()),
            _ => None,
        };
        Self(Box::new(Inner {
            key,
            literal,
            object: Secret::new(object),
            secret,
        }))
    }

    /// An empty object, to read into.
    pub(crate) fn placeholder() -> Self {
        Self::read("", Map::new(), true)
    }
}

impl PartialEq for UnknownVariant {
    /// Equal are two objects with equal tags, wherever they were read.
    fn eq(&self, other: &Self) -> bool {
        self.0.key == other.0.key && self.expose() == other.expose()
    }
}

impl fmt::Debug for UnknownVariant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.secret {
            let mut tuple = out.debug_tuple("UnknownVariant");
            return tuple.field(&self.tag()).finish_non_exhaustive();
        }
        let mut tuple = out.debug_tuple("UnknownVariant");
        tuple.field(self.expose()).finish()
    }
}
