//! What belongs to one call: its options, its time limit, and whether it may be sent twice.
//!
//! In: what the caller set on a request builder. Out: a [`Context`] that the pipeline's policies
//! read, and a future that ends when the time is up.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use azure_core::error::ErrorKind;
use azure_core::http::headers::{HeaderName, HeaderValue, Headers};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Request, StatusCode};
use azure_core::sleep::sleep;

use super::{InvalidParameter, header_names, text};

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
    /// The first header that could not be taken; reported when the request is made.
    refused: Option<InvalidParameter>,
}

impl<'a> CallOptions<'a> {
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

    /// Limits the time of the whole call, retries included.
    pub fn timeout(&mut self, limit: Duration) {
        self.timeout = Some(limit);
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

    /// The context for the pipeline, with the caller's headers and the call's own state in it.
    pub fn into_context(self, call: Call) -> Context<'a> {
        let mut context = self.context;
        context.insert(call);
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

/// What can name a header: a [`HeaderName`], or text in any case.
///
/// `azure_core`'s own conversions panic on text that is not in lower case.
pub trait HeaderKey {
    /// The header's name, or why it is none.
    fn into_header_name(self) -> Result<HeaderName, InvalidParameter>;
}

impl HeaderKey for HeaderName {
    fn into_header_name(self) -> Result<HeaderName, InvalidParameter> {
        if is_token(self.as_str()) {
            return Ok(self);
        }
        let reason = "has a name that no header can have";
        Err(InvalidParameter::new("header", reason))
    }
}

impl HeaderKey for String {
    fn into_header_name(self) -> Result<HeaderName, InvalidParameter> {
        // What is not ASCII would make the conversion panic, and is no token anyway.
        let ascii = if self.is_ascii() { self } else { String::new() };
        HeaderName::from(ascii).into_header_name()
    }
}

impl HeaderKey for &str {
    fn into_header_name(self) -> Result<HeaderName, InvalidParameter> {
        self.to_owned().into_header_name()
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

/// The call did not end within its time limit, and was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedOut {
    /// The limit.
    pub after: Duration,
    /// The status of the last response that began to come in, if one did.
    pub status: Option<StatusCode>,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the call did not end within {:?}", self.after)?;
        match self.status {
            Some(status) => write!(f, " (last status {status})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TimedOut {}

/// Runs `work` for at most `limit`, then drops it and fails with [`TimedOut`].
pub async fn within<T>(
    limit: Duration,
    call: &Call,
    work: impl Future<Output = azure_core::Result<T>>,
) -> azure_core::Result<T> {
    let mut work = pin!(work);
    let mut clock = pin!(sleep(core_duration(limit)));
    poll_fn(|cx| {
        if let Poll::Ready(done) = work.as_mut().poll(cx) {
            return Poll::Ready(done);
        }
        clock
            .as_mut()
            .poll(cx)
            .map(|()| Err(timed_out(limit, call)))
    })
    .await
}

/// `azure_core`'s duration; what is too long for it becomes the longest one.
pub fn core_duration(duration: Duration) -> azure_core::time::Duration {
    azure_core::time::Duration::try_from(duration).unwrap_or(azure_core::time::Duration::MAX)
}

/// The headers that the caller set, for [`CallerHeadersPolicy`].
#[derive(Debug)]
struct CallerHeaders(Headers);

/// Puts the caller's headers back after the pipeline's own policies have set theirs.
#[derive(Debug)]
pub struct CallerHeadersPolicy;

#[async_trait]
impl Policy for CallerHeadersPolicy {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        if let Some(CallerHeaders(headers)) = ctx.value() {
            for (name, value) in headers.iter() {
                request.insert_header(name.clone(), value.clone());
            }
        }
        let (policy, rest) = following(next)?;
        policy.send(ctx, request, rest).await
    }
}

/// The policies that a policy passes the request on to.
pub type Policies = [Arc<dyn Policy>];

/// The next policy and those after it.
pub fn following(next: &Policies) -> azure_core::Result<(&Arc<dyn Policy>, &Policies)> {
    next.split_first().ok_or_else(|| {
        azure_core::Error::with_message(ErrorKind::Other, "the pipeline has no transport")
    })
}

/// RFC 9110, section 5.6.2.
pub fn is_token(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(fits)
}

fn checked_header(
    name: impl HeaderKey,
    value: HeaderValue,
) -> Result<(HeaderName, HeaderValue), InvalidParameter> {
    let name = name.into_header_name()?;
    if !text::is_header_value(value.as_str()) {
        let reason = format!(
            "`{}` has a character that a header cannot carry",
            name.as_str()
        );
        return Err(InvalidParameter::new("header", reason));
    }
    Ok((name, value))
}

fn timed_out(after: Duration, call: &Call) -> azure_core::Error {
    let status = call.seen();
    azure_core::Error::new(ErrorKind::Other, TimedOut { after, status })
}
