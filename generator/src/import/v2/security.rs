//! Security schemes.

use serde_json::{Map, Value, json};

/// Converts one scheme; one of an unknown type is handed on as it is.
pub(super) fn scheme(value: &Value) -> Value {
    let Value::Object(entries) = value else {
        return value.clone();
    };
    let word = |key: &str| entries.get(key).and_then(Value::as_str);
    match (word("type"), word("flow")) {
        (Some("basic"), _) => basic(entries),
        (Some("oauth2"), Some(flow)) => oauth2(entries, flow),
        _ => value.clone(),
    }
}

fn basic(entries: &Map<String, Value>) -> Value {
    let mut scheme = entries.clone();
    scheme.insert("type".to_owned(), json!("http"));
    scheme.insert("scheme".to_owned(), json!("basic"));
    Value::Object(scheme)
}

fn oauth2(entries: &Map<String, Value>, name: &str) -> Value {
    let name = match name {
        "application" => "clientCredentials",
        "accessCode" => "authorizationCode",
        other => other,
    };
    let mut scheme = Map::new();
    let mut flow = Map::new();
    flow.insert("scopes".to_owned(), json!({}));
    for (key, value) in entries {
        match key.as_str() {
            "flow" => {}
            "authorizationUrl" | "tokenUrl" | "scopes" => {
                flow.insert(key.clone(), value.clone());
            }
            _ => drop(scheme.insert(key.clone(), value.clone())),
        }
    }
    scheme.insert("flows".to_owned(), json!({ name: flow }));
    Value::Object(scheme)
}
