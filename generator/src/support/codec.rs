//! Wire formats that differ from a type's own: a [`Codec`] goes in as a type argument, and its
//! value is read and written by it.
//!
//! `Maybe<List<Rfc3339>>` is an optional list of date-times in RFC 3339's form: leaves know one
//! format each, combinators put an `Option`, a list, a map, a box or a secret around one.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::quiet::unquoted;
use super::{Encode, Encoded, Mode};

/// One way of writing a type on the wire.
///
/// A failure must not carry the value: it names the form that was expected and nothing else.
pub trait Codec {
    /// The type that the wire form stands for.
    type Value: fmt::Debug;

    /// Reads a value.
    ///
    /// # Errors
    /// Input of another form, described without any part of it.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error>;

    /// Reads a value where there may be none, which is `null`; and an empty text, where no value is
    /// one: many services write that for a date that there is not.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    fn decode_maybe<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self::Value>, D::Error>
    where
        Self: Sized,
    {
        let value = Option::<Decoded<Self>>::deserialize(deserializer)?;
        Ok(value.map(|value| value.0))
    }

    /// Whether a property with this value is left out, where it need not be there.
    fn is_absent(_: &Self::Value) -> bool {
        false
    }

    /// Writes a value.
    ///
    /// # Errors
    /// Whatever the serializer reports, or a value that the form cannot express.
    fn encode<S: Serializer>(
        value: &Self::Value,
        mode: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error>;
}

/// A value that was read by a codec.
pub struct Decoded<C: Codec>(pub C::Value);

impl<'de, C: Codec> Deserialize<'de> for Decoded<C> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        C::decode(deserializer).map(Decoded)
    }
}

/// A value together with the codec and the mode to write it with.
pub struct EncodedAs<'a, C: Codec> {
    /// The value to write.
    pub value: &'a C::Value,
    /// The mode to write it in.
    pub mode: Mode,
}

impl<C: Codec> Serialize for EncodedAs<'_, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        C::encode(self.value, self.mode, serializer)
    }
}

/// The values of a list on their way into a serializer, each by a codec.
pub struct EncodedList<'a, C: Codec> {
    /// The values to write.
    pub values: &'a [C::Value],
    /// The mode to write them in.
    pub mode: Mode,
}

impl<C: Codec> Serialize for EncodedList<'_, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mode = self.mode;
        let values = self.values.iter();
        serializer.collect_seq(values.map(|value| EncodedAs::<C> { value, mode }))
    }
}

/// A type's own form.
pub struct Own<T>(PhantomData<T>);

impl<T: DeserializeOwned + Encode> Codec for Own<T> {
    type Value = T;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }

    fn encode<S: Serializer>(value: &T, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        Encoded { value, mode }.serialize(serializer)
    }
}

/// The codec's value or none: `null`, or what else the codec takes for that.
pub struct Maybe<C>(PhantomData<C>);

impl<C: Codec> Codec for Maybe<C> {
    type Value = Option<C::Value>;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        C::decode_maybe(deserializer)
    }

    fn is_absent(value: &Self::Value) -> bool {
        value.is_none()
    }

    fn encode<S: Serializer>(
        value: &Self::Value,
        mode: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_some(&EncodedAs::<C> { value, mode }),
            None => serializer.serialize_none(),
        }
    }
}

/// A property of three states: absent (`None`), none (`Some(None)`, written as `null`), or the codec's value.
pub struct Nullable<C>(PhantomData<C>);

impl<C: Codec> Codec for Nullable<C> {
    type Value = Option<Option<C::Value>>;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        Maybe::<C>::decode(deserializer).map(Some)
    }

    fn is_absent(value: &Self::Value) -> bool {
        value.is_none()
    }

    fn encode<S: Serializer>(
        value: &Self::Value,
        mode: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value.as_ref().and_then(Option::as_ref) {
            Some(value) => C::encode(value, mode, serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// A list of the codec's values.
pub struct List<C>(PhantomData<C>);

impl<C: Codec> Codec for List<C> {
    type Value = Vec<C::Value>;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        let values = Vec::<Decoded<C>>::deserialize(deserializer)?;
        Ok(values.into_iter().map(|value| value.0).collect())
    }

    fn encode<S: Serializer>(
        value: &Self::Value,
        mode: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        EncodedList::<C> {
            values: value,
            mode,
        }
        .serialize(serializer)
    }
}

/// An object whose properties are all the codec's values, by name.
pub struct Table<C>(PhantomData<C>);

impl<C: Codec> Codec for Table<C> {
    type Value = BTreeMap<String, C::Value>;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        let values = BTreeMap::<String, Decoded<C>>::deserialize(deserializer)?;
        Ok(values
            .into_iter()
            .map(|(key, value)| (key, value.0))
            .collect())
    }

    fn encode<S: Serializer>(
        value: &Self::Value,
        mode: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let entries = value.iter();
        serializer.collect_map(entries.map(|(key, value)| (key, EncodedAs::<C> { value, mode })))
    }
}

/// The codec's value in a box, where a type would contain itself.
pub struct Boxed<C>(PhantomData<C>);

impl<C: Codec> Codec for Boxed<C> {
    type Value = Box<C::Value>;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        C::decode(deserializer).map(Box::new)
    }

    fn encode<S: Serializer>(
        value: &Self::Value,
        mode: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        C::encode(value, mode, serializer)
    }
}

/// Reads text and makes a value of it; where that gives nothing, the error says what was
/// expected and not what was there.
pub(super) fn decode_text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let outcome = deserializer.deserialize_str(Parsing { expected, parse });
    outcome.map_err(|error| unquoted(error, expected, ""))
}

/// The same where there may be none: `null`, or an empty text.
pub(super) fn decode_maybe_text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    let visitor = MaybeParsing(Parsing { expected, parse });
    let outcome = deserializer.deserialize_option(visitor);
    outcome.map_err(|error| unquoted(error, expected, ""))
}

struct Parsing<T> {
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
}

impl<T> Visitor<'_> for Parsing<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::invalid_value(Unexpected::Other("text"), &self))
    }
}

struct MaybeParsing<T>(Parsing<T>);

impl<'de, T> Visitor<'de> for MaybeParsing<T> {
    type Value = Option<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(out)
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        match text {
            "" => Ok(None),
            text => self.0.visit_str(text).map(Some),
        }
    }
}
