//! A named type: what it is, what the description says of it, and what `analyze` decides about it.

use super::{Choice, Docs, Enumeration, Examples, Name, Record, Type, Union, Xml};
use crate::diagnostic::Origin;

/// One named type.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The schema's key, or a name made from where an inline schema stands.
    pub name: Name,
    /// The file of its own in `models/`, decided by `analyze::names`.
    pub module: String,
    /// What the description says of it.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// Example values that the description gives for it.
    pub examples: Examples,
    /// Where it stands in the description.
    pub origin: Origin,
    /// What the description says of its place in XML.
    pub xml: Xml,
    /// What `analyze` decided about it.
    pub decisions: Decisions,
}

/// What `analyze` decides about a definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// A secret can be reached from it.
    pub secret: bool,
    /// A secret is of this type, or has it inside: its memory is overwritten.
    pub wiped: bool,
    /// `PartialEq` can be derived.
    pub comparable: bool,
    /// `Default` can be derived: nothing in it is required.
    pub defaultable: bool,
    /// A request can carry it.
    pub sent: bool,
    /// A response can carry it.
    pub received: bool,
    /// It is the body of an error response: how its code and message are found.
    pub error: Option<ErrorShape>,
    /// It is one page of a list: how its items and the link to the next page are found.
    pub page: Option<PageShape>,
    /// Where in the crate it lives.
    pub home: Home,
}

/// Where in the crate a definition lives, decided by `analyze::gates`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Home {
    /// The module of `models/` that its own one stands in; `None` where it stands in `models/`
    /// itself.
    pub folder: Option<String>,
    /// The cargo features that each bring it; none: it is always there.
    pub features: Vec<String>,
}

impl Home {
    /// A module of `models/`, for what is always there.
    pub fn in_folder(folder: &str) -> Self {
        Self {
            folder: Some(folder.to_owned()),
            features: Vec::new(),
        }
    }
}

impl Decisions {
    /// What a response brings, a request can send back.
    pub fn is_round_trip(&self) -> bool {
        self.sent && self.received
    }
}

/// Where an error body keeps its code and its message: field positions from the record inwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorShape {
    /// Path to the code, as positions of fields; empty where there is none.
    pub code: Vec<usize>,
    /// Path to the message.
    pub message: Vec<usize>,
    /// Path to a shorter one, for errors that do not have the message.
    pub title: Vec<usize>,
    /// Path to what is wrong with each value, by the name of the value.
    pub invalid: Vec<usize>,
    /// The fields that are called after values, and say what is wrong with them.
    pub named: Vec<usize>,
}

/// Where a page of a list keeps its items and its link: field positions from the record inwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageShape {
    /// Path to the list of items.
    pub items: Vec<usize>,
    /// Path to the link to the next page; empty where there is none.
    pub next_link: Vec<usize>,
}

/// What a definition is.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object with named properties.
    Record(Record),
    /// One of several records, told apart by a property.
    Union(Union),
    /// One of several types, told apart by what a value looks like.
    Choice(Choice),
    /// A set of texts.
    Enumeration(Enumeration),
    /// Another name for a type.
    Alias(Type),
}
