//! What becomes of a request builder: the request itself, or the answer to it.

use std::borrow::Borrow;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use serde_json::{Map, Value, json};

use super::{Answer, Building, Call, Content, Failure, Outcome, failed};
use crate::support::runtime::http::Request;
use crate::support::runtime::http::headers::Headers;
use crate::support::{Error, REDACTED, Response};

/// A call that is under way.
pub type Running<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// A call that is under way, or what was wrong with what was given.
pub type Started<'a> = Result<Running<'a>, Failure>;

impl<'a, B> Building<'a, B> {
    /// Sends a request, and gives what its answer comes to: `value` and `error` write its value and
    /// its error.
    pub(crate) fn answer<S, T, H, E>(
        self,
        send: impl FnOnce(B) -> S,
        value: impl FnOnce(&Call, &T) -> Result<Option<Content>, Failure> + Send + 'a,
        error: impl FnOnce(&Call, &E) -> Option<Value> + Send + 'a,
    ) -> Started<'a>
    where
        S: Future<Output = Result<Response<T, H>, Error<E>>> + Send + 'a,
        H: Borrow<Headers>,
        E: Debug,
    {
        self.end(|given, builder| {
            let (call, sending) = (given.call, send(builder));
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
    pub(crate) fn shown(
        &self,
        request: &Request,
        secret: &[&str],
        path_is_secret: bool,
        body: Option<Value>,
    ) -> Value {
        let is_shown = |name: &str| {
            self.show_secrets || !secret.iter().any(|secret| secret.eq_ignore_ascii_case(name))
        };
        let shown = |name: &str, value: &str| match is_shown(name) {
            true => value.to_owned(),
            false => REDACTED.to_owned(),
        };
        let mut url = request.url().clone();
        if url.query().is_some_and(|_| !url.query_pairs().all(|(name, _)| is_shown(&name))) {
            let pairs: Vec<(String, String)> = url
                .query_pairs()
                .map(|(name, value)| (name.to_string(), shown(&name, &value)))
                .collect();
            url.query_pairs_mut().clear().extend_pairs(pairs);
        }
        if path_is_secret && !self.show_secrets {
            url.set_path(REDACTED);
        }
        let headers = request.headers().iter();
        let headers: Map<String, Value> = headers
            .map(|(name, value)| (name.as_str().to_owned(), shown(name.as_str(), value.as_str()).into()))
            .collect();
        json!({
            "method": request.method().as_str(),
            "url": url.as_str(),
            "headers": headers,
            "body": body,
        })
    }
}
