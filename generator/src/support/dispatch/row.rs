//! Answers that are rows, in JSON: the items as they come, as many as are wanted.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use futures_core::Stream;
use serde_json::Value;

use super::{Answer, Building, Call, Failure, Outcome, Started};
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
        H: Send,
        E: Debug + Send,
    {
        self.end(|given, builder| {
            let (call, sending) = (given.call, send(builder));
            Ok(Box::pin(async move {
                let response = sending.await;
                let response = response.map_err(|failure| call.failed(failure, error))?;
                call.row(response, item).await
            }))
        })
    }
}

impl Call {
    async fn row<S, T, H>(
        &self,
        response: Response<S, H>,
        item: impl Fn(&Self, &T) -> Result<Value, Failure>,
    ) -> Outcome
    where
        S: Stream<Item = runtime::Result<T>>,
    {
        let status = response.status();
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
        let mut answer = Answer::of(Value::Array(all));
        answer.status = Some(status);
        Ok(answer)
    }
}
