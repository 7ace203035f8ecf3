//! Request builders: what a caller sets, and the ways to send it.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{
    Emitter,
    docs::{Comment, code, deprecation},
    paths::{self, ident},
};
use super::{long_running, paging, rows, server};
use crate::model::{Operation, Parameter, Place};

impl Emitter<'_> {
    /// A request builder with everything that belongs to it.
    pub(super) fn builder(&self, operation: &Operation) -> Vec<TokenStream> {
        let mut items = vec![
            self.builder_struct(operation),
            self.builder_methods(operation),
        ];
        items.extend(self.list(operation));
        // Awaiting must not pass the first page off as the whole list.
        if operation.list().is_none() {
            items.push(self.builder_future(operation));
        }
        items
    }

    /// The arguments of the method that makes the builder.
    pub(super) fn arguments(&self, operation: &Operation) -> Vec<TokenStream> {
        let parameters = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.is_argument());
        let mut arguments: Vec<TokenStream> = parameters
            .map(|parameter| {
                let name = ident(&parameter.name.ident);
                let accepted = self.kept(parameter).accepted;
                quote!(#name: #accepted)
            })
            .collect();
        arguments.extend(self.body_arguments(operation));
        let headers = operation.part_headers();
        let headers = headers.filter(|parameter| parameter.is_argument());
        arguments.extend(headers.map(|parameter| {
            let name = ident(&parameter.name.ident);
            let accepted = self.kept(parameter).accepted;
            quote!(#name: #accepted)
        }));
        arguments
    }

    /// The builder's fields as the method that makes it sets them.
    pub(super) fn initial_fields(&self, operation: &Operation) -> Vec<TokenStream> {
        let mut fields: Vec<TokenStream> = server::kept_parameters(operation)
            .map(|parameter| {
                let name = ident(&parameter.name.ident);
                if !parameter.is_argument() {
                    quote!(#name: ::core::option::Option::None,)
                } else if self.kept(parameter).converted {
                    quote!(#name: #name.into(),)
                } else {
                    quote!(#name,)
                }
            })
            .collect();
        fields.extend(self.initial_body(operation));
        fields
    }

    fn builder_struct(&self, operation: &Operation) -> TokenStream {
        let builder = ident(&operation.builder);
        let client = self.paths.client();
        let options = self.paths.support("CallOptions");
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
        let fields = server::kept_parameters(operation).map(|parameter| {
            let name = ident(&parameter.name.ident);
            let stored = self.kept(parameter).stored;
            let stored = if parameter.is_argument() {
                stored
            } else {
                paths::option(&stored)
            };
            // Operation modules make each other's builders.
            quote!(pub(super) #name: #stored,)
        });
        let body = self.body_fields(operation);
        let continuation = paging::field(operation);
        quote! {
            #docs
            #[must_use = "a request does nothing until it is awaited or sent"]
            #[derive(Clone, Debug)]
            pub struct #builder<'a> {
                pub(super) client: &'a #client,
                #(#fields)*
                #body
                #continuation
                pub(super) options: #options<'a>,
            }
        }
    }

    fn builder_methods(&self, operation: &Operation) -> TokenStream {
        let builder = ident(&operation.builder);
        let parameters = operation.parameters.iter().chain(operation.part_headers());
        let setters = parameters
            .filter(|parameter| !parameter.is_argument())
            .map(|parameter| self.setter(parameter));
        let body_setters = self.body_setters(operation);
        let common = self.common_setters(operation);
        let interval = operation.long_running.as_ref();
        let interval = interval.map(|_| long_running::interval_setter());
        let request = self.request_method(operation);
        let send = match &operation.long_running {
            Some(long_running) => self.long_running_methods(operation, long_running),
            None => self.send_method(operation),
        };
        let row = self.row_method(operation);
        let stream = self.stream_method(operation);
        quote! {
            impl<'a> #builder<'a> {
                #(#setters)*
                #(#body_setters)*
                #common
                #interval
                #request
                #send
                #row
                #stream
            }
        }
    }

    fn setter(&self, parameter: &Parameter) -> TokenStream {
        let name = ident(&parameter.name.ident);
        let kept = self.kept(parameter);
        let accepted = &kept.accepted;
        let value = if kept.converted {
            quote!(value.into())
        } else {
            quote!(value)
        };
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
        if parameter.place == Place::Host {
            return self.server_setter(parameter, &comment.attributes());
        }
        let docs = comment
            .wire_name(&parameter.name.ident, &parameter.name.source)
            .attributes();
        let deprecated = deprecation(&parameter.docs);
        quote! {
            #docs
            #deprecated
            pub fn #name(mut self, value: #accepted) -> Self {
                self.#name = ::core::option::Option::Some(#value);
                self
            }
        }
    }

    /// What every builder has.
    fn common_setters(&self, operation: &Operation) -> TokenStream {
        let header_key = self.paths.support("HeaderKey");
        let header_value = paths::into(&self.paths.base("http::headers::HeaderValue"));
        let context = self.paths.base("http::Context");
        let timeout = match &operation.long_running {
            Some(_) => long_running::TIMEOUT_DOCS,
            None => " Limits the time of the whole call, retries included.",
        };
        quote! {
            #[doc = " Adds a header, in place of any other of that name."]
            pub fn header(
                mut self,
                name: impl #header_key,
                value: #header_value,
            ) -> Self {
                self.options.header(name, value);
                self
            }
            #[doc = " Hands a context to the pipeline's policies."]
            pub fn context(mut self, context: #context<'a>) -> Self {
                self.options.context(context);
                self
            }
            #[doc = #timeout]
            pub fn timeout(mut self, limit: ::std::time::Duration) -> Self {
                self.options.timeout(limit);
                self
            }
        }
    }

    fn request_method(&self, operation: &Operation) -> TokenStream {
        let error = self.error_type(operation);
        let body = self.request_body(operation);
        let returned = paths::result(&self.paths.base("http::Request"), &error);
        quote! {
            #[doc = " Makes the request without sending it."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " A parameter breaks a rule of the description, or would change the address."]
            pub fn request(&self) -> #returned {
                #body
            }
        }
    }

    fn send_method(&self, operation: &Operation) -> TokenStream {
        let sending = self.paths.support("Sending");
        let response = self.response_of(operation, &self.success_type(operation));
        let error = self.error_type(operation);
        let docs = match self.only_row(operation) {
            Some(_) => rows::SEND_DOCS,
            None => paging::send_docs(operation),
        };
        let call = match self.only_row(operation) {
            Some(row) => self.row_call(operation, row),
            None => self.whole_call(operation),
        };
        quote! {
            #[doc = #docs]
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

    /// Sends `request`, and takes what comes back whole.
    fn whole_call(&self, operation: &Operation) -> TokenStream {
        let repeat = self.repeat(operation);
        let answer = match &operation.paging {
            Some(_) => quote!(Self::answer),
            None => {
                let answer = self.match_status(operation);
                quote!(|raw| #answer)
            }
        };
        let call = quote!(self.client.core().call(request, self.options, #repeat, #answer));
        self.with_headers(operation, call)
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

    fn builder_future(&self, operation: &Operation) -> TokenStream {
        let builder = ident(&operation.builder);
        if operation.long_running.is_some() {
            return self.long_running_future(operation);
        }
        let (sending, of) = (self.paths.support("Sending"), self.paths.support("value"));
        let (value, error) = (self.success_type(operation), self.error_type(operation));
        let output = paths::result(&value, &error);
        quote! {
            impl<'a> ::core::future::IntoFuture for #builder<'a> {
                type Output = #output;
                type IntoFuture = #sending<'a, #value, #error>;
                fn into_future(self) -> Self::IntoFuture {
                    #of(self.send())
                }
            }
        }
    }
}
