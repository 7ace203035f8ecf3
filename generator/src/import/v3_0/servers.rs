//! Addresses of servers, without what no endpoint has: a query, a fragment, a user and a password.
//!
//! Comes in: a server that has passed the check. Goes out: the same with the part of its `url`, and of the
//! values of its variables, that paths can be appended to, and a remark where there was more.

use serde_json::{Map, Value};

use super::check::Checker;
use crate::diagnostic::Pointer;

/// Leaves out of a server's address what is no part of an endpoint.
pub(super) fn trim(
    checker: &mut Checker<'_>,
    mut server: Map<String, Value>,
    at: &Pointer,
) -> Map<String, Value> {
    let Some(Value::String(url)) = server.get_mut("url") else {
        return server;
    };
    let template = url.clone();
    trim_text(checker, url, false, &at.child("url"));
    let variables = server.get_mut("variables").and_then(Value::as_object_mut);
    for (name, variable) in variables.into_iter().flatten() {
        let at = at.child("variables").child(name);
        let is_in_host = is_in_host(&template, name);
        if let Some(Value::String(text)) = variable.get_mut("default") {
            trim_text(checker, text, is_in_host, &at.child("default"));
        }
        let listed = variable.get_mut("enum").and_then(Value::as_array_mut);
        for (index, value) in listed.into_iter().flatten().enumerate() {
            if let Value::String(text) = value {
                trim_text(checker, text, is_in_host, &at.child("enum").index(index));
            }
        }
    }
    server
}

/// Whether a variable stands in what a template says of the host.
fn is_in_host(template: &str, name: &str) -> bool {
    let before = template.split(&format!("{{{name}}}")).next();
    let authority = before.and_then(|before| before.split_once("://"));
    authority.is_some_and(|(_, authority)| !authority.contains('/'))
}

fn trim_text(checker: &mut Checker<'_>, text: &mut String, is_in_host: bool, at: &Pointer) {
    const BEGIN: &str = "https://";
    let begin = match is_in_host && !text.contains("://") {
        true => BEGIN,
        false => "",
    };
    let (kept, left_out) = endpoint(&format!("{begin}{text}"));
    if !left_out.is_empty() {
        *text = kept.strip_prefix(begin).unwrap_or(&kept).to_owned();
        let site = checker.site(at);
        checker.diagnostics.more_than_endpoint(site, &left_out);
    }
}

/// The endpoint of an address, and what else there is in it.
fn endpoint(url: &str) -> (String, Vec<&'static str>) {
    let mut left_out = Vec::new();
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (rest, _) = rest.split_once('?').unwrap_or((rest, ""));
    let (scheme, rest) = rest.split_once("://").unwrap_or(("", rest));
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = match host.rsplit_once('@') {
        Some((_, host)) if !scheme.is_empty() => {
            left_out.push("user name");
            host
        }
        _ => host,
    };
    let before_fragment = url.len() - fragment.len();
    if url
        .get(..before_fragment)
        .is_some_and(|it| it.contains('?'))
    {
        left_out.push("query");
    }
    if url.contains('#') {
        left_out.push("fragment");
    }
    let begin = if scheme.is_empty() { "" } else { "://" };
    (format!("{scheme}{begin}{host}{path}"), left_out)
}

#[cfg(test)]
mod tests {
    use super::endpoint;

    fn kept(url: &str) -> (String, String) {
        let (kept, left_out) = endpoint(url);
        (kept, left_out.join(", "))
    }

    #[test]
    fn what_paths_are_appended_to_is_kept() {
        for url in [
            "https://a.example/b",
            "/v1",
            "{scheme}://{host}:80/",
            "",
            "//a@b",
        ] {
            assert_eq!(kept(url), (url.to_owned(), String::new()));
        }
        let both = |kept: &str, left_out: &str| (kept.to_owned(), left_out.to_owned());
        assert_eq!(
            kept("https://a.example/b?c=1"),
            both("https://a.example/b", "query")
        );
        assert_eq!(kept("/v1?"), both("/v1", "query"));
        assert_eq!(
            kept("https://u:p@a.example:8/@b#c?d"),
            both("https://a.example:8/@b", "user name, fragment")
        );
    }
}
