//! Answers that are rows, in JSON: the items as they come, as many as are wanted.

use std::borrow::Borrow;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use futures_core::Stream;
use serde_json::Value;

use super::{Answer, Building, Call, Content, Failure, Outcome, Running, Started};
use crate::support::runtime::http::headers::Headers;
use crate::support::{Error, Response, runtime};

impl<'a, B> Building<'a, B> {
    /// The items of a row.
    pub(crate) fn row<F, S, T, H, E>(
        self,
        send: impl FnOnce(B) -> F,
        item: impl Fn(&Call, &T) -> Result<Value, Failure> + Send + Sync + 'a,
        error: impl FnOnce(&Call, &E) -> Option<Value> + Send + 'a,
    ) -> Started<'a>
    where
        F: Future<Output = Result<Response<S, H>, Error<E>>> + Send + 'a,
        S: Stream<Item = runtime::Result<T>> + Send + 'a,
        T: Send,
        H: Borrow<Headers> + Send,
        E: Debug + Send,
    {
        self.end(|given, builder| Ok(given.call.row(send(builder), item, error)))
    }

    /// Ends with the items of a row in one of these media types, if that is what is asked for.
    pub(crate) fn row_too<F, S, T, H, E>(
        self,
        media_types: &[&str],
        send: impl FnOnce(B) -> F,
        item: impl Fn(&Call, &T) -> Result<Value, Failure> + Send + Sync + 'a,
        error: impl FnOnce(&Call, &E) -> Option<Value> + Send + 'a,
    ) -> Self
    where
        F: Future<Output = Result<Response<S, H>, Error<E>>> + Send + 'a,
        S: Stream<Item = runtime::Result<T>> + Send + 'a,
        T: Send,
        H: Borrow<Headers> + Send,
        E: Debug + Send,
    {
        self.then(|given, builder| {
            if !given.call.item_by_item && !given.call.asks_for(media_types) {
                return Ok(builder);
            }
            Err(Ok(given.call.row(send(builder), item, error)))
        })
    }
}

impl Call {
    fn row<'a, F, S, T, H, E>(
        &'a self,
        sending: F,
        item: impl Fn(&Self, &T) -> Result<Value, Failure> + Send + Sync + 'a,
        error: impl FnOnce(&Self, &E) -> Option<Value> + Send + 'a,
    ) -> Running<'a>
    where
        F: Future<Output = Result<Response<S, H>, Error<E>>> + Send + 'a,
        S: Stream<Item = runtime::Result<T>> + Send + 'a,
        T: Send,
        H: Borrow<Headers> + Send,
        E: Debug + Send,
    {
        Box::pin(async move {
            let response = sending.await;
            let response = response.map_err(|failure| self.failed(failure, error))?;
            self.taken(response, item).await
        })
    }

    async fn taken<S, T, H>(
        &self,
        response: Response<S, H>,
        item: impl Fn(&Self, &T) -> Result<Value, Failure>,
    ) -> Outcome
    where
        S: Stream<Item = runtime::Result<T>>,
        H: Borrow<Headers>,
    {
        let (status, headers) = (response.status(), response.headers().borrow().clone());
        let mut row: Pin<Box<S>> = Box::pin(response.into_value());
        let (mut all, mut taken) = (Vec::new(), 0);
        while self.wants_more(taken) {
            let next = std::future::poll_fn(|cx| row.as_mut().poll_next(cx)).await;
            let Some(next) = next else {
                break;
            };
            let next = next.map_err(|error| Failure::Transport(error.to_string()))?;
            let item = item(self, &next)?;
            taken += 1;
            match &self.each {
                Some(each) if !each(&item) => break,
                Some(_) => {}
                None => all.push(item),
            }
        }
        let all = self.each.is_none().then_some(Content::Json(Value::Array(all)));
        Ok(Answer {
            status: Some(status),
            headers,
            content: all,
        })
    }
}
