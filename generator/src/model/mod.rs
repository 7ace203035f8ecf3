//! The API as the generator sees it: plain data between reading and writing.
//!
//! `lower` builds it from the imported document, `analyze` decides what is still open (names,
//! boxes, derives, what is reached), and `emit` writes it down. Nothing here knows OpenAPI's
//! document types or Rust's syntax trees.

mod answer;
mod choice;
mod definition;
mod dependency;
mod enumeration;
pub(crate) mod graph;
mod host;
mod long_running;
mod numeral;
mod operation;
mod record;
mod security;
mod ty;
mod types;
mod union;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

pub use answer::{AnswerHeader, AnswerHeaders, HeaderForm, Others, Row, RowKind};
pub use choice::{Alternative, Choice, Constant, Inside, Mark};
pub use definition::{Decisions, Definition, ErrorShape, Home, PageShape, Shape};
pub use dependency::Dependency;
pub use enumeration::{EnumValue, Enumeration};
pub use host::{Host, HostPart};
pub use long_running::{FinalState, FinalValue, LongRunning};
pub use numeral::Numeral;
pub use operation::{
    Arm, Body, Coding, ContentTypes, Delimiter, FormField, Group, Method, NextPage, Operation,
    Outcomes, Paging, Parameter, PartHeader, PathPart, Payload, Place, Server, ServerAddress,
    ServerVariable, Spelling, Spread, StatusPattern,
};
pub use record::{Access, Constraints, Extra, Field, Only, Presence, Record, Tag};
pub use security::{Alternatives, Scheme, SchemeKind, Security};
pub use ty::{BytesFormat, DateTimeFormat, Tuple, Type, Width};
pub use types::{TypeId, Types};
pub use union::{TagReader, Union, Variant};
pub use xml::{Xml, XmlField, XmlName, XmlPlace, XmlRecord, XmlRoot, XmlShape};

/// A whole API: what one crate is made from.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`: the version of the description, not of the crate.
    pub version: String,
    /// `info.description` and its kin.
    pub docs: Docs,
    /// The first server's URL, where the description names an absolute one.
    pub endpoint: Option<String>,
    /// The endpoint as a template, where values of the caller's go into it.
    pub host: Option<Host>,
    /// What stands before every path, where the first server says nothing of a host; empty: nothing.
    pub base_path: String,
    /// How requests are signed.
    pub security: Security,
    /// Parameters that are set once on the client, in the order of their first use.
    pub client_parameters: Vec<Parameter>,
    /// Those as requests carry them, decided by `analyze::carried`: one that operations spell in several
    /// ways is there for each.
    pub carried: Vec<Parameter>,
    /// The operations by group, in document order.
    pub groups: Vec<Group>,
    /// What the service sends by itself.
    pub incoming: Incoming,
    /// What of the description the crate does not have.
    pub left_out: Vec<LeftOut>,
    /// Every named or nameable type.
    pub types: Types,
    /// How deep the compiler must be told to go, where its own limit is too near; decided by
    /// `analyze::depth`.
    pub recursion_limit: Option<usize>,
    /// What the crate stands on.
    pub base: Base,
    /// The records that bodies in XML reach, decided by `analyze::xml`.
    pub xml: Vec<XmlRecord>,
    /// What the crate is called, decided by `analyze::package`.
    pub package: Package,
    /// What the generated crate needs beside its core, decided by `analyze::features`.
    pub needs: Needs,
    /// What the generated crate depends on, decided by `analyze::dependencies`.
    pub dependencies: Vec<Dependency>,
}

impl Api {
    /// Every operation, in document order of the groups.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.groups.iter().flat_map(|group| &group.operations)
    }
}

/// What a service sends by itself: what webhooks and callbacks carry.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// The types, and who carries each of them.
    pub senders: BTreeMap<TypeId, BTreeSet<Sender>>,
    /// The cargo feature that they stand behind, decided by `analyze::gates`; `None`: they are always
    /// there.
    pub feature: Option<String>,
}

/// What carries something that a service sends by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sender {
    /// A webhook, by its name.
    Webhook(String),
    /// A callback of an operation, by its name.
    Callback(String),
}

impl Incoming {
    /// The types.
    pub fn types(&self) -> impl Iterator<Item = TypeId> {
        self.senders.keys().copied()
    }

    /// What all senders are, in a word or two.
    pub fn kinds(&self) -> &'static str {
        let senders = || self.senders.values().flatten();
        let has_webhooks = senders().any(|it| matches!(it, Sender::Webhook(_)));
        let has_callbacks = senders().any(|it| matches!(it, Sender::Callback(_)));
        match (has_webhooks, has_callbacks) {
            (true, true) => "webhooks and callbacks",
            (false, true) => "callbacks",
            (_, false) => "webhooks",
        }
    }
}

/// An operation or a schema of the description that the crate does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// An operation's `operationId`, else its method and path; a schema's name.
    pub id: String,
    /// An operation's method and path, such as `GET /pets`; `None` where it is a schema.
    pub request: Option<String>,
    /// Why the crate does not have it.
    pub why: String,
}

