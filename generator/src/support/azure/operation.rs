//! Long-running operations, as their callers see them.
//!
//! In: a request that begins one, or a token. Out: [`Operation`], which is awaited for the value or
//! polled for the states on the way, with the operation's own types. All that does not depend on
//! the types is the driver's.

use std::fmt::{self, Debug};
use std::future::{Future, IntoFuture, poll_fn, ready};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use azure_core::http::headers::HeaderValue;
use azure_core::http::{RawResponse, Request};
use futures_core::Stream;

use super::driver::Driver;
use super::monitor::{error_bodies, error_object};
use super::no_content;
use super::progress::Ended;
use super::{
    CallOptions, Core, Error, HeaderKey, OperationStatus, OperationToken, Raw, Response, Rules,
};

/// What the description says of a long-running operation, and its types.
#[derive(Clone, Copy)]
pub struct Plan<T, E = Raw> {
    /// What the description says.
    pub rules: Rules,
    /// Reads the value.
    pub decode: fn(RawResponse) -> Result<Response<T>, Error<E>>,
    /// Reads an error.
    pub fail: fn(RawResponse) -> Error<E>,
}

impl<T, E> Plan<T, E> {
    /// The answer to the first request alone.
    pub fn started(&self, answer: RawResponse) -> Result<Response<()>, Error<E>> {
        if answer.status().is_success() {
            Ok(no_content(answer))
        } else {
            Err((self.fail)(answer))
        }
    }
}

/// A long-running operation of the service.
///
/// Await it for the value. To follow it, [`poll`](Self::poll) it, or use it as a stream, and await
/// it after the last state. Nothing is sent before that. The service carries the operation on when
/// this is dropped; with its [`token`](Self::token) another process can take it up.
#[must_use = "an operation does nothing until it is awaited or polled"]
pub struct Operation<T, E = Raw> {
    pub(super) driver: Driver,
    pub(super) plan: Plan<T, E>,
}

/// A long-running operation that is being awaited.
pub type Running<T, E = Raw> = Pin<Box<dyn Future<Output = Result<T, Error<E>>> + Send>>;

impl<T: 'static, E: Debug + Send + Sync + 'static> Operation<T, E> {
    /// An operation that the request begins.
    pub(crate) fn begin(
        core: &Core,
        request: Request,
        options: CallOptions<'_>,
        plan: Plan<T, E>,
    ) -> Self {
        let driver = Driver::begin(core, request, options, plan.rules);
        Self { driver, plan }
    }

    /// An operation that another process has begun.
    pub(crate) fn resume(
        core: &Core,
        token: &str,
        options: CallOptions<'_>,
        api_version: Option<&str>,
        plan: Plan<T, E>,
    ) -> Result<Self, Error<E>> {
        let driver = Driver::resume(core, token, options, api_version, plan.rules)?;
        Ok(Self { driver, plan })
    }

    /// Sets the time between two questions for the state, where the service does not say how long
    /// to wait: 30 seconds by default, one second at least. The first question comes after a
    /// second.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.driver.set_interval(interval);
        self
    }

    /// Adds a header to all requests that are still to come, in place of any other of that name, where
    /// the operation was not polled yet: one that is resumed has none from before.
    pub fn header(mut self, name: impl HeaderKey, value: impl Into<HeaderValue>) -> Self {
        self.driver.set_header(name, value.into());
        self
    }

    /// Limits the time of the whole operation, from the first time that it is polled.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.driver.set_limit(limit);
        self
    }

    /// The last answer as a whole, with the value in it: what awaiting gives the value of. It may be
    /// the answer of another address than the first request's.
    pub fn response(self) -> Running<Response<T>, E> {
        let Plan { decode, fail, .. } = self.plan;
        let end = self.driver.finish();
        Box::pin(async move {
            let answer = end.await.map_err(|error| typed(error, fail))?;
            decode(answer)
        })
    }

    /// Asks for the state, after the wait that is due; `None` once the operation has succeeded, and
    /// can be awaited for its value.
    ///
    /// # Errors
    ///
    /// The operation failed or was canceled, or the service did not answer as it should.
    pub async fn poll(&mut self) -> Result<Option<OperationStatus>, Error<E>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }

    /// The last state that the service told.
    pub fn status(&self) -> Option<OperationStatus> {
        self.driver.status()
    }

    /// What another process needs to go on with the operation, once it has begun.
    ///
    /// There is none where the operation's address holds a secret that would be needed.
    pub fn token(&self) -> Option<OperationToken> {
        self.driver.token()
    }
}

impl<T: 'static, E: Debug + Send + Sync + 'static> Stream for Operation<T, E> {
    type Item = Result<OperationStatus, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let fail = this.plan.fail;
        this.driver
            .poll_next(cx)
            .map(|news| news.map(|news| news.map_err(|error| typed(error, fail))))
    }
}

impl<T: 'static, E: Debug + Send + Sync + 'static> IntoFuture for Operation<T, E> {
    type Output = Result<T, Error<E>>;
    type IntoFuture = Running<T, E>;

    fn into_future(self) -> Self::IntoFuture {
        let response = self.response();
        Box::pin(async move { response.await.map(Response::into_value) })
    }
}

impl<T, E> Debug for Operation<T, E> {
    /// Shows the id, the state and the link without its query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Debug::fmt(&self.driver, f)
    }
}

/// Runs an operation, or fails with what is wrong with its first request.
pub fn run<T: Send + 'static, E: Debug + Send + Sync + 'static>(
    operation: Result<Operation<T, E>, Error<E>>,
) -> Running<T, E> {
    match operation {
        Ok(operation) => operation.into_future(),
        Err(error) => Box::pin(ready(Err(error))),
    }
}

/// An error of the driver as the operation's own.
pub(super) fn typed<E: Debug + Send + Sync + 'static>(
    error: azure_core::Error,
    fail: fn(RawResponse) -> Error<E>,
) -> Error<E> {
    match error.into_downcast::<Ended>() {
        Ok(ended) => ended_error(ended, fail),
        Err(error) => Error::from(error),
    }
}

fn ended_error<E>(Ended { answer, state }: Ended, fail: fn(RawResponse) -> Error<E>) -> Error<E> {
    let Some(state) = state else {
        return fail(answer);
    };
    let details = error_object(answer.body());
    let others = error_bodies(&answer, details.as_ref());
    let tells = |error: &Error<E>| matches!(error, Error::Service(error) if error.tells());
    let whole = fail(answer);
    let error = if tells(&whole) {
        whole
    } else {
        // The model may be of the error alone.
        others.into_iter().map(fail).find(tells).unwrap_or(whole)
    };
    match error {
        Error::Service(error) => Error::from(error.into_end(state, details)),
        other => other,
    }
}
