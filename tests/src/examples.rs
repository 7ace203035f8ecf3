//! What a client makes of the examples of its description, held against what they imply.
//!
//! Comes in: the descriptions and a way to run calls. Goes out: per example, what differs, each
//! with its reason in the description; a difference without one is the generator's fault.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::swagger::{
    Documents, Example, Operation,
    faults::{Direction, Fault, is_date_time},
    implied::Implied,
};

/// One thing that is asked of the client, and what the example implies.
#[derive(Clone, Debug)]
pub struct Case {
    /// The operation, and the example's file.
    pub example: String,
    /// The call, as a driver takes it.
    pub call: Value,
    expected: Expected,
    faults: Vec<Fault>,
}

#[derive(Clone, Debug)]
enum Expected {
    Request(Box<Implied>),
    Answer { status: String, body: Option<Value> },
}

/// What differs, by the place in the example, and why.
pub type Differences = BTreeMap<String, String>;

/// Everything that the examples ask of the client.
pub fn cases(documents: &Documents) -> Vec<Case> {
    let mut cases = Vec::new();
    for operation in documents.operations() {
        let examples = documents.examples(&operation);
        let implied = examples.iter();
        let implied: Vec<Implied> = implied
            .map(|example| documents.implied(&operation, example))
            .collect();
        // Answers are read whatever is wrong with their own example's request.
        let sound = implied.iter().find(|implied| implied.is_sound()).cloned();
        for (example, implied) in examples.iter().zip(implied) {
            let sound = sound.as_ref().unwrap_or(&implied);
            cases.extend(answers(documents, &operation, example, sound));
            cases.push(request(&operation, example, implied));
        }
    }
    cases
}

fn request(operation: &Operation<'_>, example: &Example<'_>, implied: Implied) -> Case {
    Case {
        example: named(operation, example),
        call: call(operation, &implied),
        faults: implied.faults.clone(),
        expected: Expected::Request(Box::new(implied)),
    }
}

fn answers(
    documents: &Documents,
    operation: &Operation<'_>,
    example: &Example<'_>,
    sound: &Implied,
) -> Vec<Case> {
    let responses = example.value.get("responses").and_then(Value::as_object);
    let responses = responses.into_iter().flatten().map(|(status, response)| {
        let mut call = call(operation, sound);
        let number = status.parse::<u16>().unwrap_or(500);
        let body = response.get("body").cloned();
        let headers = response
            .get("headers")
            .cloned()
            .unwrap_or_else(|| json!({}));
        if let Some(call) = call.as_object_mut() {
            let answer = json!({ "status": number, "headers": headers, "body": body });
            call.insert("answer".to_owned(), answer);
        }
        let schema = operation.response(documents, status);
        let faults = match (schema, &body) {
            (Some(schema), Some(body)) => documents.check(schema, body, Direction::Response).1,
            (None, Some(_)) => vec![undescribed(false)],
            (Some(_), None) => vec![undescribed(true)],
            (None, None) => Vec::new(),
        };
        let expected = Expected::Answer {
            status: status.clone(),
            body,
        };
        Case {
            example: named(operation, example),
            call,
            expected,
            faults,
        }
    });
    responses.collect()
}

fn undescribed(breaks: bool) -> Fault {
    let text = if breaks {
        "there is no body"
    } else {
        "the description has no body here"
    };
    Fault {
        pointer: String::new(),
        text: text.to_owned(),
        breaks,
    }
}

fn named(operation: &Operation<'_>, example: &Example<'_>) -> String {
    format!("{}: {}", operation.id, example.name)
}

fn call(operation: &Operation<'_>, implied: &Implied) -> Value {
    json!({
        "operation": operation.id,
        "parameters": implied.parameters,
        "body": implied.given_body,
    })
}

impl Case {
    /// What differs between what the call came to and what the example implies.
    pub fn differences(&self, result: &Value) -> Differences {
        let mut found = Differences::new();
        match &self.expected {
            Expected::Request(implied) => {
                for fault in self.faults.iter().filter(|fault| is_parameter(fault)) {
                    let place = format!("parameter {}", fault.pointer);
                    found.insert(place, fault.text.clone());
                }
                self.request(implied, result, &mut found);
            }
            Expected::Answer { status, body } => self.answer(status, body, result, &mut found),
        }
        found
    }

    fn request(&self, implied: &Implied, result: &Value, found: &mut Differences) {
        let Some(request) = self.value(result, "request", found) else {
            return;
        };
        let text = |key: &str| request.get(key).and_then(Value::as_str).unwrap_or_default();
        let (address, query) = text("url").split_once('?').unwrap_or((text("url"), ""));
        let query = query.split('&').filter(|pair| !pair.is_empty());
        let mut query: Vec<String> = query.map(decoded).collect();
        query.sort_unstable();
        let mut same = |what: &str, expected: String, actual: String| {
            if expected != actual {
                let text = format!("{UNEXPLAINED}: {actual}, not {expected}");
                found.insert(format!("request {what}"), text);
            }
        };
        same("method", implied.method.clone(), text("method").to_owned());
        same("address", implied.address.clone(), address.to_owned());
        same("query", implied.query.join("&"), query.join("&"));
        let headers = &implied.headers;
        let sent = request.get("headers").cloned().unwrap_or_default();
        same(
            "headers",
            json!(headers).to_string(),
            sorted(&sent).to_string(),
        );
        match (&implied.body, request.get("body").unwrap_or(&Value::Null)) {
            (None, Value::Null) => {}
            (Some(expected), actual) => self.compare("body", expected, actual, found),
            (None, actual) => same("body", "nothing".to_owned(), actual.to_string()),
        }
    }

