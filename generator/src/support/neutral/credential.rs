//! Who gives tokens to sign with.
//!
//! In: the scopes that a description asks for. Out: an [`AccessToken`], which prints nothing of
//! itself.

use std::error::Error;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use secrecy::SecretString;

/// What gives tokens: a client of OAuth 2, a vault, or a [`SecretString`], which is a token as it
/// stands.
///
/// It is implemented with [`async_trait`](https://docs.rs/async-trait).
#[async_trait]
pub trait TokenCredential: Send + Sync {
    /// A token for these scopes, of which there may be none.
    ///
    /// It is asked for before the first request, shortly before the last token expires, and when
    /// the service refuses that one; not for each request, and never twice at the same time.
    ///
    /// # Errors
    ///
    /// Why there is no token. The call fails with it, and nothing is sent.
    async fn token(&self, scopes: &[String]) -> Result<AccessToken, Box<dyn Error + Send + Sync>>;
}

#[async_trait]
impl TokenCredential for SecretString {
    async fn token(&self, _scopes: &[String]) -> Result<AccessToken, Box<dyn Error + Send + Sync>> {
        Ok(AccessToken::new(self.clone()))
    }
}

/// A bearer token (RFC 6750), and when it expires.
#[derive(Clone, Debug)]
pub struct AccessToken {
    pub(super) secret: SecretString,
    expires: Option<SystemTime>,
}

impl AccessToken {
    /// A token that lasts until the service refuses it.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self {
            secret: secret.into(),
            expires: None,
        }
    }

    /// The same, to expire after this time (`expires_in` in RFC 6749, section 5.1).
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        Self {
            expires: SystemTime::now().checked_add(lifetime),
            ..self
        }
    }

    /// The same, to expire then.
    #[must_use]
    pub fn expires_at(self, then: SystemTime) -> Self {
        Self {
            expires: Some(then),
            ..self
        }
    }

    /// Whether it is good for at least this time.
    pub(super) fn lasts(&self, time: Duration) -> bool {
        let then = SystemTime::now().checked_add(time);
        match (self.expires, then) {
            (Some(expires), Some(then)) => then < expires,
            (None, _) => true,
            (Some(_), None) => false,
        }
    }
}
