//! An endpoint that the description makes of values: `https://{region}.example.com/{version}`.
//!
//! In: the literal parts of the template and the values that go between them. Out: the endpoint's
//! text, or [`InvalidParameter`] for a value that would make another host of it.

use super::target::{Set, encode, is_dropped_segment, not_a_segment};
use super::{InvalidParameter, append_segment};

/// An endpoint under construction.
#[derive(Clone, Debug, Default)]
pub struct Host {
    text: String,
    /// The host's name is there already: all of it is a path.
    is_path: bool,
}

impl Host {
    /// A path of a host that is known.
    pub fn in_path() -> Self {
        Self {
            text: String::new(),
            is_path: true,
        }
    }

    /// Appends a literal part of the template. A slash that the value before it brought along is
    /// not doubled.
    pub fn literal(&mut self, part: &str) {
        let doubled = self.text.ends_with('/') && !self.text.ends_with("://");
        let part = match part.strip_prefix('/') {
            Some(rest) if doubled => rest,
            _ => part,
        };
        self.text.push_str(part);
    }

    /// Appends a value as a part of the host's name, or as one segment of the path.
    ///
    /// Refuses what a host's name cannot hold: a slash or an `@` would lead to another host.
    pub fn text(&mut self, name: &'static str, value: &str) -> Result<(), InvalidParameter> {
        if self.is_in_path() {
            return append_segment(&mut self.text, name, value);
        }
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        let (host, port) = value.rsplit_once(':').unwrap_or((value, "0"));
        let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        if host.is_empty() || !host.bytes().all(fits) || !is_port {
            let reason = "must be letters, digits, dots and hyphens, and a port at most";
            return Err(InvalidParameter::new(name, reason));
        }
        self.text.push_str(value);
        Ok(())
    }

    /// Appends a value as it is: a whole address, or something that is already encoded, and may be
    /// several segments of the path.
    ///
    /// Refuses a segment `.` or `..` in the path: it would lead elsewhere.
    pub fn raw(&mut self, name: &'static str, value: &str) -> Result<(), InvalidParameter> {
        if value.is_empty() {
            return Err(InvalidParameter::new(name, "must not be empty"));
        }
        if !self.is_in_path() {
            self.text.push_str(value);
            return Ok(());
        }
        let mut segments = value.split('/').filter(|segment| !segment.is_empty());
        if segments.any(is_dropped_segment) {
            return Err(not_a_segment(name));
        }
        encode(&mut self.text, value, Set::PATH);
        Ok(())
    }

    /// The endpoint.
    pub fn into_endpoint(self) -> String {
        self.text
    }

    fn is_in_path(&self) -> bool {
        let after_scheme = self.text.split_once("://");
        self.is_path || after_scheme.is_some_and(|(_, rest)| rest.contains('/'))
    }
}

/// Refuses a value that the description does not list.
pub fn listed(name: &'static str, value: &str, allowed: &[&str]) -> Result<(), InvalidParameter> {
    if allowed.contains(&value) {
        return Ok(());
    }
    let reason = format!("must be one of {}", allowed.join(", "));
    Err(InvalidParameter::new(name, reason))
}
