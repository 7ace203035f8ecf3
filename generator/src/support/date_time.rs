//! Points in time: text or a number of seconds goes in, an `OffsetDateTime` comes out, and back.

use serde::de::{Deserialize, Deserializer, Error as _, Unexpected};
use serde::ser::{Error as _, Serializer};

use super::codec::{decode_maybe_text, decode_text};
use super::runtime::time::{OffsetDateTime, parse_rfc3339, parse_rfc7231, to_rfc3339, to_rfc7231};
use super::{Codec, Mode};

/// RFC 3339: `2025-09-01T12:00:00Z`, with fractions of a second and any offset in minutes.
///
/// What services write in its place is read, too, in the wider forms of ISO 8601: without an offset,
/// which is taken for UTC, with one as `+0530` or `+05`, without seconds, with a space for the `T`, or
/// the date alone, which is taken for its beginning in UTC.
pub struct Rfc3339;

/// RFC 7231, section 7.1.1.1, the fixed form of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub struct Rfc7231;

const RFC_3339: &str = "an RFC 3339 date-time";
const RFC_7231: &str = "an RFC 7231 date-time";

/// Whole seconds since 1970-01-01T00:00:00Z.
pub struct UnixTime;

impl Codec for Rfc3339 {
    type Value = OffsetDateTime;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OffsetDateTime, D::Error> {
        decode_text(deserializer, RFC_3339, read_rfc3339)
    }

    fn decode_maybe<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<OffsetDateTime>, D::Error> {
        decode_maybe_text(deserializer, RFC_3339, read_rfc3339)
    }

    fn encode<S: Serializer>(
        value: &OffsetDateTime,
        _: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        // The base's function panics on what the form cannot express.
        if !has_four_digit_year(value) || value.offset().seconds_past_minute() != 0 {
            return Err(S::Error::custom("RFC 3339 cannot express this date-time"));
        }
        serializer.serialize_str(&to_rfc3339(value))
    }
}

impl Codec for Rfc7231 {
    type Value = OffsetDateTime;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OffsetDateTime, D::Error> {
        decode_text(deserializer, RFC_7231, read_rfc7231)
    }

    fn decode_maybe<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<OffsetDateTime>, D::Error> {
        decode_maybe_text(deserializer, RFC_7231, read_rfc7231)
    }

    fn encode<S: Serializer>(
        value: &OffsetDateTime,
        _: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        // The base's function writes GMT after the local time, whatever the offset is.
        match value.checked_to_offset(OffsetDateTime::UNIX_EPOCH.offset()) {
            Some(utc) if has_four_digit_year(&utc) => serializer.serialize_str(&to_rfc7231(&utc)),
            _ => Err(S::Error::custom("RFC 7231 cannot express this date-time")),
        }
    }
}

impl Codec for UnixTime {
    type Value = OffsetDateTime;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OffsetDateTime, D::Error> {
        let seconds = i64::deserialize(deserializer)?;
        OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| {
            D::Error::invalid_value(Unexpected::Other("number"), &"a Unix time in seconds")
        })
    }

    fn encode<S: Serializer>(
        value: &OffsetDateTime,
        _: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(value.unix_timestamp())
    }
}

fn read_rfc3339(text: &str) -> Option<OffsetDateTime> {
    let strict = parse_rfc3339(text).ok();
    strict.or_else(|| parse_rfc3339(&completed(text)?).ok())
}

fn read_rfc7231(text: &str) -> Option<OffsetDateTime> {
    parse_rfc7231(text).ok()
}

/// A date-time in a wider form of ISO 8601, with what RFC 3339 asks for beyond it.
#[cold]
fn completed(text: &str) -> Option<String> {
    let text = text.trim();
    let Some((date, rest)) = text.split_once(['T', 't', ' ']) else {
        return Some(format!("{text}T00:00:00Z"));
    };
    let end = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, offset) = rest.split_at_checked(end)?;
    let seconds = if time.len() == "12:00".len() {
        ":00"
    } else {
        ""
    };
    let offset = match (offset.len(), offset.split_at_checked("+05".len())) {
        (0, _) => "Z".to_owned(),
        (3, Some((hours, _))) => format!("{hours}:00"),
        (5, Some((hours, minutes))) => format!("{hours}:{minutes}"),
        _ => offset.to_owned(),
    };
    Some(format!("{date}T{time}{seconds}{offset}"))
}

fn has_four_digit_year(value: &OffsetDateTime) -> bool {
    (0..=9999).contains(&value.year())
}
