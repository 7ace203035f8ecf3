//! Answers that are rows, in JSON: the items as they come, as many as are wanted.

use std::fmt::Debug;
use std::pin::Pin;

use futures_core::Stream;
use serde_json::Value;

use super::{Answer, Call, Failure, Outcome, failed};
use crate::support::{Error, Response, runtime};

impl Call {
    /// The items of a row.
    pub(crate) async fn row<S, T, H, E>(
        &self,
        response: Result<Response<S, H>, Error<E>>,
        item: impl Fn(&T) -> Result<Value, Failure>,
        error: impl Fn(&E) -> Option<Value>,
    ) -> Outcome
    where
        S: Stream<Item = runtime::Result<T>>,
        E: Debug,
    {
        let response = response.map_err(|failure| failed(failure, error))?;
        let status = response.status();
        let mut row: Pin<Box<S>> = Box::pin(response.into_value());
        let (mut all, mut taken) = (Vec::new(), 0);
        while self.wants_more(taken) {
            let next = std::future::poll_fn(|cx| row.as_mut().poll_next(cx)).await;
            let Some(next) = next else {
                break;
            };
            let next = next.map_err(|error| Failure::Transport(error.to_string()))?;
            let item = item(&next)?;
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
