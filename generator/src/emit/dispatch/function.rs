//! The function that calls an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, paths::ident};
use crate::model::{Group, Operation, Paging, Payload, Row, RowKind, Type};

impl Emitter<'_> {
    /// The function that starts a call of the operation: one for all whose answer is one value.
    pub(super) fn dispatch_run(&self, group: &Group, operation: &Operation) -> TokenStream {
        match self.common_writers(operation) {
            Some((value, error)) => {
                let exchange = self.dispatch_exchange(group, operation);
                quote!(crate::dispatch::answer::<#exchange, #value, #error>)
            }
            None => {
                let name = ident(&operation.name.ident);
                quote!(self::#name)
            }
        }
    }

    /// The function of an operation that has one of its own.
    pub(super) fn dispatch_function(
        &self,
        group: &Group,
        operation: &Operation,
    ) -> Option<TokenStream> {
        if self.common_writers(operation).is_some() {
            return None;
        }
        let name = ident(&operation.name.ident);
        let exchange = self.dispatch_exchange(group, operation);
        let resumed = self.resumed(operation);
        let others = [
            self.other(operation),
            self.chunks(operation),
            self.row_too(operation),
        ];
        let others = others.into_iter().flatten();
        let sent = self.sent(operation);
        Some(quote! {
            fn #name<'a>(
                operation: &'a Operation,
                client: &'a crate::Client,
                given: Given<'a>,
            ) -> Started<'a> {
                #resumed
                given
                    .build::<#exchange>(operation, client)
                    #(.#others)*
                    .#sent
            }
        })
    }

    /// What writes the value and the error of an operation that comes to one answer; `None` where that
    /// takes more than a type.
    fn common_writers(&self, operation: &Operation) -> Option<(TokenStream, TokenStream)> {
        let is_plain = operation.long_running.is_none()
            && operation.list().is_none()
            && operation.row.is_none()
            && operation.others.is_none()
            && self.chunks(operation).is_none();
        let writers = (self.common_value(operation), self.common_error(operation));
        match writers {
            (Some(value), Some(error)) if is_plain => Some((value, error)),
            _ => None,
        }
    }

    /// Goes on with a long-running operation, which needs nothing but its token.
    fn resumed(&self, operation: &Operation) -> Option<TokenStream> {
        let resume = self.method_of(operation, "resume");
        let followed = self.followed(operation, &quote!(::core::convert::identity))?;
        Some(quote! {
            if let Some(token) = given.call.resumed() {
                return crate::dispatch::Building::new(given, #resume(client, token)).#followed;
            }
        })
    }

    /// Follows a long-running operation to its end.
    fn followed(&self, operation: &Operation, begun: &TokenStream) -> Option<TokenStream> {
        operation.long_running.as_ref()?;
        let (value, error) = (self.value_writer(operation), self.error_writer(operation));
        Some(match operation.list() {
            Some(Paging { item, .. }) => {
                let item = self.codec_or_own(item);
                quote!(follow_list(#begun, #value, Call::written::<#item>, #error))
            }
            None => quote!(follow(#begun, #value, #error)),
        })
    }

    /// Ends with an answer in another media type than the usual one, if that is asked for.
    fn other(&self, operation: &Operation) -> Option<TokenStream> {
        let media_types = &operation.others.as_ref()?.media_types;
        let stream = self.method_of(operation, "stream");
        let error = self.error_writer(operation);
        Some(quote!(stream(&[#(#media_types),*], #stream, #error)))
    }

    /// Ends with the bytes of the answer as they come, if somebody takes them so.
    fn chunks(&self, operation: &Operation) -> Option<TokenStream> {
        let is_open = operation.success.payload == Payload::One(Type::Raw);
        if !is_open || !operation.is_streamable() || operation.others.is_some() {
            return None;
        }
        let (stream, error) = (
            self.method_of(operation, "stream"),
            self.error_writer(operation),
        );
        Some(quote!(chunks(#stream, #error)))
    }

    /// Ends with the items of a row that stands beside the usual answer, if that is what is asked for.
    fn row_too(&self, operation: &Operation) -> Option<TokenStream> {
        let row = operation.row.as_ref().filter(|row| !row.alone)?;
        let media_types = &row.media_types;
        let rows = self.method_of(operation, Self::row_method_name(row));
        let (item, error) = (self.row_item(row), self.error_writer(operation));
        Some(quote!(row_too(&[#(#media_types),*], #rows, #item, #error)))
    }

    /// Sends the request, and writes what a caller gets.
    fn sent(&self, operation: &Operation) -> TokenStream {
        let method = |name: &str| self.method_of(operation, name);
        let error = self.error_writer(operation);
        if let Some(row) = operation.row.as_ref().filter(|row| row.alone) {
            let (send, item) = (method("send"), self.row_item(row));
            return quote!(row(#send, #item, #error));
        }
        if let Some(followed) = self.followed(operation, &method("operation")) {
            return followed;
        }
        let value = self.value_writer(operation);
        match operation.list() {
            Some(Paging { item, .. }) => {
                let (pages, items) = (method("pages"), method("items"));
                let item = self.codec_or_own(item);
                quote! {
                    pages(#pages, #value, #error)
                    .items(#items, Call::written::<#item>, #error)
                }
            }
            None => quote!(answer(#value, #error)),
        }
    }

    /// The function that writes an item of a row.
    fn row_item(&self, row: &Row) -> TokenStream {
        let event = quote!(crate::dispatch::event);
        let support = self.paths.support("Event");
        match (row.kind, &row.item) {
            (RowKind::Events, Some(item)) => {
                let (codec, item) = (self.own(item), self.rust(item));
                quote! {
                    |call, event: &#support<#item>| {
                        let data = event.value().ok();
                        let data = data.map(|data| call.written::<#codec>(&data)).transpose()?;
                        Ok(#event(event, data))
                    }
                }
            }
            (RowKind::Events, None) => quote!(|_, event: &#support| Ok(#event(event, None))),
            (RowKind::Values, item) => {
                let codec = match item {
                    Some(item) => self.own(item),
                    None => quote!(crate::support::Own<::serde_json::Value>),
                };
                quote!(Call::written::<#codec>)
            }
        }
    }

    /// The key of each parameter, as a caller in JSON gives it.
    pub(super) fn keys(operation: &Operation) -> impl Iterator<Item = String> {
        let all = operation.parameters.iter().chain(operation.part_headers());
        all.map(|parameter| operation.key_of(parameter))
    }
}
