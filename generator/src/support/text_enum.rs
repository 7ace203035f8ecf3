//! Enumerations of text: text goes in, a variant comes out, and back.
//!
//! An open enumeration keeps text that it does not know; a closed one refuses it with the list
//! of what is allowed.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use super::OneOf;
use super::quiet::unquoted;

/// An enum that is text on the wire; the text is what it gives as `AsRef<str>`.
pub trait TextEnum: AsRef<str> + Clone + 'static {
    /// The type's name.
    const NAME: &'static str;
    /// The values that are known.
    const KNOWN: &'static [Self];
    /// The texts that a closed enumeration allows; nobody asks an open one.
    const ALLOWED: &'static [&'static str] = &[];

    /// The value that keeps any other text; `None` where the enumeration is closed.
    fn other(_: String) -> Option<Self> {
        None
    }
}

/// The value that is written so, if it is a known one.
fn known<T: TextEnum>(text: &str) -> Option<T> {
    let mut values = T::KNOWN.iter();
    values.find(|value| value.as_ref() == text).cloned()
}

/// Whether a known value is written so.
pub fn is_known<T: TextEnum>(text: &str) -> bool {
    T::KNOWN.iter().any(|value| value.as_ref() == text)
}

/// Makes an open enumeration of any text, with what keeps a text that is not known.
pub fn open_text_enum<T: TextEnum>(
    text: impl AsRef<str> + Into<String>,
    keep: fn(String) -> T,
) -> T {
    known(text.as_ref()).unwrap_or_else(|| keep(text.into()))
}

/// Reads an enumeration.
///
/// # Errors
/// Something other than text; where the enumeration is closed, text that is not allowed.
pub fn read_text_enum<'de, T: TextEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let outcome = deserializer.deserialize_str(TextVisitor(PhantomData));
    outcome.map_err(|error| unquoted(error, "a string", ""))
}

/// Makes an enumeration of text.
///
/// # Errors
/// Where the enumeration is closed, text that is not allowed.
pub fn parse_text_enum<T: TextEnum>(text: &str) -> Result<T, UnknownText> {
    known(text)
        .or_else(|| T::other(text.to_owned()))
        .ok_or(UnknownText {
            name: T::NAME,
            allowed: T::ALLOWED,
        })
}

/// Text that a closed enumeration does not allow. The text itself is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownText {
    name: &'static str,
    allowed: &'static [&'static str],
}

impl UnknownText {
    /// The texts that are allowed.
    pub fn allowed(&self) -> &'static [&'static str] {
        self.allowed
    }
}

impl fmt::Display for UnknownText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: expected {}", self.name, OneOf(self.allowed))
    }
}

impl std::error::Error for UnknownText {}

struct TextVisitor<T>(PhantomData<T>);

impl<T: TextEnum> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        known(text)
            .or_else(|| T::other(text.to_owned()))
            .ok_or_else(|| E::unknown_variant(text, T::ALLOWED))
    }
}

/// Implements serde's traits, the runtime's, and those of text for a [`TextEnum`]: it is compared, ordered
/// and hashed as its text is, so that a known value is the same however it was made.
macro_rules! text_enum {
    ($name:ty) => {
        impl $crate::support::Encode for $name {
            fn encode<S>(
                &self,
                _: $crate::support::Mode,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl $crate::support::ToText for $name {
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::support::read_text_enum(deserializer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                out.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::support::UnknownText;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::support::UnknownText> {
                $crate::support::parse_text_enum(text)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
    };
}
pub(crate) use text_enum;
