//! How requests are signed.

use super::{Docs, Name};

/// How requests are signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Security {
    /// What a caller can sign with. A description that asks for nothing leaves the choice of a
    /// token credential.
    pub schemes: Vec<Scheme>,
    /// What an operation asks for unless it says otherwise.
    pub usual: Alternatives,
    /// The schemes that the conventional way to make a client asks for, by position.
    pub conventional: Vec<usize>,
}

impl Security {
    /// Whether a scheme asks for tokens.
    pub fn has_tokens(&self) -> bool {
        let is_token = |scheme: &Scheme| matches!(scheme.kind, SchemeKind::Token { .. });
        self.schemes.iter().any(is_token)
    }
}

/// Alternatives in the order of preference, each a list of schemes, by position, that must all be
/// there. None at all: a request goes out unsigned.
pub type Alternatives = Vec<Vec<usize>>;

/// One way to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The setter by which a caller gives it.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// What is sent.
    pub kind: SchemeKind,
}

/// What is sent to prove who sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// A bearer token from a token credential (OAuth 2 or OpenID Connect).
    Token {
        /// The scopes to ask for where no cloud's audience says otherwise; empty: derived from
        /// the endpoint.
        scopes: Vec<String>,
    },
    /// A user's name and password (RFC 7617).
    Basic,
    /// A key in a header.
    Header {
        /// The header's name.
        name: String,
        /// What stands before the key, such as `Bearer `.
        prefix: String,
    },
    /// A key in the query, under this name.
    Query(String),
    /// A key in a cookie of this name.
    Cookie(String),
}
