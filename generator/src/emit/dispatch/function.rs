//! The function that calls an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    super::{Emitter, paths::ident},
    pass::Passed,
};
use crate::model::{Group, NextPage, Operation, Paging, Parameter, Place, Row, RowKind};

impl Emitter<'_> {
    /// The function from a call of the operation to its outcome.
    pub(super) fn dispatch_function(&self, group: &Group, operation: &Operation) -> TokenStream {
        let name = ident(&operation.name.ident);
        let Passed {
            reads,
            arguments,
            setters,
        } = self.passed(operation);
        let handle = group.name.as_ref().map(|name| ident(&name.ident));
        let handle = handle.map(|handle| quote!(.#handle()));
        let resumed = self.resumed(operation);
        let secret = self.secret_names(operation);
        let path_is_secret = self
            .secrets(operation)
            .any(|parameter| parameter.place == Place::Path);
        let shown = self.body_shown(operation);
        let other = self.other(operation);
        let sent = self.sent(operation);
        quote! {
            async fn #name(client: &crate::Client, call: &crate::dispatch::Call) -> crate::dispatch::Outcome {
                #resumed
                #(#reads)*
                let mut builder = client #handle.#name(#(#arguments),*);
                #(#setters)*
                for (name, value) in &call.headers {
                    builder = builder.header(name.as_str(), value.clone());
                }
                if call.is_request() {
                    return call.request(builder.request(), &[#(#secret),*], #path_is_secret, #shown);
                }
                #other
                #sent
            }
        }
    }

    /// Goes on with a long-running operation, which needs nothing but its token.
    fn resumed(&self, operation: &Operation) -> Option<TokenStream> {
        operation.long_running.as_ref()?;
        let builder = self.paths.operation(operation, &operation.builder);
        let (value, error) = (self.value_writer(operation), self.error_writer(operation));
        Some(quote! {
            if let Some(token) = call.resumed() {
                return call.follow(#builder::resume(client, token), #value, #error).await;
            }
        })
    }

    /// Sends the request for an answer in another media type than the usual one, if that is asked for.
    fn other(&self, operation: &Operation) -> Option<TokenStream> {
        let media_types = &operation.others.as_ref()?.media_types;
        let error = self.error_writer(operation);
        Some(quote! {
            if call.asks_for(&[#(#media_types),*]) {
                return call.streamed(builder.stream().await, #error).await;
            }
        })
    }

    /// Sends the request, and writes what a caller gets.
    fn sent(&self, operation: &Operation) -> TokenStream {
        let error = self.error_writer(operation);
        if operation.long_running.is_some() {
            let value = self.value_writer(operation);
            return quote!(call.follow(builder.operation(), #value, #error).await);
        }
        if let Some(row) = operation.row.as_ref().filter(|row| row.alone) {
            let item = self.row_item(row);
            return quote!(call.row(builder.send().await, #item, #error).await);
        }
        match &operation.paging {
            Some(Paging { item, next }) if *next != NextPage::Never => {
                let item = self.codec_or_own(item);
                let page = self.value_writer(operation);
                quote! {
                    if call.is_pages() {
                        return call.pages(builder.pages(), #page, #error).await;
                    }
                    let item = |item: &_| call.written::<#item>(item);
                    call.items(builder.items(), item, #error).await
                }
            }
            Some(_) | None => {
                let value = self.value_writer(operation);
                quote!(call.answered(builder.send().await, #value, #error))
            }
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
                    |event: &#support<#item>| {
                        let data = event.value().ok();
                        let data = data.map(|data| call.written::<#codec>(&data)).transpose()?;
                        Ok(#event(event, data))
                    }
                }
            }
            (RowKind::Events, None) => quote!(|event: &#support| Ok(#event(event, None))),
            (RowKind::Values, item) => {
                let codec = match item {
                    Some(item) => self.own(item),
                    None => quote!(crate::support::Own<::serde_json::Value>),
                };
                quote!(|item: &_| call.written::<#codec>(item))
            }
        }
    }

    /// The parameters whose values are not shown.
    fn secrets<'o>(&self, operation: &'o Operation) -> impl Iterator<Item = &'o Parameter> {
        let all = operation.parameters.iter().chain(operation.part_headers());
        all.filter(|parameter| self.api.types.resolve(&parameter.ty).is_secret())
    }

    /// What their values are called in a request; all cookies are one header.
    fn secret_names<'o>(&self, operation: &'o Operation) -> impl Iterator<Item = &'o str> {
        self.secrets(operation)
            .map(|parameter| match parameter.place {
                Place::Cookie => "cookie",
                Place::Path | Place::Query | Place::Header | Place::Host => &parameter.name.source,
            })
    }

    /// The key of each parameter, as a caller in JSON gives it.
    pub(super) fn keys(operation: &Operation) -> impl Iterator<Item = String> {
        let all = operation.parameters.iter().chain(operation.part_headers());
        all.map(|parameter| operation.key_of(parameter))
    }
}
