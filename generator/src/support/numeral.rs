//! Numbers that JSON may carry as text: a number or a text of digits goes in, a number comes out, and
//! whichever of the two the description prefers goes out.
//!
//! JSON's own numbers lose digits beyond 53 bits in many readers, so that 64-bit numbers travel as text
//! (OpenAPI's format registry, `int64`), and some services take and write either.

use std::fmt::{self, Debug, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Deserializer, Error, Unexpected, Visitor};
use serde::ser::Serializer;

use super::quiet::unquoted;
use super::{Buffered, Codec, Encode, Mode};

/// A number, or one as text; written as a number.
pub struct Numeral<T>(PhantomData<T>);

/// A number as text, or a number; written as text.
pub struct Quoted<T>(PhantomData<T>);

impl<T: DeserializeOwned + Encode + FromStr + Debug> Codec for Numeral<T> {
    type Value = T;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        read(deserializer)
    }

    fn encode<S: Serializer>(value: &T, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        value.encode(mode, serializer)
    }
}

impl<T: DeserializeOwned + Display + FromStr + Debug> Codec for Quoted<T> {
    type Value = T;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        read(deserializer)
    }

    fn encode<S: Serializer>(value: &T, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }
}

fn read<'de, T: DeserializeOwned + FromStr, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let outcome = deserializer.deserialize_any(Reading(PhantomData));
    outcome.map_err(|error| unquoted(error, EXPECTED, ""))
}

const EXPECTED: &str = "a number, or one as text";

struct Reading<T>(PhantomData<T>);

impl<T: DeserializeOwned + FromStr> Reading<T> {
    fn number<E: Error>(self, number: Buffered<'_>) -> Result<T, E> {
        let number = T::deserialize(number);
        number.map_err(|_| E::invalid_value(Unexpected::Other("number"), &self))
    }
}

impl<T: DeserializeOwned + FromStr> Visitor<'_> for Reading<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(EXPECTED)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        self.number(Buffered::Signed(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.number(Buffered::Unsigned(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        self.number(Buffered::Float(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let number = text.parse();
        number.map_err(|_| E::invalid_value(Unexpected::Other("text"), &self))
    }
}
