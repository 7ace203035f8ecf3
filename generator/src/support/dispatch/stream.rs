//! Answers that are bytes of another media type than the usual one.

use std::borrow::Borrow;
use std::fmt::Debug;
use std::future::Future;

use serde_json::Value;

use super::{Answer, Call, Content, Failure, Given, Outcome, Started};
use crate::support::runtime::http::headers::Headers;
use crate::support::{ByteStream, Error, Response};

impl<'a> Given<'a> {
    /// All bytes of an answer, within the client's limit on the size of responses.
    pub(crate) fn stream<H, E>(
        self,
        sending: impl Future<Output = Result<Response<ByteStream, H>, Error<E>>> + Send + 'a,
        error: impl FnOnce(&Call, &E) -> Option<Value> + Send + 'a,
    ) -> Started<'a>
    where
        H: Borrow<Headers> + Send,
        E: Debug + Send,
    {
        let call = self.call;
        Ok(Box::pin(async move {
            let response = sending.await;
            collected(response.map_err(|failure| call.failed(failure, error))?).await
        }))
    }
}

async fn collected<H: Borrow<Headers>>(response: Response<ByteStream, H>) -> Outcome {
    let (status, headers) = (response.status(), response.headers().borrow().clone());
    let bytes = response.into_value().collect().await;
    let bytes = bytes.map_err(|error| Failure::Transport(error.to_string()))?;
    Ok(Answer {
        status: Some(status),
        headers,
        content: Some(Content::Bytes(bytes)),
    })
}
