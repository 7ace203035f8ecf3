//! How values in JSON become a builder's arguments and settings.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    super::{Emitter, paths::ident},
    given,
};
use crate::model::{Body, Coding, Operation, Parameter, Type};

/// What a function reads before it makes the builder, and what it hands to it.
#[derive(Default)]
pub(super) struct Passed {
    pub reads: Vec<TokenStream>,
    pub arguments: Vec<TokenStream>,
    pub setters: Vec<TokenStream>,
}

impl Emitter<'_> {
    /// Everything that an operation's builder takes, in its order.
    pub(super) fn passed(&self, operation: &Operation) -> Passed {
        let mut passed = Passed::default();
        for parameter in &operation.parameters {
            self.pass(operation, parameter, &mut passed);
        }
        if let Some(body) = &operation.body {
            self.pass_body(body, &mut passed);
        }
        for parameter in operation.part_headers() {
            self.pass(operation, parameter, &mut passed);
        }
        passed
    }

    fn pass(&self, operation: &Operation, parameter: &Parameter, passed: &mut Passed) {
        let (name, key) = (given(parameter), operation.key_of(parameter));
        let codec = self.codec_or_own(&parameter.ty);
        let texts = self.is_texts(parameter);
        let borrowed = self.kept(parameter).is_borrowed().then(|| quote!(&));
        if parameter.is_argument() {
            passed
                .reads
                .push(quote!(let #name = call.needed::<#codec>(#key)?;));
            if texts {
                passed.reads.push(quote! {
                    let #name: Vec<&str> = #name.iter().map(String::as_str).collect();
                });
            }
            passed.arguments.push(quote!(#borrowed #name));
            return;
        }
        passed
            .reads
            .push(quote!(let #name = call.given::<#codec>(#key)?;));
        if texts {
            passed.reads.push(quote! {
                let #name: Option<Vec<&str>> =
                    #name.as_ref().map(|all| all.iter().map(String::as_str).collect());
            });
        }
        let setter = ident(&parameter.name.ident);
        passed.setters.push(quote! {
            if let Some(value) = #borrowed #name {
                builder = builder.#setter(value);
            }
        });
    }

    fn pass_body(&self, body: &Body, passed: &mut Passed) {
        let read = self.body_read(body);
        let borrowed = super::is_value(body.coding).then(|| quote!(&));
        let call = quote!(crate::dispatch::Call);
        if body.required {
            passed
                .reads
                .push(quote!(let body = #call::needed_body(#read)?;));
            passed.arguments.push(quote!(#borrowed body));
        } else {
            let setter = ident(&body.name.ident);
            passed.reads.push(quote!(let body = #read;));
            passed.setters.push(quote! {
                if let Some(value) = #borrowed body {
                    builder = builder.#setter(value);
                }
            });
        }
        let Some(choice) = &body.content_types else {
            return;
        };
        if choice.required {
            passed.arguments.push(quote!(call.needed_content_type()?));
        } else {
            let setter = ident(&choice.name.ident);
            passed.setters.push(quote! {
                if let Some(value) = &call.content_type {
                    builder = builder.#setter(value);
                }
            });
        }
    }

    /// The body as the builder takes it, if it was given.
    fn body_read(&self, body: &Body) -> TokenStream {
        let codec = self.codec_or_own(&body.ty);
        match (body.coding, &body.xml) {
            (Coding::Xml, Some(root)) => {
                let root = self.xml_root(root);
                quote!(call.xml_body::<#codec>(#root)?)
            }
            (Coding::Json | Coding::Xml | Coding::Form | Coding::Multipart, _) => {
                quote!(call.body::<#codec>()?)
            }
            (Coding::Text, _) => quote!(call.text_body()?),
            (Coding::Bytes, _) => quote!(call.bytes_body()),
        }
    }

    /// The body as it may be shown with a request that is not sent.
    pub(super) fn body_shown(&self, operation: &Operation) -> TokenStream {
        let Some(body) = &operation.body else {
            return quote!(None);
        };
        if !super::is_value(body.coding) {
            let redacted = self.paths.support("REDACTED");
            let secret = self.api.types.resolve(&body.ty).is_secret();
            return match secret {
                true => quote!(Some(#redacted.into())),
                false => quote!(None),
            };
        }
        let codec = self.codec_or_own(&body.ty);
        if body.required {
            quote!(Some(call.written::<#codec>(&body)?))
        } else {
            quote!(body.as_ref().map(|body| call.written::<#codec>(body)).transpose()?)
        }
    }

    /// Whether it is a list of texts, which a builder takes as borrowed ones.
    fn is_texts(&self, parameter: &Parameter) -> bool {
        let Type::List(item) = self.api.types.resolve(&parameter.ty) else {
            return false;
        };
        !parameter.client_wide && *self.api.types.resolve(item) == Type::Text
    }
}
