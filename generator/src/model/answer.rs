//! What an answer says beside its body.

use super::{Docs, Name, Type};
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
