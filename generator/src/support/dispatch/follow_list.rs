//! Long-running operations whose value is a list, in JSON.

use std::fmt::Debug;

use serde_json::Value;

use super::{Building, Call, Content, Failure, Outcome, Started};
use crate::support::{Error, Operation, Page};

impl<'a, B> Building<'a, B> {
    /// Follows an operation to the items or the pages of its list, or as far as its token.
    pub(crate) fn follow_list<P, E>(
        self,
        operation: impl FnOnce(B) -> Result<Operation<P, E>, Error<E>>,
        page: impl Fn(&Call, &P) -> Result<Option<Content>, Failure> + Send + Sync + 'a,
        item: impl Fn(&Call, &P::Item) -> Result<Value, Failure> + Send + Sync + 'a,
        error: impl Fn(&Call, &E) -> Option<Value> + Send + Sync + 'a,
    ) -> Started<'a>
    where
        P: Page<Item: Send> + Send + 'static,
        P::Item: 'static,
        E: Debug + Send + Sync + 'static,
    {
        self.end(|given, builder| {
            Ok(Box::pin(given.call.followed_list(operation(builder), page, item, error)))
        })
    }
}

impl Call {
    async fn followed_list<P, E>(
        &self,
        operation: Result<Operation<P, E>, Error<E>>,
        page: impl Fn(&Self, &P) -> Result<Option<Content>, Failure>,
        item: impl Fn(&Self, &P::Item) -> Result<Value, Failure>,
        error: impl Fn(&Self, &E) -> Option<Value>,
    ) -> Outcome
    where
        P: Page<Item: Send> + Send + 'static,
        P::Item: 'static,
        E: Debug + Send + Sync + 'static,
    {
        let operation = operation.map_err(|failure| self.failed(failure, &error))?;
        let mut operation = self.headed(operation);
        if let Some(begun) = self.watched(&mut operation, &error).await? {
            return Ok(begun);
        }
        if self.is_pages() {
            self.pages(Ok(operation.pages()), page, error).await
        } else {
            self.items(Ok(operation.items()), item, error).await
        }
    }
}
