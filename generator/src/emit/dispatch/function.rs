//! The function that calls an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    super::{Emitter, paths::ident},
    pass::Passed,
};
use crate::model::{Group, Operation, Paging, Parameter, Payload, Place, Row, RowKind, Type};

impl Emitter<'_> {
    /// The function that starts a call of the operation.
    pub(super) fn dispatch_function(&self, group: &Group, operation: &Operation) -> TokenStream {
        let name = ident(&operation.name.ident);
        let Passed {
            reads,
            arguments,
            settings,
        } = self.passed(operation);
        let handle = group.name.as_ref().map(|name| ident(&name.ident));
        let handle = handle.map(|handle| quote!(.#handle()));
        let resumed = self.resumed(operation);
        let request = match self.hidden(operation) {
            Some(hidden) => quote!(request_without(#hidden)),
            None => quote!(request()),
        };
        let others = [
            self.other(operation),
            self.chunks(operation),
            self.row_too(operation),
        ];
        let others = others.into_iter().flatten();
        let sent = self.sent(operation);
        quote! {
            fn #name<'a>(client: &'a crate::Client, given: Given<'a>) -> Started<'a> {
                #resumed
                #(#reads)*
                given
                    .build(client #handle.#name(#(#arguments),*))
                    #(.#settings)*
                    .headed()
                    .#request
                    #(.#others)*
                    .#sent
            }
        }
    }

    /// Goes on with a long-running operation, which needs nothing but its token.
    fn resumed(&self, operation: &Operation) -> Option<TokenStream> {
        let resume = self.method_of(operation, "resume");
        let followed = self.followed(operation, &quote!(::core::convert::identity))?;
        Some(quote! {
            if let Some(token) = given.call.resumed() {
                return given.build(#resume(client, token)).#followed;
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

    /// What of the request is not shown; `None` where all of it is.
    fn hidden(&self, operation: &Operation) -> Option<TokenStream> {
        let all = operation.parameters.iter().chain(operation.part_headers());
        let secrets: Vec<&Parameter> = all.filter(|it| self.holds_secret(&it.ty)).collect();
        let names = secrets.iter().map(|it| match it.place {
            // All cookies are one header.
            Place::Cookie => "cookie",
            Place::Path | Place::Query | Place::Header | Place::Host => &it.name.source,
        });
        let stands_in = |place| secrets.iter().any(|it| it.place == place);
        let mut query = secrets.iter().filter(|it| it.place == Place::Query);
        let flags = [
            ("path", stands_in(Place::Path)),
            // The parts of a value may stand there under names of their own.
            ("query", query.any(|it| !self.api.types.is_one_text(&it.ty))),
            ("address", stands_in(Place::Host)),
        ];
        let flags = flags.into_iter().filter(|(_, is_set)| *is_set);
        let flags = flags.map(|(flag, _)| ident(flag));
        (!secrets.is_empty()).then(|| {
            quote! {
                crate::dispatch::Hidden {
                    names: &[#(#names),*],
                    #(#flags: true,)*
                    ..crate::dispatch::Hidden::NOTHING
                }
            }
        })
    }

    /// The key of each parameter, as a caller in JSON gives it.
    pub(super) fn keys(operation: &Operation) -> impl Iterator<Item = String> {
        let all = operation.parameters.iter().chain(operation.part_headers());
        all.map(|parameter| operation.key_of(parameter))
    }
}
