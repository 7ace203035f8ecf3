//! One answer of the stub: a status, headers, and a body that may misbehave.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use azure_core::Bytes;
use hyper::Response;
use hyper::body::{Body, Frame, SizeHint};
use serde_json::Value;
use tokio::time::{Sleep, sleep};

/// How long a connection outlives the last byte of a body that breaks off: long enough for the
/// byte to arrive.
const LAST_BREATH: Duration = Duration::from_millis(20);

/// Longer than any test.
const FOREVER: Duration = Duration::from_secs(3600);

/// An answer in the making.
#[derive(Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: AnswerBody,
    after: Duration,
}

impl Answer {
    /// A status, and an empty body.
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: AnswerBody::whole(""),
            after: Duration::ZERO,
        }
    }

    /// Status 200 and a JSON body, byte for byte as given.
    pub fn ok(body: impl Into<Bytes>) -> Self {
        Self::json(200, body)
    }

    /// A status and a JSON body, byte for byte as given.
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::text(status, "application/json", body)
    }

    /// A status and a body of any media type.
    pub fn text(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            body: AnswerBody::whole(body),
            ..Self::new(status).header("content-type", media_type)
        }
    }

    /// Status 200 and this value as JSON.
    pub fn value(value: &Value) -> Self {
        Self::ok(value.to_string())
    }

    /// A status, and a connection that is cut after these bytes of the body. With `announced`
    /// there is a `Content-Length`, without it the body travels in chunks.
    pub fn cut(status: u16, sent: &'static str, announced: Option<u64>) -> Self {
        let cut = Cut {
            rest: Some(Bytes::from_static(sent.as_bytes())),
            announced,
            dying: None,
        };
        Self {
            body: AnswerBody::Cut(cut),
            ..Self::new(status).header("content-type", "application/json")
        }
    }

    /// A status and headers, and a body of which no byte comes.
    pub fn stalled(status: u16) -> Self {
        Self {
            body: AnswerBody::Never,
            ..Self::new(status)
        }
    }

    /// A status, and a body that goes on for ever.
    pub fn endless(status: u16) -> Self {
        Self {
            body: AnswerBody::Endless,
            ..Self::new(status).header("content-type", "application/json")
        }
    }

    /// No answer, and the connection held open.
    pub fn silence() -> Self {
        Self {
            after: FOREVER,
            ..Self::new(200)
        }
    }

    /// No answer, and the connection closed.
    pub fn hung_up() -> Self {
        Self {
            body: AnswerBody::HungUp,
            ..Self::new(200)
        }
    }

    /// The same answer with one more header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The response, once it is time; an error hangs up.
    pub(super) async fn give(self) -> io::Result<Response<AnswerBody>> {
        sleep(self.after).await;
        if let AnswerBody::HungUp = self.body {
            return Err(io::Error::from(io::ErrorKind::ConnectionAborted));
        }
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(*name, value);
        }
        response.body(self.body).map_err(io::Error::other)
    }
}

/// The body of an answer.
#[derive(Debug)]
pub enum AnswerBody {
    /// All of it.
    Whole(Option<Bytes>),
    /// The beginning of a longer one.
    Cut(Cut),
    /// Nothing, for ever.
    Never,
    /// Spaces, for ever.
    Endless,
    /// Not even a status.
    HungUp,
}

impl AnswerBody {
    fn whole(bytes: impl Into<Bytes>) -> Self {
        Self::Whole(Some(bytes.into()))
    }
}

/// The bytes of a body before its connection is cut, and the time until then.
#[derive(Debug)]
pub struct Cut {
    rest: Option<Bytes>,
    announced: Option<u64>,
    dying: Option<Pin<Box<Sleep>>>,
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Cut(cut) => cut.poll(cx).map(Some),
            Self::Never | Self::HungUp => Poll::Pending,
            Self::Endless => {
                static SPACES: [u8; 65536] = [b' '; 65536];
                Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&SPACES)))))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                let length = bytes.as_ref().map_or(0, Bytes::len);
                SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
            }
            Self::Cut(cut) => cut
                .announced
                .map_or_else(SizeHint::default, SizeHint::with_exact),
            Self::Never | Self::Endless | Self::HungUp => SizeHint::default(),
        }
    }
}

impl Cut {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Frame<Bytes>>> {
        if let Some(bytes) = self.rest.take() {
            return Poll::Ready(Ok(Frame::data(bytes)));
        }
        let dying = self
            .dying
            .get_or_insert_with(|| Box::pin(sleep(LAST_BREATH)));
        let cut = || Err(io::Error::from(io::ErrorKind::ConnectionAborted));
        dying.as_mut().poll(cx).map(|()| cut())
    }
}
