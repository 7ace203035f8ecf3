//! The head of an answer: its status and its headers, as they may be shown.

use crate::dispatch::{Answer, SECRET_HEADERS};
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

/// Whether a header of which the description says nothing sounds like a secret.
pub(super) fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|word| name.contains(word))
}

/// A line for the status, and one for each header in the order of their names; `None` where the
/// call came to no single answer.
pub(super) fn head(answer: &Answer, show_secrets: bool) -> Option<String> {
    let mut lines: Vec<String> = answer
        .headers
        .iter()
        .map(|(name, value)| {
            let (name, value) = (name.as_str(), value.as_str());
            match show_secrets {
                true => format!("{name}: {}", one_line(value)),
                false => format!("{name}: {}", shown(name, value)),
            }
        })
        .collect();
    lines.sort_unstable();
    lines.insert(0, status_line(answer.status?));
    Some(lines.join("\n"))
}

/// A value as it may be shown: what follows an address may be a signature.
fn shown(name: &str, value: &str) -> String {
    let is_described = SECRET_HEADERS.iter().any(|it| it.eq_ignore_ascii_case(name));
    if is_described || sounds_secret(name) {
        return REDACTED.to_owned();
    }
    match value.split_once('?') {
        Some((address, _)) if address.contains("://") => format!("{}?{REDACTED}", one_line(address)),
        Some(_) | None => one_line(value),
    }
}
