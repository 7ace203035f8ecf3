//! The codecs: what each form reads, refuses and writes.

use std::fmt::Debug;
use std::time;

use serde::Deserialize;

use super::twins::outcome;
use crate::support::runtime::time::{OffsetDateTime, parse_rfc3339};
use crate::support::{
    Base64, Base64Url, Boxed, Codec, Decoded, Duration, EncodedAs, Hidden, IsoDate, IsoDuration,
    List, Maybe, Mode, Nullable, Rfc3339, Rfc7231, Table, UnixTime, UuidText,
};

fn read<C: Codec>(json: &str) -> Result<C::Value, serde_json::Error> {
    serde_json::from_str::<Decoded<C>>(json).map(|value| value.0)
}

fn write<C: Codec>(value: &C::Value) -> Result<String, serde_json::Error> {
    let mode = Mode::Full;
    serde_json::to_string(&EncodedAs::<C> { value, mode })
}

/// Each text comes back as it was.
fn kept<C: Codec>(texts: &[&str]) {
    for text in texts {
        let value = read::<C>(text).unwrap();
        assert_eq!(&write::<C>(&value).unwrap(), text);
    }
}

/// Each text is refused, and the error says what is expected and nothing of the text.
fn refused<C: Codec<Value: Debug>>(expected: &str, texts: &[&str]) {
    for text in texts {
        let error = outcome(read::<C>(text)).unwrap_err();
        assert!(error.contains(&format!("expected {expected}")), "{error}");
        let quoted = text.trim_matches('"');
        assert!(
            !text.starts_with('"') || quoted.is_empty() || !error.contains(quoted),
            "{error}"
        );
    }
}

