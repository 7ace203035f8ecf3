//! A request builder on its way, step by step.
//!
//! In: what was given. Out: the builder with all of it, or what the call has come to before. A step after
//! that does nothing, so that a function is one row of steps.

use std::future::ready;

use super::{Answer, Failure, Given, Hidden, Operation, Started, unsent};
use crate::Client;
use crate::support::{Exchange, RequestBuilder, begin};

/// A request builder on its way.
pub(crate) struct Building<'a, B> {
    pub(crate) given: Given<'a>,
    /// The builder; or what was wrong first with what was to be set, or what is done in place of
    /// sending the request.
    state: Result<B, Started<'a>>,
}

impl<'a> Given<'a> {
    /// Begins with the operation's builder, and all that is said of it; ends with the request, if that
    /// is what is asked for.
    pub(crate) fn build<X: Exchange>(
        self,
        operation: &Operation,
        client: &'a Client,
    ) -> Building<'a, RequestBuilder<'a, X>> {
        let state = self.builder(operation, client).map_err(Err);
        let given = self;
        let building = Building { given, state };
        building.then(|given, builder: RequestBuilder<'a, X>| {
            if !given.call.is_request() {
                return Ok(builder);
            }
            let request = builder.request().map_err(|error| Err(unsent(error)))?;
            let hidden = Hidden::of(operation, &X::PLAN);
            let body = given.held.shown().cloned();
            let shown = given.call.shown(&request, &hidden, body);
            Err(Ok(Box::pin(ready(Ok(Answer::of(shown))))))
        })
    }

    fn builder<X: Exchange>(
        self,
        operation: &Operation,
        client: &'a Client,
    ) -> Result<RequestBuilder<'a, X>, Failure> {
        let mut builder = begin(client);
        let RequestBuilder { values, options, .. } = &mut builder;
        self.fill(operation, values, options)?;
        Ok(builder)
    }
}

impl<'a, B> Building<'a, B> {
    /// Begins with what there is already.
    pub(crate) fn new(given: Given<'a>, builder: B) -> Self {
        Self {
            given,
            state: Ok(builder),
        }
    }

    /// The next step, unless the call has come to something before.
    pub(crate) fn then(self, step: impl FnOnce(Given<'a>, B) -> Result<B, Started<'a>>) -> Self {
        Self {
            given: self.given,
            state: self.state.and_then(|builder| step(self.given, builder)),
        }
    }

    /// The last step.
    pub(crate) fn end(self, step: impl FnOnce(Given<'a>, B) -> Started<'a>) -> Started<'a> {
        match self.state {
            Ok(builder) => step(self.given, builder),
            Err(before) => before,
        }
    }
}
