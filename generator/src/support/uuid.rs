//! Universally unique identifiers (RFC 9562) as text: text goes in, a `Uuid` comes out, and back.

use serde::de::Deserializer;
use serde::ser::Serializer;

use super::codec::decode_text;
use super::runtime::Uuid;
use super::{Codec, Mode};

/// 32 hexadecimal digits in five groups; written in lower case.
pub struct UuidText;

impl Codec for UuidText {
    type Value = Uuid;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
        decode_text(deserializer, "a UUID", |text| Uuid::parse_str(text).ok())
    }

    fn encode<S: Serializer>(value: &Uuid, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        let mut buffer = Uuid::encode_buffer();
        serializer.serialize_str(value.hyphenated().encode_lower(&mut buffer))
    }
}
