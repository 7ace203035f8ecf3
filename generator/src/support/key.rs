//! Text on the wire that need not be copied: a deserializer goes in, a `Cow` comes out.
//!
//! Where the input lends its text (a JSON slice without escapes), keys and tags are slices of
//! it; only text that the format had to build, such as an escaped key, is copied.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

use super::quiet::unquoted;

/// The name of a property, as it stands on the wire.
pub struct Key<'de>(pub Cow<'de, str>);

/// The text that tells the members of a union apart.
pub struct Tag<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = Borrowing("field identifier");
        deserializer.deserialize_identifier(visitor).map(Key)
    }
}

impl<'de> Deserialize<'de> for Tag<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let outcome = deserializer.deserialize_str(Borrowing("a string"));
        outcome
            .map(Tag)
            .map_err(|error| unquoted(error, "a string", ""))
    }
}

/// Takes text in whatever form the format hands it over; holds what to call it in errors.
struct Borrowing(&'static str);

impl<'de> Visitor<'de> for Borrowing {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
        std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|_| E::invalid_value(Unexpected::Other("bytes"), &self))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        std::str::from_utf8(bytes)
            .map(|text| Cow::Owned(text.to_owned()))
            .map_err(|_| E::invalid_value(Unexpected::Other("bytes"), &self))
    }
}
