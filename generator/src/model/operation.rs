//! Operations of the API: groups, parameters, bodies and outcomes.

use serde_json::Value;

use super::{
    Alternatives, AnswerHeaders, Constraints, Docs, Examples, LongRunning, Name, Others, Row, Type,
    Xml, XmlRoot,
};
use crate::diagnostic::Origin;

/// Operations that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// The group's name; `None` for operations that stand on the client itself.
    pub name: Option<Name>,
    /// The type through which its operations are called, decided by `analyze::names`.
    pub handle: String,
    /// The module in `operations/`, decided by `analyze::names`.
    pub module: String,
    /// The cargo feature that it stands behind, decided by `analyze::gates`; `None`: it is always
    /// there.
    pub feature: Option<String>,
    /// What the description says of its tag.
    pub docs: Docs,
    /// Its operations, in document order.
    pub operations: Vec<Operation>,
}

impl Group {
    /// How a caller in Rust comes to one of its operations from the client: `group.method`.
    pub fn way_to(&self, operation: &Operation) -> String {
        let plain = |name: &Name| name.ident.trim_start_matches("r#").to_owned();
        let method = plain(&operation.name);
        match &self.name {
            Some(name) => format!("{}.{method}", plain(name)),
            None => method,
        }
    }
}

/// One operation: a method on a path.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`, or method and path where there is none.
    pub id: String,
    /// The method that starts it.
    pub name: Name,
    /// The type of its request builder, decided by `analyze::names`.
    pub builder: String,
    /// The module of `operations/` in which a caller finds the builder, decided by
    /// `analyze::names`; `None` for an operation on the client itself, whose builder stands in
    /// `operations/`.
    pub module: Option<String>,
    /// What the description says of it.
    pub docs: Docs,
    /// The HTTP method.
    pub method: Method,
    /// Where it is, where that is not where the client is.
    pub server: Option<Server>,
    /// The path, in order.
    pub path: Vec<PathPart>,
    /// Query that stands in the path's key after its question mark, as it is written there.
    pub fixed_query: Option<String>,
    /// Its parameters: in path order, then in document order.
    pub parameters: Vec<Parameter>,
    /// What it sends.
    pub body: Option<Body>,
    /// What it can answer when all went well.
    pub success: Outcomes,
    /// What it can answer otherwise.
    pub failure: Outcomes,
    /// Media types that the description names for answers, for `Accept`.
    pub accept: Vec<String>,
    /// What it answers that is a row of events or values.
    pub row: Option<Row>,
    /// What it answers in other media types that say something else, as bytes that are taken as
    /// they come in.
    pub others: Option<Others>,
    /// What its answers say in headers.
    pub headers: AnswerHeaders,
    /// Sending it twice does no harm.
    pub repeatable: bool,
    /// What it is signed with; `None`: what is usual for the API.
    pub security: Option<Alternatives>,
    /// How it comes to its value where it goes on after its first answer. Its only success is then
    /// that value.
    pub long_running: Option<LongRunning>,
    /// How its answer is one page of a list.
    pub paging: Option<Paging>,
    /// Example values of the success body, by name.
    pub examples: Examples,
    /// Where it stands in the description.
    pub origin: Origin,
}

impl Operation {
    /// The values that its builder takes for headers of the parts of its body.
    pub fn part_headers(&self) -> impl Iterator<Item = &Parameter> {
        let headers = self.body.iter().flat_map(|body| &body.part_headers);
        headers.map(|header| &header.parameter)
    }

    /// The key of a parameter's value for callers in JSON: its wire name, with its place before it
    /// where another parameter has that name too.
    pub fn key_of(&self, parameter: &Parameter) -> String {
        let name = &parameter.name.source;
        let all = self.parameters.iter().chain(self.part_headers());
        if all.filter(|other| other.name.source == *name).count() < 2 {
            return name.clone();
        }
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
            Place::Host => "server",
        };
        format!("{place}.{name}")
    }

    /// The list that its answer, or the value that it comes to, may be but the first page of.
    pub fn list(&self) -> Option<&Paging> {
        let paging = self.paging.as_ref();
        paging.filter(|paging| paging.next != NextPage::Never)
    }

    /// Whether its answer can be taken as it comes in: every success is bytes as they are, or can be
    /// something else than what is taken.
    pub fn is_streamable(&self) -> bool {
        let raw = match &self.success.payload {
            Payload::One(Type::Secret(inner)) => **inner == Type::Raw,
            Payload::One(ty) => *ty == Type::Raw,
            Payload::Nothing | Payload::Many(_) => false,
        };
        self.long_running.is_none() && (self.others.is_some() || raw && self.row.is_none())
    }
}

