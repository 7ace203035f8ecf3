//! The head of an answer: its status and its headers, without the secrets among them.

use super::stop::Stop;
use crate::dispatch::{Answer, Failure, Operation};
use crate::support::{REDACTED, one_line, status_line};

/// What the name of a header has in it whose value is not shown.
const SECRET: [&str; 8] = [
    "auth",
    "cookie",
    "credential",
    "key",
    "password",
    "secret",
    "signature",
    "token",
];

/// Whether a header sounds like a secret by its name.
pub(super) fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|word| name.contains(word))
}

/// Status and headers of the answer that a call came to, be it a refusal, each in a line, in the order
/// of their names; nothing where no single answer has them.
pub(super) fn head(
    outcome: &Result<Answer, Stop>,
    operation: &Operation,
    show_secrets: bool,
) -> String {
    let found = match outcome {
        Ok(answer) => answer.status.map(|status| (status, &answer.headers)),
        Err(Stop::Failure(Failure::Service { status, headers, .. })) => {
            Some((*status, headers.as_ref()))
        }
        Err(_) => None,
    };
    let Some((status, headers)) = found else {
        return "note: no one answer has the headers".to_owned();
    };
    let headers = headers.iter().map(|(name, value)| {
        let (name, value) = (name.as_str(), value.as_str());
        let value = match show_secrets {
            true => one_line(value),
            false => shown(name, value, operation),
        };
        format!("{name}: {value}")
    });
    let mut lines: Vec<String> = headers.collect();
    lines.sort_unstable();
    lines.insert(0, status_line(status));
    lines.join("\n")
}

/// A value as it may be shown: what follows an address may be a signature.
fn shown(name: &str, value: &str, operation: &Operation) -> String {
    let mut described = operation.secret_headers.iter();
    if sounds_secret(name) || described.any(|secret| secret.eq_ignore_ascii_case(name)) {
        return REDACTED.to_owned();
    }
    match value.split_once('?') {
        Some((address, _)) if address.contains("://") => format!("{}?{REDACTED}", one_line(address)),
        Some(_) | None => one_line(value),
    }
}
