//! Calls of generated clients: a line of JSON in, a line of JSON out.
//!
//! This file is copied into the crate that has the clients as modules. A task names a module, an
//! operation and what to call it with, and brings the answers of a service, in their order; what
//! comes back is what was sent, and what the call came to. Without answers, the service is asked.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use azure_core::{
    base64,
    credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions},
    http::{
        AsyncRawResponse, Body, HttpClient, Request, StatusCode, Transport, Url, headers::Headers,
    },
    time::OffsetDateTime,
};
use secrecy::SecretString;
use serde_json::{Map, Value, json};

/// What to do.
#[derive(Debug, serde::Deserialize)]
struct Task {
    module: String,
    operation: String,
    client: Map<String, Value>,
    parameters: Map<String, Value>,
    body: Option<Map<String, Value>>,
    content_type: Option<String>,
    paged: bool,
    endpoint: Option<String>,
    /// What the caller sets as `Accept` by hand.
    accept: Option<String>,
    secrets: BTreeMap<String, String>,
    /// There is a token to sign with.
    token: bool,
    /// What the service answers; `None`: there is a real one.
    answers: Option<VecDeque<Answer>>,
}

/// What a service says.
#[derive(Clone, Debug, serde::Deserialize)]
struct Answer {
    /// The request that it is for: method and path.
    method: String,
    path: String,
    status: u16,
    headers: Map<String, Value>,
    body: String,
    number: usize,
}

impl Answer {
    /// The first answer is for whatever comes first; what is sent is judged elsewhere.
    fn is_for(&self, request: &Request) -> bool {
        let found = request.url().path().trim_end_matches('/').split('/');
        let mut expected = self.path.trim_end_matches('/').split('/');
        // What a scenario leaves open is any segment.
        let same = found.map(Some).all(|found| match expected.next() {
            Some("sample") => true,
            segment => segment == found,
        });
        let same = same && expected.next().is_none();
        self.number == 0 || same && self.method.eq_ignore_ascii_case(request.method().as_str())
    }
}

/// Writes down what is sent, and answers.
#[derive(Debug)]
struct Recorder {
    sent: Mutex<Vec<Value>>,
    answers: Mutex<Option<VecDeque<Answer>>>,
    network: Arc<dyn HttpClient>,
}

#[async_trait::async_trait]
impl HttpClient for Recorder {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let next = lock(&self.answers).as_mut().map(|answers| {
            let at = answers.iter().position(|answer| answer.is_for(request))?;
            // What a scenario leaves open is several addresses.
            match answers.get(at) {
                Some(answer) if answer.path.contains("/sample") => Some(answer.clone()),
                _ => answers.remove(at),
            }
        });
        let mut written = written(request)?;
        let number = next.as_ref().and_then(Option::as_ref).map(|answer| answer.number);
        if let Some(written) = written.as_object_mut() {
            written.insert("number".to_owned(), json!(number));
        }
        lock(&self.sent).push(written);
        let answer = match next {
            None => return self.ask(request).await,
            Some(Some(answer)) => answer,
            Some(None) => {
                let kind = azure_core::error::ErrorKind::Other;
                return Err(azure_core::Error::with_message(kind, "nothing more was expected"));
            }
        };
        let mut headers = Headers::new();
        for (name, value) in &answer.headers {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            headers.insert(name.to_lowercase(), text);
        }
        let body = base64::decode(&answer.body)?;
        Ok(AsyncRawResponse::from_bytes(StatusCode::from(answer.status), headers, body))
    }
}

impl Recorder {
    /// Asks the server, which speaks no TLS: clients send tokens nowhere else.
    async fn ask(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let mut request = request.clone();
        let secure = origin(request.url(), "https");
        let plain = origin(request.url(), "http");
        let port = request.url().port().unwrap_or(80);
        let local = format!("http://localhost:{port}");
        // The server has one name for itself.
        let known = |text: &str| text.replace(&plain, &secure).replace(&local, &secure);
        let _ = request.url_mut().set_scheme("http");
        let response = self.network.execute_request(&request).await?;
        let (status, headers, body) = response.try_into_raw_response().await?.deconstruct();
        let mut seen = Headers::new();
        for (name, value) in headers.iter() {
            seen.insert(name.clone(), known(value.as_str()));
        }
        let body = azure_core::Bytes::from(body);
        let body = match std::str::from_utf8(&body) {
            Ok(text) => known(text).into(),
            Err(_) => body,
        };
        Ok(AsyncRawResponse::from_bytes(status, seen, body))
    }
}

/// Where an address is, by another scheme.
fn origin(url: &Url, scheme: &str) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

