//! A request builder on its way, step by step.
//!
//! In: a builder with its arguments, and what was given beside them. Out: the builder with all of it,
//! or what the call has come to before. A step after that does nothing, so that a function is one row
//! of steps.

use std::borrow::Borrow;
use std::future::ready;

use super::{Answer, Failure, Given, Hidden, Started, unsent, value};
use crate::support::{Codec, Exchange, Own, RequestBuilder};

/// A request builder on its way.
pub(crate) struct Building<'a, B> {
    pub(crate) given: Given<'a>,
    /// The builder; or what was wrong first with what was to be set, or what is done in place of
    /// sending the request.
    state: Result<B, Started<'a>>,
}

impl<'a, B> Building<'a, B> {
    pub(crate) fn new(given: Given<'a>, builder: B) -> Self {
        Self {
            given,
            state: Ok(builder),
        }
    }

    /// Sets a parameter, if it is given.
    pub(crate) fn set<C: Codec>(
        self,
        name: &'static str,
        set: impl FnOnce(B, C::Value) -> B,
    ) -> Self {
        let value = self.read::<C>(name);
        self.with(value, set)
    }

    /// Sets a parameter that the builder borrows, if it is given.
    pub(crate) fn lend<C, X>(self, name: &'static str, set: impl FnOnce(B, &'a X) -> B) -> Self
    where
        C: Codec,
        C::Value: Borrow<X> + Send + Sync + 'static,
        X: ?Sized + 'a,
    {
        let (value, held) = (self.read::<C>(name), self.given.held);
        let value = value.map(|value| value.and_then(|value| held.value(value)));
        self.with(value.map(|value| value.map(Borrow::borrow)), set)
    }

    /// Sets a list of texts, if it is given.
    pub(crate) fn lend_texts(
        self,
        name: &'static str,
        set: impl FnOnce(B, &'a [&'a str]) -> B,
    ) -> Self {
        let (texts, held) = (self.read::<Own<Vec<String>>>(name), self.given.held);
        let texts = texts.map(|texts| texts.map(|texts| held.texts(texts)));
        self.with(texts, set)
    }

    /// Sets what there is.
    pub(crate) fn with<T>(
        self,
        value: Result<Option<T>, Failure>,
        set: impl FnOnce(B, T) -> B,
    ) -> Self {
        self.then(|_, builder| match value {
            Ok(Some(value)) => Ok(set(builder, value)),
            Ok(None) => Ok(builder),
            Err(wrong) => Err(Err(wrong)),
        })
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

    fn read<C: Codec>(&self, name: &'static str) -> Result<Option<C::Value>, Failure> {
        value::<C>(&self.given.call.parameters, name)
    }
}

impl<'a, X: Exchange> Building<'a, RequestBuilder<'a, X>> {
    /// Sets the headers that the description does not have.
    pub(crate) fn headed(self) -> Self {
        self.then(|given, builder| {
            let headers = given.call.headers.iter();
            Ok(headers.fold(builder, |builder, (name, value)| {
                builder.header(name.as_str(), value.clone())
            }))
        })
    }

    /// Ends with the request, if that is what is asked for.
    pub(crate) fn request(self) -> Self {
        self.request_without(Hidden::NOTHING)
    }

    /// The same, where some of the request is not shown.
    pub(crate) fn request_without(self, hidden: Hidden) -> Self {
        self.then(|given, builder| {
            if !given.call.is_request() {
                return Ok(builder);
            }
            let request = builder.request().map_err(|error| Err(unsent(error)))?;
            let body = given.held.shown().cloned();
            let shown = given.call.shown(&request, hidden, body);
            Err(Ok(Box::pin(ready(Ok(Answer::of(shown))))))
        })
    }
}
