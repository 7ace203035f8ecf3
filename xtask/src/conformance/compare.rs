//! What was sent and what came back, beside what a scenario says.
//!
//! Each difference is a line for people; none: all is as it should be.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::{
    route::Route,
    scenario::{Body, Exchange, same_path, text},
};

mod json;
mod multipart;
pub mod xml;

/// Whether a request is the one that is expected, as far as method and path go.
pub fn is_of(expected: &Exchange, sent: &Value) -> bool {
    let (method, path) = address(sent);
    method.eq_ignore_ascii_case(&expected.method)
        && same_path(&normal(path), &normal(&expected.path()))
}

fn address(sent: &Value) -> (&str, &str) {
    let part = |key: &str| sent.get(key).and_then(Value::as_str).unwrap_or_default();
    (part("method"), part("path"))
}

/// What a request lacks or has otherwise.
pub fn request(route: &Route<'_>, expected: &Exchange, sent: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if !is_of(expected, sent) {
        let (method, path) = address(sent);
        let (wanted_method, wanted) = (&expected.method, expected.path());
        wrong.push(format!("{method} {path}, not {wanted_method} {wanted}"));
    }
    for (name, value) in &expected.request.query {
        let found = all(sent, "query", name);
        let wanted: Vec<String> = match value {
            Value::Array(items) => items.iter().map(text).collect(),
            other => vec![text(other)],
        };
        let same = found.len() == wanted.len()
            && found
                .iter()
                .zip(&wanted)
                .all(|(one, other)| one == other || json::same_text(one, other));
        if !same {
            wrong.push(format!("query {name}: {found:?}, not {wanted:?}"));
        }
    }
    for (name, value) in &expected.request.headers {
        let found = all(sent, "headers", name);
        let wanted = text(value);
        if name.eq_ignore_ascii_case("content-type") && !says(route, expected, &wanted) {
            continue;
        }
        if !found.iter().any(|found| same_header(name, found, &wanted)) {
            wrong.push(format!("header {name}: {found:?}, not {wanted:?}"));
        }
    }
    if let Some(body) = &expected.request.body {
        wrong.extend(sent_body(body, sent));
    }
    wrong
}

/// Whether the document has the request be of that media type: what it lost, nobody can send; and
/// a request without a body is of none.
fn says(route: &Route<'_>, expected: &Exchange, wanted: &str) -> bool {
    let body = route.operation.body.as_ref();
    let body = body.filter(|_| expected.request.body.is_some());
    body.is_some_and(|body| {
        let choices = body.content_types.iter().flat_map(|it| &it.choices);
        let mut known = choices.chain([&body.media_type]);
        known.any(|known| media_type(known) == media_type(wanted))
    })
}

/// A media type can have parameters that the scenario does not name, and a time can be written in
/// several ways.
fn same_header(name: &str, found: &str, wanted: &str) -> bool {
    if name.eq_ignore_ascii_case("content-type") {
        return media_type(found) == media_type(wanted);
    }
    found == wanted || json::same_text(found, wanted)
}

fn media_type(text: &str) -> String {
    let kind = text.split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

fn all(sent: &Value, place: &str, name: &str) -> Vec<String> {
    let pairs = sent.get(place).and_then(Value::as_array);
    let pairs = pairs.into_iter().flatten().filter_map(|pair| {
        let (key, value) = (pair.get(0)?.as_str()?, pair.get(1)?.as_str()?);
        let same = match place {
            "headers" => key.eq_ignore_ascii_case(name),
            _ => key == name,
        };
        same.then(|| value.to_owned())
    });
    pairs.collect()
}

fn bytes(value: Option<&Value>) -> Vec<u8> {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    STANDARD.decode(text).unwrap_or_default()
}

fn sent_body(expected: &Body, sent: &Value) -> Vec<String> {
    let found = bytes(sent.get("body"));
    let kind = all(sent, "headers", "content-type");
    let kind = kind.first().map(String::as_str).unwrap_or_default();
    let mut wrong = Vec::new();
    if expected.kind.is_some() {
        wrong.extend(multipart::differences(expected, kind, &found));
    } else {
        wrong.extend(body(expected, &found).map(|it| format!("body {it}")));
    }
    wrong
}

/// How a body differs from what was expected.
fn body(expected: &Body, found: &[u8]) -> Option<String> {
    let wanted = expected.bytes();
    if wanted == found {
        return None;
    }
    let same = if expected.is_json() {
        let wanted: Option<Value> = serde_json::from_slice(&wanted).ok();
        let parsed: Option<Value> = serde_json::from_slice(found).ok();
        // The data has texts in JSON, too.
        let is_text = || wanted.as_ref().and_then(Value::as_str).map(str::as_bytes) == Some(found);
        is_text()
            || matches!((&wanted, &parsed), (Some(wanted), Some(parsed)) if json::same(wanted, parsed))
    } else if expected.media_type().ends_with("xml") {
        xml::same(&wanted, found)
    } else if expected.media_type().ends_with("jsonl") {
        lines(&wanted) == lines(found)
    } else {
        false
    };
    let shown = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        text.chars().take(400).collect::<String>()
    };
    (!same).then(|| format!("{:?}, not {:?}", shown(found), shown(&wanted)))
}

