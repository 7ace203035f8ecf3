//! Lists that come page by page, in JSON.

use std::fmt::Debug;

use serde_json::Value;

use super::{Answer, Building, Call, Content, Failure, Outcome, Started};
use crate::support::{Error, Items, Pages};

impl<'a, B> Building<'a, B> {
    /// The items of a list, as many as are wanted.
    pub(crate) fn items<T, E>(
        self,
        items: impl FnOnce(B) -> Result<Items<T, E>, Error<E>>,
        item: impl Fn(&Call, &T) -> Result<Value, Failure> + Send + Sync + 'a,
        error: impl Fn(&Call, &E) -> Option<Value> + Send + Sync + 'a,
    ) -> Started<'a>
    where
        T: Send + 'static,
        E: Debug + Send + Sync + 'static,
    {
        self.end(|given, builder| Ok(Box::pin(given.call.items(items(builder), item, error))))
    }

    /// Ends with the pages of a list, each as a whole, if that is what is asked for.
    pub(crate) fn pages<P, E, H>(
        self,
        pages: impl FnOnce(B) -> Result<Pages<P, E, H>, Error<E>>,
        page: impl Fn(&Call, &P) -> Result<Option<Content>, Failure> + Send + Sync + 'a,
        error: impl Fn(&Call, &E) -> Option<Value> + Send + Sync + 'a,
    ) -> Self
    where
        P: Send + 'static,
        H: Send + 'static,
        E: Debug + Send + Sync + 'static,
    {
        self.then(|given, builder| match given.call.is_pages() {
            true => Err(Ok(Box::pin(given.call.pages(pages(builder), page, error)))),
            false => Ok(builder),
        })
    }
}

impl Call {
    pub(super) async fn items<T, E>(
        &self,
        items: Result<Items<T, E>, Error<E>>,
        item: impl Fn(&Self, &T) -> Result<Value, Failure>,
        error: impl Fn(&Self, &E) -> Option<Value>,
    ) -> Outcome
    where
        T: Send,
        E: Debug + Send + Sync + 'static,
    {
        let mut items = items.map_err(|failure| self.failed(failure, &error))?;
        let mut all = Vec::new();
        while self.wants_more(all.len()) {
            let Some(next) = items.next().await else {
                break;
            };
            all.push(item(self, &next.map_err(|failure| self.failed(failure, &error))?)?);
        }
        Ok(Answer::of(Value::Array(all)))
    }

    pub(super) async fn pages<P, E, H>(
        &self,
        pages: Result<Pages<P, E, H>, Error<E>>,
        page: impl Fn(&Self, &P) -> Result<Option<Content>, Failure>,
        error: impl Fn(&Self, &E) -> Option<Value>,
    ) -> Outcome
    where
        P: Send,
        H: Send,
        E: Debug + Send + Sync + 'static,
    {
        let mut pages = pages.map_err(|failure| self.failed(failure, &error))?;
        let mut all = Vec::new();
        while self.wants_more(all.len()) {
            let Some(next) = pages.next().await else {
                break;
            };
            let next = next.map_err(|failure| self.failed(failure, &error))?;
            all.push(match page(self, next.value())? {
                Some(Content::Json(page)) => page,
                Some(Content::Bytes(text)) => String::from_utf8_lossy(&text).into(),
                None => Value::Null,
            });
        }
        Ok(Answer::of(Value::Array(all)))
    }
}
