//! Answers that are bytes of another media type than the usual one.

use std::borrow::Borrow;
use std::fmt::Debug;

use super::{Answer, Call, Content, Failure, Outcome, failed};
use crate::support::runtime::http::headers::Headers;
use crate::support::{ByteStream, Error, Response};

impl Call {
    /// All bytes of an answer, within the client's limit on the size of responses.
    pub(crate) async fn streamed<H, E>(
        &self,
        response: Result<Response<ByteStream, H>, Error<E>>,
        error: impl FnOnce(&E) -> Option<serde_json::Value>,
    ) -> Outcome
    where
        H: Borrow<Headers>,
        E: Debug,
    {
        let response = response.map_err(|failure| failed(failure, error))?;
        let (status, headers) = (response.status(), response.headers().borrow().clone());
        let bytes = response.into_value().collect().await;
        let bytes = bytes.map_err(|error| Failure::Transport(error.to_string()))?;
        Ok(Answer {
            status: Some(status),
            headers,
            content: Some(Content::Bytes(bytes)),
        })
    }
}