/// What a generated crate stands on: the library that it makes requests with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Base {
    /// `azure_core`.
    #[default]
    AzureCore,
    /// `typespec_client_core`, which is the same without all that is Azure's.
    TypespecClientCore,
}

impl Base {
    /// The library's name, as Cargo and Rust have it.
    pub fn library(self) -> &'static str {
        match self {
            Self::AzureCore => "azure_core",
            Self::TypespecClientCore => "typespec_client_core",
        }
    }
}

/// A name as the description has it, and the Rust identifier chosen for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// What the description calls it: the wire name of a property, a schema's key, an enum's value.
    pub source: String,
    /// What the description would have it called in code (`x-ms-client-name`).
    pub suggested: Option<String>,
    /// The identifier to write; empty until `analyze::names` has decided.
    pub ident: String,
}

impl Name {
    /// A name without an identifier yet.
    pub fn new(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            suggested: None,
            ident: String::new(),
        }
    }

    /// The same with what the description would have it called in code.
    #[must_use]
    pub fn suggest(self, suggested: Option<String>) -> Self {
        Self { suggested, ..self }
    }

    /// What the identifier is made from.
    pub fn wanted(&self) -> &str {
        self.suggested.as_ref().unwrap_or(&self.source)
    }
}

/// Documentation of one item, as plain text and Markdown of the description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One line.
    pub summary: Option<String>,
    /// The longer text.
    pub description: Option<String>,
    /// Further paragraphs of our own: formats that stay text, values that an integer may take, …
    pub notes: Vec<String>,
    /// `externalDocs.url`.
    pub link: Option<String>,
    /// Whether the description marks the item as deprecated.
    pub deprecated: bool,
}

/// What the crate is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// The package's name, as Cargo has it.
    pub name: String,
    /// The name by which Rust code knows the crate.
    pub library: String,
}

/// What the generated crate has beside its core.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// A pattern is checked: the `regress` crate.
    pub pattern: bool,
    /// A calendar date occurs: the `time` crate.
    pub date: bool,
    /// A number occurs that JSON may carry as text.
    pub numerals: bool,
    /// A type of the caller's occurs.
    pub foreign: bool,
    /// A duration occurs.
    pub duration: bool,
    /// A secret that is no text occurs.
    pub secret: bool,
    /// There is something to call.
    pub operations: bool,
    /// A body without a codec occurs: text, or bytes as they are.
    pub plain: bool,
    /// A form is sent.
    pub forms: bool,
    /// A form with parts is sent.
    pub multipart: bool,
    /// A body is sent that may be a stream: the `futures-io` crate.
    pub uploads: bool,
    /// An answer says something in a header that is described.
    pub headers: bool,
    /// A body is XML: the `quick-xml` crate.
    pub xml: bool,
    /// An answer is a row of some kind.
    pub rows: bool,
    /// An answer is a row of events.
    pub events: bool,
    /// An answer is a row of values.
    pub values: bool,
    /// A request is a row of values.
    pub sent_values: bool,
    /// An answer can be streamed.
    pub streams: bool,
    /// An operation answers in other media types than the one that is taken.
    pub others: bool,
    /// There are operations to call in JSON, and the configuration wants them called so.
    pub dispatch: bool,
    /// A union occurs, which may keep members that are newer than the crate.
    pub unions: bool,
    /// A choice occurs, which may keep values that are none of its alternatives.
    pub choices: bool,
    /// An enumeration of texts occurs, which may refuse one.
    pub enumerations: bool,
    /// An enumeration of numbers occurs.
    pub numbers: bool,
    /// A link that the service sends is followed.
    pub links: bool,
    /// A token credential can be given.
    pub tokens: bool,
    /// Where the service is depends on the cloud that the caller chooses, or whom a token is for.
    pub clouds: bool,
    /// A long-running operation occurs.
    pub long_running: bool,
    /// An operation answers with one page of a list.
    pub paging: bool,
    /// A long-running operation ends in one.
    pub long_lists: bool,
    /// Arrays of certain elements.
    pub tuples: bool,
}

/// Examples by name, as the description gives them.
pub type Examples = BTreeMap<String, Example>;

/// One example value.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The value.
    pub value: serde_json::Value,
    /// How it fits its type, decided by `analyze::examples`.
    pub fit: Fit,
}

impl Example {
    /// An example of which nothing is known yet.
    pub fn new(value: serde_json::Value) -> Self {
        Self {
            value,
            fit: Fit::Unproven,
        }
    }
}

/// How an example fits the type that it is an example of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is read and written again unchanged.
    Exact,
    /// It is read, but has something that is not kept: a property that is not described, a null.
    Lossy,
    /// It has a text in a format that the generator does not read.
    #[default]
    Unproven,
    /// It has something in the place of a secret.
    Secret,
    /// It is not what the description says.
    Broken,
}
