//! Request builders: what a caller sets, and the ways to send it.

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

use super::super::{
    Emitter,
    docs::{Comment, code, deprecation},
    paths::{self, ident},
};
use super::{long_running, paging, plan::exchange_of, put::Given, server};
use crate::model::{Operation, Parameter, Place};

impl Emitter<'_> {
    /// A request builder with everything that belongs to it.
    pub(super) fn builder(&self, operation: &Operation) -> Vec<TokenStream> {
        let mut items = vec![self.builder_type(operation), self.exchange(operation)];
        items.extend(self.answered(operation));
        items.extend(self.body_maker(operation));
        items.extend(self.builder_methods(operation));
        items.extend(self.list(operation));
        items.extend(self.builder_future(operation));
        items
    }

    /// The arguments of the method that makes the builder.
    pub(super) fn arguments(&self, operation: &Operation) -> Vec<TokenStream> {
        let argument = |parameter: &Parameter| {
            let name = ident(&parameter.name.ident);
            let accepted = self.argument(parameter).ty;
            parameter.is_argument().then(|| quote!(#name: #accepted))
        };
        let parameters = operation.parameters.iter().filter_map(argument);
        let body = self.body_arguments(operation);
        let headers = operation.part_headers().filter_map(argument);
        parameters.chain(body).chain(headers).collect()
    }

    fn builder_type(&self, operation: &Operation) -> TokenStream {
        let (builder, of) = (ident(&operation.builder), exchange_of(operation));
        let request_builder = self.paths.support("RequestBuilder");
        let docs = Comment::default()
            .paragraph(&format!(
                "A request for {}, not sent yet.",
                code(&operation.id)
            ))
            .paragraph(match &operation.long_running {
                Some(_) if operation.list().is_none() => long_running::BUILDER_USE,
                Some(_) | None => paging::ways_to_send(operation),
            })
            .attributes();
        quote! {
            #docs
            pub type #builder<'a> = #request_builder<'a, #of>;
        }
    }

    /// What an answer is, where it is taken whole.
    fn answered(&self, operation: &Operation) -> Vec<TokenStream> {
        if !is_answered(operation) {
            return Vec::new();
        }
        let of = exchange_of(operation);
        let value = self.success_type(operation);
        let headers = self.headers_type(operation);
        let headers = headers.unwrap_or_else(|| self.paths.base("http::headers::Headers"));
        let (answered, answer) = match self.one_answer(operation) {
            Some(_) => (self.paths.support("OneAnswer"), None),
            None => {
                let answer = self.answer(operation);
                (self.paths.support("Answered"), Some(answer))
            }
        };
        let answered = quote! {
            impl #answered for #of {
                type Value = #value;
                type Headers = #headers;
                #answer
            }
        };
        let whole = self.paths.support("Whole");
        // Awaiting must not pass the first page off as the whole list.
        let whole = operation
            .list()
            .is_none()
            .then(|| quote!(impl #whole for #of {}));
        std::iter::once(answered).chain(whole).collect()
    }

    /// What an answer means, by its status.
    fn answer(&self, operation: &Operation) -> TokenStream {
        let [response, error] = ["Response", "Error"].map(|name| self.paths.support(name));
        let returned = paths::result(
            &quote!(#response<Self::Value>),
            &quote!(#error<Self::Problem>),
        );
        let raw = self.paths.base("http::RawResponse");
        let by_status = self.match_status(operation);
        quote! {
            fn answer(raw: #raw) -> #returned {
                #by_status
            }
        }
    }

    /// The methods that no other operation has.
    fn builder_methods(&self, operation: &Operation) -> Option<TokenStream> {
        let builder = ident(&operation.builder);
        let setters = server::parameters(operation)
            .filter(|parameter| !parameter.is_argument())
            .map(|parameter| self.setter(operation, parameter));
        let body_setters = self.body_setters(operation);
        let interval = operation.long_running.as_ref();
        let interval = interval.map(|_| long_running::interval_setter());
        let send = match (&operation.long_running, self.only_row(operation)) {
            (Some(long_running), _) => Some(self.long_running_methods(operation, long_running)),
            (None, Some(row)) => Some(self.send_row(operation, row)),
            (None, None) => None,
        };
        let row = self.row_method(operation);
        let stream = self.stream_method(operation);
        let methods = quote! {
            #(#setters)*
            #(#body_setters)*
            #interval
            #send
            #row
            #stream
        };
        let (of, lifetime) = match names_lifetime(methods.clone()) {
            true => (quote!(<'a>), quote!('a)),
            false => (quote!(), quote!('_)),
        };
        (!methods.is_empty()).then(|| quote!(impl #of #builder<#lifetime> { #methods }))
    }

    fn setter(&self, operation: &Operation, parameter: &Parameter) -> TokenStream {
        let name = ident(&parameter.name.ident);
        let accepted = self.argument(parameter).ty;
        let source = code(&parameter.name.source);
        let fallback = match parameter.place {
            Place::Host => format!("The variable {source} of the operation's own server."),
            Place::Path | Place::Query | Place::Header | Place::Cookie => {
                format!("The parameter {source}.")
            }
        };
        let mut comment = Comment::of(&parameter.docs, &fallback);
        if parameter.client_wide {
            comment = comment.paragraph("For this request alone; the client has one for all.");
        }
        let comment = comment.bounds(&parameter.constraints, parameter.default.as_ref());
        let Some(index) = server::index_of(operation, parameter) else {
            return server::setter(parameter, &comment.attributes());
        };
        let docs = comment
            .wire_name(&parameter.name.ident, &parameter.name.source)
            .attributes();
        let deprecated = deprecation(&parameter.docs);
        let index = Literal::usize_unsuffixed(index);
        let given = Given::handed(quote!(value));
        let set = self.set(&quote!(self.values), &quote!(#index), parameter, &given);
        quote! {
            #docs
            #deprecated
            pub fn #name(mut self, value: #accepted) -> Self {
                #set
                self
            }
        }
    }

    /// Whether it may be sent again.
    pub(super) fn repeat(&self, operation: &Operation) -> TokenStream {
        self.paths.support(if operation.repeatable {
            "Repeat::Safe"
        } else {
            "Repeat::Once"
        })
    }

    /// What an answer means, by its status.
    pub(super) fn match_status(&self, operation: &Operation) -> TokenStream {
        let arms = self.arms(operation);
        quote! {
            match u16::from(raw.status()) {
                #arms
            }
        }
    }

    /// What awaiting a builder does, where that is not to send a request and take the whole answer.
    fn builder_future(&self, operation: &Operation) -> Option<TokenStream> {
        if operation.list().is_some() || is_answered(operation) {
            return None;
        }
        if operation.long_running.is_some() {
            return Some(self.long_running_future(operation));
        }
        let builder = ident(&operation.builder);
        let (sending, of) = (self.paths.support("Sending"), self.paths.support("value"));
        let (value, error) = (self.success_type(operation), self.error_type(operation));
        let output = paths::result(&value, &error);
        Some(quote! {
            impl<'a> ::core::future::IntoFuture for #builder<'a> {
                type Output = #output;
                type IntoFuture = #sending<'a, #value, #error>;
                fn into_future(self) -> Self::IntoFuture {
                    #of(self.send())
                }
            }
        })
    }
}

/// Whether one answer, taken whole, is what a request comes to.
fn is_answered(operation: &Operation) -> bool {
    let only_row = operation.row.as_ref().is_some_and(|row| row.alone);
    operation.long_running.is_none() && !only_row
}

/// Whether some tokens name the lifetime `'a`.
fn names_lifetime(tokens: TokenStream) -> bool {
    let mut after_quote = false;
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(sign) => {
            after_quote = sign.as_char() == '\'';
            false
        }
        TokenTree::Ident(name) => std::mem::take(&mut after_quote) && name == "a",
        TokenTree::Group(group) => names_lifetime(group.stream()),
        TokenTree::Literal(_) => false,
    })
}
