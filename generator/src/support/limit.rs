//! The limit on the size of a response, and bodies that break off.
//!
//! In: the transport that the caller chose. Out: a transport that fails once a body is longer than
//! the limit, and whose errors know the response's status and do not quote the query.
//!
//! The base buffers the whole body before any of its callers sees it, so the counting has to
//! happen below it.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use async_trait::async_trait;
use futures_core::Stream;

use super::Call;
use super::runtime;
use super::runtime::Bytes;
use super::runtime::error::{Error, ErrorKind};
use super::runtime::http::policies::{Policy, PolicyResult};
use super::runtime::http::{
    AsyncRawResponse, AsyncResponseBody, Context, DEFAULT_ALLOWED_QUERY_PARAMETERS, Request,
    StatusCode, Transport, Url,
};

/// A response's body is longer than the client takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TooLarge {
    /// The limit, in bytes.
    pub limit: u64,
    /// The response's status.
    pub status: StatusCode,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the body of a response with status {} is longer than {} bytes",
            self.status, self.limit
        )
    }
}

impl std::error::Error for TooLarge {}

/// A response's body broke off before its end.
#[derive(Debug)]
pub struct BrokenBody {
    /// The response's status.
    pub status: StatusCode,
    source: Error,
}

impl fmt::Display for BrokenBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the body of a response with status {} broke off",
            self.status
        )
    }
}

impl std::error::Error for BrokenBody {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// A transport like `inner` that takes at most `limit` bytes of each response's body.
///
/// A longer one fails with [`TooLarge`], of a kind that is not retried; one that breaks off fails
/// with [`BrokenBody`].
pub fn limited(inner: Transport, limit: u64) -> Transport {
    Transport::with_policy(Arc::new(LimitPolicy { inner, limit }))
}

/// What the context of a call has whose response is not read into memory: no limit.
#[derive(Clone, Copy, Debug)]
pub struct Unbuffered;

/// What is left of a limit after a chunk; `None` where the chunk is longer than that.
pub fn left_after(left: u64, chunk: &Bytes) -> Option<u64> {
    left.checked_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX))
}

/// The error of a body that is longer than the limit.
pub fn too_large(limit: u64, status: StatusCode) -> Error {
    Error::new(ErrorKind::Other, TooLarge { limit, status })
}

#[derive(Debug)]
struct LimitPolicy {
    inner: Transport,
    limit: u64,
}

#[async_trait]
impl Policy for LimitPolicy {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        _next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        let outcome = self.inner.send(ctx, request).await;
        let response = outcome.map_err(|error| without_query(error, request.url()))?;
        let (status, headers, inner) = response.deconstruct();
        if let Some(call) = ctx.value::<Call>() {
            call.saw(status);
        }
        let limit = match ctx.value() {
            Some(Unbuffered) => u64::MAX,
            None => self.limit,
        };
        let body = LimitedBody {
            inner,
            status,
            limit,
            left: limit,
        };
        Ok(AsyncRawResponse::new(status, headers, Box::pin(body)))
    }
}

struct LimitedBody {
    inner: AsyncResponseBody,
    status: StatusCode,
    limit: u64,
    left: u64,
}

impl LimitedBody {
    fn count(&mut self, chunk: Bytes) -> runtime::Result<Bytes> {
        let left = left_after(self.left, &chunk);
        self.left = left.ok_or_else(|| too_large(self.limit, self.status))?;
        Ok(chunk)
    }

    fn broken(&self, source: Error) -> Error {
        let kind = match source.kind() {
            // "Connection" means that nothing was sent; a response has come in, so something was.
            ErrorKind::Connection => ErrorKind::Io,
            kind => kind.clone(),
        };
        let status = self.status;
        Error::new(kind, BrokenBody { status, source })
    }
}

impl Stream for LimitedBody {
    type Item = runtime::Result<Bytes>;

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        Pin::new(&mut this.inner).poll_next(cx).map(|item| {
            item.map(|chunk| match chunk {
                Ok(chunk) => this.count(chunk),
                Err(source) => Err(this.broken(source)),
            })
        })
    }
}

/// Transports quote the URL in their errors, and its query may hold a key. Only a query that
/// the base would not log either costs the error its source.
fn without_query(error: Error, url: &Url) -> Error {
    let Some(query) = url.query() else {
        return error;
    };
    let harmless = |name: &str| DEFAULT_ALLOWED_QUERY_PARAMETERS.contains(name);
    if url.query_pairs().all(|(name, _)| harmless(&name)) || !format!("{error:?}").contains(query) {
        return error;
    }
    let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |e| e.source());
    let texts: Vec<_> = causes.map(|cause| cause.to_string()).collect();
    let text = texts.join(": ").replace(query, "REDACTED");
    Error::with_message(error.kind().clone(), text)
}
