//! Why the command line stops, and the code that it ends with.

use std::io::{self, ErrorKind};

use super::command::Leaf;
use super::output::Output;
use crate::dispatch::Failure;

/// It did what it was told.
pub(super) const DONE: u8 = 0;
/// The service refused.
pub(super) const REFUSED: u8 = 1;
/// It was not told what it can do; nothing was sent.
pub(super) const USAGE: u8 = 2;
/// There was no usable answer.
pub(super) const TRANSPORT: u8 = 3;

/// Why it stops.
pub(super) enum Stop {
    /// The call failed.
    Failure(Failure),
    /// There is no client to call with.
    Client(String),
    /// The answer cannot be written.
    Output(io::Error),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Stop {
    /// The code to end with.
    pub fn code(&self) -> u8 {
        match self {
            Self::Failure(Failure::Service { .. }) => REFUSED,
            Self::Failure(Failure::Input { .. }) | Self::Client(_) => USAGE,
            Self::Failure(Failure::Transport(_)) => TRANSPORT,
            // Whoever reads has read enough.
            Self::Output(error) if error.kind() == ErrorKind::BrokenPipe => DONE,
            Self::Output(_) => TRANSPORT,
        }
    }

    /// What to tell; nothing where nothing is wrong.
    pub fn text(&self, leaf: &Leaf, output: Output) -> Option<String> {
        if self.code() == DONE {
            return None;
        }
        Some(match self {
            Self::Failure(Failure::Input { name, reason }) => {
                format!("error: {} {reason}", option(leaf, name))
            }
            Self::Failure(Failure::Service {
                error: Some(error),
                text,
                ..
            }) => format!("error: {text}\n{}", output.value(error)),
            Self::Failure(failure) => format!("error: {failure}"),
            Self::Client(text) => format!("error: {text}"),
            Self::Output(error) => format!("error: the answer cannot be written: {error}"),
        })
    }

    /// Whether the service wants to know who calls.
    pub fn is_unsigned(&self) -> bool {
        let Self::Failure(Failure::Service { status, .. }) = self else {
            return false;
        };
        matches!(u16::from(*status), 401 | 403)
    }
}

/// The option behind a name in a failure.
fn option(leaf: &Leaf, name: &str) -> String {
    let mut arguments = leaf.arguments.iter();
    match arguments.find(|argument| argument.is_called(name)) {
        Some(argument) => format!("`--{}`", argument.long),
        None if matches!(name, "body" | "content-type" | "header") => format!("`--{name}`"),
        None => format!("`{name}`"),
    }
}
