//! Answers that are rows: how a caller gets their items as they come.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{super::Emitter, status};
use crate::model::{Operation, Payload, Row, RowKind};

/// What `send` does where all that comes is a row.
const SEND_DOCS: &str = " Sends the request and gives the response as soon as its headers \
    are there: its value is the answer, item by item.";

/// The method for a row that is not all of the answer.
pub(super) fn method(row: &Row) -> &'static str {
    match row.kind {
        RowKind::Events => "events",
        RowKind::Values => "lines",
    }
}

impl Emitter<'_> {
    /// The name of that method.
    pub(in super::super) fn row_method_name(row: &Row) -> &'static str {
        method(row)
    }

    /// The row that a caller gets from `send`.
    pub(super) fn only_row<'o>(&self, operation: &'o Operation) -> Option<&'o Row> {
        operation.row.as_ref().filter(|row| row.alone)
    }

    /// The type of a row.
    pub(super) fn row_type(&self, row: &Row) -> TokenStream {
        let stream = self.paths.support(match row.kind {
            RowKind::Events => "EventStream",
            RowKind::Values => "JsonLines",
        });
        match &row.item {
            Some(item) => {
                let item = self.rust(item);
                quote!(#stream<#item>)
            }
            None => stream,
        }
    }

    /// The method for a row that is all of the answer.
    pub(super) fn send_row(&self, operation: &Operation, row: &Row) -> TokenStream {
        let sending = self.paths.support("Sending");
        let response = self.response_of(operation, &self.success_type(operation));
        let error = self.error_type(operation);
        let call = self.row_call(operation, row);
        quote! {
            #[doc = #SEND_DOCS]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " A parameter that breaks a rule (nothing is sent then), a status that means"]
            #[doc = " failure, an answer that is not as described, or no answer."]
            pub fn send(self) -> #sending<'a, #response, #error> {
                let request = self.request();
                #call
            }
        }
    }

    /// The method for a row beside other answers.
    pub(super) fn row_method(&self, operation: &Operation) -> Option<TokenStream> {
        let row = operation.row.as_ref().filter(|row| !row.alone)?;
        let name = super::super::paths::ident(method(row));
        let sending = self.paths.support("Sending");
        let response = self.response_of(operation, &self.row_type(row));
        let error = self.error_type(operation);
        let accept = row.media_types.join(", ");
        let call = self.row_call(operation, row);
        let header = self.paths.base("http::headers::ACCEPT");
        let docs = match row.kind {
            RowKind::Events => " Sends the request and gives the answer's events as they come in.",
            RowKind::Values => " Sends the request and gives the answer's values as they come in.",
        };
        Some(quote! {
            #[doc = #docs]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " Those of [`send`](Self::send), and an answer of another media type."]
            pub fn #name(self) -> #sending<'a, #response, #error> {
                let request = self.request().map(|mut request| {
                    request.insert_header(#header, #accept);
                    request
                });
                #call
            }
        })
    }

    /// Sends `request`, and takes what comes back as a row.
    pub(super) fn row_call(&self, operation: &Operation, row: &Row) -> TokenStream {
        let repeat = self.repeat(operation);
        let successes = status::any_of(row.statuses.iter().copied(), &BTreeSet::new());
        let failure = self.failure_of_raw(operation);
        let call = quote! {
            self.client.core().unfold(
                request,
                self.options,
                #repeat,
                |status| matches!(status, #successes),
                #failure,
            )
        };
        self.with_headers(operation, call)
    }

    /// What makes an error of an answer that failed.
    fn failure_of_raw(&self, operation: &Operation) -> TokenStream {
        let Payload::Many(_) = &operation.failure.payload else {
            return self.paths.support("service_error");
        };
        let cases = self.failure_cases(operation, |_| false);
        let arms = cases
            .iter()
            .map(|(status, error)| quote!(#status => #error,));
        quote!(|raw| match u16::from(raw.status()) { #(#arms)* })
    }
}
