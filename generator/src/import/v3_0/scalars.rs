//! Texts, words, numbers and truth values.
//!
//! Comes in: a value where the specification has a scalar. Goes out: the same, or what was meant by it
//! (`"true"`, `"10"`, `version: 1.0`), with a report where that is not plain.

use serde_json::{Value, json};

use super::check::{Checker, Spot};
use super::texts;
use crate::diagnostic::Origin;

impl Checker<'_> {
    /// One of these words.
    pub(super) fn word(&mut self, value: Value, words: &[&str], spot: Spot<'_>) -> Option<Value> {
        let value = self.exactly(value, Value::is_string, "one word", spot)?;
        let word = value.as_str()?;
        if words.contains(&word) {
            return Some(value);
        }
        let called = spot.called.to_string();
        self.fault(spot.at, |report, site| {
            report.unknown_value(site, &called, word, words, spot.hint);
        });
        None
    }

    /// A truth value, in quotation marks or not.
    pub(super) fn flag(&mut self, value: Value, spot: Spot<'_>) -> Option<Value> {
        let quoted = value.as_str().map(str::to_ascii_lowercase);
        match quoted.as_deref() {
            Some(word @ ("true" | "false")) => {
                let site = self.site(spot.at);
                let wrong = format!("{} is not a text", spot.called);
                self.diagnostics.slip(site, &wrong, &format!("`{word}`"));
                Some((word == "true").into())
            }
            _ => self.exactly(value, Value::is_boolean, "`true` or `false`", spot),
        }
    }

    /// A number.
    pub(super) fn number(&mut self, value: Value, spot: Spot<'_>) -> Option<Value> {
        let value = self.unquoted(value, spot);
        self.exactly(value, Value::is_number, "a number", spot)
    }

    /// A number that stands in quotation marks, without them.
    fn unquoted(&mut self, value: Value, spot: Spot<'_>) -> Value {
        let number = value.as_str().and_then(|text| text.trim().parse().ok());
        let Some(number) = number.map(Value::Number) else {
            return value;
        };
        let site = self.site(spot.at);
        let wrong = format!("{} is not a text", spot.called);
        self.diagnostics.slip(site, &wrong, &format!("`{number}`"));
        number
    }

    /// Text. YAML takes `version: 1.0` for a number, and people mean what they wrote.
    pub(super) fn text(&mut self, value: Value, spot: Spot<'_>) -> Option<Value> {
        if matches!(value, Value::Number(_) | Value::Bool(_)) {
            return Some(self.as_written(&value, &self.origins.of(spot.at)).into());
        }
        if let Some(address) = texts::file_named(&value).filter(|_| self.is_shown) {
            return texts::load(self, address, spot.at);
        }
        self.exactly(value, Value::is_string, "text", spot)
    }

    /// A scalar letter by letter.
    pub(super) fn as_written(&self, value: &Value, origin: &Origin) -> String {
        let origin = &self.origins.written(origin);
        match self.sources.scalar(origin) {
            Some(text) if !text.is_empty() && !text.contains(['"', '\'', '*']) => text.to_owned(),
            _ => value.to_string(),
        }
    }

    /// A whole number. `1.0` is one; what is larger than any length is no limit at all.
    pub(super) fn count(&mut self, value: Value, spot: Spot<'_>) -> Option<Value> {
        let value = self.unquoted(value, spot);
        if value.is_u64() {
            return Some(value);
        }
        match value.as_f64() {
            Some(float) if float >= 0.0 && float.fract() == 0.0 => {
                (float < u64::MAX as f64).then(|| json!(float as u64))
            }
            _ => {
                self.wrong(&value, "a whole number that is not negative", spot);
                None
            }
        }
    }

    /// A value that is right as it is.
    pub(super) fn exactly(
        &mut self,
        value: Value,
        is_right: fn(&Value) -> bool,
        expected: &str,
        spot: Spot<'_>,
    ) -> Option<Value> {
        if is_right(&value) {
            return Some(value);
        }
        self.wrong(&value, expected, spot);
        None
    }
}