/// A request as data.
fn written(request: &Request) -> azure_core::Result<Value> {
    let url = request.url();
    let query: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let headers = request.headers().iter();
    let headers: Vec<(&str, &str)> = headers
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let body = match request.body() {
        Body::Bytes(bytes) => bytes.clone(),
        Body::SeekableStream(_) => {
            let kind = azure_core::error::ErrorKind::Other;
            return Err(azure_core::Error::with_message(kind, "no task gives a stream"));
        }
    };
    Ok(json!({
        "method": request.method().as_str(),
        "path": url.path(),
        "query": query,
        "headers": headers,
        "body": base64::encode(&body),
    }))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the scope as a token: the scenarios want to see it.
#[derive(Debug)]
struct Scopes;

#[async_trait::async_trait]
impl TokenCredential for Scopes {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let expires = OffsetDateTime::now_utc() + Duration::from_secs(3600);
        Ok(AccessToken::new(Secret::new(scopes.join(" ")), expires))
    }
}

macro_rules! modules {
    ($($name:ident),* $(,)?) => {
        /// Calls the operation of the module that the task names.
        async fn call(task: Task, recorder: Arc<Recorder>) -> Value {
            match task.module.as_str() {
                $(stringify!($name) => {
                    use clients::$name::{ClientOptions, Retry, dispatch};
                    let builder = match dispatch::client(&task.client) {
                        Ok(builder) => builder,
                        Err(failure) => return json!({ "input": failure.to_string() }),
                    };
                    let secrets = task.secrets.into_iter();
                    let credentials = dispatch::Credentials {
                        secrets: secrets
                            .map(|(name, secret)| (name, SecretString::from(secret)))
                            .collect(),
                        users: BTreeMap::new(),
                        token: task.token.then(|| Arc::new(Scopes) as Arc<dyn TokenCredential>),
                    };
                    let mut options = ClientOptions::default();
                    options.endpoint = task.endpoint;
                    options.retry = Retry::none();
                    options.core.transport = Some(Transport::new(recorder));
                    let builder = dispatch::sign(builder.options(options), &credentials);
                    let client = match builder.build() {
                        Ok(client) => client,
                        Err(error) => return json!({ "input": error.to_string() }),
                    };
                    let mut call = dispatch::Call::default();
                    call.parameters = task.parameters;
                    call.content_type = task.content_type;
                    call.headers.extend(task.accept.map(|accept| ("accept".to_owned(), accept)));
                    call.show_secrets = true;
                    call.as_sent = true;
                    if task.paged {
                        call.way = dispatch::Way::Pages;
                    }
                    call.body = task.body.and_then(|body| {
                        let bytes = |text: &Value| base64::decode(text.as_str()?).ok();
                        Some(match body.get("json") {
                            Some(json) => dispatch::Content::Json(json.clone()),
                            None => dispatch::Content::Bytes(bytes(body.get("base64")?)?.into()),
                        })
                    });
                    match dispatch::call(&client, &task.operation, &call).await {
                        Ok(answer) => json!({
                            "status": answer.status.map(u16::from),
                            "content": answer.content.map(|content| match content {
                                dispatch::Content::Json(json) => json!({ "json": json }),
                                dispatch::Content::Bytes(bytes) => {
                                    json!({ "base64": base64::encode(&bytes) })
                                }
                            }),
                        }),
                        Err(dispatch::Failure::Service { status, text, .. }) => {
                            json!({ "refused": u16::from(status), "text": text })
                        }
                        Err(dispatch::Failure::Input { name, reason }) => {
                            json!({ "input": format!("{name} {reason}") })
                        }
                        Err(dispatch::Failure::Transport(text)) => json!({ "failed": text }),
                    }
                })*
                other => json!({ "input": format!("no module {other}") }),
            }
        }
    };
}

include!("modules.rs");

/// An address for the clients whose description has none.
fn usable(endpoint: Option<String>) -> Option<String> {
    endpoint.filter(|text| Url::parse(text).is_ok())
}

fn main() -> io::Result<()> {
    for line in io::stdin().lines() {
        let mut task: Task = serde_json::from_str(&line?)?;
        task.endpoint = usable(task.endpoint.take());
        let is_alone = task.answers.is_some();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            // Nobody waits for a clock where nobody else is asked.
            .start_paused(is_alone)
            .build()?;
        let recorder = Arc::new(Recorder {
            sent: Mutex::default(),
            answers: Mutex::new(task.answers.take()),
            network: azure_core::http::new_http_client(None),
        });
        let outcome = runtime.block_on(call(task, recorder.clone()));
        let sent = std::mem::take(&mut *lock(&recorder.sent));
        let mut out = io::stdout().lock();
        writeln!(out, "{}", json!({ "sent": sent, "outcome": outcome }))?;
        out.flush()?;
    }
    Ok(())
}
