//! A credential that gives the same token to whoever asks, and remembers for what it was asked.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::time::{Duration, OffsetDateTime};

use super::lock;

/// The token that a [`FakeCredential`] gives.
pub const TOKEN: &str = "a-token-made-for-the-test";

/// A credential without a directory behind it.
#[derive(Debug)]
pub struct FakeCredential {
    token: String,
    scopes: Mutex<Vec<Vec<String>>>,
}

impl FakeCredential {
    /// One that gives [`TOKEN`].
    pub fn new() -> Arc<Self> {
        Self::with_token(TOKEN)
    }

    /// One that gives this token.
    pub fn with_token(token: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            token: token.into(),
            scopes: Mutex::default(),
        })
    }

    /// The scopes that it was asked for, one list per time.
    pub fn scopes(&self) -> Vec<Vec<String>> {
        lock(&self.scopes).clone()
    }
}

#[async_trait]
impl TokenCredential for FakeCredential {
    async fn get_token(
        &self,
        scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        lock(&self.scopes).push(scopes);
        let expires = OffsetDateTime::now_utc() + Duration::hours(1);
        Ok(AccessToken::new(self.token.clone(), expires))
    }
}
