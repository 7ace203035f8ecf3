//! What all clients share: the endpoint, the pipeline, and the one function that sends.
//!
//! In: the generated crate's [`Service`], credentials and the caller's [`ClientOptions`]. Out: a
//! [`Core`] that takes requests and gives whole responses, whatever their status.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use super::runtime;
use super::runtime::http::{Pipeline, RawResponse, Request, Url};
use super::{Call, CallOptions, Credentials, Repeat, Retry, Service, SigningPolicy, Site};
use super::{Values, parse_endpoint, pipeline, within};

/// The size that a buffered response may have when nothing else is said: 64 MiB.
const MAX_RESPONSE_BYTES: u64 = 64 * 1024 * 1024;

/// What a caller sets once for all calls of a client.
#[derive(Clone)]
#[non_exhaustive]
pub struct ClientOptions {
    /// The URL that paths are appended to; wins over what the description says.
    pub endpoint: Option<String>,
    /// The time limit of each call, retries included. By default there is none, and a body that
    /// comes slowly is waited for; but the usual transport gives up once nothing comes for a minute.
    pub timeout: Option<Duration>,
    /// How requests are sent again.
    pub retry: Retry,
    /// The size that a response's body may have, in bytes; 64 MiB by default.
    pub max_response_bytes: u64,
    /// The options of the library that the crate stands on: transport, policies, logging and the
    /// like. Their `retry` counts when it was changed and [`ClientOptions::retry`] was not.
    ///
    /// A transport of one's own should follow no redirect, as the usual one follows none: it would
    /// take keys to another host.
    pub core: runtime::http::ClientOptions,
    /// The endpoint is what the description makes of the caller's values.
    pub(super) has_described_endpoint: bool,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            endpoint: None,
            timeout: None,
            retry: Retry::default(),
            max_response_bytes: MAX_RESPONSE_BYTES,
            core: runtime::http::ClientOptions::default(),
            has_described_endpoint: false,
        }
    }
}

impl ClientOptions {
    /// Takes the endpoint that the description makes of the caller's values.
    pub(crate) fn describe_endpoint(&mut self, endpoint: String) {
        self.endpoint = Some(endpoint);
        self.has_described_endpoint = true;
    }

    /// Takes what every path begins with from the end of the endpoint, where it is there, too. What is
    /// no URL is left as it is.
    pub(crate) fn leave_base_to_paths(&mut self, base: &str) {
        let parsed = self.endpoint.as_deref().map(Url::parse);
        let Some(Ok(mut url)) = parsed else {
            return;
        };
        let path = url.path().trim_end_matches('/');
        if let Some(path) = path.strip_suffix(base).map(str::to_owned) {
            url.set_path(&path);
            self.endpoint = Some(url.into());
        }
    }
}

impl fmt::Debug for ClientOptions {
    /// Leaves out the base's options, whose policies may hold keys, and an endpoint that is
    /// none: it may be anything, and hold a password or a signature.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.endpoint.as_deref().map(|endpoint| {
            let usable = parse_endpoint(endpoint).is_ok();
            if usable { endpoint } else { "[REDACTED]" }
        });
        f.debug_struct("ClientOptions")
            .field("endpoint", &endpoint)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}

/// The part of a client that is the same in every generated crate. Clones share one pipeline.
#[derive(Clone)]
pub struct Core {
    endpoint: Url,
    /// The endpoint is the caller's choice, not the description's.
    has_chosen_endpoint: bool,
    pub(super) pipeline: Pipeline,
    pub(super) timeout: Option<Duration>,
    pub(super) max_response_bytes: u64,
}

impl fmt::Debug for Core {
    /// Leaves out the pipeline: it holds the credentials, whose `Debug` is not ours to trust.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("endpoint", &self.endpoint.as_str())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl Core {
    /// Sets a client up, for the service at this site.
    ///
    /// Without credentials requests go out unsigned. Fails when a token cannot be asked for there,
    /// when a key or a password cannot travel as the description says, and when the options do not
    /// fit the base.
    pub fn new(
        service: &Service,
        site: Site,
        credentials: Credentials,
        options: ClientOptions,
    ) -> runtime::Result<Self> {
        let Site { endpoint, scopes } = site;
        let scopes = if credentials.has_token() {
            scopes?
        } else {
            Vec::new()
        };
        let signing = SigningPolicy::new(service, endpoint.clone(), credentials, &scopes)?;
        Ok(Self {
            endpoint,
            has_chosen_endpoint: options.endpoint.is_some() && !options.has_described_endpoint,
            timeout: options.timeout,
            max_response_bytes: options.max_response_bytes,
            pipeline: pipeline(service, options, signing)?,
        })
    }

    /// The time limit of each call, if there is one.
    pub fn time_limit(&self) -> Option<Duration> {
        self.timeout
    }

    /// The URL that paths are appended to.
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// Whether the caller chose the endpoint, for all operations.
    pub fn has_chosen_endpoint(&self) -> bool {
        self.has_chosen_endpoint
    }

    /// Sends a request and gives the response, whatever its status.
    ///
    /// Fails when no response came in whole: no connection, no token, a body that broke off
    /// ([`BrokenBody`](super::BrokenBody)) or was too long ([`TooLarge`](super::TooLarge)), or the
    /// time was up ([`TimedOut`](super::TimedOut)).
    ///
    /// The future is boxed, so that the many functions that await it stay small and compile fast.
    pub fn send<'a>(
        &'a self,
        request: Request,
        options: CallOptions<'a>,
        repeat: Repeat,
    ) -> Pin<Box<dyn Future<Output = runtime::Result<RawResponse>> + Send + 'a>> {
        Box::pin(self.run(request, options, repeat))
    }

    async fn run(
        &self,
        mut request: Request,
        options: CallOptions<'_>,
        repeat: Repeat,
    ) -> runtime::Result<RawResponse> {
        let limit = options.time_limit().or(self.timeout);
        let call = Call::begin(repeat, limit);
        let context = options.into_context(call.clone());
        let pipeline = &self.pipeline;
        let work = pipeline.send(&context, &mut request, runtime::unchecked());
        match limit {
            Some(limit) => within(limit, &call, work).await,
            None => work.await,
        }
    }
}

/// A client, as request builders see it.
pub trait Caller: Send + Sync {
    /// What requests go through.
    fn core(&self) -> &Core;

    /// Sets the client's own value of a parameter, by its place among those of the client, among the
    /// values of a request.
    fn share<'a>(&'a self, _parameter: usize, _index: usize, _values: &mut Values<'a>) {}
}
