//! What nobody else may read of the addresses in a description: who signs in with what, and keys in a
//! query or a fragment.
//!
//! Comes in: a text that may have URLs in it. Goes out: the same text with something else in the place
//! of each secret.

use std::borrow::Cow;
use std::ops::Range;

/// What stands in the place of a secret in a text.
const MASK: &str = "[REDACTED]";

/// What a URL's scheme ends with, as it is written, and as a JSON pointer has it.
const AUTHORITIES: [&str; 2] = ["://", ":~1~1"];

/// What ends a part of a URL, wherever that is written.
const ENDS: [char; 11] = ['"', '\'', '`', '<', '>', '(', ')', '{', '}', ',', '\\'];

/// Names in a query whose values are keys, in small letters and without what is between words.
const NAMES: [&str; 7] = ["auth", "code", "pass", "pwd", "sas", "session", "sig"];

/// What such names have in them.
const WORDS: [&str; 6] = [
    "credential",
    "passwd",
    "password",
    "secret",
    "signature",
    "token",
];

/// A text without the secrets in its URLs.
pub(super) fn redacted(text: &str) -> Cow<'_, str> {
    replaced(text, |_| MASK.to_owned())
}

/// The same with asterisks, byte for byte, so that what stands behind them stays where it is.
pub(super) fn starred(text: &str) -> Cow<'_, str> {
    replaced(text, |secret| "*".repeat(secret.len()))
}

fn replaced(text: &str, by: impl Fn(&str) -> String) -> Cow<'_, str> {
    let secrets = sign_ins(text).chain(bare_sign_ins(text)).chain(keys(text));
    let mut secrets: Vec<Range<usize>> = secrets.collect();
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    secrets.sort_by_key(|secret| secret.start);
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for secret in secrets {
        let start = secret.start.max(from);
        shown.push_str(text.get(from..start).unwrap_or_default());
        let found = text.get(start..secret.end).filter(|it| !it.is_empty());
        shown.extend(found.map(&by));
        from = from.max(secret.end);
    }
    shown.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(shown)
}

/// The users, with their passwords, of all URLs (RFC 3986, section 3.2.1).
fn sign_ins(text: &str) -> impl Iterator<Item = Range<usize>> {
    AUTHORITIES.into_iter().flat_map(move |begin| {
        text.match_indices(begin).filter_map(move |(at, _)| {
            let start = at + begin.len();
            let rest = text.get(start..)?;
            let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '`');
            let authority = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
            let authority = authority.split("~1").next()?;
            Some(start..start + authority.rfind('@')?)
        })
    })
}

/// The users with a password of addresses without a scheme, such as a server's variable may be:
/// `user:password@host`.
fn bare_sign_ins(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    text.match_indices('@').filter_map(move |(at, _)| {
        let before = text.get(from..at)?;
        from = at + 1;
        let begins =
            |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '=') || ENDS.contains(&c);
        let user = before.rsplit(begins).next()?.rsplit("~1").next()?;
        let (name, password) = user.split_once(':')?;
        let is_sign_in = name != "mailto" && !name.is_empty() && !password.is_empty();
        is_sign_in.then(|| at - user.len()..at)
    })
}

/// The values in queries and fragments whose names say that they are keys.
fn keys(text: &str) -> impl Iterator<Item = Range<usize>> {
    // A slash is part of a query (RFC 3986, section 3.4), but stands between the keys of a JSON pointer.
    let is_pointer = text.starts_with("#/");
    let ends = move |c: char| {
        let is_end = c.is_whitespace() || matches!(c, '&' | '#') || ENDS.contains(&c);
        is_end || c == '/' && is_pointer
    };
    let mut from = 0;
    text.match_indices(['?', '&', '#'])
        .filter_map(move |(at, _)| {
            // What is in a key begins no other one.
            let rest = text.get(at + 1..).filter(|_| at >= from)?;
            let name_ends = |c: char| matches!(c, '=' | '?' | '/') || ends(c);
            let (name, rest) = rest.split_at_checked(rest.find(name_ends)?)?;
            let value = rest.strip_prefix('=').filter(|_| is_of_a_key(name))?;
            let start = text.len() - value.len();
            from = start + value.find(ends).unwrap_or(value.len());
            (start < from).then_some(start..from)
        })
}

fn is_of_a_key(name: &str) -> bool {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    NAMES.contains(&plain.as_str())
        || plain.ends_with("key")
        || WORDS.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_signs_in_is_not_shown() {
        for (text, shown) in [
            (
                "https://u:p@a.example/b@c",
                "https://[REDACTED]@a.example/b@c",
            ),
            (
                "to `ftp://p@@a` or `http://b`",
                "to `ftp://[REDACTED]@a` or `http://b`",
            ),
            (
                "#/x/https:~1~1u:p@a~1b@c",
                "#/x/https:~1~1[REDACTED]@a~1b@c",
            ),
            (
                "mail a@b.example, see http://c",
                "mail a@b.example, see http://c",
            ),
            (
                "{default: \"u:p@a.example\"}, u:p@a.example:80",
                "{default: \"[REDACTED]@a.example\"}, [REDACTED]@a.example:80",
            ),
            (
                "mailto:a@b.example, to: a@b.example",
                "mailto:a@b.example, to: a@b.example",
            ),
            (
                "url: https://{user}:{word}@a/",
                "url: https://[REDACTED]@a/",
            ),
        ] {
            assert_eq!(redacted(text), shown);
        }
    }

    #[test]
    fn keys_in_a_query_are_not_shown() {
        for (text, shown) in [
            ("/b?api_key=abc&page=2", "/b?api_key=[REDACTED]&page=2"),
            ("\"a?sv=1&sig=a%2Fb\"", "\"a?sv=1&sig=[REDACTED]\""),
            ("a?Access-Token=x#top", "a?Access-Token=[REDACTED]#top"),
            (
                "a?subscription-key=x, b",
                "a?subscription-key=[REDACTED], b",
            ),
            ("/b?api-version=2020&key=", "/b?api-version=2020&key="),
            ("/b?token={token}", "/b?token={token}"),
            ("is it signed? code=x", "is it signed? code=x"),
            (
                "https://a.example/b?sig=ab/c+d=?e&f=g/h",
                "https://a.example/b?sig=[REDACTED]&f=g/h",
            ),
            (
                "#/servers/https:~1~1a?sig=ab~1c/url",
                "#/servers/https:~1~1a?sig=[REDACTED]/url",
            ),
            (
                "https://a.example/#access_token=a/b",
                "https://a.example/#access_token=[REDACTED]",
            ),
        ] {
            assert_eq!(redacted(text), shown);
        }
    }

    #[test]
    fn many_signs_of_a_query_take_no_time() {
        for text in ["?", "?a=", "&sig=", "?sig=&", "#"] {
            let text = text.repeat(100_000);
            assert!(!redacted(&text).is_empty());
        }
    }

    #[test]
    fn asterisks_keep_the_place_of_everything_else() {
        let text = "https://ü:p@a.example/b?sig=äöü&c";
        assert_eq!(starred(text), "https://****@a.example/b?sig=******&c");
        assert_eq!(starred(text).len(), text.len());
    }
}
