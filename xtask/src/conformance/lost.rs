//! Answers whose bodies the data lost: a server makes them of what it is asked, and a file cannot.
//!
//! In their place comes what the document says, so that the call goes on to the next request. What
//! the call makes of it is nobody's expectation.

use base64::{Engine, engine::general_purpose::STANDARD};
use clientforge::model::Payload;
use serde_json::{Value, json};

use super::{
    given::any,
    route::{Route, path_of},
    scenario::{Exchange, Scenario, same_path, text},
};

/// The body to answer with, where the scenario has none and the document has one.
pub fn body(route: &Route<'_>, scenario: &Scenario, at: usize, base_url: &str) -> Option<Value> {
    let exchange = scenario.requests.get(at)?;
    if exchange.response.body.is_some() || exchange.response.status != 200 {
        return None;
    }
    let operation = route.operation;
    if operation.long_running.is_some() && at > 0 && is_monitor(scenario, exchange) {
        // One pattern can be of the state and of the value.
        let value = match &operation.success.payload {
            Payload::One(ty) => full(route, ty),
            Payload::Nothing | Payload::Many(_) => json!({}),
        };
        let mut state = value.as_object().cloned().unwrap_or_default();
        state.insert("status".to_owned(), "Succeeded".into());
        return Some(state.into());
    }
    let Payload::One(ty) = &operation.success.payload else {
        return None;
    };
    let sent = exchange.request.body.as_ref().and_then(|body| body.text());
    let sent: Option<Value> = sent.and_then(|text| serde_json::from_str(text).ok());
    let sent = sent.filter(|_| operation.body.as_ref().is_some_and(|body| body.ty == *ty));
    let mut made = sent.unwrap_or_else(|| full(route, ty));
    if operation.paging.is_some()
        && let (Some(next), Some(page)) = (scenario.requests.get(at + 1), made.as_object_mut())
    {
        let query: Vec<String> = next
            .request
            .query
            .iter()
            .map(|(name, value)| format!("{name}={}", text(value)))
            .collect();
        let link = format!("{base_url}{}?{}", next.path(), query.join("&"));
        page.insert("nextLink".to_owned(), link.into());
    }
    Some(made)
}

/// A value with what an answer has to have, read-only properties too.
fn full(route: &Route<'_>, ty: &clientforge::model::Type) -> Value {
    any(&route.document.api, ty, true)
}

/// Whether an earlier answer names the request as where the operation's state is.
fn is_monitor(scenario: &Scenario, exchange: &Exchange) -> bool {
    let path = exchange.path();
    scenario.requests.iter().any(|earlier| {
        earlier.response.headers.iter().any(|(name, value)| {
            let monitor = ["azure-asyncoperation", "operation-location"];
            monitor.iter().any(|it| name.eq_ignore_ascii_case(it))
                && same_path(
                    path_of(text(value).split('?').next().unwrap_or_default()),
                    &path,
                )
        })
    })
}

/// The answers in which an operation ends whose last described state is none to end in.
pub fn ends(route: &Route<'_>, exchanges: &[Exchange]) -> Vec<Value> {
    if route.operation.long_running.is_none() {
        return Vec::new();
    }
    let last = |(number, exchange): &(usize, &Exchange)| {
        let mut later = exchanges.iter().skip(number + 1);
        !later.any(|it| it.path() == exchange.path())
    };
    let polls = exchanges.iter().enumerate().skip(1).filter(last);
    let ends = polls.filter_map(|(number, exchange)| {
        let body = exchange.response.body.as_ref().and_then(|body| body.text());
        let state: Option<Value> = body.and_then(|text| serde_json::from_str(text).ok());
        let state = state.and_then(|it| Some(it.get("status")?.as_str()?.to_owned()));
        let (status, body) = match state.as_deref() {
            Some("InProgress" | "Running" | "Accepted") => {
                (200, json!({ "status": "Succeeded" }).to_string())
            }
            None if exchange.response.status == 202 => (204, String::new()),
            Some(_) | None => return None,
        };
        Some(json!({
            "number": number,
            "method": exchange.method,
            "path": exchange.path(),
            "status": status,
            "headers": { "content-type": "application/json" },
            "body": STANDARD.encode(body),
        }))
    });
    ends.chain(value_elsewhere(route, exchanges)).collect()
}

/// The answer of the place that the first one names for the value, where the data has none of it.
fn value_elsewhere(route: &Route<'_>, exchanges: &[Exchange]) -> Option<Value> {
    let first = exchanges.first()?;
    let mut headers = first.response.headers.iter();
    let (_, location) = headers.find(|(name, _)| name.eq_ignore_ascii_case("location"))?;
    let location = text(location);
    let path = path_of(location.split('?').next()?).to_owned();
    if exchanges.iter().any(|it| same_path(&path, &it.path())) {
        return None;
    }
    let value = match &route.operation.success.payload {
        Payload::One(ty) => full(route, ty),
        Payload::Nothing | Payload::Many(_) => Value::Null,
    };
    Some(json!({
        "number": exchanges.len(),
        "method": "get",
        "path": path,
        "status": 200,
        "headers": { "content-type": "application/json" },
        "body": STANDARD.encode(value.to_string()),
    }))
}
