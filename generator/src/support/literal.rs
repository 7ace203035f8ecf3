//! Tags that are numbers or truth values on the wire: inside they are texts, spelled as in JSON.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error, Unexpected};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::Buffered;

/// The text of a tag, written as the number or truth value that it spells.
pub struct Literal<'s>(pub &'s str);

impl Literal<'_> {
    /// The value that the text spells; the text itself where it spells none.
    pub(super) fn value(&self) -> Value {
        match serde_json::from_str(self.0) {
            Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
            Ok(_) | Err(_) => Value::from(self.0),
        }
    }
}

impl Serialize for Literal<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

/// A tag that is a text, a number or a truth value on the wire.
pub struct AnyTag<'de> {
    /// Its text, or how JSON spells it.
    pub text: Cow<'de, str>,
    /// It is no text on the wire.
    pub is_literal: bool,
}

impl<'de> AnyTag<'de> {
    /// The tag that a value is. A whole number is spelled without a fraction, however it is written.
    pub(super) fn of(value: &Buffered<'de>) -> Option<Self> {
        let text = match value.clone().with_integer() {
            Buffered::Text(text) => text,
            Buffered::Bool(value) => Cow::Owned(value.to_string()),
            Buffered::Signed(value) => Cow::Owned(value.to_string()),
            Buffered::Unsigned(value) => Cow::Owned(value.to_string()),
            Buffered::Float(value) => Cow::Owned(value.to_string()),
            Buffered::Null | Buffered::Bytes(_) | Buffered::List(_) | Buffered::Object(_) => {
                return None;
            }
        };
        let is_literal = !matches!(value, Buffered::Text(_));
        Some(Self { text, is_literal })
    }
}

impl<'de> Deserialize<'de> for AnyTag<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Buffered::deserialize(deserializer)?;
        let expected = &"a string, a number or a boolean";
        Self::of(&value).ok_or_else(|| D::Error::invalid_type(Unexpected::Other("value"), expected))
    }
}
