//! Spans of time in ISO 8601's form: `P1DT2H` goes in, a [`Duration`] comes out, and the same
//! text goes back.

use std::fmt;
use std::str::FromStr;
use std::time;

use secrecy::zeroize::Zeroize;
use serde::de::Deserializer;
use serde::ser::Serializer;

use super::codec::{decode_maybe_text, decode_text};
use super::{Blank, Codec, Mode, Wipe};

const EXPECTED: &str = "an ISO 8601 duration";

/// A span of time as ISO 8601 writes it, kept as it came: `P1Y`, `PT0.5S`, `P2W`, `-P1D`.
///
/// A year or a month has no fixed length, and `PT60S` is not written back as `PT1M`; hence the
/// text is kept, and [`to_std`](Self::to_std) gives the length where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    text: String,
}

impl Duration {
    /// The text, as on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The length; `None` with years or months in it, below zero, or beyond what can be counted.
    pub fn to_std(&self) -> Option<time::Duration> {
        let parts = parse(&self.text)?;
        let nanos = parts.nanos.filter(|_| !parts.calendar)?;
        if parts.negative && nanos != 0 {
            return None;
        }
        let seconds = u64::try_from(nanos / NANOS).ok()?;
        let rest = u32::try_from(nanos % NANOS).ok()?;
        Some(time::Duration::new(seconds, rest))
    }
}

impl From<time::Duration> for Duration {
    fn from(value: time::Duration) -> Self {
        let (seconds, nanos) = (value.as_secs(), value.subsec_nanos());
        let text = match nanos {
            0 => format!("PT{seconds}S"),
            _ => {
                let fraction = format!("{nanos:09}");
                format!("PT{seconds}.{}S", fraction.trim_end_matches('0'))
            }
        };
        Self { text }
    }
}

impl FromStr for Duration {
    type Err = MalformedDuration;

    fn from_str(text: &str) -> Result<Self, MalformedDuration> {
        read(text).ok_or(MalformedDuration)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.text)
    }
}

impl Blank for Duration {
    fn blank() -> Self {
        Self {
            text: String::new(),
        }
    }
}

impl Wipe for Duration {
    fn wipe(&mut self) {
        self.text.zeroize();
    }
}

/// Text that is no ISO 8601 duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedDuration;

impl fmt::Display for MalformedDuration {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "expected {EXPECTED}")
    }
}

impl std::error::Error for MalformedDuration {}

/// ISO 8601, section 5.5.2: `PnYnMnDTnHnMnS` or `PnW`, with a sign before it (ISO 8601-2).
pub struct IsoDuration;

impl Codec for IsoDuration {
    type Value = Duration;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        decode_text(deserializer, EXPECTED, read)
    }

    fn decode_maybe<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        decode_maybe_text(deserializer, EXPECTED, read)
    }

    fn encode<S: Serializer>(value: &Duration, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&value.text)
    }
}

fn read(text: &str) -> Option<Duration> {
    parse(text).map(|_| Duration {
        text: text.to_owned(),
    })
}

const NANOS: u128 = 1_000_000_000;

/// Designators in the order in which they may come, with their length in seconds; a calendar
/// unit has none.
const DATE: &[(char, Option<u128>)] = &[
    ('Y', None),
    ('M', None),
    ('W', Some(604_800)),
    ('D', Some(86_400)),
];
const TIME: &[(char, Option<u128>)] = &[('H', Some(3_600)), ('M', Some(60)), ('S', Some(1))];

struct Parts {
    negative: bool,
    /// Years or months occur.
    calendar: bool,
    /// The length of everything else; `None` where it cannot be counted.
    nanos: Option<u128>,
    /// How many components were read.
    count: usize,
    /// The last component had a fraction, which only the very last may have.
    fraction: bool,
}

fn parse(text: &str) -> Option<Parts> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let text = text.strip_prefix('P')?;
    let mut parts = Parts {
        negative,
        calendar: false,
        nanos: Some(0),
        count: 0,
        fraction: false,
    };
    match text.split_once('T') {
        Some((date, time)) => {
            parts.read(date, DATE)?;
            let before = parts.count;
            parts.read(time, TIME)?;
            (parts.count > before).then_some(parts)
        }
        None => {
            parts.read(text, DATE)?;
            (parts.count > 0).then_some(parts)
        }
    }
}

impl Parts {
    fn read(&mut self, mut text: &str, mut units: &[(char, Option<u128>)]) -> Option<()> {
        while !text.is_empty() {
            let (number, designator, rest) = component(text)?;
            let place = units.iter().position(|(name, _)| *name == designator)?;
            let (_, seconds) = units.get(place)?;
            units = units.get(place + 1..)?;
            self.add(number, *seconds)?;
            text = rest;
        }
        Some(())
    }

    fn add(&mut self, number: &str, seconds: Option<u128>) -> Option<()> {
        if self.fraction {
            return None;
        }
        let (whole, fraction) = match number.split_once(['.', ',']) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (number, None),
        };
        if !is_digits(whole) || !fraction.is_none_or(is_digits) {
            return None;
        }
        self.count += 1;
        self.fraction = fraction.is_some();
        match seconds {
            Some(seconds) => {
                let nanos = nanos(whole, fraction.unwrap_or_default(), seconds);
                self.nanos = self.nanos.zip(nanos).and_then(|(a, b)| a.checked_add(b));
            }
            None => self.calendar = true,
        }
        Some(())
    }
}

/// Splits `12.5H…` into `12.5`, `H` and the rest.
fn component(text: &str) -> Option<(&str, char, &str)> {
    let (at, designator) = text.char_indices().find(|(_, c)| c.is_ascii_alphabetic())?;
    let (number, rest) = text.split_at_checked(at)?;
    Some((number, designator, rest.strip_prefix(designator)?))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The length of a number of units, in nanoseconds; finer parts are cut off.
fn nanos(whole: &str, fraction: &str, seconds: u128) -> Option<u128> {
    let unit = seconds * NANOS;
    let mut total = whole.parse::<u128>().ok()?.checked_mul(unit)?;
    let mut place = unit;
    for digit in fraction.chars().filter_map(|digit| digit.to_digit(10)) {
        place /= 10;
        total = total.checked_add(u128::from(digit) * place)?;
    }
    Some(total)
}
