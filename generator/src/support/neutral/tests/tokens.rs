//! Token credentials of our own kind.

use std::error::Error;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;

use crate::support::AccessToken;
pub use crate::support::TokenCredential;

/// A credential that remembers the scopes it was asked for.
#[derive(Debug, Default)]
pub struct Teller(pub Mutex<Vec<String>>);

#[async_trait]
impl TokenCredential for Teller {
    async fn token(&self, scopes: &[String]) -> Result<AccessToken, Box<dyn Error + Send + Sync>> {
        self.0.lock().unwrap().extend_from_slice(scopes);
        Ok(AccessToken::new("TOKEN").expires_in(Duration::from_secs(3600)))
    }
}

/// A credential whose own `Debug` gives everything away.
#[derive(Debug)]
pub struct Careless(pub &'static str);

#[async_trait]
impl TokenCredential for Careless {
    async fn token(&self, _scopes: &[String]) -> Result<AccessToken, Box<dyn Error + Send + Sync>> {
        Ok(AccessToken::new(self.0).expires_in(Duration::from_secs(3600)))
    }
}
