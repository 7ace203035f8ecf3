//! Bytes as text: base64 (RFC 4648) goes in, a `Vec<u8>` comes out, and back.

use serde::de::Deserializer;
use serde::ser::Serializer;

use super::codec::decode_text;
use super::runtime::base64;
use super::{Codec, Mode};

/// RFC 4648, section 4; padding is written, and may be missing from what is read.
pub struct Base64;

/// RFC 4648, section 5, the alphabet for URLs and file names, written without padding.
pub struct Base64Url;

impl Codec for Base64 {
    type Value = Vec<u8>;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        decode_text(deserializer, "base64 text", |text| {
            base64::decode(text).ok()
        })
    }

    fn encode<S: Serializer>(value: &Vec<u8>, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64::encode(value))
    }
}

impl Codec for Base64Url {
    type Value = Vec<u8>;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        decode_text(deserializer, "base64url text", |text| {
            base64::decode_url_safe(text).ok()
        })
    }

    fn encode<S: Serializer>(value: &Vec<u8>, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64::encode_url_safe(value))
    }
}
