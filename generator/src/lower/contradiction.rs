//! Formats that the description's own values contradict.
//!
//! Comes in: a schema with a `format`, and the `example` and `default` beside it. Goes out: what the
//! format asks for and a value has not, so that the format is not to be relied on. An example that
//! says more of the form than of a value (`YYYY-MM-DD`, `<uuid>`), or has a slip in it, is none: the
//! format stays. What the readers of generated code take, however lenient, is no contradiction.

use serde_json::Value;

use super::{
    facets::Facets,
    keywords::{Keywords, Kind},
    primitive::{self, width},
};

/// What the format of a schema asks for, and a value beside it has not.
pub(super) fn found(keywords: &Keywords<'_>, facets: &Facets) -> Option<&'static str> {
    let format = keywords.format.as_deref()?;
    let values = facets.example.iter().chain(&facets.default);
    match keywords.kind? {
        Kind::String => {
            let expected = expected(format)?;
            let mut texts = values.filter_map(Value::as_str).map(unquoted);
            let contradicts = |text: &str| is_value(text) && !may_have(format, text);
            texts.any(contradicts).then_some(expected)
        }
        kind @ (Kind::Integer | Kind::Number) if !keywords.numeral => {
            let width = width(format)?;
            let contradicts = |value: f64| {
                let has_fraction = kind == Kind::Number && value.fract() != 0.0;
                has_fraction || !primitive::is_within(width, value)
            };
            let expected = "a whole number in the range of the format";
            let mut numbers = values.filter_map(Value::as_f64);
            numbers.any(contradicts).then_some(expected)
        }
        Kind::Integer | Kind::Number | Kind::Boolean | Kind::Array | Kind::Object => None,
    }
}

/// What a text of a format is, where not every text is one.
fn expected(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "an RFC 3339 date-time",
        "date-time-rfc1123" | "date-time-rfc7231" | "http-date" => "an RFC 7231 date-time",
        "date" => "an RFC 3339 full-date",
        "duration" => "an ISO 8601 duration",
        "uuid" => "a UUID",
        "int64" | "uint64" => "a whole number as text",
        "byte" | "base64url" => "base64 text",
        _ => return None,
    })
}

/// Some put a text in quotes twice.
fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\'', ' '])
}

/// Whether a text can be a value, and is no word for one: `string`, `YYYY-MM-DD`, `<uuid>`, `{id}`.
fn is_value(text: &str) -> bool {
    let is_placeholder = text.contains(['<', '{', '…']) || text.contains("...");
    text.contains(|c: char| c.is_ascii_digit()) && !is_placeholder
}

/// Whether a text is of the form of a format, be it that there is no such day.
fn may_have(format: &str, text: &str) -> bool {
    match format {
        "date-time" | "date" => is_iso(text),
        "date-time-rfc1123" | "date-time-rfc7231" | "http-date" => is_rfc_7231(text),
        "duration" => is_duration(text),
        "uuid" => is_uuid(text),
        "int64" => text.parse::<i64>().is_ok(),
        "uint64" => text.parse::<u64>().is_ok(),
        _ => is_base64(text),
    }
}

