//! Tokens: of the environment, or of the developer's tools.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azure_core::time::{Duration, OffsetDateTime};
use azure_identity::DeveloperToolsCredential;
use secrecy::{ExposeSecret, SecretString};

use crate::dispatch::Credentials;

/// Where tokens come from, for people.
pub(super) const HELP: &str = "a token; without it `az login` or `azd auth login` gives one";

/// How long a token is taken to be good whose end nobody knows: the service says when it is over.
const GOOD_FOR: Duration = Duration::HOUR;

/// Whether there is something that gives tokens.
pub(super) fn is_some(credentials: &Credentials) -> bool {
    credentials.token.is_some()
}

/// Takes the token of the environment. Without any, the developer's tools are asked when a token is
/// wanted, unless there is a key to sign with.
pub(super) fn take(
    credentials: &mut Credentials,
    given: Option<SecretString>,
) -> Result<(), String> {
    credentials.token = match given {
        Some(token) => Some(Arc::new(GivenToken(token))),
        None if !credentials.secrets.is_empty() => None,
        None => match DeveloperToolsCredential::new(None) {
            Ok(tools) => Some(tools),
            Err(error) => return Err(error.to_string()),
        },
    };
    Ok(())
}

/// A token as it stands.
struct GivenToken(SecretString);

impl fmt::Debug for GivenToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenToken")
    }
}

#[async_trait]
impl TokenCredential for GivenToken {
    async fn get_token(
        &self,
        _scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let secret = Secret::new(self.0.expose_secret().to_owned());
        Ok(AccessToken::new(secret, OffsetDateTime::now_utc() + GOOD_FOR))
    }
}
