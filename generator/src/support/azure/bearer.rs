//! Tokens of `azure_core`'s credentials on requests.
//!
//! In: a [`TokenCredential`] and the scopes to ask it for. Out: `azure_core`'s policy for them.

use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use azure_core::http::policies::Policy;
use azure_core::http::policies::auth::BearerTokenAuthorizationPolicy;

use super::Credentials;

impl Credentials {
    /// Takes a token credential.
    pub fn token(&mut self, scheme: usize, credential: Arc<dyn TokenCredential>) {
        let policy = move |scopes: Vec<String>| -> Arc<dyn Policy> {
            let credential = Arc::clone(&credential);
            Arc::new(BearerTokenAuthorizationPolicy::new(credential, scopes))
        };
        self.tokens(scheme, Arc::new(policy));
    }
}
