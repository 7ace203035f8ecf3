//! Token credentials as `azure_core` has them.

use std::sync::Mutex;

use async_trait::async_trait;
pub use azure_core::credentials::TokenCredential;
use azure_core::credentials::{AccessToken, TokenRequestOptions};
use azure_core::time::{Duration, OffsetDateTime};

/// A credential that remembers the scopes it was asked for.
#[derive(Debug, Default)]
pub struct Teller(pub Mutex<Vec<String>>);

#[async_trait]
impl TokenCredential for Teller {
    async fn get_token(
        &self,
        scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let asked = scopes.iter().map(|&scope| scope.to_owned());
        self.0.lock().unwrap().extend(asked);
        Ok(an_hour_of("TOKEN"))
    }
}

/// A credential whose own `Debug` gives everything away.
#[derive(Debug)]
pub struct Careless(pub &'static str);

#[async_trait]
impl TokenCredential for Careless {
    async fn get_token(
        &self,
        _scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        Ok(an_hour_of(self.0))
    }
}

fn an_hour_of(token: &'static str) -> AccessToken {
    AccessToken::new(token, OffsetDateTime::now_utc() + Duration::hours(1))
}