/// A date, a date and a time of day, or these with an offset, in the wider forms of ISO 8601.
fn is_iso(text: &str) -> bool {
    let (date, rest) = match text.split_once(['T', 't', ' ']) {
        Some((date, rest)) => (date, Some(rest)),
        None => (text, None),
    };
    let is_time = |rest: &str| {
        let end = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
        let Some((time, offset)) = rest.split_at_checked(end) else {
            return false;
        };
        let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let is_offset = ["", "Z", "z"].contains(&offset)
            || ["+00", "+0000", "+00:00"].contains(&shape(offset).replace('-', "+").as_str());
        ["00:00", "00:00:00"].contains(&shape(time).as_str()) && is_digits(fraction) && is_offset
    };
    shape(date) == "0000-00-00" && rest.is_none_or(is_time)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`.
fn is_rfc_7231(text: &str) -> bool {
    let (day, rest) = text.split_once(", ").unwrap_or_default();
    let words: Vec<String> = rest.split(' ').map(shape).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_date =
        matches!(words.as_slice(), ["00", month, "0000", "00:00:00", "GMT"] if month.len() == 3);
    is_date && day.len() == 3
}

/// `P`, and numbers with designators: `PT0.5S`.
fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_part = |c: char| c.is_ascii_digit() || "YMWDTHS.,".contains(c);
    let parts = text.strip_prefix('P');
    parts.is_some_and(|parts| parts.chars().all(is_part) && parts.ends_with(char::is_alphabetic))
}

/// 32 digits in any of the usual forms, or five groups of about as many letters and digits as there
/// should be.
fn is_uuid(text: &str) -> bool {
    let digits = text
        .trim_start_matches("urn:uuid:")
        .trim_matches(['{', '}']);
    let groups: Vec<usize> = digits.split('-').map(str::len).collect();
    let slips = groups.iter().zip([8, 4, 4, 4, 12]);
    let slips: usize = slips.map(|(found, meant)| found.abs_diff(meant)).sum();
    let is_hex = digits.chars().all(|c| c == '-' || c.is_ascii_hexdigit());
    groups.len() == 5 && slips <= SLIPS || is_hex && groups.iter().sum::<usize>() == 32
}

/// How many digits of a UUID may be missing, or too many, in one that was made up.
const SLIPS: usize = 3;

/// Letters, digits and the signs of either alphabet of base64. What has a space in it is a word for
/// such a text.
fn is_base64(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "+/-_=".contains(c);
    text.contains(char::is_whitespace) || text.chars().all(is_sign)
}

/// A text with `0` for each digit.
fn shape(text: &str) -> String {
    let digit = |c: char| if c.is_ascii_digit() { '0' } else { c };
    text.chars().map(digit).collect()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_value, may_have, unquoted};
    use crate::support::{Base64, Codec, IsoDate, IsoDuration, Quoted, Rfc3339, Rfc7231, UuidText};

    /// Whether a reader of generated code takes a text.
    fn reads<C: Codec>(text: &str) -> bool {
        C::decode(serde_json::Value::from(text)).is_ok()
    }

    fn is_read(format: &str, text: &str) -> bool {
        match format {
            "date-time" => reads::<Rfc3339>(text),
            "http-date" => reads::<Rfc7231>(text),
            "date" => reads::<IsoDate>(text),
            "duration" => reads::<IsoDuration>(text),
            "uuid" => reads::<UuidText>(text),
            "int64" => reads::<Quoted<i64>>(text),
            _ => reads::<Base64>(text),
        }
    }

    #[test]
    fn what_is_read_is_no_contradiction() {
        for (format, text) in [
            ("date-time", "2025-09-01T12:00:00Z"),
            ("date-time", "2025-09-01T12:00:00.123456789+05:30"),
            ("date-time", "2025-09-01 12:00"),
            ("date-time", "2025-09-01T12:00:00-0530"),
            ("date-time", "2025-09-01T12:00:00+05"),
            ("date-time", "2025-09-01"),
            ("http-date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("date", "2025-09-01"),
            ("date", "2025-09-01T12:00:00Z"),
            ("duration", "-P1Y2M3DT4H5M6.5S"),
            ("duration", "P2W"),
            ("uuid", "123E4567-e89b-12d3-a456-426614174000"),
            ("uuid", "{123e4567-e89b-12d3-a456-426614174000}"),
            ("uuid", "urn:uuid:123e4567-e89b-12d3-a456-426614174000"),
            ("uuid", "123e4567e89b12d3a456426614174000"),
            ("int64", "-5"),
            ("byte", "aGk+/w=="),
        ] {
            assert!(is_read(format, text), "{format}: {text}");
            assert!(may_have(format, text), "{format}: {text}");
        }
    }

    #[test]
    fn a_slip_or_a_word_is_no_contradiction() {
        for (format, text) in [
            ("date-time", "YYYY-MM-DDThh:mm:ssZ"),
            ("date-time", "\"2025-09-01T12:00:00Z\""),
            ("date-time", "2025-09-31T25:00:00Z"),
            ("date", "2025-02-30"),
            ("uuid", "string"),
            ("uuid", "<uuid4>"),
            ("uuid", "123e4567-e89b-12d3-a456-42661417400"),
            ("uuid", "1f6b04a4-xxxx-4e0e-9b1e-3f4a5b6c7d8e"),
            ("byte", "Base64 of the file"),
            ("byte", "iVBORw0KGgo..."),
        ] {
            let text = unquoted(text);
            assert!(
                !is_value(text) || may_have(format, text),
                "{format}: {text}"
            );
        }
    }

    #[test]
    fn what_is_of_another_form_contradicts_a_format() {
        for (format, text) in [
            ("date-time", "1577836800"),
            ("date-time", "2025-09-01T12:00:00 UTC"),
            ("date-time", "09/01/2025 12:00"),
            ("http-date", "2025-09-01T12:00:00Z"),
            ("date", "20250901"),
            ("date", "2025-9-1"),
            ("duration", "30s"),
            ("duration", "00:30:00"),
            ("uuid", "abc123"),
            ("uuid", "507f1f77bcf86cd799439011"),
            ("uuid", "my-box-of-10-things"),
            ("int64", "usd_5"),
            ("int64", "12345678901234567890"),
            ("byte", "data:image/png;base64,iVBORw0KGgo="),
        ] {
            assert!(!is_read(format, text), "{format}: {text}");
            assert!(
                is_value(text) && !may_have(format, text),
                "{format}: {text}"
            );
        }
    }
}
