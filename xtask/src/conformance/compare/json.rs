//! JSON that means the same: numbers by their value, times by the instant.

use serde_json::Value;
use time::{
    OffsetDateTime,
    format_description::well_known::{Rfc2822, Rfc3339},
};

pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let known = |(key, value): (&String, &Value)| {
                other.get(key).is_some_and(|other| same(value, other))
            };
            one.len() == other.len() && one.iter().all(known)
        }
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::String(one), Value::String(other)) => one == other || same_text(one, other),
        _ => one == other,
    }
}

/// Whether two texts are the same instant.
pub fn same_text(one: &str, other: &str) -> bool {
    let instant = |text: &str| {
        let parsed = OffsetDateTime::parse(text, &Rfc3339);
        parsed
            .or_else(|_| OffsetDateTime::parse(text, &Rfc2822))
            .ok()
    };
    matches!((instant(one), instant(other)), (Some(one), Some(other)) if one == other)
}
