//! From a builder's values to a request: the address, the headers, the body.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, paths::ident};
use super::value::Access;
use crate::model::{Method, Operation, Parameter, PathPart, Place};

impl Emitter<'_> {
    /// The body of `request()`.
    pub(super) fn request_body(&self, operation: &Operation) -> TokenStream {
        let target = self.paths.support("Target");
        let endpoint = match operation.server {
            Some(_) => quote!(&self.options.endpoint(self.client.core())?),
            None => quote!(self.client.core().endpoint()),
        };
        let method = self.method(operation.method);
        let path = operation
            .path
            .iter()
            .map(|part| self.path_step(operation, part));
        let query = in_place(operation, Place::Query)
            .map(|parameter| self.step(parameter, self.put_query(parameter)));
        let fixed = operation
            .fixed_query
            .iter()
            .map(|text| quote!(target.fixed_query(#text);));
        let headers = in_place(operation, Place::Header)
            .map(|parameter| self.step(parameter, self.put_header(parameter)));
        let cookies = in_place(operation, Place::Cookie)
            .map(|parameter| self.step(parameter, self.put_cookie(parameter)));
        let accept = accept(operation);
        let body = self.body_step(operation);
        quote! {
            let mut target = #target::new(#endpoint);
            #(#path)*
            #(#fixed)*
            #(#query)*
            #accept
            #(#headers)*
            #(#cookies)*
            #body
            target.finish(#method, &self.options)
        }
    }

    fn method(&self, method: Method) -> TokenStream {
        self.paths.base(match method {
            Method::Get => "http::Method::Get",
            Method::Put => "http::Method::Put",
            Method::Post => "http::Method::Post",
            Method::Delete => "http::Method::Delete",
            Method::Head => "http::Method::Head",
            Method::Patch => "http::Method::Patch",
        })
    }

    fn path_step(&self, operation: &Operation, part: &PathPart) -> TokenStream {
        match part {
            PathPart::Literal(literal) => quote!(target.literal(#literal);),
            PathPart::Parameter(name) => {
                let parameter = in_place(operation, Place::Path)
                    .find(|parameter| parameter.name.source == *name);
                // `lower` leaves no name in a path without its parameter.
                parameter.map_or_else(TokenStream::new, |parameter| {
                    self.step(parameter, self.put_segment(parameter))
                })
            }
        }
    }

    /// Checks a parameter's value and puts it where it belongs.
    pub(super) fn step(&self, parameter: &Parameter, put: TokenStream) -> TokenStream {
        let pattern = self.pattern(parameter);
        let checks = self.checks(parameter);
        let value = self.value_of(parameter);
        match value {
            Presence::Always(value) => quote! {
                let value = #value;
                #pattern
                #(target.check(#checks);)*
                #put
            },
            Presence::Perhaps(value) => quote! {
                if let ::core::option::Option::Some(value) = #value {
                    #pattern
                    #(target.check(#checks);)*
                    #put
                }
            },
        }
    }

    /// A reference to a parameter's value: the request's own, else the client's, else the default.
    fn value_of(&self, parameter: &Parameter) -> Presence {
        let name = ident(&parameter.name.ident);
        let access = self.kept(parameter).access;
        if parameter.is_argument() {
            return Presence::Always(match access {
                Access::Deref => quote!(&*self.#name),
                Access::Reference => quote!(&self.#name),
                Access::Copy => quote!(self.#name),
            });
        }
        let own = match access {
            Access::Deref => quote!(self.#name.as_deref()),
            Access::Reference => quote!(self.#name.as_ref()),
            Access::Copy => quote!(self.#name),
        };
        let client = quote!(self.client);
        let shared = || self.client_value(parameter, &client);
        let own = match parameter.client_wide.then(shared) {
            Some(Presence::Always(shared)) => {
                return Presence::Always(quote!(#own.unwrap_or(#shared)));
            }
            Some(Presence::Perhaps(shared)) => quote!(#own.or(#shared)),
            None => own,
        };
        match (&parameter.default, parameter.required) {
            (Some(default), true) => {
                let default = self.default_value(&parameter.ty, default);
                Presence::Always(quote!(#own.unwrap_or(#default)))
            }
            _ => Presence::Perhaps(own),
        }
    }
}

/// Whether there is always a value, and the expression for it.
pub(in super::super) enum Presence {
    /// There is one.
    Always(TokenStream),
    /// It is an `Option`.
    Perhaps(TokenStream),
}

fn accept(operation: &Operation) -> Option<TokenStream> {
    let accept = operation.accept.join(", ");
    (!accept.is_empty()).then(|| quote!(target.accept(#accept);))
}

fn in_place(operation: &Operation, place: Place) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(move |parameter| parameter.place == place)
}