    fn answer(&self, status: &str, body: &Option<Value>, result: &Value, found: &mut Differences) {
        let Some(value) = self.value(result, status, found) else {
            return;
        };
        let expected = body.clone().unwrap_or_default();
        self.compare(status, &expected, value, found);
    }

    /// What the call came to; where it was refused, that is a difference.
    fn value<'r>(
        &self,
        result: &'r Value,
        place: &str,
        found: &mut Differences,
    ) -> Option<&'r Value> {
        if let Some(value) = result.get("value") {
            return Some(value);
        }
        let faults = self.faults.iter().filter(|fault| fault.breaks);
        let reasons: BTreeSet<String> = faults.map(Fault::to_string).collect();
        let reasons: Vec<String> = reasons.into_iter().collect();
        let reason = if reasons.is_empty() {
            let refused = result.get("refused").unwrap_or(result);
            format!("{UNEXPLAINED}: {refused}")
        } else {
            format!("refused: {}", reasons.join("; "))
        };
        found.insert(place.to_owned(), reason);
        None
    }

    fn compare(&self, place: &str, expected: &Value, actual: &Value, found: &mut Differences) {
        let mut pointers = Vec::new();
        unequal(expected, actual, "", &mut pointers);
        for (pointer, difference) in pointers {
            let mut faults = self.faults.iter();
            let fault = faults.find(|fault| !fault.breaks && fault.pointer == pointer);
            let reason = fault.map_or_else(
                || format!("{UNEXPLAINED}: {difference}"),
                |fault| fault.text.clone(),
            );
            found.insert(format!("{place} {pointer}").trim_end().to_owned(), reason);
        }
    }
}

/// How a reason begins where the description gives none.
pub const UNEXPLAINED: &str = "unexplained";

/// Faults of a body stand at a pointer, or nowhere.
fn is_parameter(fault: &Fault) -> bool {
    !fault.pointer.is_empty() && !fault.pointer.starts_with('/')
}

/// Where two values differ, and in what. Absent is as good as null; numbers and
/// points in time are equal however they are spelled.
fn unequal(expected: &Value, actual: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            let names: BTreeSet<&String> = expected.keys().chain(actual.keys()).collect();
            for name in names {
                let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                let side = |value: Option<&Value>| value.cloned().unwrap_or_default();
                let (expected, actual) = (side(expected.get(name)), side(actual.get(name)));
                unequal(&expected, &actual, &at, found);
            }
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                unequal(expected, actual, &format!("{at}/{index}"), found);
            }
        }
        (Value::Number(expected), Value::Number(actual))
            if expected.as_f64() == actual.as_f64() => {}
        (Value::String(expected), Value::String(actual))
            if is_date_time(expected) && spelled(expected) == spelled(actual) => {}
        (expected, actual) if expected == actual => {}
        (expected, actual) => {
            found.push((at.to_owned(), format!("{actual}, not {expected}")));
        }
    }
}

/// A point in time in one spelling: without zeros at the end of its fraction, in UTC as `Z`.
fn spelled(text: &str) -> String {
    let utc = text.strip_suffix("+00:00").or(text.strip_suffix('Z'));
    let Some(text) = utc else {
        return text.to_owned();
    };
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    };
    format!("{text}Z")
}

/// A pair of the query without its percent-encoding. A plus sign is a plus sign there.
fn decoded(pair: &str) -> String {
    let mut parts = pair.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.extend(u8::from_str_radix(code, 16));
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// An object with its keys in order.
fn sorted(value: &Value) -> Value {
    let entries: BTreeMap<String, Value> = value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    json!(entries)
}

#[cfg(test)]
mod tests {
    use super::{decoded, unequal};
    use serde_json::{Value, json};

    fn places(expected: Value, actual: Value) -> Vec<String> {
        let mut found = Vec::new();
        unequal(&expected, &actual, "", &mut found);
        found.into_iter().map(|(pointer, _)| pointer).collect()
    }

    #[test]
    fn spelling_is_no_difference() {
        let expected = json!({ "a": 1.0, "b": null, "c": "2020-12-01T12:00:00.500+00:00" });
        let actual = json!({ "c": "2020-12-01T12:00:00.5Z", "a": 1, "d": null });
        assert!(places(expected, actual).is_empty());
    }

    #[test]
    fn what_is_lost_added_or_changed_is_found() {
        let expected = json!({ "a": { "lost": 1 }, "b": ["x", "y"], "c": [1], "d": "1.50" });
        let actual = json!({ "a": { "new": 1 }, "b": ["x", "z"], "c": [], "d": "1.5" });
        assert_eq!(
            places(expected, actual),
            ["/a/lost", "/a/new", "/b/1", "/c", "/d"]
        );
        let (later, sooner) = (json!("2020-12-01T12:00:10Z"), json!("2020-12-01T12:00:1Z"));
        assert_eq!(places(later, sooner), [""]);
        let (east, zulu) = (
            json!("2020-12-01T12:00:00+02:00"),
            json!("2020-12-01T12:00:00Z"),
        );
        assert_eq!(places(east, zulu), [""]);
    }

    #[test]
    fn pairs_of_a_query_are_decoded() {
        assert_eq!(decoded("%24top=a%20b+%C3%A9"), "$top=a b+\u{e9}");
    }
}
