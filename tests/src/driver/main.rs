//! Calls the operations of a client: calls come in as lines of JSON, results go out as lines of JSON.
//!
//! A call is `{"operation", "parameters", "body"?, "answer"?}`. Without an answer, what comes back
//! is the request as it would be sent; with one (`{"status", "headers", "body"}`), the call is made
//! against a service that gives it, and what comes back is the value that a caller gets.
//!
//! This file is copied into the driver's crate, where `api` is the client.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use api::{
    ClientOptions, Retry,
    dispatch::{self, CLIENT_PARAMETERS, Content, Failure, Kind, Way},
};
use azure_core::http::{
    AsyncRawResponse, HttpClient, Request, StatusCode, Transport, headers::Headers,
};
use serde_json::{Map, Value, json};

/// One call of an operation.
#[derive(Clone, Debug, serde::Deserialize)]
struct Call {
    operation: String,
    parameters: Map<String, Value>,
    body: Option<Value>,
    answer: Option<Answer>,
}

/// What the service says.
#[derive(Clone, Debug, serde::Deserialize)]
struct Answer {
    status: u16,
    #[serde(default)]
    headers: Map<String, Value>,
    body: Option<Value>,
}

/// Where the state of a resource stands that is still being made.
const STATE: &str = "/properties/provisioningState";

/// Headers that lead on. In examples they lead anywhere.
const LINKS: [&str; 3] = ["azure-asyncoperation", "location", "operation-location"];

fn main() -> io::Result<()> {
    for line in io::stdin().lines() {
        let call: Call = serde_json::from_str(&line?)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            // Nobody waits between two polls.
            .start_paused(true)
            .build()?;
        let result = match runtime.block_on(outcome(call)) {
            Ok(value) => json!({ "value": value }),
            Err(text) => json!({ "refused": text }),
        };
        println!("{result}");
    }
    Ok(())
}

/// The request, the value or the error that a caller gets.
async fn outcome(call: Call) -> Result<Value, String> {
    let client = client(&call)?;
    let operation = dispatch::operations().find(|it| it.id == call.operation);
    let operation = operation.ok_or("no such operation")?;
    let body = call.answer.as_ref().and_then(|answer| answer.body.clone());
    let mut told = dispatch::Call::default();
    told.way = match (&call.answer, operation.kind, &body) {
        (None, _, _) => Way::Request,
        // Its value is nowhere.
        (Some(_), Kind::LongRunning | Kind::LongRunningList, None) => Way::Begin,
        (Some(_), Kind::Paged | Kind::LongRunningList, _) => Way::Pages,
        (Some(_), Kind::LongRunning | Kind::Plain | Kind::PlainOrRow | Kind::Row, _) => Way::Whole,
    };
    told.parameters = call.parameters;
    told.body = call.body.map(Content::Json);
    told.limit = Some(1);
    told.show_secrets = true;
    let begins = told.way == Way::Begin;
    let pages = told.way == Way::Pages;
    let value = match operation.call(&client, &told).await {
        Ok(answer) => match answer.content {
            Some(Content::Json(value)) => value,
            Some(Content::Bytes(_)) => return Err("an answer that is no JSON".to_owned()),
            None => Value::Null,
        },
        Err(Failure::Service { error, text, .. }) => return error.ok_or(text),
        Err(failure) => return Err(failure.to_string()),
    };
    Ok(match value {
        _ if begins => Value::Null,
        Value::Array(mut pages_of) if pages && !pages_of.is_empty() => pages_of.swap_remove(0),
        value => with_state(value, body.as_ref().and_then(|body| body.pointer(STATE))),
    })
}

/// A client of a service that gives the call's answer.
fn client(call: &Call) -> Result<api::Client, String> {
    let mut parameters = Map::new();
    for parameter in CLIENT_PARAMETERS {
        // An operation that does not use the value has none among its parameters.
        let given = call.parameters.get(parameter.key).cloned();
        let given = given.or(parameter.required.then(|| "".into()));
        parameters.extend(given.map(|given| (parameter.key.to_owned(), given)));
    }
    let mut options = ClientOptions::default();
    options.retry = Retry::none();
    let service = Service { answer: call.answer.clone(), asked: AtomicUsize::new(0) };
    options.core.transport = Some(Transport::new(Arc::new(service)));
    let builder = dispatch::client(&parameters).map_err(|wrong| wrong.to_string())?;
    builder.options(options).build().map_err(|error| error.to_string())
}

/// A value with this state of its making, where both have one.
fn with_state(mut value: Value, state: Option<&Value>) -> Value {
    if let (Some(found), Some(state)) = (value.pointer_mut(STATE), state) {
        *found = state.clone();
    }
    value
}

/// A service with one answer. What it goes on with after that has succeeded when it is asked again.
#[derive(Debug)]
struct Service {
    answer: Option<Answer>,
    asked: AtomicUsize,
}

#[async_trait::async_trait]
impl HttpClient for Service {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let mut headers = Headers::new();
        let Some(answer) = &self.answer else {
            return Ok(AsyncRawResponse::from_bytes(StatusCode::NoContent, headers, ""));
        };
        let is_first = self.asked.fetch_add(1, Ordering::Relaxed) == 0;
        let succeeded = json!("Succeeded");
        let is_monitor = request.url().path().ends_with("/operationStatuses/1");
        let body = match (&answer.body, is_first) {
            (Some(body), true) => body.to_string(),
            (Some(_), false) if is_monitor => json!({ "status": succeeded }).to_string(),
            (Some(body), false) => with_state(body.clone(), Some(&succeeded)).to_string(),
            (None, _) => String::new(),
        };
        if is_first {
            for (name, value) in &answer.headers {
                let name = name.to_ascii_lowercase();
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let link = LINKS.contains(&&*name).then(|| request.url().join("/operationStatuses/1"));
                let link = link.and_then(Result::ok).map(String::from);
                headers.insert(name, link.unwrap_or(text));
            }
        }
        let status = if is_first { answer.status } else { 200 };
        Ok(AsyncRawResponse::from_bytes(StatusCode::from(status), headers, body))
    }
}