/// How an operation's answer is one page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// What the list is of.
    pub item: Type,
    /// How the next page is asked for.
    pub next: NextPage,
}

/// How the next page of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// There is none: the first page is the whole list.
    Never,
    /// With `GET` on the link that came with the page.
    Get,
    /// On that link, with the operation's own method and body.
    Alike,
    /// By another operation, which takes the link as a parameter.
    Through {
        /// Where that operation stands.
        operation: Origin,
        /// The wire name of the parameter, which stands in the path.
        link: String,
    },
}

/// An HTTP method that `azure_core` can send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
}

impl Method {
    /// Whether sending it twice means the same as once (RFC 9110, section 9.2.2).
    pub fn is_idempotent(self) -> bool {
        match self {
            Self::Get | Self::Put | Self::Delete | Self::Head => true,
            Self::Post | Self::Patch => false,
        }
    }

    /// The method as it stands on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
        }
    }
}

/// Where an operation is that is not where the client is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its address, in which a variable stands as `{name}`.
    pub address: ServerAddress,
    /// Its variables; each is also a parameter of the operation, in the place [`Place::Host`].
    pub variables: Vec<ServerVariable>,
}

/// The address of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerAddress {
    /// Another endpoint, which the description names.
    Endpoint(String),
    /// A path of the client's host, in place of the endpoint's own.
    Root(String),
}

/// A variable in the address of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name in the address.
    pub name: String,
    /// Its value unless the caller gives one.
    pub usual: Option<String>,
    /// The values that it can have; none: any.
    pub allowed: Vec<String>,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Text as it is.
    Literal(String),
    /// The value of the path parameter of this wire name.
    Parameter(String),
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Wire name and identifier.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// Where it travels.
    pub place: Place,
    /// The type of its value.
    pub ty: Type,
    /// How its value is spread over the wire.
    pub spread: Spread,
    /// What stands between the items of lists inside of lists, the outermost of them first, where
    /// the description says so.
    pub inner: Vec<Delimiter>,
    /// How its value becomes text, decided once every type is known.
    pub spelling: Spelling,
    /// An empty list is sent as an empty text. In a path: an empty text is a value.
    pub allow_empty: bool,
    /// A call without it is wrong.
    pub required: bool,
    /// It is set on the client and can be overridden per request.
    pub client_wide: bool,
    /// It is not percent-encoded: `allowReserved` or `x-ms-skip-url-encoding`.
    pub verbatim: bool,
    /// Bounds of its value, checked before anything is sent.
    pub constraints: Constraints,
    /// The value that stands for an absent one.
    pub default: Option<Value>,
    /// A value that shows what is meant.
    pub example: Option<Value>,
    /// Where it stands in the description.
    pub origin: Origin,
}

impl Parameter {
    /// Whether a caller has to give it: required, not set on the client, and without a default.
    pub fn is_argument(&self) -> bool {
        self.required && !self.client_wide && self.default.is_none()
    }

    /// Whether another one has its name and its place.
    pub fn is_called_like(&self, other: &Self) -> bool {
        self.place == other.place && self.name.source == other.name.source
    }

    /// Whether it is the same as another operation's, so that one value does for both.
    pub fn is_shared_with(&self, other: &Self) -> bool {
        self.is_called_like(other)
            && self.ty == other.ty
            && self.spelling == other.spelling
            && self.is_argument() == other.is_argument()
    }
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
    /// In the endpoint: a value that a client is made with, or one of an operation's own server.
    Host,
}

/// How a value is spread over the wire (OpenAPI 3.0.3, Style Values). *Exploded* has each item of
/// a list, or each entry of an object, by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spread {
    /// `a,b`
    Simple,
    /// `a,b`; entries as `x=1,y=2`
    SimpleExploded,
    /// `.a,b`
    Label,
    /// `.a.b`
    LabelExploded,
    /// `;name=a,b`
    Matrix,
    /// `;name=a;name=b`
    MatrixExploded,
    /// `name=a,b`
    Form,
    /// `name=a&name=b`
    FormExploded,
    /// `name=a%20b`
    Space,
    /// `name=a%09b`
    Tab,
    /// `name=a|b`
    Pipe,
    /// `name[x]=1`
    Deep,
    /// As JSON.
    Json,
    /// Each entry in a header of its own, whose name begins with this.
    Headers(String),
}

/// What stands between the items of a list that is one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `a,b`
    Comma,
    /// `a b`
    Space,
    /// `a`, a tab, `b`
    Tab,
    /// `a|b`
    Pipe,
}

