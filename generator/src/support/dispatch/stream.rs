//! Answers that are bytes of another media type than the usual one.

use std::borrow::Borrow;
use std::fmt::Debug;
use std::future::Future;

use serde_json::Value;

use super::{Answer, Building, Call, Content, Failure, Outcome};
use crate::support::runtime::http::headers::Headers;
use crate::support::{ByteStream, Error, Response};

impl<'a, B> Building<'a, B> {
    /// Ends with all bytes of an answer in one of these media types, if one of them is asked for,
    /// within the client's limit on the size of responses.
    pub(crate) fn stream<S, H, E>(
        self,
        media_types: &[&str],
        stream: impl FnOnce(B) -> S,
        error: impl FnOnce(&Call, &E) -> Option<Value> + Send + 'a,
    ) -> Self
    where
        S: Future<Output = Result<Response<ByteStream, H>, Error<E>>> + Send + 'a,
        H: Borrow<Headers> + Send,
        E: Debug + Send,
    {
        self.then(|given, builder| {
            let call = given.call;
            if !call.asks_for(media_types) {
                return Ok(builder);
            }
            let sending = stream(builder);
            Err(Ok(Box::pin(async move {
                let response = sending.await;
                collected(response.map_err(|failure| call.failed(failure, error))?).await
            })))
        })
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
