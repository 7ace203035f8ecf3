//! A stand-in for the service: a server on loopback that answers by a script.
//!
//! In: the answers, one for each request that will come. Out: an endpoint to send requests to, and
//! the requests as they arrived. It can do what a service should not: break off, fall silent, never
//! end.

mod answer;
mod credential;
mod tls;

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use azure_core::Bytes;
use azure_core::http::Transport;
use azure_ml_compute::operations::compute::ListKeys;
use azure_ml_compute::{Client, ClientBuilder, Retry};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub use self::answer::{Answer, AnswerBody};
pub use self::credential::{FakeCredential, TOKEN};
use self::tls::Identity;

/// The subscription that the stub's clients are made for.
pub const SUBSCRIPTION: &str = "sub-1";

/// How long a test waits for what should come at once.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server on loopback; dropping it ends it.
pub struct Stub {
    endpoint: String,
    identity: Option<Identity>,
    script: Arc<Script>,
    listening: JoinHandle<()>,
}

/// What is to be answered, and what was asked.
#[derive(Default)]
struct Script {
    answers: Mutex<VecDeque<Answer>>,
    requests: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The method.
    pub method: Method,
    /// Path and query, letter for letter.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// When it had come in whole.
    pub at: Instant,
}

impl Seen {
    /// A header's value; `None` where it is absent or not text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The path, letter for letter.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

impl Stub {
    /// Starts a server that speaks plain HTTP. A request beyond the last answer gets status 418.
    ///
    /// # Errors
    ///
    /// There is no port to listen on.
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> io::Result<Self> {
        Self::listen(answers, None).await
    }

    /// Starts a server that speaks TLS, with a certificate made for it.
    ///
    /// # Errors
    ///
    /// There is no port to listen on, or no certificate could be made.
    pub async fn start_tls(answers: impl IntoIterator<Item = Answer>) -> io::Result<Self> {
        Self::listen(answers, Some(Identity::new()?)).await
    }

    async fn listen(
        answers: impl IntoIterator<Item = Answer>,
        identity: Option<Identity>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let scheme = if identity.is_some() { "https" } else { "http" };
        let endpoint = format!("{scheme}://{}", listener.local_addr()?);
        let script = Arc::new(Script::default());
        lock(&script.answers).extend(answers);
        let acceptor = identity.as_ref().map(Identity::acceptor);
        let listening = tokio::spawn(accept(listener, acceptor, Arc::clone(&script)));
        Ok(Self {
            endpoint,
            identity,
            script,
            listening,
        })
    }

    /// The URL that paths are appended to.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The requests that have come in, in order.
    pub fn requests(&self) -> Vec<Seen> {
        lock(&self.script.requests).clone()
    }

    /// How many connections have been made.
    pub fn connections(&self) -> usize {
        self.script.connections.load(Ordering::Relaxed)
    }

    /// A client of this server, to be set up further: it waits milliseconds before a retry, and
    /// not for ever.
    ///
    /// # Errors
    ///
    /// The server's certificate cannot be trusted.
    pub fn builder(&self) -> azure_core::Result<ClientBuilder> {
        let builder = Client::builder(SUBSCRIPTION)
            .endpoint(self.endpoint())
            .retry(quick())
            .timeout(PATIENCE);
        Ok(match self.transport()? {
            Some(transport) => builder.transport(transport),
            None => builder,
        })
    }

    /// A client of this server that does not sign its requests.
    ///
    /// # Errors
    ///
    /// Those of [`builder`](Self::builder).
    pub fn client(&self) -> azure_core::Result<Client> {
        self.builder()?.build()
    }

    /// A client of this server that signs its requests with the credential's tokens.
    ///
    /// # Errors
    ///
    /// Those of [`builder`](Self::builder).
    pub fn signed(&self, credential: &Arc<FakeCredential>) -> azure_core::Result<Client> {
        self.builder()?.credential(credential.clone()).build()
    }

    /// A transport that trusts this server's certificate; `None` where it has none and the usual
    /// transport will do.
    ///
    /// # Errors
    ///
    /// The certificate cannot be read.
    pub fn transport(&self) -> azure_core::Result<Option<Transport>> {
        let Some(identity) = &self.identity else {
            return Ok(None);
        };
        let client = identity.trusting_client().map_err(io::Error::other)?;
        Ok(Some(Transport::new(Arc::new(client))))
    }

    /// The settings of an HTTP client that trusts this server alone.
    ///
    /// # Errors
    ///
    /// The certificate cannot be read.
    pub fn http_client(&self) -> reqwest::Result<reqwest::ClientBuilder> {
        match &self.identity {
            Some(identity) => identity.trusting(),
            None => Ok(reqwest::Client::builder()),
        }
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// The one request that most tests make, with names that fit the description.
pub fn list_keys(client: &Client) -> ListKeys<'_> {
    client.compute().list_keys("group", "workspace", "cluster")
}

/// Retries within milliseconds.
pub fn quick() -> Retry {
    Retry::default()
        .initial_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(4))
}

async fn accept(
    listener: TcpListener,
    acceptor: Option<tokio_rustls::TlsAcceptor>,
    script: Arc<Script>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        script.connections.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(greet(stream, acceptor.clone(), Arc::clone(&script)));
    }
}

async fn greet(
    stream: TcpStream,
    acceptor: Option<tokio_rustls::TlsAcceptor>,
    script: Arc<Script>,
) {
    match acceptor {
        None => serve(stream, script).await,
        // A client that does not trust the certificate hangs up; that is for its test to notice.
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, script).await;
            }
        }
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin + 'static>(stream: S, script: Arc<Script>) {
    let service = service_fn(|request| reply(Arc::clone(&script), request));
    // An error here is a connection that one of the two sides gave up: part of the script.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn reply(
    script: Arc<Script>,
    request: Request<Incoming>,
) -> io::Result<Response<AnswerBody>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes());
    lock(&script.requests).push(Seen {
        method: parts.method,
        target: parts.uri.to_string(),
        headers: parts.headers,
        body: body.unwrap_or_default(),
        at: Instant::now(),
    });
    let answer = lock(&script.answers).pop_front();
    answer.unwrap_or_else(|| Answer::new(418)).give().await
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
