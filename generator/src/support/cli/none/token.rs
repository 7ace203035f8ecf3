//! No tokens: the service wants none.

use secrecy::SecretString;

use crate::dispatch::Credentials;

/// Where tokens come from, for people.
pub(super) const HELP: &str = "a token";

/// Whether there is something that gives tokens.
pub(super) fn is_some(_: &Credentials) -> bool {
    false
}

/// Takes no token.
#[expect(clippy::unnecessary_wraps, reason = "as where there are tokens")]
pub(super) fn take(_: &mut Credentials, _: Option<SecretString>) -> Result<(), String> {
    Ok(())
}
