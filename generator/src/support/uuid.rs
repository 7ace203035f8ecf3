//! Universally unique identifiers (RFC 9562) as text: text goes in, a `Uuid` comes out, and back.

use serde::de::Deserializer;
use serde::ser::Serializer;

use super::codec::{decode_maybe_text, decode_text};
use super::runtime::Uuid;
use super::{Codec, Mode};

/// 32 hexadecimal digits in five groups; written in lower case.
pub struct UuidText;

const EXPECTED: &str = "a UUID";

impl Codec for UuidText {
    type Value = Uuid;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
        decode_text(deserializer, EXPECTED, parse)
    }

    fn decode_maybe<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Uuid>, D::Error> {
        decode_maybe_text(deserializer, EXPECTED, parse)
    }

    fn encode<S: Serializer>(value: &Uuid, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        let mut buffer = Uuid::encode_buffer();
        serializer.serialize_str(value.hyphenated().encode_lower(&mut buffer))
    }
}

fn parse(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text).ok()
}
