//! Answers whose body is handed on as it comes in, never whole in memory.
//!
//! In: a request, and which statuses mean success. Out: the head of the response with a
//! [`ByteStream`] as its value; or, for any other status, the whole response as it is for a call
//! that does not stream.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::runtime;
use super::runtime::Bytes;
use super::runtime::http::headers::Headers;
use super::runtime::http::{AsyncResponseBody, RawResponse, Request, StatusCode};
use super::{Call, CallOptions, Core, Repeat, Response, Unbuffered, left_after, too_large, within};

/// A response's body, chunk by chunk.
///
/// The limit on the size of responses does not apply to it as long as it is not collected, and
/// neither does the time limit of the call, which ends when the first byte of the body may come. A
/// body that breaks off ends with an error ([`BrokenBody`](super::BrokenBody)); it is not asked for
/// again.
pub struct ByteStream {
    body: AsyncResponseBody,
    status: StatusCode,
    /// The client's limit on the size of responses.
    limit: u64,
}

impl ByteStream {
    /// The next chunk; `None` at the end.
    pub async fn next(&mut self) -> Option<runtime::Result<Bytes>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All that is left, within the client's limit on the size of responses.
    ///
    /// # Errors
    ///
    /// It is longer than that ([`TooLarge`](super::TooLarge)), or breaks off.
    pub async fn collect(self) -> runtime::Result<Bytes> {
        let limit = self.limit;
        self.collect_within(limit).await
    }

    /// All that is left, if that is no more than so many bytes.
    ///
    /// # Errors
    ///
    /// It is longer ([`TooLarge`](super::TooLarge)), or breaks off.
    pub async fn collect_within(mut self, limit: u64) -> runtime::Result<Bytes> {
        let mut all = Vec::new();
        let mut left = limit;
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            left = left_after(left, &chunk).ok_or_else(|| too_large(limit, self.status))?;
            all.extend_from_slice(&chunk);
        }
        Ok(all.into())
    }
}

impl Stream for ByteStream {
    type Item = runtime::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.get_mut().body).poll_next(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(..)")
    }
}

/// What came of a request whose answer is to be streamed.
#[derive(Debug)]
pub enum Streamed {
    /// A success, whose body is still to come.
    Success(Response<ByteStream>),
    /// Any other answer, whole.
    Other(RawResponse),
}

impl Core {
    /// Sends a request and gives the response as soon as its headers are there, if `is_success`
    /// says so of its status; any other response is read whole, like that of
    /// [`send`](Self::send).
    ///
    /// Fails like `send`, until the headers are there.
    pub fn stream<'a>(
        &'a self,
        request: Request,
        options: CallOptions<'a>,
        repeat: Repeat,
        is_success: fn(u16) -> bool,
    ) -> Pin<Box<dyn Future<Output = runtime::Result<Streamed>> + Send + 'a>> {
        self.stream_where(request, options, repeat, move |status, _| {
            is_success(status)
        })
    }

    /// The same where the headers have a say in whether an answer is streamed.
    pub(super) fn stream_where<'a>(
        &'a self,
        request: Request,
        options: CallOptions<'a>,
        repeat: Repeat,
        is_streamed: impl FnOnce(u16, &Headers) -> bool + Send + 'a,
    ) -> Pin<Box<dyn Future<Output = runtime::Result<Streamed>> + Send + 'a>> {
        Box::pin(async move {
            let limit = options.time_limit().or(self.timeout);
            let call = Call::begin(repeat, limit);
            let work = self.open(request, options, call.clone(), is_streamed);
            match limit {
                Some(limit) => within(limit, &call, work).await,
                None => work.await,
            }
        })
    }

    async fn open(
        &self,
        mut request: Request,
        options: CallOptions<'_>,
        call: Call,
        is_streamed: impl FnOnce(u16, &Headers) -> bool,
    ) -> runtime::Result<Streamed> {
        let mut context = options.into_context(call);
        context.insert(Unbuffered);
        let pipeline = &self.pipeline;
        let answer = pipeline.stream(&context, &mut request, runtime::unchecked_stream());
        let (status, headers, body) = answer.await?.deconstruct();
        let body = ByteStream {
            body,
            status,
            limit: self.max_response_bytes,
        };
        if is_streamed(status.into(), &headers) {
            let response = Response::streaming(status, headers, body);
            return Ok(Streamed::Success(response));
        }
        let raw = RawResponse::from_bytes(status, headers, body.collect().await?);
        Ok(Streamed::Other(raw))
    }
}
