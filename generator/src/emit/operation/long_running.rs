//! Long-running operations: the builder's ways to begin one, follow it, and go on with it.
//!
//! Everything that happens is the runtime's. What is written here per operation is a constant that
//! says how the operation goes, and calls.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{
    Emitter,
    paths::{self, ident},
};
use super::{super::client::Presence, plan::exchange_of};
use crate::model::{Coding, FinalState, FinalValue, LongRunning, Operation, Payload, Type};

/// What the builder is for, in its docs.
pub(super) const BUILDER_USE: &str = "\
    Await it to run the whole operation and get its value, or call `operation` to follow it on its \
    way.";

impl Emitter<'_> {
    /// What the builder of a long-running operation has in place of `send`.
    pub(super) fn long_running_methods(
        &self,
        operation: &Operation,
        long_running: &LongRunning,
    ) -> TokenStream {
        let begin = self.operation_method(operation);
        let start = self.start_method(operation);
        let resume = self.resume_method(operation, long_running);
        let plan = self.plan(operation, long_running);
        quote! {
            #begin
            #start
            #resume
            #plan
        }
    }

    /// Awaiting the builder runs the operation.
    pub(super) fn long_running_future(&self, operation: &Operation) -> TokenStream {
        let builder = ident(&operation.builder);
        let output = paths::result(&self.success_type(operation), &self.error_type(operation));
        let running = self.operation_type(operation, "Running");
        let run = self.paths.support("run");
        quote! {
            impl ::core::future::IntoFuture for #builder<'_> {
                type Output = #output;
                type IntoFuture = #running;
                fn into_future(self) -> Self::IntoFuture {
                    #run(self.operation())
                }
            }
        }
    }

    fn operation_method(&self, operation: &Operation) -> TokenStream {
        let error = self.error_type(operation);
        let ty = self.operation_type(operation, "Operation");
        let constructor = self.paths.support("Operation");
        let returned = paths::result(&ty, &error);
        quote! {
            #[doc = " Makes the operation, which sends nothing before it is awaited or polled."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " A parameter breaks a rule of the description, or would change the address."]
            pub fn operation(self) -> #returned {
                let request = self.request()?;
                Ok(#constructor::begin(self.client.core(), request, self.options, Self::COURSE))
            }
        }
    }

    fn start_method(&self, operation: &Operation) -> TokenStream {
        let error = self.error_type(operation);
        let sending = self.paths.support("Sending");
        let response = self.response_of(operation, &quote!(()));
        let call = quote! {
            core.call(request, self.options, repeat, |raw| Self::COURSE.started(raw))
        };
        let call = self.with_headers(operation, call);
        quote! {
            #[doc = " Sends the first request alone, and gives its response: the service goes on by"]
            #[doc = " itself, and nobody asks how far it is."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " A parameter that breaks a rule (nothing is sent then), a status that means"]
            #[doc = " failure, or no answer."]
            pub fn start(self) -> #sending<'a, #response, #error> {
                let request = self.request();
                let repeat = Self::COURSE.rules.repeat;
                let core = self.client.core();
                #call
            }
        }
    }

    fn resume_method(&self, operation: &Operation, long_running: &LongRunning) -> TokenStream {
        let error = self.error_type(operation);
        let client = self.paths.client();
        let ty = self.operation_type(operation, "Operation");
        let constructor = self.paths.support("Operation");
        let returned = paths::result(&ty, &error);
        let (of, exchange) = (exchange_of(operation), self.paths.support("Exchange"));
        let options = quote!(<#of as #exchange>::PLAN.options());
        let version = self.spoken_version(operation, long_running);
        let caller = self.paths.support("Caller");
        quote! {
            #[doc = " Goes on with an operation that another process has begun, from its token."]
            #[doc = ""]
            #[doc = " Headers and limits are not in the token: those of the operation that this gives apply, and the"]
            #[doc = " client's own."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " The token is of another operation, another service or another version of the API."]
            pub fn resume(client: &#client, token: &str) -> #returned {
                let core = #caller::core(client);
                #constructor::resume(core, token, #options, #version, Self::COURSE)
            }
        }
    }

    /// The version of the API that `client` speaks, as an option of a text.
    fn spoken_version(&self, operation: &Operation, long_running: &LongRunning) -> TokenStream {
        let none = quote!(::core::option::Option::None);
        let parameter = long_running.version.as_ref().and_then(|version| {
            let mut all = operation.parameters.iter();
            all.find(|parameter| parameter.name.source == *version)
        });
        let Some(parameter) = parameter else {
            return none;
        };
        let default = parameter.default.as_ref();
        let default = default.map(|value| self.default_value(&parameter.ty, value));
        let client = quote!(client);
        let shared = parameter
            .client_wide
            .then(|| self.client_value(parameter, &client));
        let value = match (shared, default) {
            (Some(Presence::Always(shared)), _) => shared,
            (Some(Presence::Perhaps(shared)), Some(default)) => quote!(#shared.unwrap_or(#default)),
            (None, Some(default)) => default,
            (Some(Presence::Perhaps(_)) | None, None) => return none,
        };
        match self.api.types.resolve(&parameter.ty) {
            Type::Text => quote!(::core::option::Option::Some(#value)),
            _ => {
                let to_text = self.paths.support("ToText");
                quote!(::core::option::Option::Some(&#to_text::to_text(#value)))
            }
        }
    }

    /// How the operation goes, and how its answers are read.
    fn plan(&self, operation: &Operation, long_running: &LongRunning) -> TokenStream {
        let plan = self.paths.support("Plan");
        let rules = self.paths.support("Rules");
        let ty = self.operation_type(operation, "Plan");
        let id = &operation.id;
        let repeat = self.repeat(operation);
        let accept = match operation.accept.join(", ") {
            none if none.is_empty() => "application/json".to_owned(),
            accept => accept,
        };
        let final_state = self.paths.support(match long_running.final_state {
            FinalState::Usual => "FinalState::Usual",
            FinalState::Monitor => "FinalState::Monitor",
            FinalState::Location => "FinalState::Location",
            FinalState::OriginalUri => "FinalState::OriginalUri",
        });
        let value = self.paths.support(match long_running.value {
            FinalValue::Nothing => "FinalValue::Nothing",
            FinalValue::Body => "FinalValue::Body",
            FinalValue::Result => "FinalValue::Result",
        });
        let secret_address = long_running.secret_address;
        let decode = self.decoder(operation);
        let fail = self.failure_reader(operation);
        quote! {
            const COURSE: #ty = #plan {
                rules: #rules {
                    operation: #id,
                    repeat: #repeat,
                    accept: #accept,
                    final_state: #final_state,
                    value: #value,
                    secret_address: #secret_address,
                },
                decode: #decode,
                fail: #fail,
            };
        }
    }

    /// The function that reads the value.
    fn decoder(&self, operation: &Operation) -> TokenStream {
        let mut arms = operation.success.arms.iter();
        let arm = arms.find(|arm| arm.body.is_some());
        match (&operation.success.payload, arm) {
            (Payload::One(ty), Some(arm)) => match (arm.coding, self.codec(ty)) {
                (Coding::Json, Some(codec)) => {
                    let decode = self.paths.support("decode_as");
                    quote!(#decode::<#codec, _>)
                }
                (Coding::Json, None) => self.paths.support("decode"),
                (
                    Coding::Lines
                    | Coding::Xml
                    | Coding::Text
                    | Coding::Bytes
                    | Coding::Form
                    | Coding::Multipart,
                    _,
                ) => {
                    let response = self.decoded(ty, arm);
                    quote!(|raw| #response)
                }
            },
            // `lower` gives a long-running operation one value at most.
            (Payload::One(_) | Payload::Nothing | Payload::Many(_), _) => {
                let no_content = self.paths.support("no_content");
                quote!(|raw| Ok(#no_content(raw)))
            }
        }
    }

    /// The function that reads an error.
    fn failure_reader(&self, operation: &Operation) -> TokenStream {
        match &operation.failure.payload {
            Payload::Nothing | Payload::One(_) => self.paths.support("service_error"),
            Payload::Many(_) => {
                let cases = self.failure_cases(operation, |_| false).into_iter();
                let arms = cases.map(|(status, error)| quote!(#status => #error,));
                quote! {
                    |raw| match u16::from(raw.status()) {
                        #(#arms)*
                    }
                }
            }
        }
    }

    /// One of the runtime's types for an operation, with the operation's value and error.
    fn operation_type(&self, operation: &Operation, name: &str) -> TokenStream {
        let ty = self.paths.support(name);
        let value = self.success_type(operation);
        match self.failure_model(operation) {
            Some(model) => quote!(#ty<#value, #model>),
            None => quote!(#ty<#value>),
        }
    }
}

/// The builder's setter beside those that every builder has.
pub(super) fn interval_setter() -> TokenStream {
    quote! {
        #[doc = " Sets the time between two questions for the state, where the service does not say how"]
        #[doc = " long to wait: 30 seconds by default, one second at least. The first question comes"]
        #[doc = " after a second."]
        pub fn poll_interval(mut self, interval: ::std::time::Duration) -> Self {
            self.options.poll_interval(interval);
            self
        }
    }
}
