//! What requests can be signed with, and what the caller gave for it.
//!
//! In: the schemes that the description declares, and tokens, keys and passwords from the caller.
//! Out: [`Credentials`], which the pipeline signs with and which print nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;

use super::runtime::http::policies::Policy;

/// One way to sign, as the description declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// A token of a token credential, in `Authorization` (OAuth 2, OpenID Connect).
    Token,
    /// A user's name and password, in `Authorization` (RFC 7617).
    Basic,
    /// A key in a header.
    Header {
        /// The header's name.
        name: &'static str,
        /// What stands before the key, such as `Bearer `.
        prefix: &'static str,
    },
    /// A key in the query, under this name.
    Query(&'static str),
    /// A key in the `Cookie` header, under this name.
    Cookie(&'static str),
}

/// What an operation asks for: alternatives in the order of preference, each a list of schemes, by
/// their position in [`Service::schemes`](super::Service::schemes), that must all be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Security(pub &'static [&'static [usize]]);

impl Security {
    /// What asks for nothing: such a request goes out unsigned.
    pub const NONE: Self = Self(&[]);
}

/// What makes the policy that puts tokens for some scopes on requests.
pub type Tokens = Arc<dyn Fn(Vec<String>) -> Arc<dyn Policy> + Send + Sync>;

/// What the caller gave to sign with, by the position of the scheme that it is for.
#[derive(Clone, Default)]
pub struct Credentials(pub(super) BTreeMap<usize, Credential>);

/// What the caller gave for one scheme.
#[derive(Clone)]
pub(super) enum Credential {
    Token(Tokens),
    Basic {
        user: String,
        password: SecretString,
    },
    Key(SecretString),
}

impl Credentials {
    /// Takes what puts tokens on requests.
    pub fn tokens(&mut self, scheme: usize, tokens: Tokens) {
        self.0.insert(scheme, Credential::Token(tokens));
    }

    /// Takes a user's name and password.
    pub fn basic(&mut self, scheme: usize, user: String, password: SecretString) {
        self.0.insert(scheme, Credential::Basic { user, password });
    }

    /// Takes a key.
    pub fn key(&mut self, scheme: usize, key: SecretString) {
        self.0.insert(scheme, Credential::Key(key));
    }

    /// Whether a token credential is among them.
    pub fn has_token(&self) -> bool {
        let mut all = self.0.values();
        all.any(|credential| matches!(credential, Credential::Token(_)))
    }
}

impl fmt::Debug for Credentials {
    /// Shows nothing of them: the `Debug` of a token credential is not ours to trust.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}
