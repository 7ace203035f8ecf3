//! Parameters: those that stay parameters, and those that are a body in 3.0.

use serde_json::{Map, Value, json};

use super::{Conversion, Found};
use crate::diagnostic::{Origin, Pointer};

/// The parameters of a path or an operation, sorted by what they are in 3.0.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters<'s> {
    /// Those that stay parameters, converted.
    pub plain: Value,
    /// The body.
    pub body: Option<Sent<'s>>,
    /// The fields of a form.
    pub form: Vec<Sent<'s>>,
}

/// A parameter that is part of what is sent.
#[derive(Clone, Debug)]
pub(super) struct Sent<'s> {
    /// Where it stands.
    pub origin: Origin,
    /// The parameter as it is described.
    pub entries: &'s Map<String, Value>,
}

impl Parameters<'_> {
    /// Whether they make up a body.
    pub fn send(&self) -> bool {
        self.body.is_some() || !self.form.is_empty()
    }
}

/// The keys of a parameter that stay beside its schema. All others describe the value.
const BESIDE: [&str; 5] = ["name", "in", "description", "required", "allowEmptyValue"];

/// The keys that describe the value. What is neither here nor in [`BESIDE`] belongs nowhere, and
/// stays at the parameter, where it is reported.
const VALUE: [&str; 17] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "example",
];

/// Extensions that describe the value rather than the parameter.
const VALUE_EXTENSIONS: [&str; 4] = ["x-nullable", "x-ms-enum", "x-ms-secret", "x-ms-mutability"];

impl<'s> Conversion<'s, '_> {
    /// Sorts and converts a list of parameters. `before` is where the list stood, `at` where what
    /// stays of it stands.
    pub(super) fn parameters(
        &mut self,
        list: &'s [Value],
        before: &Pointer,
        at: &Pointer,
    ) -> Parameters<'s> {
        let mut plain = Vec::new();
        let mut parameters = Parameters::default();
        let list_origin = self.origins.of(before);
        for (index, value) in list.iter().enumerate() {
            let own = list_origin.index(index);
            let Found { origin, value } = self.found(own.clone(), value);
            let here = at.index(plain.len());
            let entries = match value {
                Value::Object(entries) if !entries.contains_key("$ref") => entries,
                other => {
                    self.origins.moved_unless_same(&here, origin);
                    plain.push(other.clone());
                    continue;
                }
            };
            let sent = Sent { origin, entries };
            match entries.get("in").and_then(Value::as_str) {
                Some("body") => parameters.body = Some(sent),
                Some("formData") => parameters.form.push(sent),
                _ => {
                    let shared = sent.origin != own && self.is_azure;
                    plain.push(self.parameter(&sent, &here, shared));
                }
            }
        }
        parameters.plain = Value::Array(plain);
        parameters
    }

    /// Converts a parameter that stays one. In Azure's descriptions one that is shared is the
    /// client's unless it says otherwise (AutoRest, `x-ms-parameter-location`).
    fn parameter(&mut self, sent: &Sent<'s>, at: &Pointer, shared: bool) -> Value {
        let Sent { origin, entries } = sent;
        self.origins.moved_unless_same(at, origin.clone());
        // Where a description is half in 3.0's words already, the value is described there.
        if !entries.contains_key("schema") {
            self.origins.moved(at.child("schema"), origin.clone());
        }
        let mut parameter = Map::new();
        for (key, value) in *entries {
            let stays = BESIDE.contains(&key.as_str()) || !describes_value(key);
            if stays && key != "collectionFormat" {
                parameter.insert(key.clone(), value.clone());
            }
        }
        parameter
            .entry("schema")
            .or_insert_with(|| value_schema(entries));
        for (key, value) in spread(entries) {
            parameter.insert(key.to_owned(), value);
        }
        // Swagger 2.0 has no clause by which headers that clients send by themselves are ignored.
        if entries.get("in").and_then(Value::as_str) == Some("header") {
            parameter.insert("x-clientforge-counts".to_owned(), json!(true));
        }
        if shared {
            let place = "x-ms-parameter-location";
            parameter.entry(place).or_insert_with(|| json!("client"));
        }
        Value::Object(parameter)
    }
}

fn describes_value(key: &str) -> bool {
    VALUE.contains(&key) || VALUE_EXTENSIONS.contains(&key)
}

/// The schema of a parameter's value, which 2.0 writes into the parameter itself.
pub(super) fn value_schema(entries: &Map<String, Value>) -> Value {
    let value = entries.iter().filter(|(key, _)| describes_value(key));
    let value = value.map(|(key, value)| (key.clone(), value.clone()));
    Value::Object(value.collect())
}

/// How a list is spread over the wire: 3.0's words for a `collectionFormat`. A tab is none of them,
/// and neither is what stands between the items of lists inside of lists.
pub(super) fn spread(entries: &Map<String, Value>) -> Vec<(&'static str, Value)> {
    if !is_list(entries) {
        return Vec::new();
    }
    let word = |key: &str| entries.get(key).and_then(Value::as_str);
    let in_query = matches!(word("in"), Some("query" | "formData"));
    let mut spread = match (word("collectionFormat"), in_query) {
        (Some("multi"), true) => vec![("explode", json!(true))],
        (Some("ssv"), true) => vec![
            ("style", json!("spaceDelimited")),
            ("explode", json!(false)),
        ],
        (Some("pipes"), true) => {
            vec![("style", json!("pipeDelimited")), ("explode", json!(false))]
        }
        (Some("tsv"), true) => vec![
            ("explode", json!(false)),
            ("x-clientforge-style", json!("tabDelimited")),
        ],
        (Some("ssv"), false) => vec![("x-clientforge-style", json!("spaceDelimited"))],
        (Some("pipes"), false) => vec![("x-clientforge-style", json!("pipeDelimited"))],
        (Some("tsv"), false) => vec![("x-clientforge-style", json!("tabDelimited"))],
        (_, true) => vec![("explode", json!(false))],
        (_, false) => Vec::new(),
    };
    let inner = inner(entries);
    if !inner.is_empty() {
        spread.push(("x-clientforge-inner", json!(inner)));
    }
    spread
}

/// What stands between the items of the lists inside, from the outside to the inside.
fn inner(entries: &Map<String, Value>) -> Vec<&'static str> {
    let lists = std::iter::successors(items(entries), |list| items(list));
    let words = lists.map(
        |list| match list.get("collectionFormat").and_then(Value::as_str) {
            Some("ssv") => "spaceDelimited",
            Some("tsv") => "tabDelimited",
            Some("pipes") => "pipeDelimited",
            _ => "commaDelimited",
        },
    );
    words.collect()
}

/// The lists that a list is of.
fn items(list: &Map<String, Value>) -> Option<&Map<String, Value>> {
    let items = list.get("items").and_then(Value::as_object);
    items.filter(|items| is_list(items))
}

fn is_list(entries: &Map<String, Value>) -> bool {
    entries.get("type").and_then(Value::as_str) == Some("array")
}
