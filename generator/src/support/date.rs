//! Calendar dates as text: `2025-09-01` goes in, a `time::Date` comes out, and back.
//!
//! Needs the crate `time`, which a generated crate has only where a date occurs.

use serde::de::Deserializer;
use serde::ser::{Error as _, Serializer};
use time::{Date, Month};

use super::codec::decode_text;
use super::{Blank, Codec, Mode, Wipe};

/// RFC 3339's `full-date`: four digits for the year, two for the month, two for the day.
pub struct IsoDate;

impl Codec for IsoDate {
    type Value = Date;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        decode_text(deserializer, "an RFC 3339 full-date", parse)
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

/// A number of exactly so many digits; `parse` alone would take a sign too.
fn digits(text: &str, count: usize) -> Option<u16> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
