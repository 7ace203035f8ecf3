//! Bodies that are a row of pieces, each of use before the next has come: what a piece ends with
//! goes in, pieces come out as the bytes come in.
//!
//! A piece has a limit on its size, like a whole body elsewhere; the row has none.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::response::undecoded;
use super::runtime;
use super::runtime::error::{Error as CoreError, ErrorKind};
use super::runtime::http::headers::{CONTENT_TYPE, Headers};
use super::runtime::http::{RawResponse, Request};
use super::{ByteStream, CallOptions, Core, Error, Failure, Repeat, Response, Sending, Streamed};

/// A row of pieces in a response's body ended early, or one of them is not as described.
///
/// It names the place and what was expected there, never what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemError {
    item: u64,
    problem: ItemProblem,
}

/// What is wrong with an item.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ItemProblem {
    /// It is longer than this many bytes; the stream ends with it.
    TooLarge(u64),
    /// The body ended in the middle of it; the stream ends with it.
    CutShort,
    /// It is not what the description says; the next one may be.
    Malformed(Failure),
}

impl ItemError {
    /// Which one it is, counted from 1.
    pub fn item(&self) -> u64 {
        self.item
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &ItemProblem {
        &self.problem
    }

    pub(super) fn core(item: u64, problem: ItemProblem) -> CoreError {
        CoreError::new(ErrorKind::DataConversion, Self { item, problem })
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let item = self.item;
        match &self.problem {
            ItemProblem::TooLarge(limit) => write!(f, "item {item} is longer than {limit} bytes"),
            ItemProblem::CutShort => write!(f, "the body ended in the middle of item {item}"),
            ItemProblem::Malformed(failure) => write!(f, "item {item}: {failure}"),
        }
    }
}

impl std::error::Error for ItemError {}

/// What a piece of a body ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// A line feed, a carriage return, or both (WHATWG HTML, section 9.2.6).
    AnyLine,
    /// A line feed; a carriage return before it is white space to JSON.
    LineFeed,
}

/// A body cut into pieces.
pub(super) struct Lines {
    body: ByteStream,
    ends: Ends,
    limit: u64,
    /// What has come in and is not cut yet, from `start`.
    buffer: Vec<u8>,
    start: usize,
    /// Up to here nothing ends a piece.
    scanned: usize,
    /// The last piece ended with a carriage return: a line feed belongs to it.
    after_return: bool,
    done: bool,
}

/// One piece, without what ends it.
pub(super) struct Piece {
    pub bytes: Vec<u8>,
    /// Nothing came that ends it: it is the last one.
    pub open: bool,
}

impl Lines {
    pub fn new(body: ByteStream, ends: Ends, limit: u64) -> Self {
        Self {
            body,
            ends,
            limit,
            buffer: Vec::new(),
            start: 0,
            scanned: 0,
            after_return: false,
            done: false,
        }
    }

    /// The limit on what belongs together.
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// Gives nothing more.
    pub fn end(&mut self) {
        self.done = true;
        self.buffer = Vec::new();
        self.start = 0;
        self.scanned = 0;
    }

    /// The next piece; `Some(None)` for one that is longer than the limit, and nothing after that.
    pub fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<runtime::Result<Option<Piece>>>> {
        loop {
            if self.done {
                return Poll::Ready(None);
            }
            let piece = self.cut();
            let length = match &piece {
                Some(bytes) => bytes.len(),
                None => self.buffer.len() - self.start,
            };
            if exceeds(length, self.limit) {
                self.end();
                return Poll::Ready(Some(Ok(None)));
            }
            if let Some(bytes) = piece {
                return Poll::Ready(Some(Ok(Some(Piece { bytes, open: false }))));
            }
            match ready!(Pin::new(&mut self.body).poll_next(cx)) {
                Some(Ok(chunk)) => self.take(&chunk),
                Some(Err(error)) => {
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    let bytes = self.buffer.split_off(self.start);
                    self.end();
                    let last = (!bytes.is_empty()).then_some(Piece { bytes, open: true });
                    return Poll::Ready(last.map(|piece| Ok(Some(piece))));
                }
            }
        }
    }

    fn take(&mut self, chunk: &[u8]) {
        self.buffer.drain(..self.start);
        self.scanned -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(chunk);
    }

    /// The first whole piece of what has come in.
    fn cut(&mut self) -> Option<Vec<u8>> {
        if self.after_return && self.start < self.buffer.len() {
            self.after_return = false;
            if self.buffer.get(self.start) == Some(&b'\n') {
                self.start += 1;
                self.scanned = self.start;
            }
        }
        let ends = self.ends;
        let is_end = |byte: &u8| match ends {
            Ends::AnyLine => matches!(byte, b'\n' | b'\r'),
            Ends::LineFeed => *byte == b'\n',
        };
        let fresh = self.buffer.get(self.scanned..)?;
        let Some(length) = fresh.iter().position(is_end) else {
            self.scanned = self.buffer.len();
            return None;
        };
        let at = self.scanned + length;
        let piece = self.buffer.get(self.start..at)?.to_vec();
        self.after_return = self.buffer.get(at) == Some(&b'\r') && ends == Ends::AnyLine;
        self.start = at + 1;
        self.scanned = self.start;
        Some(piece)
    }
}

/// Whether so many bytes are more than the limit.
pub(super) fn exceeds(length: usize, limit: u64) -> bool {
    u64::try_from(length).is_ok_and(|length| length > limit)
}

/// A body whose media type is known, and which has not come in yet.
pub struct Opened {
    pub(super) body: ByteStream,
    /// Without its parameters, in lower case; empty where the service does not say.
    pub(super) media_type: String,
    /// The limit on the size of one piece.
    pub(super) limit: u64,
}

/// A stream of what a body is a row of.
pub trait Unfolded: From<Opened> + Send {
    /// The media types that it reads.
    const MEDIA_TYPES: &'static [&'static str];
    /// What it reads, for an error.
    const EXPECTED: &'static str;
}

impl Core {
    /// Sends a request, and gives what its answer is a row of as it comes in. `is_success` says of
    /// which statuses; any other answer is read whole and becomes an error by `failure`.
    pub fn unfold<'a, S, E>(
        &'a self,
        request: Result<Request, Error<E>>,
        options: CallOptions<'a>,
        repeat: Repeat,
        is_success: fn(u16) -> bool,
        failure: fn(RawResponse) -> Error<E>,
    ) -> Sending<'a, Response<S>, Error<E>>
    where
        S: Unfolded + 'a,
        E: fmt::Debug + Send + Sync + 'static,
    {
        let limit = self.max_response_bytes;
        let is_row = move |status, headers: &Headers| {
            let found = media_type(headers);
            is_success(status) && (found.is_empty() || S::MEDIA_TYPES.contains(&found.as_str()))
        };
        Box::pin(async move {
            match self.stream_where(request?, options, repeat, is_row).await? {
                Streamed::Success(response) => {
                    let media_type = media_type(response.headers());
                    Ok(response.map(|body| {
                        S::from(Opened {
                            body,
                            media_type,
                            limit,
                        })
                    }))
                }
                Streamed::Other(raw) if is_success(raw.status().into()) => {
                    Err(Error::Decode(undecoded(raw, Failure::whole(S::EXPECTED))))
                }
                Streamed::Other(raw) => Err(failure(raw)),
            }
        })
    }
}

/// The media type of a body without its parameters, in lower case (RFC 9110, section 8.3.1); empty
/// where the service does not say.
fn media_type(headers: &Headers) -> String {
    let found = headers.get_optional_str(&CONTENT_TYPE).unwrap_or_default();
    let essence = found.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
