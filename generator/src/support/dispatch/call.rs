//! A call of one operation in JSON, and what comes of it.
//!
//! In: parameters by their wire names, a body, and how far to go. Out: an [`Answer`], or a
//! [`Failure`] that says whose fault it is. In between, every value goes through the types and the
//! codecs of the client itself, in both directions.

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{exact, is_large};
use crate::support::runtime::Bytes;
use crate::support::runtime::http::headers::Headers;
use crate::support::runtime::http::{Body, StatusCode};
use crate::support::{Codec, Decoded, EncodedAs, Error, Mode, REDACTED, Raw, Secret, from_json, to_send};

/// What a call comes to.
pub type Outcome = Result<Answer, Failure>;

/// Takes an item, and says whether more are wanted.
pub type Each = Arc<dyn Fn(&Value) -> bool + Send + Sync>;

/// Takes the next bytes of an answer, and says whether more are wanted.
pub type Chunks = Arc<dyn Fn(&[u8]) -> bool + Send + Sync>;

/// Hears of a state of a long-running operation.
pub type Progress = Arc<dyn Fn(Underway<'_>) + Send + Sync>;

/// A long-running operation on its way.
#[derive(Clone, Copy)]
pub struct Underway<'a> {
    /// Its state, as the service calls it.
    pub state: &'a str,
    /// What [`Way::Resume`] goes on with, if it can be gone on with. It may hold a signature of the
    /// service's.
    pub token: Option<&'a str>,
}

/// A call of one operation.
#[derive(Clone, Default)]
pub struct Call {
    /// The values of parameters, by their wire names; where an operation has several parameters of
    /// one name, by place and name, such as `query.id`.
    pub parameters: Map<String, Value>,
    /// The body.
    pub body: Option<Content>,
    /// What the body is, where the description leaves the choice.
    pub content_type: Option<String>,
    /// Headers beside those of the description, each in place of any other of its name.
    pub headers: Vec<(String, String)>,
    /// How far to go.
    pub way: Way,
    /// How many items of a list or a row to take; all of them by default.
    pub limit: Option<usize>,
    /// Values are written with the secrets in them; by default `[REDACTED]` stands in their place.
    pub show_secrets: bool,
    /// Bodies that are XML are written as XML, not as the JSON of the same value.
    pub as_sent: bool,
    /// Hears of the states of a long-running operation.
    pub progress: Option<Progress>,
    /// Item by item, where the operation can answer so beside its usual way.
    pub item_by_item: bool,
    /// Takes the items of a row as they come, which the answer does without then.
    pub each: Option<Each>,
    /// Takes an answer that is bytes as they come, whatever its size, which the answer does without
    /// then.
    pub chunks: Option<Chunks>,
}

/// How far a call goes.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Way {
    /// To the end: all items of a list, the value of a long-running operation.
    #[default]
    Whole,
    /// As far as the request, which is not sent.
    Request,
    /// To the pages of a list, each as a whole.
    Pages,
    /// To the token of a long-running operation, which goes on by itself; to its value, where it is
    /// at its end already.
    Begin,
    /// From the token of a long-running operation to its value.
    Resume(String),
}

/// A body, given or taken.
#[derive(Clone, PartialEq)]
pub enum Content {
    /// A value as JSON; an integer that JSON's values cannot hold is a text of its digits.
    Json(Value),
    /// What is or was on the wire.
    Bytes(Bytes),
}

/// What a service answered.
#[derive(Clone, Default)]
pub struct Answer {
    /// The status, where the call comes to one response.
    pub status: Option<StatusCode>,
    /// The headers of that response.
    pub headers: Headers,
    /// The value.
    pub content: Option<Content>,
}

/// Why there is no answer. No text in it shows a secret.
#[derive(Clone)]
pub enum Failure {
    /// What was given is not what the operation takes; nothing was sent.
    Input {
        /// The parameter, `body` or the like.
        name: Cow<'static, str>,
        /// What is wrong with it.
        reason: String,
    },
    /// The service refused.
    Service {
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: Box<Headers>,
        /// The error as the description models it, secrets left out.
        error: Option<Value>,
        /// The same in one line.
        text: String,
    },
    /// There was no usable answer.
    Transport(String),
}

impl Failure {
    /// What is wrong with something that was given.
    pub fn input(name: impl Into<Cow<'static, str>>, reason: impl fmt::Display) -> Self {
        Self::Input {
            name: name.into(),
            reason: reason.to_string(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input { name, reason } => write!(f, "`{name}` {reason}"),
            Self::Service { text, .. } | Self::Transport(text) => f.write_str(text),
        }
    }
}

impl Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

impl Call {
    /// The body as a value.
    pub(crate) fn body<C: Codec>(&self) -> Result<Option<C::Value>, Failure> {
        let Some(content) = &self.body else {
            return Ok(None);
        };
        let read = to_send(|| match content {
            Content::Json(value) => read::<C>("body", value),
            Content::Bytes(text) => read_text::<C>("body", text),
        });
        read.map(Some)
    }

    /// The body as a text.
    pub(crate) fn text_body(&self) -> Result<Option<String>, Failure> {
        Ok(match &self.body {
            None => None,
            Some(Content::Json(Value::String(text))) => Some(text.clone()),
            Some(Content::Json(value)) => Some(value.to_string()),
            Some(Content::Bytes(bytes)) => {
                let text = std::str::from_utf8(bytes);
                let text = text.map_err(|_| Failure::input("body", "is not UTF-8"))?;
                Some(text.to_owned())
            }
        })
    }

