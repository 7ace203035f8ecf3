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
/// Nobody waited for the answer: what shells say of a program that an interrupt ended.
const INTERRUPTED: u8 = 130;

/// Why it stops.
pub(super) enum Stop {
    /// The call failed.
    Failure(Failure),
    /// There is no client to call with.
    Client(String),
    /// The answer cannot be written.
    Output(io::Error),
    /// Nobody waits for the answer.
    Interrupted,
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
            Self::Interrupted => INTERRUPTED,
        }
    }

    /// What to tell; nothing where nothing is wrong.
    pub fn text(&self, leaf: &Leaf, output: Output) -> Option<String> {
        if self.code() == DONE {
            return None;
        }
        Some(match self {
            Self::Interrupted => "interrupted".to_owned(),
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

    /// Whether a long-running operation, once it has begun, goes on all the same.
    pub fn leaves_it_going(&self) -> bool {
        match self {
            Self::Failure(Failure::Transport(_)) | Self::Interrupted => true,
            // Who is not let in learns nothing of the operation.
            Self::Failure(Failure::Service { .. }) => self.is_unsigned(),
            Self::Failure(Failure::Input { .. }) | Self::Client(_) | Self::Output(_) => false,
        }
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
