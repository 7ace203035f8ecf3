//! Where the service is: `schemes`, `host` and `basePath` (Swagger 2.0, Swagger Object).
//!
//! Parts of a URL that stand in another key than their own are read as what they are, with a
//! warning: put together as they stand, they would send requests, and what signs them, elsewhere.

use serde_json::{Map, Value, json};

use super::Conversion;
use crate::diagnostic::Pointer;

/// What one key says of the address.
#[derive(Clone, Copy, Debug, Default)]
struct Said<'t> {
    scheme: Option<&'t str>,
    host: Option<&'t str>,
    /// Without a slash at its end.
    path: &'t str,
}

impl<'t> Said<'t> {
    /// The parts of a URL, or of its rest behind the scheme (RFC 3986, section 3). No query or
    /// fragment is part of an address.
    fn of(text: &'t str) -> Self {
        let (scheme, rest) = match text.split_once("//") {
            Some(("", rest)) => (None, rest),
            Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) && scheme.ends_with(':') => {
                (scheme.strip_suffix(':'), rest)
            }
            _ => (None, text),
        };
        let address = rest.split(['?', '#']).next().unwrap_or_default();
        let slash = address.find('/').unwrap_or(address.len());
        let (host, path) = address.split_at_checked(slash).unwrap_or((address, ""));
        Self {
            scheme,
            host: Some(host).filter(|host| !host.is_empty()),
            path: path.trim_end_matches('/'),
        }
    }
}

