//! Responses in words.

use std::fmt;

use crate::support::runtime::http::StatusCode;
use crate::support::write_status;

/// A status as errors and logs print it.
struct Printed(u16);

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_status(f, StatusCode::from(self.0))
    }
}

#[test]
fn a_status_is_printed_with_its_name() {
    assert_eq!(Printed(409).to_string(), "409 Conflict");
    assert_eq!(Printed(304).to_string(), "304 Not Modified");
    assert_eq!(Printed(299).to_string(), "299");
}