/// How a parameter's value becomes text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    /// It is one text.
    #[default]
    Text,
    /// It is a list of values that are one text each, in a style that only joins or repeats them.
    Items,
    /// It is a tree of texts, or written in a style of its own.
    Tree,
    /// It is JSON.
    Json,
}

/// What an operation sends.
#[derive(Clone, Debug)]
pub struct Body {
    /// The argument's name.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// The media type, with its parameters.
    pub media_type: String,
    /// How the value is written.
    pub coding: Coding,
    /// The fields of a form that are not written as usual.
    pub fields: Vec<FormField>,
    /// The headers of a form's parts.
    pub part_headers: Vec<PartHeader>,
    /// What else the same bytes can be called, where the description leaves the choice.
    pub content_types: Option<ContentTypes>,
    /// The type of the value.
    pub ty: Type,
    /// What is said of its root, where it is XML.
    pub root: Xml,
    /// The same as a whole, decided by `analyze::xml`.
    pub xml: Option<XmlRoot>,
    /// A call without it is wrong.
    pub required: bool,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coding {
    /// As JSON.
    #[default]
    Json,
    /// A list as JSON, a value in each line.
    Lines,
    /// As XML.
    Xml,
    /// As text in UTF-8.
    Text,
    /// Not at all: bytes as they are.
    Bytes,
    /// As the fields of a form (`application/x-www-form-urlencoded`).
    Form,
    /// As the parts of a form (`multipart/form-data`), or of a body of parts (`multipart/related`).
    Multipart,
}

/// How a field of a form is written, where the description says so.
#[derive(Clone, Debug)]
pub struct FormField {
    /// The property's wire name.
    pub name: String,
    /// How its value is spread.
    pub spread: Option<Spread>,
    /// Its value keeps reserved characters, in a form without files: `allowReserved`.
    pub reserved: bool,
    /// What its value may be written as: media types and ranges of them.
    pub media_types: Vec<String>,
}

impl FormField {
    /// What its value is written as where nobody says: the first that is no range.
    pub fn media_type(&self) -> Option<&str> {
        let mut all = self.media_types.iter();
        all.find(|name| !name.contains('*')).map(String::as_str)
    }
}

/// A header of the parts of a form.
#[derive(Clone, Debug)]
pub struct PartHeader {
    /// The wire name of the property whose parts have it.
    pub property: String,
    /// Its value: a text that the builder takes.
    pub parameter: Parameter,
}

/// The media types that a caller chooses from.
#[derive(Clone, Debug)]
pub struct ContentTypes {
    /// The setter's name.
    pub name: Name,
    /// All of them, the usual one first.
    pub choices: Vec<String>,
    /// A caller has to say which, since none of them is a single one.
    pub required: bool,
}

/// What an operation can answer, on one side of success.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// One arm per status, range or default, in the order in which they are tried.
    pub arms: Vec<Arm>,
    /// What a caller gets.
    pub payload: Payload,
    /// The first arm means every other status of its hundred, too.
    pub open: bool,
}

impl Outcomes {
    /// Every status that an arm means, be it by name or because nothing else does.
    pub fn statuses(&self, arm: &Arm) -> Vec<StatusPattern> {
        let first = self.arms.first().filter(|_| self.open);
        let others = first.filter(|first| first.status == arm.status);
        let others = others.and_then(|arm| match arm.status {
            StatusPattern::Code(code) => Some(StatusPattern::Range(code / 100)),
            StatusPattern::Range(_) | StatusPattern::Default => None,
        });
        std::iter::once(arm.status).chain(others).collect()
    }

    /// The statuses of all arms.
    pub fn all_statuses(&self) -> Vec<StatusPattern> {
        let arms = self.arms.iter();
        arms.flat_map(|arm| self.statuses(arm)).collect()
    }
}

/// One answer: a status and what comes with it.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Which statuses it means.
    pub status: StatusPattern,
    /// The variant's identifier, where a caller gets an enum.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// The body; `None` where nothing is described.
    pub body: Option<Type>,
    /// How the body is written.
    pub coding: Coding,
    /// What is said of its root, where it is XML.
    pub root: Xml,
    /// The same as a whole, decided by `analyze::xml`.
    pub xml: Option<XmlRoot>,
}

/// Which statuses an arm means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusPattern {
    /// Exactly this one.
    Code(u16),
    /// `1XX` to `5XX`: the hundreds.
    Range(u16),
    /// Every status that nothing else names.
    Default,
}

/// What a caller gets from one side of an operation's answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Payload {
    /// No body is described.
    #[default]
    Nothing,
    /// Always the same type.
    One(Type),
    /// An enum of its own, with a variant per arm; the identifier is decided by `analyze::names`.
    Many(String),
}
