//! Where a service is, where values of the caller's say it.

/// An endpoint with values in it: `https://{region}.example.com/v1`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// Its parts, in order.
    pub parts: Vec<HostPart>,
    /// The values come after the other client-wide parameters, not before them.
    pub last: bool,
}

/// A piece of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostPart {
    /// Text as it is.
    Literal(String),
    /// The value of a client-wide parameter whose place is the host.
    Value {
        /// The parameter's wire name.
        name: String,
        /// The values that it can have; none: any.
        allowed: Vec<String>,
        /// It is not encoded, and may be a whole address.
        verbatim: bool,
    },
}

impl Host {
    /// The values that a parameter can have; none: any.
    pub fn allowed(&self, name: &str) -> &[String] {
        let values = self.parts.iter().find_map(|part| match part {
            HostPart::Value {
                name: other,
                allowed,
                ..
            } if other == name => Some(allowed.as_slice()),
            HostPart::Literal(_) | HostPart::Value { .. } => None,
        });
        values.unwrap_or_default()
    }

    /// The position of a value among the parts.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.parts.iter().position(|part| match part {
            HostPart::Literal(_) => false,
            HostPart::Value { name: other, .. } => other == name,
        })
    }
}
