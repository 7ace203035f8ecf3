//! A long-running operation while it is waited for: its states on the standard error, and what goes
//! on with it should the wait end first.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::common::RESUME;
use super::sink::Sink;
use crate::dispatch::{Progress, Underway};

/// Goes back to the beginning of the line and clears it.
const CLEAR: &str = "\r\u{1b}[2K";

/// Watches an operation.
pub(super) struct Watch {
    err: Sink,
    begin: Instant,
    seen: Mutex<Seen>,
}

/// What was heard last.
#[derive(Default)]
struct Seen {
    state: String,
    token: Option<String>,
}

impl Watch {
    pub fn new(err: &Sink) -> Arc<Self> {
        Arc::new(Self {
            err: err.clone(),
            begin: Instant::now(),
            seen: Mutex::default(),
        })
    }

    /// What hears of each state.
    pub fn hearer(self: &Arc<Self>) -> Progress {
        let watch = Arc::clone(self);
        Arc::new(move |underway| watch.hear(underway))
    }

    /// Shows a state: in one line where somebody watches, else each new one in a line.
    fn hear(&self, Underway { state, token }: Underway<'_>) {
        let mut seen = self.seen();
        if self.err.is_terminal {
            let seconds = self.begin.elapsed().as_secs();
            let _ = self.err.write(format!("{CLEAR}{} ({seconds} s)", plain(state)));
        } else if seen.state != state {
            self.err.tell(&plain(state));
        }
        state.clone_into(&mut seen.state);
        seen.token = token.map(str::to_owned);
    }

    /// Takes the line away again.
    pub fn done(&self) {
        if self.err.is_terminal {
            let _ = self.err.write(CLEAR);
        }
    }

    /// Tells how to wait again for an operation that the service carries on. The token may hold a
    /// signature: it is not for what is no terminal, and may be a log that others read.
    pub fn left(&self, show_secrets: bool) {
        let seen = self.seen();
        let Some(token) = &seen.token else { return };
        if self.err.is_terminal || show_secrets {
            let note = format!("note: `--{RESUME}` goes on with the operation, given this token:");
            self.err.tell(&format!("{note}\n{token}"));
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A state without what a terminal would take for a command.
fn plain(state: &str) -> String {
    state.chars().filter(|c| !c.is_control()).collect()
}
