//! The time limit of a call.
//!
//! In: the work of a whole call, retries included. Out: what it comes to, or [`TimedOut`].

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::runtime;
use super::runtime::error::{Error, ErrorKind};
use super::runtime::http::StatusCode;
use super::runtime::sleep::sleep;
use super::{Call, Repeat};

/// The call did not end within its time limit, and was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimedOut {
    /// The limit.
    pub after: Duration,
    /// The status of the last response that began to come in, if one did.
    pub status: Option<StatusCode>,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the call did not end within {:?}", self.after)?;
        match self.status {
            Some(status) => write!(f, " (last status {status})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TimedOut {}

/// Runs `work` for at most `limit`, then drops it and fails with [`TimedOut`].
pub async fn within<T>(
    limit: Duration,
    call: &Call,
    work: impl Future<Output = runtime::Result<T>>,
) -> runtime::Result<T> {
    let mut work = pin!(work);
    let mut clock = pin!(sleep(core_duration(limit)));
    poll_fn(|cx| {
        if let Poll::Ready(done) = work.as_mut().poll(cx) {
            return Poll::Ready(done);
        }
        clock
            .as_mut()
            .poll(cx)
            .map(|()| Err(timed_out(limit, call)))
    })
    .await
}

/// The same for work that has a call in it, and goes on after it.
pub async fn all_within<T>(limit: Duration, work: impl Future<Output = T>) -> runtime::Result<T> {
    let call = Call::begin(Repeat::Once, None);
    within(limit, &call, async { Ok(work.await) }).await
}

/// The base's duration; what is too long for it becomes the longest one.
pub fn core_duration(duration: Duration) -> runtime::time::Duration {
    runtime::time::Duration::try_from(duration).unwrap_or(runtime::time::Duration::MAX)
}

fn timed_out(after: Duration, call: &Call) -> Error {
    let status = call.seen();
    Error::new(ErrorKind::Other, TimedOut { after, status })
}
