//! Signing with what the environment has.

use secrecy::SecretString;

use super::program::Program;
use super::token;
use crate::dispatch::{Credentials, SCHEMES, Scheme, SchemeKind};

/// What the environment has to sign with.
///
/// # Errors
///
/// What would give tokens cannot be set up.
pub(super) fn credentials(program: &Program) -> Result<Credentials, String> {
    let mut credentials = Credentials::default();
    let mut given = None;
    for scheme in SCHEMES {
        let secret = secret(&secret_variable(program, scheme));
        match (scheme.kind, secret) {
            (SchemeKind::Token, secret) => given = secret,
            (SchemeKind::Key | SchemeKind::Basic, Some(secret)) => {
                credentials.secrets.insert(scheme.name.to_owned(), secret);
            }
            (SchemeKind::Key | SchemeKind::Basic, None) => {}
        }
        if let Some(user) = user_variable(program, scheme).and_then(|name| text(&name)) {
            credentials.users.insert(scheme.name.to_owned(), user);
        }
    }
    token::take(&mut credentials, given)?;
    Ok(credentials)
}

/// Whether there is anything to sign with.
pub(super) fn is_some(credentials: &Credentials) -> bool {
    !credentials.secrets.is_empty() || token::is_some(credentials)
}

/// What to set in the environment, for people; nothing where the service wants no signature.
pub(super) fn help(program: &Program) -> String {
    if SCHEMES.is_empty() {
        return String::new();
    }
    let mut lines = vec!["Signed with what the environment has:".to_owned()];
    for scheme in SCHEMES {
        let what = match scheme.kind {
            SchemeKind::Token => token::HELP,
            SchemeKind::Basic => "the password",
            SchemeKind::Key => "the key",
        };
        if let Some(user) = user_variable(program, scheme) {
            lines.push(format!("  {user}  the user's name"));
        }
        let line = format!("  {}  {what}", secret_variable(program, scheme));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

fn secret_variable(program: &Program, scheme: &Scheme) -> String {
    match scheme.kind {
        SchemeKind::Token => program.variable("token"),
        SchemeKind::Basic => program.variable(&format!("{}_password", scheme.name)),
        SchemeKind::Key => program.variable(scheme.name),
    }
}

fn user_variable(program: &Program, scheme: &Scheme) -> Option<String> {
    match scheme.kind {
        SchemeKind::Basic => Some(program.variable(&format!("{}_user", scheme.name))),
        SchemeKind::Token | SchemeKind::Key => None,
    }
}

fn secret(name: &str) -> Option<SecretString> {
    text(name).map(SecretString::from)
}

/// A variable that is empty is none.
fn text(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}
