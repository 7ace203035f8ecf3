//! Calendar dates as text: `2025-09-01` goes in, a `time::Date` comes out, and back.
//!
//! Needs the crate `time`, which a generated crate has only where a date occurs.

use serde::de::Deserializer;
use serde::ser::{Error as _, Serializer};
use time::{Date, Month};

use super::codec::{decode_maybe_text, decode_text};
use super::{Blank, Codec, Mode, Wipe};

/// RFC 3339's `full-date`: four digits for the year, two for the month, two for the day.
///
/// What services write in its place is read, too: a date-time, of which the date is taken as it stands.
pub struct IsoDate;

const EXPECTED: &str = "an RFC 3339 full-date";

impl Codec for IsoDate {
    type Value = Date;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        decode_text(deserializer, EXPECTED, parse)
    }

    fn decode_maybe<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        decode_maybe_text(deserializer, EXPECTED, parse)
    }

    fn encode<S: Serializer>(value: &Date, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        let (year, month, day) = value.to_calendar_date();
        if !(0..=9999).contains(&year) {
            return Err(S::Error::custom("the year of a date must have four digits"));
        }
        serializer.collect_str(&format_args!("{year:04}-{:02}-{day:02}", u8::from(month)))
    }
}

impl Blank for Date {
    fn blank() -> Self {
        Self::MIN
    }
}

impl Wipe for Date {
    fn wipe(&mut self) {
        *self = Self::MIN;
        std::hint::black_box(self);
    }
}

fn parse(text: &str) -> Option<Date> {
    let (text, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    if time.is_some_and(|time| !is_time(time)) {
        return None;
    }
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = digits(parts.next()?, 2)?;
    let day = digits(parts.next()?, 2)?;
    if parts.next().is_some() {
        return None;
    }
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

/// Whether a text begins as a time of day does: `12:00`.
fn is_time(text: &str) -> bool {
    let halves = text.split_once(':');
    halves.is_some_and(|(hour, rest)| {
        let minute = rest.get(..2);
        digits(hour, 2).is_some() && minute.is_some_and(|minute| digits(minute, 2).is_some())
    })
}

/// A number of exactly so many digits; `parse` alone would take a sign too.
fn digits(text: &str, count: usize) -> Option<u16> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
