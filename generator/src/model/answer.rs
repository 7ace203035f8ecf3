//! What an answer says beside its body.

use super::{Docs, Name, StatusPattern, Type};
use crate::diagnostic::Origin;

/// What an operation's answers, of whatever status, say in headers.
#[derive(Clone, Debug, Default)]
pub struct AnswerHeaders {
    /// The type that reads them, decided by `analyze::names`.
    pub reader: String,
    /// The headers, in document order.
    pub all: Vec<AnswerHeader>,
}

/// One header of an answer.
#[derive(Clone, Debug)]
pub struct AnswerHeader {
    /// Wire name and the accessor's identifier.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// The type of its value.
    pub ty: Type,
    /// How its value is written.
    pub form: HeaderForm,
    /// Where it stands in the description.
    pub origin: Origin,
}

/// How the value of an answer's header is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// As text; a list as `a,b`.
    Text,
    /// As JSON.
    Json,
    /// Each entry in a header of its own, whose name begins with this.
    Collection(String),
}

/// An answer that is a row of events or of values, which a caller has one by one as they come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is a row of.
    pub kind: RowKind,
    /// The type of an item; `None` for events whose data is not described.
    pub item: Option<Type>,
    /// The media types that mean it, for `Accept`.
    pub media_types: Vec<String>,
    /// The statuses that it comes with.
    pub statuses: Vec<StatusPattern>,
    /// There is no other success with a body.
    pub alone: bool,
}

/// What an answer is a row of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The events of `text/event-stream` (WHATWG HTML, section 9.2.6).
    Events,
    /// JSON values, each on a line or behind a separator.
    Values,
}

/// What an operation answers in media types other than the one that is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// The media types, for `Accept`.
    pub media_types: Vec<String>,
    /// The statuses that they come with.
    pub statuses: Vec<StatusPattern>,
}
