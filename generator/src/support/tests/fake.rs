//! A transport that gives the answers it was told to, and remembers what it was asked.
//!
//! In: the answers, in order. Out: a client [`Core`] over it, and the requests that came.

use std::collections::VecDeque;
use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_core::Stream;

use crate::support::runtime;
use crate::support::runtime::Bytes;
use crate::support::runtime::error::{Error, ErrorKind};
use crate::support::runtime::http::headers::{HeaderName, HeaderValue, Headers};
use crate::support::runtime::http::policies::{Policy, PolicyResult};
use crate::support::runtime::http::{
    AsyncRawResponse, Body, Context, Method, Request, StatusCode, Transport,
};
pub use crate::support::tests::tokens::{Careless, Teller, TokenCredential};
use crate::support::{
    ClientOptions, Core, Credentials, InvalidParameter, RequestBody, Retry, Scheme, Security,
    Service, Site, Target, Writing,
};

/// Where the fake service is.
pub const ENDPOINT: &str = "https://service.test";

/// A service that takes tokens.
pub const SERVICE: Service = Service {
    crate_name: "test_crate",
    crate_version: "1.2.3",
    endpoint: Some(ENDPOINT),
    scopes: &["things"],
    schemes: &[Scheme::Token],
    security: Security(&[&[0]]),
};

/// What the fake transport does with one request.
pub enum Answer {
    /// A response.
    Reply(Reply),
    /// No response: an error of this kind.
    Fail(ErrorKind),
    /// Nothing, ever.
    Silence,
}

/// A response of the fake transport.
pub struct Reply {
    status: u16,
    headers: Headers,
    chunks: VecDeque<Bytes>,
    end: End,
}

/// What comes after the last chunk of a body.
enum End {
    Done,
    Break(ErrorKind),
    Never,
    /// The last chunk again and again.
    Forever,
}

impl Answer {
    /// A response with a JSON body.
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::reply(status, body).header("content-type", "application/json")
    }

    /// A response with a body of no particular kind.
    pub fn reply(status: u16, body: impl Into<Bytes>) -> Self {
        Self::Reply(Reply {
            status,
            headers: Headers::new(),
            chunks: VecDeque::from([body.into()]),
            end: End::Done,
        })
    }

    /// A response whose body comes in these pieces.
    pub fn chunks(status: u16, chunks: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self::Reply(Reply {
            status,
            headers: Headers::new(),
            chunks: chunks.into_iter().map(Bytes::from).collect(),
            end: End::Done,
        })
    }

    /// The same with a header.
    pub fn header(self, name: &'static str, value: impl Into<HeaderValue>) -> Self {
        self.with(|reply| reply.headers.insert(HeaderName::from_static(name), value))
    }

    /// The same with a body that breaks off.
    pub fn broken(self, kind: ErrorKind) -> Self {
        self.with(|reply| reply.end = End::Break(kind))
    }

    /// The same with a body whose end never comes.
    pub fn stuck(self) -> Self {
        self.with(|reply| reply.end = End::Never)
    }

    /// The same with a body that has no end.
    pub fn endless(self) -> Self {
        self.with(|reply| reply.end = End::Forever)
    }

    fn with(mut self, change: impl FnOnce(&mut Reply)) -> Self {
        match &mut self {
            Self::Reply(reply) => change(reply),
            Self::Fail(_) | Self::Silence => panic!("only a reply can be changed"),
        }
        self
    }
}

impl Stream for Reply {
    type Item = runtime::Result<Bytes>;

    fn poll_next(
        self: Pin<&mut Self>,
        _cx: &mut std::task::Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        match &this.end {
            End::Forever => {
                let chunk = this.chunks.front().cloned().unwrap_or_default();
                return Poll::Ready(Some(Ok(chunk)));
            }
            End::Done | End::Break(_) | End::Never => {}
        }
        if let Some(chunk) = this.chunks.pop_front() {
            return Poll::Ready(Some(Ok(chunk)));
        }
        match &this.end {
            End::Break(kind) => Poll::Ready(Some(Err(Error::with_message(
                kind.clone(),
                "the fake body broke",
            )))),
            End::Never => Poll::Pending,
            End::Done | End::Forever => Poll::Ready(None),
        }
    }
}

