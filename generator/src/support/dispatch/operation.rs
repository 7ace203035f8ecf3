//! What there is to call.

use super::{
    CLIENT_PARAMETERS, Call, Failure, Given, Held, Outcome, Read, ReadBody, Started, plain,
};
use crate::Client;
use crate::support::{Caller, Own, all_within};

/// An operation of the service, as a caller in JSON sees it.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The description's `operationId`, or method and path where there is none.
    pub id: &'static str,
    /// How a caller in Rust comes to it from the client: `group.method`.
    pub path: &'static str,
    /// The group that it belongs to, in words joined by `-`.
    pub group: Option<&'static str>,
    /// The operation in its group, in words joined by `-`.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// What it takes beside the body.
    pub parameters: &'static [Parameter],
    /// What it takes as its body.
    pub body: Option<Body>,
    /// The headers of its answers that are never printed.
    pub secret_headers: &'static [&'static str],
    /// How its answer comes.
    pub kind: Kind,
    pub(crate) run: Run,
}

/// The function from what is given to the call that is under way.
pub(crate) type Run = for<'a> fn(&'a Operation, &'a Client, Given<'a>) -> Started<'a>;

/// A parameter, as a caller in JSON sees it.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its key in [`Call::parameters`].
    pub key: &'static str,
    /// Its name in words joined by `-`.
    pub name: &'static str,
    /// What it means, in one line.
    pub summary: &'static str,
    /// A call without it is wrong.
    pub required: bool,
    /// The client has a value for it, too.
    pub client_wide: bool,
    /// It is never printed.
    pub secret: bool,
    /// The form of its value.
    pub form: Form,
    /// The values that the description knows; none where it names none.
    pub values: &'static [&'static str],
    /// The variable of the operation's own server that it is; empty where it is none.
    pub(crate) variable: &'static str,
    pub(crate) read: Read,
}

impl Parameter {
    /// A text that has to be given.
    pub(crate) const fn needed(
        key: &'static str,
        name: &'static str,
        summary: &'static str,
    ) -> Self {
        let mut parameter = Self::optional(key, name, summary);
        parameter.required = true;
        parameter
    }

    /// A text that need not be given.
    pub(crate) const fn optional(
        key: &'static str,
        name: &'static str,
        summary: &'static str,
    ) -> Self {
        Self {
            key,
            name,
            summary,
            required: false,
            client_wide: false,
            secret: false,
            form: Form::Text,
            values: &[],
            variable: "",
            read: plain::<Own<String>>,
        }
    }

    /// One that the client has a value for, too.
    pub(crate) const fn client_wide(mut self) -> Self {
        self.client_wide = true;
        self
    }

    /// One that is never printed.
    pub(crate) const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// One of another form.
    pub(crate) const fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// One of which some values are known.
    pub(crate) const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// A variable of the operation's own server.
    pub(crate) const fn variable(mut self, variable: &'static str) -> Self {
        self.variable = variable;
        self
    }

    /// One that is read as another type.
    pub(crate) const fn read(mut self, read: Read) -> Self {
        self.read = read;
        self
    }
}

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// A number or a truth value, which looks the same in JSON.
    Plain,
    /// A list of texts.
    Texts,
    /// A list of anything else.
    List,
    /// Any other JSON.
    Json,
}

/// A body, as a caller in JSON sees it.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// What it means, in one line.
    pub summary: &'static str,
    /// A call without it is wrong.
    pub required: bool,
    /// Its media type, where the caller does not choose one.
    pub media_type: &'static str,
    /// The caller can say what it is.
    pub choice: bool,
    /// The caller has to say what it is.
    pub(crate) needs_choice: bool,
    /// It is a value, given in JSON; any other is text or bytes.
    pub json: bool,
    /// It travels as JSON lines, a value in each; in JSON it is the list of them.
    pub lines: bool,
    /// Which of its properties are files; `*` is any that the description does not name.
    pub files: &'static [&'static str],
    pub(crate) read: ReadBody,
}

/// How an answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In one response.
    Plain,
    /// As a list, page by page.
    Paged,
    /// After a while.
    LongRunning,
    /// After a while, as a list, page by page.
    LongRunningList,
    /// Item by item.
    Row,
    /// In one response, or item by item where that is asked for.
    PlainOrRow,
}

impl Kind {
    /// Whether it comes after a while, and the call can begin it alone, or go on with it.
    pub fn is_long_running(self) -> bool {
        match self {
            Self::LongRunning | Self::LongRunningList => true,
            Self::Plain | Self::Paged | Self::Row | Self::PlainOrRow => false,
        }
    }

    /// Whether one request is all of it, so that the client's time limit is of the whole: of a row, of
    /// all its items.
    fn is_one_call(self) -> bool {
        match self {
            Self::Plain | Self::Row | Self::PlainOrRow => true,
            Self::Paged | Self::LongRunning | Self::LongRunningList => false,
        }
    }

    /// Whether it has items, of which the call can take the first ones.
    pub fn has_items(self) -> bool {
        match self {
            Self::Paged | Self::Row | Self::PlainOrRow | Self::LongRunningList => true,
            Self::Plain | Self::LongRunning => false,
        }
    }
}

impl Operation {
    /// Calls it.
    ///
    /// # Errors
    ///
    /// Something that was given is not what it takes or has no place in it, the service refuses, or
    /// there is no answer.
    pub async fn call(&self, client: &Client, call: &Call) -> Outcome {
        self.has_place_for(call)?;
        let held = Held::default();
        let started = (self.run)(self, client, Given::new(call, &held))?;
        let limit = client.core().time_limit();
        match limit.filter(|_| self.kind.is_one_call()) {
            Some(limit) => {
                let outcome = all_within(limit, started).await;
                outcome.map_err(|late| Failure::Transport(late.to_string()))?
            }
            None => started.await,
        }
    }

    /// Refuses what would be lost without a word.
    fn has_place_for(&self, call: &Call) -> Result<(), Failure> {
        let mut names = call.parameters.keys();
        if let Some(name) = names.find(|name| !self.has_parameter(name)) {
            return Err(Failure::input(name.clone(), "is no parameter of the operation"));
        }
        match (&self.body, &call.body) {
            (None, Some(_)) => Err(Failure::input("body", "is more than the operation takes")),
            (None, None) | (Some(_), _) => Ok(()),
        }
    }

    /// Whether there is such a parameter, of the operation or of the client.
    fn has_parameter(&self, key: &str) -> bool {
        let mut all = self.parameters.iter().chain(CLIENT_PARAMETERS);
        all.any(|parameter| parameter.key == key)
    }
}

/// Calls the operation of that id, or of that path where several have one id.
///
/// # Errors
///
/// There is none; else as for [`Operation::call`].
pub async fn call(client: &Client, operation: &str, call: &Call) -> Outcome {
    let mut all = super::operations();
    match all.find(|it| it.path == operation || it.id == operation) {
        Some(operation) => operation.call(client, call).await,
        None => Err(Failure::input("operation", "is none of this API's")),
    }
}
