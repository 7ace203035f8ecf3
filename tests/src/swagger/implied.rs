//! The request that an example implies, from the raw document alone.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{
    Documents, Example, Operation, Part,
    faults::{Direction, Fault},
};

/// A request, and what in the example is not as the description says.
#[derive(Clone, Debug, Default)]
pub struct Implied {
    /// The method.
    pub method: String,
    /// Scheme, host and path, percent-encoded.
    pub address: String,
    /// The query's names and values, not encoded, sorted.
    pub query: Vec<String>,
    /// The headers, by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body, without what is read-only.
    pub body: Option<Value>,
    /// The values of the parameters that are described, the body aside.
    pub parameters: Map<String, Value>,
    /// The body as the example has it.
    pub given_body: Option<Value>,
    /// Faults of the parameters, by name, and of the body, by pointer.
    pub faults: Vec<Fault>,
}

impl Documents {
    /// The request that an example of an operation implies.
    pub fn implied(&self, operation: &Operation<'_>, example: &Example<'_>) -> Implied {
        let given = example.value.get("parameters").and_then(Value::as_object);
        let given = given.cloned().unwrap_or_default();
        let mut implied = Implied {
            method: operation.method.clone(),
            address: address(operation),
            ..Implied::default()
        };
        implied.note_undescribed(operation, &given);
        for parameter in &operation.parameters {
            let name = parameter.text("name").unwrap_or_default();
            let required = parameter.says("required");
            let usual = parameter.value.get("default").filter(|_| required);
            match given.get(name).or(usual) {
                Some(value) => implied.put(self, *parameter, name, value),
                None if required => implied.fault(name, "is required, and missing", true),
                None => {}
            }
        }
        implied.query.sort();
        implied.add_headers(operation);
        implied
    }
}

impl Implied {
    /// Whether nothing keeps the request from being made.
    pub fn is_sound(&self) -> bool {
        !self.faults.iter().any(|fault| fault.breaks)
    }

    /// Examples often have parameters that their operation does not.
    fn note_undescribed(&mut self, operation: &Operation<'_>, given: &Map<String, Value>) {
        for name in given.keys() {
            let mut described = operation.parameters.iter();
            if !described.any(|parameter| parameter.text("name") == Some(name)) {
                self.fault(name, "the operation has no such parameter", false);
            }
        }
    }

    fn put(&mut self, documents: &Documents, parameter: Part<'_>, name: &str, value: &Value) {
        match parameter.text("in") {
            Some("body") => {
                let Some(schema) = parameter.at("schema") else {
                    return;
                };
                let (body, faults) = documents.check(schema, value, Direction::Request);
                self.body = Some(body);
                self.given_body = Some(value.clone());
                self.faults.extend(faults);
                return;
            }
            Some("path") => {
                let place = format!("{{{name}}}");
                self.address = self.address.replace(&place, &encoded(&text(value)));
            }
            Some("query") => {
                self.query.push(format!("{name}={}", text(value)));
            }
            Some("header") => {
                self.headers.insert(name.to_lowercase(), text(value));
            }
            _ => {}
        }
        let (_, faults) = documents.check(parameter, value, Direction::Request);
        self.faults.extend(faults.into_iter().map(|fault| Fault {
            pointer: name.to_owned(),
            ..fault
        }));
        self.check_bounds(parameter, name, &text(value));
        self.parameters.insert(name.to_owned(), value.clone());
    }

    fn check_bounds(&mut self, parameter: Part<'_>, name: &str, text: &str) {
        let bound = |key| parameter.value.get(key).and_then(Value::as_u64);
        let length = text.chars().count() as u64;
        if parameter.text("type") == Some("string") {
            if bound("minLength").is_some_and(|least| length < least) {
                self.fault(name, "is shorter than is described", true);
            }
            if bound("maxLength").is_some_and(|most| length > most) {
                self.fault(name, "is longer than is described", true);
            }
        }
        if let Some(pattern) = parameter.text("pattern") {
            let matches = regress::Regex::new(pattern).map(|regex| regex.find(text).is_some());
            if matches == Ok(false) {
                self.fault(name, &format!("`{text}` does not match `{pattern}`"), true);
            }
        }
    }

    fn add_headers(&mut self, operation: &Operation<'_>) {
        let produced = operation.media_types("produces");
        let has_answer = operation
            .own
            .entries("responses")
            .iter()
            .any(|(_, response)| response.at("schema").is_some());
        let accept = if produced.is_empty() && has_answer {
            "application/json".to_owned()
        } else {
            produced.join(", ")
        };
        if has_answer {
            self.headers.insert("accept".to_owned(), accept);
        }
        if self.body.is_some() {
            let consumed = operation.media_types("consumes").first().copied();
            let consumed = consumed.unwrap_or("application/json");
            self.headers
                .insert("content-type".to_owned(), consumed.to_owned());
        }
    }

    fn fault(&mut self, name: &str, text: &str, breaks: bool) {
        let (pointer, text) = (name.to_owned(), text.to_owned());
        self.faults.push(Fault {
            pointer,
            text,
            breaks,
        });
    }
}

/// The address with the names of its parameters in it.
fn address(operation: &Operation<'_>) -> String {
    let document = operation.document;
    let schemes = document.items("schemes").into_iter();
    let scheme = schemes.filter_map(|scheme| scheme.value.as_str()).next();
    let host = document.text("host").unwrap_or_default();
    let base = document
        .text("basePath")
        .unwrap_or_default()
        .trim_end_matches('/');
    format!(
        "{}://{host}{base}{}",
        scheme.unwrap_or("https"),
        operation.path
    )
}

/// A value as it stands in an address or a header: the items of a list joined by commas.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// RFC 3986, section 2.3: everything but the unreserved signs is encoded.
fn encoded(text: &str) -> String {
    let signs = text.bytes().map(|sign| match sign {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(sign).to_string()
        }
        sign => format!("%{sign:02X}"),
    });
    signs.collect()
}
