//! Times as people write them: `30`, `30s`, `500ms`, `2m`, `1.5h`.

use std::time::Duration;

/// The units, the longer text before one that ends alike, and how many of them are a second.
const UNITS: [(&str, f64); 4] = [("ms", 0.001), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];

/// Reads a time; without a unit it is in seconds.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let with_unit = UNITS.iter().find_map(|(unit, length)| {
        let number = text.strip_suffix(unit)?;
        Some((number, *length))
    });
    let (number, length) = with_unit.unwrap_or((text, 1.0));
    let number: Option<f64> = number.parse().ok();
    let seconds = number.and_then(|number| Duration::try_from_secs_f64(number * length).ok());
    seconds.ok_or_else(|| "a time is a number and `ms`, `s`, `m` or `h`".to_owned())
}