    /// The body as bytes: those on the wire, or those of a text.
    pub(crate) fn bytes_body(&self) -> Option<Body> {
        self.body.as_ref().map(|content| match content {
            Content::Bytes(bytes) => Body::from(bytes.clone()),
            Content::Json(Value::String(text)) => Body::from(text.clone()),
            Content::Json(value) => Body::from(value.to_string()),
        })
    }

    /// Whether the pages of a list are asked for.
    pub(crate) fn is_pages(&self) -> bool {
        self.way == Way::Pages
    }

    /// Whether one of these media types is asked for.
    pub(crate) fn asks_for(&self, media_types: &[&str]) -> bool {
        let mut headers = self.headers.iter().rev();
        let asked = headers.find(|(name, _)| name.eq_ignore_ascii_case("accept"));
        asked.is_some_and(|(_, asked)| {
            let essence = asked.split(';').next().unwrap_or_default().trim();
            media_types.iter().any(|it| it.eq_ignore_ascii_case(essence))
        })
    }

    /// Whether the request alone is asked for.
    pub(crate) fn is_request(&self) -> bool {
        self.way == Way::Request
    }

    /// A value as the call wants to see it.
    pub(crate) fn written<C: Codec>(&self, value: &C::Value) -> Result<Value, Failure> {
        let mode = match self.show_secrets {
            true => Mode::Full,
            false => Mode::Redacted,
        };
        let encoded = EncodedAs::<C> { value, mode };
        // The serializer's own words may quote the value.
        exact(&encoded)
            .map_err(|_| Failure::Transport("a value cannot be written as JSON".to_owned()))
    }

    /// The same as content.
    pub(crate) fn json<C: Codec>(&self, value: &C::Value) -> Result<Option<Content>, Failure> {
        self.written::<C>(value).map(|value| Some(Content::Json(value)))
    }

    /// No content.
    #[expect(clippy::unnecessary_wraps, reason = "one shape for every way to write a value")]
    pub(crate) fn nothing(&self, (): &()) -> Result<Option<Content>, Failure> {
        Ok(None)
    }

    /// Bytes as content.
    #[expect(clippy::unnecessary_wraps, reason = "one shape for every way to write a value")]
    pub(crate) fn bytes(&self, value: &Bytes) -> Result<Option<Content>, Failure> {
        Ok(Some(Content::Bytes(value.clone())))
    }

    /// Bytes that are secret as content.
    pub(crate) fn secret_bytes(&self, value: &Secret<Bytes>) -> Result<Option<Content>, Failure> {
        match self.show_secrets {
            true => self.bytes(value.expose()),
            false => Ok(Some(Content::Json(REDACTED.into()))),
        }
    }

    /// An error as the description models it.
    pub(crate) fn error<C: Codec>(&self, error: &C::Value) -> Option<Value> {
        self.written::<C>(error).ok()
    }

    /// An error that nothing describes: what in it is secret, nobody knows.
    pub(crate) fn raw(&self, error: &Raw) -> Option<Value> {
        self.show_secrets.then(|| error.value().clone())
    }

    /// How many items more are wanted after so many.
    pub(crate) fn wants_more(&self, taken: usize) -> bool {
        self.limit.is_none_or(|limit| taken < limit)
    }
}

impl Debug for Call {
    /// Shows no value: any may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("parameters", &self.parameters.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// An answer that is no single response.
    pub(crate) fn of(value: Value) -> Self {
        Self {
            content: Some(Content::Json(value)),
            ..Self::default()
        }
    }
}

impl Debug for Answer {
    /// Shows nothing of the value, which may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The value of a parameter among all, if it is there.
pub(crate) fn value<C: Codec>(
    parameters: &Map<String, Value>,
    name: &'static str,
) -> Result<Option<C::Value>, Failure> {
    parameters.get(name).map(|value| read::<C>(name, value)).transpose()
}

fn read<C: Codec>(name: &'static str, value: &Value) -> Result<C::Value, Failure> {
    match Decoded::<C>::deserialize(value) {
        Ok(Decoded(value)) => Ok(value),
        // What reads a text knows where in it something is wrong.
        Err(_) => {
            let digits = value.as_str().filter(|text| is_large(text));
            let text = digits.map_or_else(|| value.to_string(), str::to_owned);
            read_text::<C>(name, text.as_bytes())
        }
    }
}

/// A value as JSON; what is wrong with it is told without the value.
fn read_text<C: Codec>(name: &'static str, text: &[u8]) -> Result<C::Value, Failure> {
    match from_json(text) {
        Ok(Decoded::<C>(value)) => Ok(value),
        Err(unfit) => {
            let reason = format!("is not what the description says: {unfit}");
            Err(Failure::input(name, reason))
        }
    }
}

/// Why a call failed; `write` writes the error that the description models.
pub(crate) fn failed<E: Debug>(
    error: Error<E>,
    write: impl FnOnce(&E) -> Option<Value>,
) -> Failure {
    let text = error.to_string();
    match error {
        Error::Service(refusal) => Failure::Service {
            status: refusal.status(),
            headers: refusal.headers().clone().into(),
            error: refusal.parsed().and_then(write),
            text,
        },
        Error::InvalidParameter { name, reason } => Failure::input(name, reason),
        Error::Decode(_) => Failure::Transport(text),
        Error::Core(error) => Failure::Transport(match refused_by_system(&error) {
            Some(cause) => format!("{text}: {cause}"),
            None => text,
        }),
    }
}

/// What the system said, where that is the cause; errors on the way to it may quote addresses, and
/// with them secrets.
fn refused_by_system(error: &dyn std::error::Error) -> Option<&std::io::Error> {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.filter_map(|cause| cause.downcast_ref()).last()
}

/// Why a request could not be made.
pub(crate) fn unsent<E: Debug>(error: Error<E>) -> Failure {
    failed(error, |_| None)
}
