//! Bodies that are sent as they are read, never whole in memory.
//!
//! In: a reader, or pieces of a body, streams among them. Out: a stream that the base can send. One
//! that cannot begin again says so when a request is to be sent a second time.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use async_trait::async_trait;
use futures_io::AsyncRead;

use super::runtime;
use super::runtime::error::{Error, ErrorKind};
use super::runtime::http::Body;
use super::runtime::stream::SeekableStream;

/// A body from a reader that can be read only once: a pipe, another response.
///
/// A call with such a body is sent once: where it would be repeated, it fails with what went wrong
/// reading it again. A file that can be read again from its beginning is better given as a
/// `SeekableStream`.
#[derive(Clone)]
pub struct ReadOnce {
    shared: Arc<Mutex<Reading>>,
    length: Option<u64>,
}

/// A reader, shared by the clones of a request.
struct Reading {
    reader: Pin<Box<dyn AsyncRead + Send>>,
    has_begun: bool,
}

impl ReadOnce {
    /// The body that the reader gives, of a length that nobody knows yet.
    pub fn new(reader: impl AsyncRead + Send + 'static) -> Self {
        let reading = Reading {
            reader: Box::pin(reader),
            has_begun: false,
        };
        Self {
            shared: Arc::new(Mutex::new(reading)),
            length: None,
        }
    }

    /// The same with a length, which is then sent ahead.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }
}

impl fmt::Debug for ReadOnce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadOnce")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl From<ReadOnce> for Body {
    fn from(body: ReadOnce) -> Self {
        Self::SeekableStream(Box::new(body))
    }
}

impl AsyncRead for ReadOnce {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let mut reading = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        reading.has_begun = true;
        reading.reader.as_mut().poll_read(cx, buffer)
    }
}

#[async_trait]
impl SeekableStream for ReadOnce {
    async fn reset(&mut self) -> runtime::Result<()> {
        let reading = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if reading.has_begun {
            let message = "the body can be read only once, so that it cannot be sent again";
            return Err(Error::with_message(ErrorKind::Other, message));
        }
        Ok(())
    }

    fn len(&self) -> Option<u64> {
        self.length
    }
}

/// Pieces of a body, one after the other.
#[derive(Clone)]
pub struct Pieces {
    pieces: Vec<Body>,
    /// The piece that is being read.
    current: usize,
    /// How many of its bytes have been read.
    read: usize,
}

impl Pieces {
    /// A body of these pieces.
    pub fn new(pieces: Vec<Body>) -> Self {
        Self {
            pieces,
            current: 0,
            read: 0,
        }
    }
}

impl fmt::Debug for Pieces {
    /// Shows nothing of what is sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pieces")
            .field("length", &self.len())
            .finish_non_exhaustive()
    }
}

impl From<Pieces> for Body {
    fn from(body: Pieces) -> Self {
        Self::SeekableStream(Box::new(body))
    }
}

impl AsyncRead for Pieces {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if buffer.is_empty() {
            return Poll::Ready(Ok(0));
        }
        while let Some(piece) = this.pieces.get_mut(this.current) {
            let read = match piece {
                Body::Bytes(bytes) => {
                    let left = bytes.get(this.read..).unwrap_or_default();
                    let length = left.len().min(buffer.len());
                    let pairs = buffer.iter_mut().zip(left);
                    pairs.for_each(|(to, from)| *to = *from);
                    length
                }
                Body::SeekableStream(stream) => ready!(Pin::new(stream).poll_read(cx, buffer))?,
            };
            if read > 0 {
                this.read = this.read.saturating_add(read);
                return Poll::Ready(Ok(read));
            }
            this.current = this.current.saturating_add(1);
            this.read = 0;
        }
        Poll::Ready(Ok(0))
    }
}

#[async_trait]
impl SeekableStream for Pieces {
    async fn reset(&mut self) -> runtime::Result<()> {
        for piece in &mut self.pieces {
            if let Body::SeekableStream(stream) = piece {
                stream.reset().await?;
            }
        }
        (self.current, self.read) = (0, 0);
        Ok(())
    }

    fn len(&self) -> Option<u64> {
        let lengths = self.pieces.iter().map(|piece| match piece {
            Body::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Body::SeekableStream(stream) => stream.len(),
        });
        lengths.sum()
    }
}