impl<'s> Conversion<'s, '_> {
    /// The servers of a description; `None` where it says nothing of them. Without a host the service
    /// is wherever the caller says, below the base path.
    pub(super) fn servers(&mut self, tree: &Map<String, Value>) -> Option<Value> {
        let word = |key: &str| tree.get(key).and_then(Value::as_str).map(str::trim);
        let host = word("host").map(|text| self.host(text)).unwrap_or_default();
        let base = word("basePath").unwrap_or_default();
        let (scheme, name, path) = if Said::of(base).scheme.is_some() {
            let base = self.whole_url(base, host);
            let of = if host.host.is_some() { host } else { base };
            (of.scheme, of.host, base.path.to_owned())
        } else {
            (host.scheme, host.host, self.base_path(base))
        };
        let path = format!("{}{path}", host.path);
        let url = match name {
            Some(name) => format!("{}://{name}{path}", self.scheme(tree, scheme)),
            None if path.is_empty() => return None,
            None => path,
        };
        Some(json!([{ "url": url }]))
    }

    fn host<'t>(&mut self, text: &'t str) -> Said<'t> {
        if text.is_empty() {
            self.slip("host", "an empty `host` is none", "no `host` at all");
            return Said::default();
        }
        let said = Said::of(text);
        if said.host != Some(text) {
            let read = match (said.host, said.path) {
                (Some(host), "") => format!("`{host}`"),
                (Some(host), path) => format!("`{host}`, and `{path}` before every path"),
                (None, path) => format!("no `host`, and `{path}` before every path"),
            };
            self.slip("host", "a `host` is a name, with a port or without", &read);
        }
        said
    }

    /// A base path that has a scheme and a host in it, which count where there is no `host`.
    fn whole_url<'t>(&mut self, text: &'t str, host: Said<'_>) -> Said<'t> {
        let said = Said::of(text);
        let path = if said.path.is_empty() { "/" } else { said.path };
        let read = match said.host.filter(|_| host.host.is_none()) {
            Some(name) => format!("`{path}` of the host `{name}`"),
            None => format!("`{path}`"),
        };
        self.slip("basePath", "a `basePath` has no host in it", &read);
        said
    }

    fn base_path(&mut self, text: &str) -> String {
        let path = text.trim_end_matches('/');
        if path.is_empty() || path.starts_with('/') {
            return path.to_owned();
        }
        let read = format!("/{path}");
        self.slip(
            "basePath",
            "a `basePath` begins with `/`",
            &format!("`{read}`"),
        );
        read
    }

    /// The scheme to use: the safe one, where it is among those offered. `own` is what stands before
    /// the host.
    fn scheme(&mut self, tree: &Map<String, Value>, own: Option<&str>) -> &'static str {
        let offered = tree.get("schemes").and_then(Value::as_array);
        let offered: Vec<&str> = offered
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let capital = |scheme: &&&str| scheme.chars().any(|c| c.is_ascii_uppercase());
        if let Some(capital) = offered.iter().find(capital) {
            let wrong = format!("`{capital}` is no scheme");
            let read = format!("`{}`", capital.to_ascii_lowercase());
            self.slip("schemes", &wrong, &read);
        }
        let all: Vec<&str> = match (offered.as_slice(), own) {
            ([], own) => own.into_iter().collect(),
            (offered, _) => offered.to_vec(),
        };
        let is_offered = |known: &str| all.iter().any(|scheme| scheme.eq_ignore_ascii_case(known));
        match all.first() {
            Some(_) if is_offered("https") => "https",
            Some(_) if is_offered("http") => "http",
            Some(other) => {
                let at = self.origins.of(&Pointer::root()).child("schemes");
                self.diagnostics.other_scheme(at, other);
                "https"
            }
            None => "https",
        }
    }

    /// Reports how a key at the top of the description is read.
    fn slip(&mut self, key: &str, wrong: &str, read: &str) {
        let at = self.origins.of(&Pointer::root()).child(key);
        self.diagnostics.slip(at, wrong, read);
    }

    /// `x-ms-parameterized-host`, its parameters converted and in place of references to them.
    pub(super) fn parameterized_host(&mut self, value: &'s Value) -> Value {
        let at = Pointer::root().child("x-ms-parameterized-host");
        let mut host = value.clone();
        if let Some(parameters) = value.get("parameters").and_then(Value::as_array) {
            let at = at.child("parameters");
            let parameters = self.parameters(parameters, &at, &at);
            if let Value::Object(entries) = &mut host {
                entries.insert("parameters".to_owned(), parameters.plain);
            }
        }
        host
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::convert;
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;

    /// The address of a description, and how much there is to say about it.
    fn address(top: &Value) -> (Option<String>, usize) {
        let sources = Sources::from_texts([("a.json", top.to_string())]);
        let mut diagnostics = Diagnostics::new();
        let file = sources.inputs().first().copied();
        let url = file.zip(top.as_object()).and_then(|(file, top)| {
            let (tree, _) = convert(top, file, &sources, &mut diagnostics);
            Some(tree.pointer("/servers/0/url")?.as_str()?.to_owned())
        });
        (url, diagnostics.len())
    }

    #[test]
    fn parts_of_a_url_are_read_as_what_they_are() {
        for (top, url, reports) in [
            (
                json!({"host": "e.com:81", "basePath": "/v1/"}),
                "https://e.com:81/v1",
                0,
            ),
            (json!({"basePath": "/v1"}), "/v1", 0),
            (json!({"host": "", "basePath": "/v1"}), "/v1", 1),
            (
                json!({"host": "e.com", "basePath": "v1"}),
                "https://e.com/v1",
                1,
            ),
            (
                json!({"host": "https://e.com/x", "basePath": "/v1"}),
                "https://e.com/x/v1",
                1,
            ),
            (json!({"host": "http://e.com/"}), "http://e.com", 1),
            (
                json!({"host": "http://e.com", "schemes": ["https"]}),
                "https://e.com",
                1,
            ),
            (json!({"host": "//e.com?a=b"}), "https://e.com", 1),
            (json!({"host": "/v1"}), "/v1", 1),
            (json!({"basePath": "http://e.com/v1"}), "http://e.com/v1", 1),
            (
                json!({"host": "f.com", "basePath": "http://e.com/v1"}),
                "https://f.com/v1",
                1,
            ),
            (
                json!({"host": "e.com", "schemes": ["HTTPS"]}),
                "https://e.com",
                1,
            ),
            (
                json!({"host": "e.com", "schemes": ["ws", "http"]}),
                "http://e.com",
                0,
            ),
            (
                json!({"host": "e.com", "schemes": ["ws"]}),
                "https://e.com",
                1,
            ),
        ] {
            assert_eq!(address(&top), (Some(url.to_owned()), reports), "{top}");
        }
        assert_eq!(address(&json!({"host": ""})), (None, 1));
        assert_eq!(address(&json!({"basePath": "/"})), (None, 0));
    }
}
