//! `text/event-stream`: a body goes in as it comes, events come out (WHATWG HTML, section 9.2.6).

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::lines::{Ends, Lines, Piece, exceeds};
use super::runtime;
use super::{ItemError, ItemProblem, Opened, Unfolded, from_json};

/// The data of events that the description says nothing about.
#[derive(Clone, Copy, Debug)]
pub enum Undescribed {}

/// One event. `T` is what the description says that its data is, written as JSON.
#[derive(Clone)]
pub struct Event<T = Undescribed> {
    item: u64,
    kind: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    data: String,
    described: PhantomData<fn() -> T>,
}

impl<T> Event<T> {
    /// What kind of event it is; `message` where the service does not say.
    pub fn event(&self) -> &str {
        self.kind.as_deref().unwrap_or("message")
    }

    /// The id of the last event that had one: what `Last-Event-ID` takes to go on from here.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// How long to wait before asking again once the stream has ended, where the service has said.
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// The data as it came, line by line.
    pub fn data(&self) -> &str {
        &self.data
    }

    /// The data without the rest.
    pub fn into_data(self) -> String {
        self.data
    }

    /// The data, which is JSON, in a type of the caller's choice.
    ///
    /// # Errors
    ///
    /// The data is not JSON, or of another shape ([`ItemError`]).
    pub fn data_as<U: DeserializeOwned>(&self) -> runtime::Result<U> {
        let decoded = from_json(self.data.as_bytes());
        decoded.map_err(|failure| ItemError::core(self.item, ItemProblem::Malformed(failure)))
    }
}

impl<T: DeserializeOwned> Event<T> {
    /// The data as the description says.
    ///
    /// # Errors
    ///
    /// The data is something else ([`ItemError`]).
    pub fn value(&self) -> runtime::Result<T> {
        self.data_as()
    }
}

impl<T> fmt::Debug for Event<T> {
    /// Shows nothing of the data, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event", &self.event())
            .field("id", &self.id)
            .field("retry", &self.retry)
            .field("data", &format_args!("({} bytes)", self.data.len()))
            .finish()
    }
}

/// The events of a response's body, as they come in.
///
/// Neither the limit on the size of responses nor the call's time limit applies to it; one event has
/// that limit. A body that breaks off ends it with an error; an event that is not complete where the
/// body ends, with no empty line after it, is none (WHATWG HTML, section 9.2.6). It does not ask again
/// by itself.
pub struct EventStream<T = Undescribed> {
    lines: Lines,
    last: Option<String>,
    next: Draft,
    begun: bool,
    id: Option<String>,
    retry: Option<Duration>,
    count: u64,
    described: PhantomData<fn() -> T>,
}

/// What has come of the next event.
#[derive(Default)]
struct Draft {
    kind: Option<String>,
    data: Option<String>,
}

impl<T> EventStream<T> {
    /// Ends the stream at the event with this data, which is left out: many services send
    /// `[DONE]`.
    #[must_use]
    pub fn until(mut self, data: impl Into<String>) -> Self {
        self.last = Some(data.into());
        self
    }

    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<runtime::Result<Event<T>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Takes one line; gives the event that it ends.
    fn take(&mut self, line: &[u8]) -> runtime::Result<Option<Event<T>>> {
        // A byte order mark may stand before the first line.
        let first = !mem::replace(&mut self.begun, true);
        let line = match line.strip_prefix(b"\xEF\xBB\xBF") {
            Some(rest) if first => rest,
            Some(_) | None => line,
        };
        if line.is_empty() {
            return Ok(self.dispatch());
        }
        // What is not UTF-8 is replaced, as the standard has it.
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.next.kind = Some(value.to_owned()).filter(|kind| !kind.is_empty()),
            "data" => self.add_data(value)?,
            "id" if !value.contains('\0') => {
                self.id = Some(value.to_owned()).filter(|id| !id.is_empty());
            }
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A comment, which keeps the connection alive, or a field of a later standard.
            _ => {}
        }
        Ok(None)
    }

    fn add_data(&mut self, line: &str) -> runtime::Result<()> {
        let data = match &mut self.next.data {
            Some(data) => {
                data.push('\n');
                data.push_str(line);
                data
            }
            empty @ None => empty.insert(line.to_owned()),
        };
        if exceeds(data.len(), self.lines.limit()) {
            return Err(self.fail(ItemProblem::TooLarge(self.lines.limit())));
        }
        Ok(())
    }

    /// An event without data is none.
    fn dispatch(&mut self) -> Option<Event<T>> {
        let Draft { kind, data } = mem::take(&mut self.next);
        let data = data?;
        if self.last.as_ref() == Some(&data) {
            self.lines.end();
            return None;
        }
        self.count += 1;
        Some(Event {
            item: self.count,
            kind,
            id: self.id.clone(),
            retry: self.retry,
            data,
            described: PhantomData,
        })
    }

    fn fail(&mut self, problem: ItemProblem) -> runtime::Error {
        self.lines.end();
        self.next = Draft::default();
        ItemError::core(self.count + 1, problem)
    }
}

impl<T> Stream for EventStream<T> {
    type Item = runtime::Result<Event<T>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            let line = ready!(this.lines.poll(cx)).transpose();
            // A body that breaks off has its own error, whatever had begun.
            let outcome = match line.inspect_err(|_| this.next = Draft::default())? {
                Some(Some(Piece { bytes, open: false })) => this.take(&bytes),
                Some(None) => {
                    let limit = this.lines.limit();
                    Err(this.fail(ItemProblem::TooLarge(limit)))
                }
                // What the end of the body cuts off is no event.
                Some(Some(Piece { open: true, .. })) | None => {
                    this.next = Draft::default();
                    return Poll::Ready(None);
                }
            };
            if let Some(event) = outcome.transpose() {
                return Poll::Ready(Some(event));
            }
        }
    }
}

impl<T> From<Opened> for EventStream<T> {
    fn from(opened: Opened) -> Self {
        Self {
            lines: Lines::new(opened.body, Ends::AnyLine, opened.limit),
            last: None,
            next: Draft::default(),
            begun: false,
            id: None,
            retry: None,
            count: 0,
            described: PhantomData,
        }
    }
}

impl<T> Unfolded for EventStream<T> {
    const MEDIA_TYPES: &'static [&'static str] = &["text/event-stream"];
    const EXPECTED: &'static str = "an event stream";
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream(..)")
    }
}
