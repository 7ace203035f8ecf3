//! Long-running operations, in JSON.

use std::fmt::Debug;

use serde_json::{Value, json};

use super::{Answer, Building, Call, Content, Failure, Outcome, Started, Underway, Way};
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

impl<'a, B> Building<'a, B> {
    /// Follows an operation, which may be resumed, to its value, or as far as its token: an answer without
    /// a status.
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
        self.end(|given, builder| {
            Ok(Box::pin(given.call.followed(operation(builder), value, error)))
        })
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
        let operation = operation.map_err(|failure| self.failed(failure, &error))?;
        let mut operation = self.headed(operation);
        if let Some(begun) = self.watched(&mut operation, &error).await? {
            return Ok(begun);
        }
        self.answered(operation.response().await, value, error)
    }

    /// An operation with the call's headers: a token has none.
    pub(super) fn headed<T, E>(&self, operation: Operation<T, E>) -> Operation<T, E>
    where
        T: 'static,
        E: Debug + Send + Sync + 'static,
    {
        let headers = self.headers.iter().filter(|_| self.resumed().is_some());
        headers.fold(operation, |operation, (name, value)| {
            operation.header(name.as_str(), value.clone())
        })
    }

    /// Follows an operation to its good end; as far as its token, if that is what is asked for, which is
    /// an answer without a status.
    pub(super) async fn watched<T, E>(
        &self,
        operation: &mut Operation<T, E>,
        error: &impl Fn(&Self, &E) -> Option<Value>,
    ) -> Result<Option<Answer>, Failure>
    where
        T: 'static,
        E: Debug + Send + Sync + 'static,
    {
        while let Some(state) = operation.poll().await.transpose() {
            let state = state.map_err(|failure| self.failed(failure, error))?;
            if self.way == Way::Begin {
                let token = operation.token().map(|token| token.into_string());
                return Ok(Some(Answer::of(json!({ "token": token }))));
            }
            if let Some(progress) = &self.progress {
                let token = operation.token();
                progress(Underway {
                    state: state.state(),
                    token: token.as_ref().map(OperationToken::as_str),
                });
            }
        }
        Ok(None)
    }
}
