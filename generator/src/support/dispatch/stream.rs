//! Answers that are bytes: those of another media type than the usual one, and those that are handed on
//! as they come.

use std::borrow::Borrow;
use std::fmt::Debug;
use std::future::Future;

use serde_json::Value;

use super::{Answer, Building, Call, Chunks, Content, Failure, Outcome, Running};
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
            match given.call.asks_for(media_types) {
                true => Err(Ok(given.call.bytes_of(stream(builder), error))),
                false => Ok(builder),
            }
        })
    }

    /// Ends with the bytes of an answer as they come, if somebody takes them so.
    pub(crate) fn chunks<S, H, E>(
        self,
        stream: impl FnOnce(B) -> S,
        error: impl FnOnce(&Call, &E) -> Option<Value> + Send + 'a,
    ) -> Self
    where
        S: Future<Output = Result<Response<ByteStream, H>, Error<E>>> + Send + 'a,
        H: Borrow<Headers> + Send,
        E: Debug + Send,
    {
        self.then(|given, builder| match given.call.chunks {
            Some(_) => Err(Ok(given.call.bytes_of(stream(builder), error))),
            None => Ok(builder),
        })
    }
}

impl Call {
    fn bytes_of<'a, S, H, E>(
        &'a self,
        sending: S,
        error: impl FnOnce(&Self, &E) -> Option<Value> + Send + 'a,
    ) -> Running<'a>
    where
        S: Future<Output = Result<Response<ByteStream, H>, Error<E>>> + Send + 'a,
        H: Borrow<Headers> + Send,
        E: Debug + Send,
    {
        Box::pin(async move {
            let response = sending.await;
            let response = response.map_err(|failure| self.failed(failure, error))?;
            match &self.chunks {
                Some(chunks) => handed_on(response, chunks).await,
                None => collected(response).await,
            }
        })
    }
}

async fn handed_on<H: Borrow<Headers>>(
    response: Response<ByteStream, H>,
    chunks: &Chunks,
) -> Outcome {
    let (status, headers) = (response.status(), response.headers().borrow().clone());
    let mut stream = response.into_value();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| Failure::Transport(error.to_string()))?;
        if !chunks(&chunk) {
            break;
        }
    }
    Ok(Answer {
        status: Some(status),
        headers,
        content: None,
    })
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