/// The values of a body with one on each line.
fn lines(body: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(body);
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// What a call came to, beside the answers that it got.
pub fn outcome(answers: &[&Exchange], outcome: &Value, fails_with: Option<u16>) -> Vec<String> {
    if let Some(status) = fails_with {
        return match outcome.get("refused").and_then(Value::as_u64) {
            Some(found) if found == u64::from(status) => Vec::new(),
            _ => vec![format!("not refused with {status}: {outcome}")],
        };
    }
    for key in ["input", "refused", "failed"] {
        if let Some(found) = outcome.get(key) {
            let text = outcome
                .get("text")
                .and_then(Value::as_str)
                .unwrap_or_default();
            return vec![format!("{key}: {} {text}", self::text(found))];
        }
    }
    let content = outcome.get("content").filter(|content| !content.is_null());
    let difference = match content {
        None => None,
        Some(content) => value(answers, content),
    };
    difference
        .map(|it| format!("value {it}"))
        .into_iter()
        .collect()
}

/// How a value differs from the bodies that it was made of.
fn value(answers: &[&Exchange], content: &Value) -> Option<String> {
    let bodies: Vec<&Body> = answers
        .iter()
        .filter_map(|it| it.response.body.as_ref())
        .collect();
    let last = bodies.last()?;
    let Some(found) = content.get("json") else {
        let found = bytes(content.get("base64"));
        let loosely = xml::same_but_items(&last.bytes(), &found);
        return body(last, &found).filter(|_| !loosely);
    };
    let parsed = |body: &&Body| serde_json::from_slice::<Value>(&body.bytes()).ok();
    // The pages of a list, the items of a row, a value as it is, and the one inside of an
    // operation's state.
    let pages: Option<Vec<Value>> = bodies.iter().map(parsed).collect();
    let whole = parsed(last);
    let inner = whole
        .as_ref()
        .and_then(|whole| whole.get("result").cloned());
    let items = last
        .media_type()
        .ends_with("jsonl")
        .then(|| lines(&last.bytes()));
    let plain = last.text().map(|text| Value::String(text.to_owned()));
    let candidates = [
        pages.map(Value::Array),
        whole,
        inner,
        items.map(Value::Array),
        plain,
    ];
    // A page whose body the data lost has no expected one.
    let known = found
        .as_array()
        .and_then(|all| all.get(all.len().checked_sub(bodies.len())?..));
    let known = known.filter(|_| answers.len() > bodies.len());
    let known = known.map(|known| Value::Array(known.to_vec()));
    let found = known.as_ref().unwrap_or(found);
    let mut candidates = candidates.iter().flatten();
    let same = candidates.any(|wanted| json::same(wanted, found)) || same_pages(&bodies, found);
    (!same).then(|| {
        let wanted: String = String::from_utf8_lossy(&last.bytes())
            .chars()
            .take(400)
            .collect();
        let found: String = found.to_string().chars().take(400).collect();
        format!("{found}, not {wanted}")
    })
}

/// Whether a value is pages, each written as it came.
fn same_pages(bodies: &[&Body], found: &Value) -> bool {
    let pages = found.as_array().map(Vec::as_slice).unwrap_or_default();
    let texts: Vec<&str> = pages.iter().filter_map(Value::as_str).collect();
    texts.len() == bodies.len()
        && !texts.is_empty()
        && bodies
            .iter()
            .zip(texts)
            .all(|(wanted, found)| body(wanted, found.as_bytes()).is_none())
}

/// A path in which nothing is encoded that need not be (RFC 3986, section 6.2.2.2). Delimiters are
/// other characters when they are encoded, so that they stay as they are.
fn normal(path: &str) -> String {
    let mut bytes = path.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digits: Vec<u8> = bytes.by_ref().take(2).collect();
        let text = std::str::from_utf8(&digits).unwrap_or_default();
        match u8::from_str_radix(text, 16) {
            Ok(byte) if !is_delimiter(byte) => out.push(byte),
            Ok(_) | Err(_) => out.extend(std::iter::once(b'%').chain(digits)),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// `reserved` of RFC 3986, section 2.2, and the percent sign.
fn is_delimiter(byte: u8) -> bool {
    b":/?#[]@!$&'()*+,;=%".contains(&byte)
}
