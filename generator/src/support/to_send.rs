//! Reading what a caller has written down to be sent, in place of what a service answers: the
//! properties that only the service sets are not in it, though an answer has to have them.

use std::cell::Cell;

thread_local! {
    static TO_SEND: Cell<bool> = const { Cell::new(false) };
}

/// Puts back what was there before, whatever becomes of the reading.
struct Before(bool);

impl Drop for Before {
    fn drop(&mut self) {
        TO_SEND.set(self.0);
    }
}

/// Reads a value that is to be sent. What is missing of what only answers carry is blank.
pub fn to_send<T>(read: impl FnOnce() -> T) -> T {
    let _before = Before(TO_SEND.replace(true));
    read()
}

/// Whether what is being read is to be sent.
pub(super) fn is_to_send() -> bool {
    TO_SEND.get()
}
