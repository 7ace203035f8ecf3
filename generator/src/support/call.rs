//! What belongs to one call: its options, its time limit, and whether it may be sent twice.
//!
//! In: what the caller set on a request builder. Out: headers on the request, and a [`Context`]
//! that the pipeline's policies read.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use super::runtime::http::headers::{ACCEPT, HeaderValue, Headers};
use super::runtime::http::{Context, Request, StatusCode, Url};
use super::{CallServer, CallerHeaders, Core, HeaderKey, InvalidParameter, Security, Server};
use super::{ServerVariable, checked_header, header_names};

/// Whether a request may be sent again when nobody knows if the service has acted on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Sending it twice does what sending it once does: `GET`, `HEAD`, `PUT`, `DELETE`, and what
    /// the configuration declares safe.
    Safe,
    /// It must not be sent again once bytes may have gone out, unless the service says that it has
    /// not acted (429, 503).
    Once,
}

/// What a caller sets on one call beside its parameters.
#[derive(Clone, Default)]
pub struct CallOptions<'a> {
    headers: Headers,
    context: Context<'a>,
    timeout: Option<Duration>,
    /// What the operation asks for; `None`: what is usual for the service.
    security: Option<Security>,
    poll_interval: Option<Duration>,
    /// Where the operation is, where that is not where the client is.
    server: Option<Box<CallServer>>,
    /// The first header that could not be taken; reported when the request is made.
    refused: Option<InvalidParameter>,
}

impl<'a> CallOptions<'a> {
    /// The options of a call that is signed in a way of its own.
    pub fn signed(security: Security) -> Self {
        Self {
            security: Some(security),
            ..Self::default()
        }
    }

    /// The same options for an operation that the description puts elsewhere.
    #[must_use]
    pub fn at(self, server: Server, variables: &'static [ServerVariable]) -> Self {
        Self {
            server: Some(Box::new(CallServer::new(server, variables))),
            ..self
        }
    }

    /// Sets a variable of the operation's own server.
    pub fn server_variable(&mut self, name: &'static str, value: String) {
        if let Some(server) = &mut self.server {
            server.choose(name, value);
        }
    }

    /// The URL that the operation's path is appended to.
    ///
    /// Fails where the description's own is none, or a value cannot stand in it.
    pub fn endpoint<'c>(&self, core: &'c Core) -> Result<Cow<'c, Url>, InvalidParameter> {
        match &self.server {
            Some(server) => server.endpoint(core).map(Cow::Owned),
            None => Ok(Cow::Borrowed(core.endpoint())),
        }
    }

    /// Asks for other media types than the request does, unless the caller has said for which.
    pub fn ask(&self, request: &mut Request, media_types: &'static str) {
        if self.headers.get_optional_str(&ACCEPT).is_none() {
            request.insert_header(ACCEPT, media_types);
        }
    }

    /// Adds a header, or replaces one; it wins over what the pipeline would send by that name.
    pub fn header(&mut self, name: impl HeaderKey, value: impl Into<HeaderValue>) {
        match checked_header(name, value.into()) {
            Ok((name, value)) => self.headers.insert(name, value),
            Err(refused) => self.refused = self.refused.take().or(Some(refused)),
        }
    }

    /// Sets the context that the pipeline's policies see.
    pub fn context(&mut self, context: Context<'a>) {
        self.context = context;
    }

    /// Takes the context out, and leaves an empty one.
    pub fn take_context(&mut self) -> Context<'a> {
        std::mem::take(&mut self.context)
    }

    /// Limits the time of the whole call, retries included.
    pub fn timeout(&mut self, limit: Duration) {
        self.timeout = Some(limit);
    }

    /// Sets the time between two questions for a long-running operation's state, where the service
    /// does not say how long to wait.
    pub fn poll_interval(&mut self, interval: Duration) {
        self.poll_interval = Some(interval);
    }

    /// Puts the headers on the request.
    ///
    /// Fails when one of them is not a header, by its name or its value.
    pub fn apply(&self, request: &mut Request) -> Result<(), InvalidParameter> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        for (name, value) in self.headers.iter() {
            request.insert_header(name.clone(), value.clone());
        }
        Ok(())
    }

    /// The call's own time limit, if it has one.
    pub fn time_limit(&self) -> Option<Duration> {
        self.timeout
    }

    /// The time between two questions, if the caller chose it.
    pub fn chosen_interval(&self) -> Option<Duration> {
        self.poll_interval
    }

    /// The same options, borrowing nothing.
    pub fn into_owned(self) -> CallOptions<'static> {
        CallOptions {
            headers: self.headers,
            context: self.context.into_owned(),
            timeout: self.timeout,
            security: self.security,
            poll_interval: self.poll_interval,
            server: self.server,
            refused: self.refused,
        }
    }

    /// The same options for one of several requests, which together have the time limit.
    pub fn for_one_of_many(&self, context: Context<'static>) -> CallOptions<'static> {
        CallOptions {
            headers: self.headers.clone(),
            context,
            security: self.security,
            server: self.server.clone(),
            refused: self.refused.clone(),
            ..CallOptions::default()
        }
    }

    /// Drops the headers that speak of what the first of several requests sends or changes.
    pub fn drop_content_headers(&mut self) {
        let all = std::mem::take(&mut self.headers);
        for (name, value) in all {
            let own = ["content-", "if-", "prefer", "range", "repeatability-"];
            if !own.iter().any(|prefix| name.as_str().starts_with(prefix)) {
                self.headers.insert(name, value);
            }
        }
    }

    /// The context that the caller set.
    pub fn caller_context(&self) -> &Context<'a> {
        &self.context
    }

    /// The context for the pipeline, with the caller's headers and the call's own state in it.
    pub fn into_context(self, call: Call) -> Context<'a> {
        let mut context = self.context;
        context.insert(call);
        if let Some(security) = self.security {
            context.insert(security);
        }
        if let Some(server) = self.server {
            context.insert(*server);
        }
        if self.headers.iter().next().is_some() {
            context.insert(CallerHeaders(self.headers));
        }
        context
    }
}

impl fmt::Debug for CallOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("headers", &header_names(&self.headers))
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// The state of one call, shared with the pipeline's policies through the [`Context`].
#[derive(Clone, Debug)]
pub struct Call {
    repeat: Repeat,
    deadline: Option<Instant>,
    seen: Arc<AtomicU16>,
}

impl Call {
    /// A call that begins now and has `limit` to end in.
    pub fn begin(repeat: Repeat, limit: Option<Duration>) -> Self {
        Self {
            repeat,
            deadline: limit.and_then(|limit| Instant::now().checked_add(limit)),
            seen: Arc::default(),
        }
    }

    /// Whether the request may be sent again.
    pub fn repeat(&self) -> Repeat {
        self.repeat
    }

    /// The time that the call has left, if it is limited.
    pub fn left(&self) -> Option<Duration> {
        let deadline = self.deadline?;
        Some(deadline.saturating_duration_since(Instant::now()))
    }

    /// Notes the status of a response whose body is still to come.
    pub fn saw(&self, status: StatusCode) {
        self.seen.store(status.into(), Ordering::Relaxed);
    }

    /// The status of the last response that began to come in.
    pub fn seen(&self) -> Option<StatusCode> {
        match self.seen.load(Ordering::Relaxed) {
            0 => None,
            status => Some(StatusCode::from(status)),
        }
    }
}
