//! Lists that come page by page, in JSON.

use std::fmt::Debug;

use serde_json::Value;

use super::{Answer, Call, Content, Failure, Outcome, failed};
use crate::support::{Error, Items, Pages};

impl Call {
    /// The items of a list, as many as are wanted.
    pub(crate) async fn items<T, E>(
        &self,
        items: Result<Items<T, E>, Error<E>>,
        item: impl Fn(&T) -> Result<Value, Failure>,
        error: impl Fn(&E) -> Option<Value>,
    ) -> Outcome
    where
        T: Send,
        E: Debug + Send + Sync + 'static,
    {
        let mut items = items.map_err(|failure| failed(failure, &error))?;
        let mut all = Vec::new();
        while self.wants_more(all.len()) {
            let Some(next) = items.next().await else {
                break;
            };
            all.push(item(&next.map_err(|failure| failed(failure, &error))?)?);
        }
        Ok(Answer::of(Value::Array(all)))
    }

    /// The pages of a list, each as a whole.
    pub(crate) async fn pages<P, E, H>(
        &self,
        pages: Result<Pages<P, E, H>, Error<E>>,
        page: impl Fn(&P) -> Result<Option<Content>, Failure>,
        error: impl Fn(&E) -> Option<Value>,
    ) -> Outcome
    where
        P: Send,
        H: Send,
        E: Debug + Send + Sync + 'static,
    {
        let mut pages = pages.map_err(|failure| failed(failure, &error))?;
        let mut all = Vec::new();
        while self.wants_more(all.len()) {
            let Some(next) = pages.next().await else {
                break;
            };
            let next = next.map_err(|failure| failed(failure, &error))?;
            all.push(match page(next.value())? {
                Some(Content::Json(page)) => page,
                Some(Content::Bytes(text)) => String::from_utf8_lossy(&text).into(),
                None => Value::Null,
            });
        }
        Ok(Answer::of(Value::Array(all)))
    }
}
