//! Room for recursion.
//!
//! Comes in: work that goes as deep as its input. Goes out: what it gives. `source` limits how deep
//! a text may be, but the document model takes some 30 KiB of stack for each level of a schema, and
//! threads other than the first have 2 MiB.

use std::io;
use std::panic::resume_unwind;
use std::thread;

/// Enough for the deepest text that `source` lets in. Only what is used is ever taken.
const SIZE: usize = 64 * 1024 * 1024;

/// Does the work on a stack of its own; on the present one when there is no thread to be had.
pub(super) fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    let mut work = Some(work);
    let mut once = || work.take().map(|work| work());
    let outcome = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(SIZE);
        let running = thread.spawn_scoped(scope, &mut once)?;
        io::Result::Ok(running.join())
    });
    match outcome {
        Ok(Ok(done)) => done,
        Ok(Err(panic)) => resume_unwind(panic),
        Err(_) => once(),
    }
}
