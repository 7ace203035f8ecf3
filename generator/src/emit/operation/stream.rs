//! Answers that are taken as they come in: the `stream` method beside `send`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{super::Emitter, super::paths, status};
use crate::model::{Operation, Payload};

impl Emitter<'_> {
    /// The method that streams, where every success is bytes as they are.
    pub(super) fn stream_method(&self, operation: &Operation) -> Option<TokenStream> {
        if !operation.is_streamable() {
            return None;
        }
        let (successes, accept) = match &operation.others {
            Some(others) => (
                status::any_of(others.statuses.iter().copied(), &BTreeSet::new())?,
                others.media_types.join(", "),
            ),
            None => (
                status::any_of(operation.success.all_statuses(), &BTreeSet::new())?,
                String::new(),
            ),
        };
        let request = if accept.is_empty() {
            quote!(let request = self.request()?;)
        } else {
            quote! {
                let mut request = self.request()?;
                self.options.ask(&mut request, #accept);
            }
        };
        let response = self.response_of(operation, &self.paths.support("ByteStream"));
        let with_headers = self
            .headers_type(operation)
            .map(|_| quote!(.with_headers()));
        let streamed = self.paths.support("Streamed");
        let returned = paths::result(&response, &self.error_type(operation));
        let repeat = self.repeat(operation);
        let failure = self.failure(operation);
        Some(quote! {
            #[doc = " Sends the request and gives the response as soon as its headers are there: the body is"]
            #[doc = " its value, chunk by chunk, whatever its size."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " Those of [`send`](Self::send), until the headers are there."]
            pub async fn stream(self) -> #returned {
                #request
                let core = self.client.core();
                let is_success = |status: u16| matches!(status, #successes);
                match core.stream(request, self.options, #repeat, is_success).await? {
                    #streamed::Success(response) => Ok(response #with_headers),
                    #streamed::Other(raw) => #failure,
                }
            }
        })
    }

    /// What an answer that is no success means.
    fn failure(&self, operation: &Operation) -> TokenStream {
        match operation.failure.payload {
            Payload::Many(_) => {
                let arms = self.failure_arms(operation, |_| false);
                quote!(match u16::from(raw.status()) { #arms })
            }
            Payload::Nothing | Payload::One(_) => {
                let error = self.only_failure(operation);
                quote!(Err(#error))
            }
        }
    }
}
