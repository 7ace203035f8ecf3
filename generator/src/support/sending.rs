//! Calls under way: the futures that request builders give.
//!
//! In: a request and what its answer means. Out: a future of the answer. A function that is
//! `async` costs the compiler a state machine of its own; here there is one for all operations.

use std::fmt;
use std::pin::Pin;

use super::runtime::http::{RawResponse, Request};
use super::{CallOptions, Core, Error, Repeat, Response};

/// A call under way. It does nothing until it is awaited, and ends when it is dropped.
pub type Sending<'a, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

impl Core {
    /// Sends a request, and reads what comes back by `answer`. A request that could not be made
    /// is the future's error, and nothing is sent.
    pub fn call<'a, T, E>(
        &'a self,
        request: Result<Request, Error<E>>,
        options: CallOptions<'a>,
        repeat: Repeat,
        answer: fn(RawResponse) -> Result<Response<T>, Error<E>>,
    ) -> Sending<'a, Response<T>, Error<E>>
    where
        T: 'a,
        E: fmt::Debug + Send + Sync + 'static,
    {
        let raw = request.map(|request| self.send(request, options, repeat));
        Box::pin(async move { answer(raw?.await?) })
    }
}

/// The value of a response under way.
pub fn value<'a, T: 'a, H: 'a, E: 'a>(
    sending: Sending<'a, Response<T, H>, Error<E>>,
) -> Sending<'a, T, Error<E>> {
    Box::pin(async move { sending.await.map(Response::into_value) })
}
