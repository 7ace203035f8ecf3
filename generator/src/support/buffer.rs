//! Values held back until it is known what they are: a deserializer goes in, a tree comes out,
//! and any type can be decoded from that tree later.
//!
//! A union buffers what stands before its tag; the pass that locates a failure buffers a whole
//! document. Text that the input lends stays borrowed. Building stops at [`DEPTH`] levels, so
//! that nothing that walks a tree can run out of stack, whatever format it came from.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Key;

/// How many levels of lists and objects a buffered value may have: as many as `serde_json` reads.
pub const DEPTH: u8 = 128;

/// A value of a self-describing format whose property names are text.
///
/// It has no `Debug`, since what it holds may be secret.
#[derive(Clone)]
pub enum Buffered<'de> {
    /// No value.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer below zero.
    Signed(i64),
    /// An integer.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(Cow<'de, str>),
    /// Bytes, which JSON does not have.
    Bytes(Cow<'de, [u8]>),
    /// Values in order.
    List(Vec<Buffered<'de>>),
    /// Named values in the order of the input, repeated names included.
    Object(Vec<(Cow<'de, str>, Buffered<'de>)>),
}

impl Buffered<'_> {
    /// The same value; a whole number that is written as `2.0` or `1e3` is an integer, as JSON Schema
    /// has it (draft 2020-12 validation, section 6.1.1). One beyond 2^53 either way may have been
    /// rounded when it was read (RFC 8259, section 6), and stays what it is.
    pub(super) fn with_integer(self) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self {
            Buffered::Float(value) if value.fract() == 0.0 && value.abs() < EXACT => {
                Buffered::Signed(value as i64)
            }
            other => other,
        }
    }

    /// The same value as JSON. Of a repeated name the last value stays; a number that JSON
    /// cannot express becomes `null`.
    pub fn into_value(self) -> Value {
        match self {
            Buffered::Null => Value::Null,
            Buffered::Bool(value) => Value::Bool(value),
            Buffered::Signed(value) => Value::from(value),
            Buffered::Unsigned(value) => Value::from(value),
            Buffered::Float(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
            Buffered::Text(value) => Value::String(value.into_owned()),
            Buffered::Bytes(value) => Value::from(value.into_owned()),
            Buffered::List(values) => values.into_iter().map(Buffered::into_value).collect(),
            Buffered::Object(entries) => {
                let entries = entries.into_iter();
                let object: Map<String, Value> = entries
                    .map(|(key, value)| (key.into_owned(), value.into_value()))
                    .collect();
                Value::Object(object)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Buffered<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Buffering::new().deserialize(deserializer)
    }
}

/// Reads one value into a [`Buffered`], of at most so many levels.
#[derive(Clone, Copy)]
pub struct Buffering {
    levels: u8,
}

impl Buffering {
    /// Reads a value of at most [`DEPTH`] levels.
    pub fn new() -> Self {
        Self { levels: DEPTH }
    }

    fn deeper<E: Error>(self) -> Result<Self, E> {
        match self.levels.checked_sub(1) {
            Some(levels) => Ok(Self { levels }),
            None => Err(E::custom("recursion limit exceeded")),
        }
    }
}

impl Default for Buffering {
    fn default() -> Self {
        Self::new()
    }
}

impl<'de> DeserializeSeed<'de> for Buffering {
    type Value = Buffered<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Buffering {
    type Value = Buffered<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Buffered::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Buffered::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.deeper()?.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        self.deeper()?.deserialize(inner)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Buffered::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(match u64::try_from(value) {
            Ok(value) => Buffered::Unsigned(value),
            Err(_) => Buffered::Signed(value),
        })
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Buffered::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Buffered::Float(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Buffered::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        Ok(Buffered::Text(Cow::Owned(value)))
    }

    fn visit_borrowed_bytes<E: Error>(self, value: &'de [u8]) -> Result<Self::Value, E> {
        Ok(Buffered::Bytes(Cow::Borrowed(value)))
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<Self::Value, E> {
        self.visit_byte_buf(value.to_owned())
    }

    fn visit_byte_buf<E: Error>(self, value: Vec<u8>) -> Result<Self::Value, E> {
        Ok(Buffered::Bytes(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Buffered::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let inner = self.deeper()?;
        let mut object = Vec::new();
        while let Some(Key(key)) = entries.next_key()? {
            if key == NUMBER && keeps_digits() {
                return number(&entries.next_value::<String>()?);
            }
            object.push((key, entries.next_value_seed(inner)?));
        }
        Ok(Buffered::Object(object))
    }
}

/// The name of the only property of the object that `serde_json` makes of a number when its
/// feature `arbitrary_precision` is on, which any crate of a program may ask for.
const NUMBER: &str = "$serde_json::private::Number";

/// Whether that feature is on: without it, a number beyond `f64` is refused.
fn keeps_digits() -> bool {
    "1e999".parse::<Number>().is_ok()
}

fn number<'de, E: Error>(digits: &str) -> Result<Buffered<'de>, E> {
    digits
        .parse()
        .map(Buffered::Unsigned)
        .or_else(|_| digits.parse().map(Buffered::Signed))
        .or_else(|_| digits.parse().map(Buffered::Float))
        .map_err(|_| E::custom("a number is malformed"))
}
