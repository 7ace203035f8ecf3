//! The states of a long-running operation, on the standard error.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::sink::Sink;

/// Goes back to the beginning of the line and clears it.
const CLEAR: &str = "\r\u{1b}[2K";

/// Hears of the states of an operation.
pub(super) type Hearer = Arc<dyn Fn(&str) + Send + Sync>;

/// What shows each state: in one line where somebody watches, else each new one in a line.
pub(super) fn progress(err: &Sink) -> Hearer {
    let (err, begin) = (err.clone(), Instant::now());
    let last = Mutex::new(String::new());
    Arc::new(move |state| {
        if err.is_terminal {
            let seconds = begin.elapsed().as_secs();
            let _ = err.write(format!("{CLEAR}{} ({seconds} s)", plain(state)));
            return;
        }
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if *last != state {
            err.tell(&plain(state));
            state.clone_into(&mut last);
        }
    })
}

/// Takes the line away again.
pub(super) fn done(err: &Sink) {
    if err.is_terminal {
        let _ = err.write(CLEAR);
    }
}

/// A state without what a terminal would take for a command.
fn plain(state: &str) -> String {
    state.chars().filter(|c| !c.is_control()).collect()
}
