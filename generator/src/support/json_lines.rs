//! Rows of JSON values (`application/jsonl`, `application/x-ndjson`, and RFC 7464's
//! `application/json-seq`): a body goes in as it comes, values come out.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::lines::{Ends, Lines, Piece, exceeds};
use super::runtime;
use super::{ItemError, ItemProblem, Opened, Unfolded, from_json, json_text};

/// The values of a response's body, as they come in.
///
/// Neither the limit on the size of responses nor the call's time limit applies to it; one value has
/// that limit. A value that is not as described is an error, and the next one may be read; a body
/// that breaks off, or ends in the middle of a value, ends the stream with an error.
pub struct JsonLines<T> {
    lines: Lines,
    count: u64,
    sequence: Option<Sequence>,
    described: PhantomData<fn() -> T>,
}

/// What has come of the next value of a sequence, which may have several lines.
#[derive(Default)]
struct Sequence {
    text: Vec<u8>,
    /// Its first line is there, and may be all of it.
    untried: bool,
    /// The body ended before a line feed did. Of a number that breaks off, what is left is a number
    /// too (RFC 7464, section 2.4).
    cut: bool,
}

impl<T: DeserializeOwned> JsonLines<T> {
    /// The next value; `None` at the end.
    pub async fn next(&mut self) -> Option<runtime::Result<T>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Takes one line; gives the value that it ends.
    fn take(&mut self, line: &Piece) -> Option<runtime::Result<T>> {
        let Some(sequence) = &mut self.sequence else {
            let text = json_text(&line.bytes);
            return (!is_blank(text)).then(|| self.decode(text, line.open));
        };
        sequence.cut = line.open;
        if line.bytes.starts_with(&[SEPARATOR]) {
            // Several separators in a row are as one (RFC 7464, section 2.1).
            let first = line.bytes.iter().skip_while(|byte| **byte == SEPARATOR);
            let before = mem::replace(&mut sequence.text, first.copied().collect());
            sequence.untried = !line.open;
            return (!is_blank(&before)).then(|| self.decode(&before, true));
        }
        sequence.text.push(b'\n');
        sequence.text.extend_from_slice(&line.bytes);
        if exceeds(sequence.text.len(), self.lines.limit()) {
            return Some(Err(self.too_large()));
        }
        None
    }

    /// The value that has but one line, as soon as that is there.
    fn one_line(&mut self) -> Option<runtime::Result<T>> {
        let sequence = self.sequence.as_mut()?;
        if !mem::take(&mut sequence.untried) || is_blank(&sequence.text) {
            return None;
        }
        let shape = serde_json::from_slice::<IgnoredAny>(&sequence.text);
        if shape.is_err_and(|error| error.is_eof()) {
            return None;
        }
        let text = mem::take(&mut sequence.text);
        Some(self.decode(&text, false))
    }

    /// What is left where nothing more comes.
    fn end(&mut self) -> Option<runtime::Result<T>> {
        let Sequence { text, cut, .. } = self.sequence.take()?;
        if is_blank(&text) {
            return None;
        }
        if cut {
            self.count += 1;
            return Some(Err(ItemError::core(self.count, ItemProblem::CutShort)));
        }
        Some(self.decode(&text, true))
    }

    /// The value of a text; `open` where it may have been cut.
    fn decode(&mut self, text: &[u8], open: bool) -> runtime::Result<T> {
        self.count += 1;
        from_json(text).map_err(|failure| {
            let problem = match open && failure.position().is_some() {
                true => ItemProblem::CutShort,
                false => ItemProblem::Malformed(failure),
            };
            ItemError::core(self.count, problem)
        })
    }

    fn too_large(&mut self) -> runtime::Error {
        self.lines.end();
        self.sequence = None;
        self.count += 1;
        ItemError::core(self.count, ItemProblem::TooLarge(self.lines.limit()))
    }
}

fn is_blank(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_whitespace)
}

impl<T: DeserializeOwned> Stream for JsonLines<T> {
    type Item = runtime::Result<T>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            let item = match this.one_line() {
                None => match ready!(this.lines.poll(cx)).transpose()? {
                    Some(Some(line)) => this.take(&line),
                    Some(None) => Some(Err(this.too_large())),
                    None => return Poll::Ready(this.end()),
                },
                item => item,
            };
            if item.is_some() {
                return Poll::Ready(item);
            }
        }
    }
}

impl<T> From<Opened> for JsonLines<T> {
    fn from(opened: Opened) -> Self {
        let sequence = (opened.media_type == SEQUENCE).then(Sequence::default);
        Self {
            lines: Lines::new(opened.body, Ends::LineFeed, opened.limit),
            count: 0,
            sequence,
            described: PhantomData,
        }
    }
}

/// RFC 7464: a separator begins each value, and a line feed ends it.
const SEQUENCE: &str = "application/json-seq";

const SEPARATOR: u8 = b'\x1E';

impl<T> Unfolded for JsonLines<T> {
    const MEDIA_TYPES: &'static [&'static str] = &[
        SEQUENCE,
        "application/jsonl",
        "application/jsonlines",
        "application/json-lines",
        "application/x-jsonl",
        "application/x-jsonlines",
        "application/ndjson",
        "application/x-ndjson",
        "application/x-json-stream",
        "application/stream+json",
        "text/jsonl",
    ];
    const EXPECTED: &'static str = "a row of JSON values";
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonLines(..)")
    }
}
