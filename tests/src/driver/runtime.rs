//! What every driver has: calls come in as lines of JSON, results go out as lines of JSON.
//!
//! A call is `{"operation", "parameters", "body"?, "answer"?}`. Without an answer, what comes back
//! is the request as it would be sent; with one (`{"status", "headers", "body"}`), the call is made
//! against a service that gives it, and what comes back is the value that a caller gets.
//!
//! This file is copied into the driver's crate, where `api` is the client.

use std::{fmt::Display, future::Future, io, pin::Pin, sync::Arc};

use api::{Client, ClientOptions, Error, Response, Retry};
use azure_core::http::{
    AsyncRawResponse, HttpClient, Request, StatusCode, Transport, headers::Headers,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

/// One operation, from a call to its result.
pub type Run = fn(Call) -> Pin<Box<dyn Future<Output = Outcome>>>;

/// What a call comes to.
pub type Outcome = Result<Value, Refusal>;

/// One call of an operation.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Call {
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

/// What kept a call from its end.
#[derive(Debug)]
pub struct Refusal {
    /// `parameters`, `body`, `request` or `answer`.
    at: &'static str,
    text: String,
}

impl Refusal {
    fn new(at: &'static str, text: impl Display) -> Self {
        let text = text.to_string();
        Self { at, text }
    }
}

impl Call {
    /// The value of a parameter.
    pub fn given<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let value = self.parameters.get(name);
        let value = value.map(|value| T::deserialize(value));
        value
            .transpose()
            .map_err(|error| Refusal::new("parameters", format!("{name}: {error}")))
    }

    /// The value of a parameter that has to be there.
    pub fn needed<T: DeserializeOwned>(&self, name: &str) -> Result<T, Refusal> {
        let missing = || Refusal::new("parameters", format!("{name}: missing"));
        self.given(name)?.ok_or_else(missing)
    }

    /// The body.
    pub fn body<T: DeserializeOwned>(&self) -> Result<Option<T>, Refusal> {
        let body = self.body.as_ref().map(|value| T::deserialize(value));
        body.transpose()
            .map_err(|error| Refusal::new("body", error))
    }

    /// The body that has to be there.
    pub fn needed_body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        self.body()?.ok_or_else(|| Refusal::new("body", "missing"))
    }

    /// Whether the request alone is asked for.
    pub fn is_request(&self) -> bool {
        self.answer.is_none()
    }

    /// A client of a service that gives the call's answer to whatever it is asked.
    pub fn options(&self) -> ClientOptions {
        let mut options = ClientOptions::default();
        options.retry = Retry::none();
        let service = Arc::new(self.answer.clone());
        options.core.transport = Some(Transport::new(Arc::new(Service(service))));
        options
    }

    /// The answer's body, where it has one, by the type of the value of an operation that goes on
    /// after it.
    pub fn value<T: DeserializeOwned + Serialize>(&self) -> Outcome {
        let body = self.answer.as_ref().and_then(|answer| answer.body.as_ref());
        let Some(body) = body else {
            return Ok(Value::Null);
        };
        let value = T::deserialize(body).map_err(|error| Refusal::new("answer", error))?;
        json(&value)
    }
}

/// A client that could be made.
pub fn client(made: azure_core::Result<Client>) -> Result<Client, Refusal> {
    made.map_err(|error| Refusal::new("parameters", error))
}

/// A request as it would be sent.
pub fn requested<E>(request: Result<Request, Error<E>>) -> Outcome
where
    Error<E>: Display,
{
    let request = request.map_err(|error| Refusal::new("request", error))?;
    let headers = request.headers().iter();
    let headers: Map<String, Value> = headers
        .map(|(name, value)| (name.as_str().to_owned(), value.as_str().into()))
        .collect();
    let body = azure_core::Bytes::from(request.body());
    let body = String::from_utf8_lossy(&body);
    Ok(json!({
        "method": request.method().as_str(),
        "url": request.url().as_str(),
        "headers": headers,
        "body": body,
    }))
}

/// The value or the error that a caller gets.
pub fn answered<T, H, E>(
    answer: Result<Response<T, H>, Error<E>>,
    value: impl FnOnce(&T) -> Outcome,
    error: impl FnOnce(&E) -> Outcome,
) -> Outcome
where
    Error<E>: Display,
{
    match answer {
        Ok(response) => value(response.value()),
        Err(Error::Service(refusal)) => match refusal.parsed() {
            Some(parsed) => error(parsed),
            None => Err(Refusal::new("answer", "not the error that is described")),
        },
        Err(failure) => Err(Refusal::new("answer", failure)),
    }
}

/// A value written in full.
pub fn json<T: Serialize>(value: &T) -> Outcome {
    serde_json::to_value(value).map_err(|error| Refusal::new("answer", error))
}

/// A service with one answer.
#[derive(Debug)]
struct Service(Arc<Option<Answer>>);

#[async_trait::async_trait]
impl HttpClient for Service {
    async fn execute_request(&self, _: &Request) -> azure_core::Result<AsyncRawResponse> {
        let mut headers = Headers::new();
        let Some(answer) = self.0.as_ref() else {
            return Ok(AsyncRawResponse::from_bytes(
                StatusCode::NoContent,
                headers,
                "",
            ));
        };
        for (name, value) in &answer.headers {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            headers.insert(name.clone(), text);
        }
        let body = answer
            .body
            .as_ref()
            .map(Value::to_string)
            .unwrap_or_default();
        let status = StatusCode::from(answer.status);
        Ok(AsyncRawResponse::from_bytes(status, headers, body))
    }
}

/// Runs the calls that come in, each with the operation that it names.
pub fn serve(operation: fn(&str) -> Option<Run>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    for line in io::stdin().lines() {
        let call: Call = serde_json::from_str(&line?)?;
        let outcome = match operation(&call.operation) {
            Some(run) => runtime.block_on(run(call)),
            None => Err(Refusal::new("parameters", "no such operation")),
        };
        let result = match outcome {
            Ok(value) => json!({ "value": value }),
            Err(Refusal { at, text }) => json!({ "refused": { "at": at, "text": text } }),
        };
        println!("{result}");
    }
    Ok(())
}