/// One request that the fake transport was given.
#[derive(Clone, Debug)]
pub struct Sent {
    pub method: Method,
    pub url: String,
    pub headers: Headers,
    pub body: Bytes,
    pub at: Instant,
}

impl Sent {
    /// A header's value, or nothing.
    pub fn header(&self, name: &'static str) -> Option<&str> {
        self.headers
            .get_optional_str(&HeaderName::from_static(name))
    }
}

/// The fake transport; clones share the answers and the memory.
#[derive(Clone, Default)]
pub struct Fake {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl std::fmt::Debug for Fake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fake")
    }
}

impl Fake {
    /// Gives these answers, in order, and fails with kind `Other` after the last.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            sent: Arc::default(),
        }
    }

    /// The requests so far.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// How many requests came.
    pub fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// The fake as a transport.
    pub fn transport(&self) -> Transport {
        Transport::with_policy(Arc::new(self.clone()))
    }

    /// Client options that use the fake and retry within milliseconds.
    pub fn options(&self) -> ClientOptions {
        let mut options = ClientOptions::default();
        options.core.transport = Some(self.transport());
        options.retry = quick();
        options
    }

    /// A client without a credential over the fake.
    pub fn core(&self) -> Core {
        core(self.options())
    }
}

#[async_trait]
impl Policy for Fake {
    async fn send(
        &self,
        _ctx: &Context,
        request: &mut Request,
        _next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        let body = drained(request.body_mut()).await;
        self.sent.lock().unwrap().push(Sent {
            method: request.method(),
            url: request.url().to_string(),
            headers: request.headers().clone(),
            body,
            at: Instant::now(),
        });
        let answer = self.answers.lock().unwrap().pop_front();
        match answer {
            Some(Answer::Reply(reply)) => Ok(AsyncRawResponse::new(
                StatusCode::from(reply.status),
                reply.headers.clone(),
                Box::pin(reply),
            )),
            // `reqwest` quotes the URL in its errors, too.
            Some(Answer::Fail(kind)) => Err(Error::with_error(
                kind,
                format!("no answer from {}", request.url()),
                "the fake failed",
            )),
            Some(Answer::Silence) => pending().await,
            None => Err(Error::with_message(
                ErrorKind::Other,
                "the fake has no more answers",
            )),
        }
    }
}

/// Reads a body to its end and leaves it there, as a transport does.
async fn drained(body: &mut Body) -> Bytes {
    match body {
        Body::Bytes(bytes) => bytes.clone(),
        Body::SeekableStream(stream) => {
            let mut all = Vec::new();
            while let Some(chunk) = poll_fn(|cx| Pin::new(&mut **stream).poll_next(cx)).await {
                all.extend_from_slice(&chunk.unwrap());
            }
            all.into()
        }
    }
}

/// The default retries, in milliseconds.
pub fn quick() -> Retry {
    Retry::default()
        .initial_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(4))
}

/// A client without a credential.
pub fn core(options: ClientOptions) -> Core {
    client(&SERVICE, Credentials::default(), options).unwrap()
}

/// A request with an empty body.
pub fn request(method: Method) -> Request {
    Request::new(format!("{ENDPOINT}/things").parse().unwrap(), method)
}

/// A request with a body of that media type.
pub fn request_of(body: &RequestBody<'_>, media_type: &str) -> Result<Request, InvalidParameter> {
    let mut target = Target::new(&format!("{ENDPOINT}/things").parse().unwrap());
    let heads = Vec::new();
    body.put(&mut target, &Writing { media_type, heads })?;
    target.into_request(Method::Put)
}

/// What a caller gave who gave this alone.
pub fn token(credential: Arc<dyn TokenCredential>) -> Credentials {
    let mut credentials = Credentials::default();
    credentials.token(0, credential);
    credentials
}

/// A client for that service, where it says.
pub fn client(
    service: &Service,
    credentials: Credentials,
    options: ClientOptions,
) -> runtime::Result<Core> {
    let site = Site::described(service, &options)?;
    Core::new(service, site, credentials, options)
}
