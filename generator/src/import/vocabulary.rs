//! Azure's extensions (`x-ms-…`): which there are, and what each is good for.
//!
//! A key that is not in the table is reported once. A key that is in it and has no effect on code
//! says why.

use serde_json::{Map, Value};

use super::azure;

/// What an extension is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Code or its documentation depends on it.
    Code,
    /// Nothing depends on it, for this reason.
    None(&'static str),
}

/// Every known extension, by key.
static VOCABULARY: [(&str, Effect); 31] = [
    (
        "x-ms-api-version",
        Effect::None("the query parameter `api-version` is known by its name"),
    ),
    (
        "x-ms-arm-id-details",
        Effect::None("a resource's id stays a text; its format is in the docs"),
    ),
    (
        "x-ms-async-operation-timeout",
        Effect::None("the caller says how long to wait"),
    ),
    ("x-ms-azure-resource", Effect::Code),
    ("x-ms-client-default", Effect::Code),
    (
        "x-ms-client-flatten",
        Effect::None("models keep the nesting that the wire has, so that nothing can collide"),
    ),
    ("x-ms-client-name", Effect::Code),
    (
        "x-ms-client-request-id",
        Effect::None("each call carries an id already"),
    ),
    (
        "x-ms-code-generation-settings",
        Effect::None("it is for another generator; ours has its `codegen.toml`"),
    ),
    ("x-ms-discriminator-value", Effect::Code),
    (
        "x-ms-embedding-vector",
        Effect::None("a list of numbers needs no type of its own"),
    ),
    ("x-ms-enum", Effect::Code),
    ("x-ms-error-response", Effect::Code),
    (
        "x-ms-examples",
        Effect::None("examples in files of their own are for tests of the service"),
    ),
    (
        "x-ms-external",
        Effect::None("each crate has all the types that it uses"),
    ),
    ("x-ms-header-collection-prefix", Effect::Code),
    (
        "x-ms-identifiers",
        Effect::None("a list keeps its order, and its items need no key"),
    ),
    (
        "x-ms-internal",
        Effect::None("what a service calls internal can be called all the same"),
    ),
    ("x-ms-long-running-operation", Effect::Code),
    ("x-ms-long-running-operation-options", Effect::Code),
    ("x-ms-mutability", Effect::Code),
    (
        "x-ms-odata",
        Effect::None("the query parameters of OData are described one by one"),
    ),
    ("x-ms-pageable", Effect::Code),
    (
        "x-ms-parameter-grouping",
        Effect::None("the request builder is the group"),
    ),
    ("x-ms-parameter-location", Effect::Code),
    ("x-ms-parameterized-host", Effect::Code),
    ("x-ms-paths", Effect::Code),
    (
        "x-ms-request-id",
        Effect::None("each response tells its id already"),
    ),
    ("x-ms-secret", Effect::Code),
    ("x-ms-skip-url-encoding", Effect::Code),
    ("x-ms-text", Effect::Code),
];

/// What a key is good for; `None` where it is not known.
pub(super) fn effect(key: &str) -> Option<Effect> {
    let mut all = VOCABULARY.iter();
    all.find(|(known, _)| *known == key)
        .map(|(_, effect)| *effect)
}

/// Whether a tree has any key that code depends on.
pub(super) fn is_spoken(tree: &Map<String, Value>) -> bool {
    let has_key = |entries: &Map<String, Value>| {
        let mut keys = entries.keys().filter(|key| key.starts_with("x-ms-"));
        keys.any(|key| effect(key) == Some(Effect::Code))
    };
    let within = |value: &Value| value.as_object().is_some_and(has_key);
    has_key(tree) || tree.values().any(|value| azure::any(value, within))
}

/// Every known key, for a suggestion.
pub(super) fn keys() -> Vec<&'static str> {
    VOCABULARY.iter().map(|(key, _)| *key).collect()
}

#[cfg(test)]
mod tests {
    use super::{Effect, VOCABULARY, effect};

    #[test]
    fn the_table_is_in_order_and_each_reason_is_given() {
        let keys: Vec<_> = VOCABULARY.iter().map(|(key, _)| *key).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        for (key, effect) in &VOCABULARY {
            assert!(key.starts_with("x-ms-"));
            assert!(*effect != Effect::None(""), "{key}");
        }
    }

    #[test]
    fn what_is_not_in_it_is_not_known() {
        assert_eq!(effect("x-ms-enum"), Some(Effect::Code));
        assert_eq!(effect("x-ms-enumm"), None);
    }
}
