//! Tokens of the environment.

use std::sync::Arc;

use secrecy::SecretString;

use crate::dispatch::Credentials;

/// Where tokens come from, for people.
pub(super) const HELP: &str = "a token";

/// Whether there is something that gives tokens.
pub(super) fn is_some(credentials: &Credentials) -> bool {
    credentials.token.is_some()
}

/// Takes the token of the environment.
#[expect(clippy::unnecessary_wraps, reason = "as where tokens come from elsewhere")]
pub(super) fn take(
    credentials: &mut Credentials,
    given: Option<SecretString>,
) -> Result<(), String> {
    credentials.token = match given {
        Some(token) => Some(Arc::new(token)),
        None => None,
    };
    Ok(())
}
