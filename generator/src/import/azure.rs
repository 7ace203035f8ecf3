//! Whether a description is one of Azure's.
//!
//! Comes in: the tree of a description, as it was read. Goes out: whether it has Azure's traits. The
//! rule stands here alone; the README tells it to users.

use serde_json::Value;

use super::vocabulary;

/// Where Microsoft Entra gives tokens, in each cloud.
const ENTRA: [&str; 4] = [
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
    "login.windows.net",
];

/// The domains of Azure's own services, in each cloud.
const DOMAINS: [&str; 6] = [
    "azure.com",
    "azure.cn",
    "azure.us",
    "chinacloudapi.cn",
    "usgovcloudapi.net",
    "windows.net",
];

/// Whether a description is made for Azure's tools: it speaks their vocabulary (`x-ms-…`) where
/// code depends on it, its tokens are Microsoft Entra's, or its service is at an address of Azure's.
pub(super) fn has_traits(tree: &Value) -> bool {
    is_spoken(tree) || has_entra(tree) || is_at_azure(tree)
}

/// Whether a description speaks the vocabulary of Azure's tools where code depends on it.
pub(super) fn is_spoken(tree: &Value) -> bool {
    tree.as_object().is_some_and(vocabulary::is_spoken)
}

/// Whether a security scheme names an address of Microsoft Entra.
fn has_entra(tree: &Value) -> bool {
    let schemes = ["/securityDefinitions", "/components/securitySchemes"];
    let mut schemes = schemes.iter().filter_map(|place| tree.pointer(place));
    schemes.any(|schemes| {
        let names_entra = |text: &str| host(text).is_some_and(|host| ENTRA.contains(&host));
        any(schemes, |value| value.as_str().is_some_and(names_entra))
    })
}

fn is_at_azure(tree: &Value) -> bool {
    let own = tree.get("host").and_then(Value::as_str);
    let servers = tree.get("servers").and_then(Value::as_array);
    let servers = servers.into_iter().flatten();
    let mut all = servers
        .filter_map(|server| host(server.get("url")?.as_str()?))
        .chain(own);
    all.any(|host| {
        DOMAINS.iter().any(|domain| {
            let rest = host.strip_suffix(domain);
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    })
}

/// The host of a URL, without its port.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#', ':']);
    end.map_or(Some(rest), |end| rest.get(..end))
}

/// Whether anything in a tree is so.
pub(super) fn any(tree: &Value, is_so: impl Fn(&Value) -> bool) -> bool {
    let mut open = vec![tree];
    while let Some(value) = open.pop() {
        if is_so(value) {
            return true;
        }
        match value {
            Value::Object(entries) => open.extend(entries.values()),
            Value::Array(elements) => open.extend(elements),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::has_traits;

    #[test]
    fn each_trait_is_enough() {
        for tree in [
            json!({"paths": {"/a": {"get": {"x-ms-pageable": {"nextLinkName": null}}}}}),
            json!({"definitions": {"A": {"properties": {"b": {"x-ms-secret": true}}}}}),
            json!({"host": "management.azure.com"}),
            json!({"servers": [{"url": "https://example.com"}, {"url": "https://a.vault.azure.cn/b"}]}),
            json!({"securityDefinitions": {"entra": {"type": "oauth2",
                "authorizationUrl": "https://login.microsoftonline.com/common/oauth2/authorize"}}}),
            json!({"components": {"securitySchemes": {"entra": {"type": "oauth2", "flows": {
                "clientCredentials": {"tokenUrl": "https://login.microsoftonline.us:443/token"}}}}}}),
        ] {
            assert!(has_traits(&tree), "{tree}");
        }
    }

    #[test]
    fn nothing_else_is() {
        for tree in [
            json!({}),
            json!({"info": {"title": "Azure", "description": "x-ms-pageable"}}),
            // Known, but without an effect; and not known.
            json!({"x-ms-code-generation-settings": {}, "x-ms-summary": "a", "x-other": 1}),
            json!({"paths": {"/a": {"get": {"x-ms-examples": {"a": {"$ref": "./a.json"}}}}}}),
            json!({"host": "notazure.com"}),
            json!({"servers": [{"url": "/azure.com"}, {"url": "https://azure.com.example.org"}]}),
            json!({"components": {"securitySchemes": {"oauth": {"type": "openIdConnect",
                "openIdConnectUrl": "https://example.com/login.microsoftonline.com"}}}}),
        ] {
            assert!(!has_traits(&tree), "{tree}");
        }
    }
}
