//! What becomes of a request builder: the request itself, or the answer to it.

use std::borrow::{Borrow, Cow};
use std::fmt::Debug;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use serde_json::{Map, Value, json};

use super::{Answer, Building, Call, Content, Failure, Given, Operation, Outcome, failed};
use crate::Client;
use crate::support::runtime::http::{Request, Url};
use crate::support::runtime::http::headers::Headers;
use crate::support::{
    Answered, Codec, Error, Location, REDACTED, Raw, RequestBuilder, RequestPlan, Response,
};

/// A call that is under way.
pub type Running<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// A call that is under way, or what was wrong with what was given.
pub type Started<'a> = Result<Running<'a>, Failure>;

/// Calls an operation whose answer is one value: `V` writes it, `E` its error.
pub(crate) fn answer<'a, X, V, E>(
    operation: &'a Operation,
    client: &'a Client,
    given: Given<'a>,
) -> Started<'a>
where
    X: Answered<Headers: Borrow<Headers>> + 'static,
    V: Write<X::Value> + 'static,
    E: WriteError<X::Problem> + 'static,
{
    given.build::<X>(operation, client).answer(V::write, E::write)
}

/// How a value is written.
pub(crate) trait Write<T> {
    /// The value as content.
    fn write(call: &Call, value: &T) -> Result<Option<Content>, Failure>;
}

/// How an error is written.
pub(crate) trait WriteError<E> {
    /// The error as the description models it.
    fn write(call: &Call, error: &E) -> Option<Value>;
}

/// As JSON, by a codec.
pub(crate) struct Json<C>(PhantomData<C>);

/// Not at all: there is nothing in it, or nobody knows what is secret in it.
pub(crate) struct Unwritten;

impl<C: Codec> Write<C::Value> for Json<C> {
    fn write(call: &Call, value: &C::Value) -> Result<Option<Content>, Failure> {
        call.json::<C>(value)
    }
}

impl<C: Codec> WriteError<C::Value> for Json<C> {
    fn write(call: &Call, error: &C::Value) -> Option<Value> {
        call.error::<C>(error)
    }
}

impl Write<()> for Unwritten {
    fn write(call: &Call, nothing: &()) -> Result<Option<Content>, Failure> {
        call.nothing(nothing)
    }
}

impl WriteError<Raw> for Unwritten {
    fn write(call: &Call, error: &Raw) -> Option<Value> {
        call.raw(error)
    }
}

impl<'a, X: Answered + 'a> Building<'a, RequestBuilder<'a, X>> {
    /// Sends a request, and gives what its answer comes to: `value` and `error` write its value and
    /// its error.
    pub(crate) fn answer(
        self,
        value: impl FnOnce(&Call, &X::Value) -> Result<Option<Content>, Failure> + Send + 'a,
        error: impl FnOnce(&Call, &X::Problem) -> Option<Value> + Send + 'a,
    ) -> Started<'a>
    where
        X::Headers: Borrow<Headers>,
    {
        self.end(|given, builder| {
            let (call, sending) = (given.call, builder.send());
            Ok(Box::pin(async move { call.answered(sending.await, value, error) }))
        })
    }
}

impl Call {
    /// What a whole response comes to.
    pub(crate) fn answered<T, H, E>(
        &self,
        response: Result<Response<T, H>, Error<E>>,
        value: impl FnOnce(&Self, &T) -> Result<Option<Content>, Failure>,
        error: impl FnOnce(&Self, &E) -> Option<Value>,
    ) -> Outcome
    where
        H: Borrow<Headers>,
        E: Debug,
    {
        let response = response.map_err(|failure| self.failed(failure, error))?;
        Ok(Answer {
            status: Some(response.status()),
            headers: response.headers().borrow().clone(),
            content: value(self, response.value())?,
        })
    }

    /// Why a call failed.
    pub(crate) fn failed<E: Debug>(
        &self,
        failure: Error<E>,
        error: impl FnOnce(&Self, &E) -> Option<Value>,
    ) -> Failure {
        failed(failure, |found| error(self, found))
    }

    /// A request that is not sent.
    pub(crate) fn shown(&self, request: &Request, hidden: &Hidden, body: Option<Value>) -> Value {
        let nothing = Hidden::default();
        let hidden = match self.show_secrets {
            true => &nothing,
            false => hidden,
        };
        let shown = |name: &str, value: &str| match hidden.has(name) {
            true => REDACTED.to_owned(),
            false => value.to_owned(),
        };
        let headers = request.headers().iter();
        let headers: Map<String, Value> = headers
            .map(|(name, value)| (name.as_str().to_owned(), shown(name.as_str(), value.as_str()).into()))
            .collect();
        json!({
            "method": request.method().as_str(),
            "url": hidden.shown_address(request.url()),
            "headers": headers,
            "body": body,
        })
    }
}

/// What of a request is not shown.
#[derive(Default)]
pub(crate) struct Hidden {
    /// The parameters of these names, in the query and among the headers.
    names: Vec<&'static str>,
    /// The headers whose names begin so.
    collections: Vec<&'static str>,
    path: bool,
    /// The query: parts of a value stand in it under names of their own.
    query: bool,
    /// The whole address.
    address: bool,
}

impl Hidden {
    /// What of an operation's request is secret.
    pub(crate) fn of(operation: &Operation, plan: &RequestPlan) -> Self {
        let mut hidden = Self::default();
        let mut variables = operation.parameters.iter();
        hidden.address = variables.any(|it| it.secret && !it.variable.is_empty());
        for parameter in plan.parameters.iter().filter(|it| it.is_secret) {
            if parameter.is_collection() {
                hidden.collections.push(parameter.name);
                continue;
            }
            hidden.names.push(match parameter.location {
                // All cookies are one header.
                Location::Cookie => "cookie",
                _ => parameter.name,
            });
            hidden.path |= parameter.location == Location::Path;
            hidden.query |= parameter.location == Location::Query && !parameter.is_one_text();
        }
        hidden
    }

    fn has(&self, name: &str) -> bool {
        let is_it = |hidden: &&str| hidden.eq_ignore_ascii_case(name);
        let begins_it = |prefix: &&str| {
            let beginning = name.get(..prefix.len());
            beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(prefix))
        };
        self.names.iter().any(is_it) || self.collections.iter().any(begins_it)
    }

    fn shown_address(&self, address: &Url) -> String {
        if self.address {
            return REDACTED.to_owned();
        }
        let mut url = address.clone();
        if self.path {
            url.set_path(REDACTED);
        }
        if self.query && url.query().is_some() {
            url.set_query(Some(REDACTED));
        } else if url.query_pairs().any(|(name, _)| self.has(&name)) {
            let shown = |name: Cow<'_, str>, value: Cow<'_, str>| match self.has(&name) {
                true => (name.into_owned(), REDACTED.to_owned()),
                false => (name.into_owned(), value.into_owned()),
            };
            let pairs = address.query_pairs().map(|(name, value)| shown(name, value));
            url.query_pairs_mut().clear().extend_pairs(pairs);
        }
        url.into()
    }
}
