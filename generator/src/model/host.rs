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
        /// It is not encoded, and may be a whole address.
        verbatim: bool,
    },
}

impl Host {
    /// The position of a value among the parts.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.parts.iter().position(|part| match part {
            HostPart::Literal(_) => false,
            HostPart::Value { name: other, .. } => other == name,
        })
    }
}
