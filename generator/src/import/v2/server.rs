//! Where the service is: `schemes`, `host` and `basePath`.

use serde_json::{Map, Value, json};

use super::Conversion;
use crate::diagnostic::Pointer;

/// The servers of a description; `None` where it says nothing of them. Without a host the service
/// is wherever the caller says, below the base path.
pub(super) fn servers(tree: &Map<String, Value>) -> Option<Value> {
    let word = |key: &str| tree.get(key).and_then(Value::as_str);
    let base = word("basePath").unwrap_or_default().trim_end_matches('/');
    let url = match word("host") {
        Some(host) => format!("{}://{host}{base}", scheme(tree)),
        None if base.is_empty() => return None,
        None => base.to_owned(),
    };
    Some(json!([{ "url": url }]))
}

/// The scheme to use: the safe one, where it is among those offered.
fn scheme(tree: &Map<String, Value>) -> &str {
    let offered = tree.get("schemes").and_then(Value::as_array);
    let mut offered = offered.into_iter().flatten().filter_map(Value::as_str);
    match offered.next() {
        None | Some("https") => "https",
        Some(first) => offered.find(|scheme| *scheme == "https").unwrap_or(first),
    }
}

impl<'s> Conversion<'s, '_> {
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
