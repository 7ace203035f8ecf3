//! Long-running operations, in JSON.

use std::fmt::Debug;

use serde_json::{Value, json};

use super::{Answer, Building, Call, Content, Failure, Given, Outcome, Started, Underway, Way};
use crate::support::{Error, Operation, OperationToken};

impl Call {
    /// The token to go on from, if that is what is asked for.
    pub(crate) fn resumed(&self) -> Option<&str> {
        match &self.way {
            Way::Resume(token) => Some(token),
            Way::Whole | Way::Request | Way::Pages | Way::Begin => None,
        }
    }
}

impl<'a> Given<'a> {
    /// Goes on with an operation of which nothing but its token is known.
    pub(crate) fn resume<T, E>(
        self,
        operation: Result<Operation<T, E>, Error<E>>,
        value: impl Fn(&Call, &T) -> Result<Option<Content>, Failure> + Send + Sync + 'a,
        error: impl Fn(&Call, &E) -> Option<Value> + Send + Sync + 'a,
    ) -> Started<'a>
    where
        T: 'static,
        E: Debug + Send + Sync + 'static,
    {
        Ok(Box::pin(self.call.followed(operation, value, error)))
    }
}

impl<'a, B> Building<'a, B> {
    /// Ends with the token of an operation whose value is a list, if that is what is asked for.
    pub(crate) fn begin<T, E>(
        self,
        operation: impl FnOnce(B) -> Result<Operation<T, E>, Error<E>>,
        value: impl Fn(&Call, &T) -> Result<Option<Content>, Failure> + Send + Sync + 'a,
        error: impl Fn(&Call, &E) -> Option<Value> + Send + Sync + 'a,
    ) -> Self
    where
        T: 'static,
        E: Debug + Send + Sync + 'static,
    {
        self.then(|given, builder| match given.call.way == Way::Begin {
            true => Err(given.resume(operation(builder), value, error)),
            false => Ok(builder),
        })
    }

    /// Follows an operation to its value, or as far as its token: an answer without a status.
    pub(crate) fn follow<T, E>(
        self,
        operation: impl FnOnce(B) -> Result<Operation<T, E>, Error<E>>,
        value: impl Fn(&Call, &T) -> Result<Option<Content>, Failure> + Send + Sync + 'a,
        error: impl Fn(&Call, &E) -> Option<Value> + Send + Sync + 'a,
    ) -> Started<'a>
    where
        T: 'static,
        E: Debug + Send + Sync + 'static,
    {
        self.end(|given, builder| given.resume(operation(builder), value, error))
    }
}

impl Call {
    async fn followed<T, E>(
        &self,
        operation: Result<Operation<T, E>, Error<E>>,
        value: impl Fn(&Self, &T) -> Result<Option<Content>, Failure>,
        error: impl Fn(&Self, &E) -> Option<Value>,
    ) -> Outcome
    where
        T: 'static,
        E: Debug + Send + Sync + 'static,
    {
        let mut operation = operation.map_err(|failure| self.failed(failure, &error))?;
        loop {
            let state = operation.poll().await;
            let Some(state) = state.map_err(|failure| self.failed(failure, &error))? else {
                break;
            };
            if self.way == Way::Begin {
                let token = operation.token().map(|token| token.into_string());
                return Ok(Answer::of(json!({ "token": token })));
            }
            if let Some(progress) = &self.progress {
                let token = operation.token();
                progress(Underway {
                    state: state.state(),
                    token: token.as_ref().map(OperationToken::as_str),
                });
            }
        }
        self.answered(operation.response().await, value, error)
    }
}