#[test]
fn points_in_time() {
    kept::<Rfc3339>(&[
        r#""2025-09-01T12:00:00Z""#,
        r#""2025-09-01T12:00:00.1234567Z""#,
        r#""1999-12-31T23:59:59+05:30""#,
    ]);
    refused::<Rfc3339>(
        "an RFC 3339 date-time",
        &[
            r#""""#,
            r#""2025-09""#,
            r#""2025-09-01T""#,
            r#""12:00:00""#,
            r#""2025-09-01T12:00:00+5:3""#,
            r#""2025-09-01T12:00:00 PST""#,
            r#""2025-02-30T12:00:00Z""#,
            "1",
            "null",
        ],
    );
    for (wider, strict) in [
        ("2025-09-01T12:00:00", "2025-09-01T12:00:00Z"),
        ("2025-09-01 12:00:00.25", "2025-09-01T12:00:00.25Z"),
        ("2025-09-01T12:00:00.000+0530", "2025-09-01T12:00:00+05:30"),
        ("2025-09-01T12:00:00-08", "2025-09-01T12:00:00-08:00"),
        ("2025-09-01T12:00Z", "2025-09-01T12:00:00Z"),
        ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
        ("2025-09-01", "2025-09-01T00:00:00Z"),
    ] {
        let read = read::<Rfc3339>(&format!("{wider:?}")).unwrap();
        assert_eq!(read, parse_rfc3339(strict).unwrap(), "{wider}");
    }
    kept::<Rfc7231>(&[r#""Sun, 06 Nov 1994 08:49:37 GMT""#]);
    refused::<Rfc7231>(
        "an RFC 7231 date-time",
        &[r#""Sun, 06 Nov 1994 08:49:37 PST""#, "[]"],
    );
    kept::<UnixTime>(&["0", "-1", "1756728000"]);
    refused::<UnixTime>("a Unix time in seconds", &["9223372036854775807"]);
    refused::<UnixTime>("i64", &["1.5"]);
}

#[test]
fn points_in_time_that_a_form_cannot_express_are_errors() {
    let offset = parse_rfc3339("1994-11-06T09:49:37+01:00").unwrap();
    assert_eq!(
        write::<Rfc7231>(&offset).unwrap(),
        r#""Sun, 06 Nov 1994 08:49:37 GMT""#
    );
    let ancient = OffsetDateTime::from_unix_timestamp(-90_000_000_000).unwrap();
    assert!(ancient.year() < 0);
    assert!(write::<Rfc3339>(&ancient).is_err());
    assert!(write::<Rfc7231>(&ancient).is_err());
    assert_eq!(write::<UnixTime>(&ancient).unwrap(), "-90000000000");
}

#[test]
fn bytes_and_identifiers() {
    kept::<Base64>(&[r#""""#, r#""AA==""#, r#""+/8=""#]);
    kept::<Base64Url>(&[r#""""#, r#""AA""#, r#""-_8""#]);
    assert_eq!(read::<Base64>(r#""AA""#).unwrap(), [0]);
    assert_eq!(read::<Base64Url>(r#""AA==""#).unwrap(), [0]);
    refused::<Base64>("base64 text", &[r#""-_8=""#, r#""A""#, "1"]);
    refused::<Base64Url>("base64url text", &[r#""+/8""#, "null"]);
    kept::<UuidText>(&[r#""6f9619ff-8b86-d011-b42d-00cf4fc964ff""#]);
    let upper = read::<UuidText>(r#""6F9619FF-8B86-D011-B42D-00CF4FC964FF""#).unwrap();
    assert_eq!(upper.to_string(), "6f9619ff-8b86-d011-b42d-00cf4fc964ff");
    refused::<UuidText>("a UUID", &[r#""6f9619ff""#, r#""""#, "{}"]);
}

#[test]
fn dates() {
    kept::<IsoDate>(&[r#""2025-09-01""#, r#""0000-01-31""#, r#""2024-02-29""#]);
    refused::<IsoDate>(
        "an RFC 3339 full-date",
        &[
            r#""2025-02-29""#,
            r#""2025-13-01""#,
            r#""2025-9-1""#,
            r#""+025-09-01""#,
            r#""2025-09""#,
            r#""2025-09-01-01""#,
            r#""2025-09-01T""#,
            r#""2025-09-01T00""#,
            r#""2025-09-01 today""#,
            r#""""#,
            "20250901",
        ],
    );
    let date = read::<IsoDate>(r#""2025-09-01""#).unwrap();
    for longer in [
        "2025-09-01T00:00:00",
        "2025-09-01T23:30:00-08:00",
        "2025-09-01 12:00",
    ] {
        assert_eq!(read::<IsoDate>(&format!("{longer:?}")).unwrap(), date);
    }
    assert!(write::<IsoDate>(&::time::Date::MIN).is_err());
}

#[test]
fn an_empty_text_is_no_value_where_there_may_be_none() {
    fn none<C: Codec<Value: Debug>>() {
        for text in [r#""""#, "null"] {
            assert!(read::<Maybe<C>>(text).unwrap().is_none(), "{text}");
            let nullable = read::<Nullable<C>>(text).unwrap();
            assert!(matches!(nullable, Some(None)), "{text}");
        }
        let wrong = outcome(read::<Maybe<C>>(r#"" ""#));
        assert_eq!(wrong, outcome(read::<C>(r#"" ""#).map(Some)));
        assert!(wrong.is_err());
        assert_eq!(
            outcome(read::<Maybe<C>>("[]")).unwrap_err(),
            outcome(read::<C>("[]")).unwrap_err()
        );
    }
    none::<IsoDate>();
    none::<Rfc3339>();
    none::<Rfc7231>();
    none::<IsoDuration>();
    none::<UuidText>();
    none::<Hidden<IsoDate>>();
    assert_eq!(
        read::<Maybe<Base64>>(r#""""#).unwrap().as_deref(),
        Some(&[][..])
    );
}

#[test]
fn durations_keep_their_text() {
    kept::<IsoDuration>(&[
        r#""P1Y2M3DT4H5M6S""#,
        r#""PT60S""#,
        r#""P2W""#,
        r#""PT0.5S""#,
        r#""P1,5D""#,
        r#""-P1D""#,
        r#""+PT1M""#,
        r#""P1M""#,
        r#""PT99999999999999999999999999999999999999999H""#,
    ]);
    refused::<IsoDuration>(
        "an ISO 8601 duration",
        &[
            r#""""#,
            r#""P""#,
            r#""PT""#,
            r#""P1DT""#,
            r#""1D""#,
            r#""P1H""#,
            r#""PT1D""#,
            r#""P1D1Y""#,
            r#""P1D2D""#,
            r#""P1.5DT1H""#,
            r#""P.5D""#,
            r#""P1.D""#,
            r#""PD""#,
            r#""P-1D""#,
            r#""P1Dx""#,
            r#""P1\u0660D""#,
            r#""PT1é""#,
            r#""00:05:00""#,
            "5",
        ],
    );
}

#[test]
fn durations_have_a_length_where_iso_8601_gives_one() {
    let length = |text: &str| text.parse::<Duration>().unwrap().to_std();
    let seconds = |count| Some(time::Duration::from_secs(count));
    assert_eq!(length("PT1H1M1S"), seconds(3_661));
    assert_eq!(length("P1W"), seconds(604_800));
    assert_eq!(length("P1DT0.25H"), seconds(87_300));
    assert_eq!(
        length("PT0,000000001S"),
        Some(time::Duration::from_nanos(1))
    );
    assert_eq!(length("-PT0S"), seconds(0));
    for none in [
        "P1Y",
        "P1M",
        "-PT1S",
        "PT99999999999999999999999999999999999999999H",
    ] {
        assert_eq!(length(none), None, "{none}");
    }
    for value in [
        time::Duration::ZERO,
        time::Duration::new(90, 5_000),
        time::Duration::MAX,
    ] {
        let text = Duration::from(value);
        assert_eq!(text.to_std(), Some(value), "{text}");
        assert_eq!(text.to_string().parse(), Ok(text));
    }
    assert!("P".parse::<Duration>().is_err());
}

#[test]
fn combinators_nest() {
    type Nested = Maybe<List<Table<Boxed<Maybe<UnixTime>>>>>;
    kept::<Nested>(&["null", "[]", r#"[{"a":1,"b":null},{}]"#]);
    assert!(read::<Nested>(r#"[{"a":"1"}]"#).is_err());
    let yaml = serde_yaml::from_str("- a: 5\n").unwrap();
    let value = Decoded::<Nested>::deserialize::<serde_yaml::Value>(yaml).unwrap();
    assert_eq!(write::<Nested>(&value.0).unwrap(), r#"[{"a":5}]"#);
}
