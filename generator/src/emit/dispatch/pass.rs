//! How values in JSON become a builder's arguments and settings.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    super::{Emitter, paths::ident},
    given,
};
use crate::model::{Body, Coding, Operation, Parameter, Type};

/// What a function reads before it makes the builder, what it hands to it, and what it sets then.
#[derive(Default)]
pub(super) struct Passed {
    pub reads: Vec<TokenStream>,
    pub arguments: Vec<TokenStream>,
    pub settings: Vec<TokenStream>,
}

impl Emitter<'_> {
    /// Everything that an operation's builder takes, in its order.
    pub(super) fn passed(&self, operation: &Operation) -> Passed {
        let mut passed = Passed::default();
        for parameter in &operation.parameters {
            self.pass(operation, parameter, &mut passed);
        }
        if let Some(body) = &operation.body {
            self.pass_body(operation, body, &mut passed);
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
        let borrowed = self.argument(parameter).is_borrowed;
        if parameter.is_argument() {
            let read = match (texts, borrowed) {
                (true, _) => quote!(lent_texts(#key)),
                (false, true) => quote!(lent::<#codec>(#key)),
                (false, false) => quote!(needed::<#codec>(#key)),
            };
            passed.reads.push(quote!(let #name = given.#read?;));
            passed.arguments.push(quote!(#name));
            return;
        }
        let setter = self.method_of(operation, &parameter.name.ident);
        passed.settings.push(match (texts, borrowed) {
            (true, _) => quote!(lend_texts(#key, #setter)),
            (false, true) => quote!(lend::<#codec, _>(#key, #setter)),
            (false, false) => quote!(set::<#codec>(#key, #setter)),
        });
    }

    fn pass_body(&self, operation: &Operation, body: &Body, passed: &mut Passed) {
        let read = self.body_read(body);
        let borrowed = super::is_value(body.coding);
        if body.required {
            let taken = match borrowed {
                true => quote!(lent_body),
                false => quote!(needed_body),
            };
            passed.reads.push(quote!(let body = given.#taken(#read)?;));
            passed.arguments.push(quote!(body));
        } else {
            let setter = self.method_of(operation, &body.name.ident);
            let taken = match borrowed {
                true => quote!(given.held_body(#read)),
                false => read,
            };
            passed.settings.push(quote!(with(#taken, #setter)));
        }
        let Some(choice) = &body.content_types else {
            return;
        };
        if choice.required {
            passed.arguments.push(quote!(given.needed_content_type()?));
        } else {
            let setter = self.method_of(operation, &choice.name.ident);
            let value = quote!(Ok(given.call.content_type.as_ref()));
            passed.settings.push(quote!(with(#value, #setter)));
        }
    }

    /// A builder's method by its path.
    pub(super) fn method_of(&self, operation: &Operation, name: &str) -> TokenStream {
        let builder = self.paths.operation(operation, &operation.builder);
        let name = ident(name);
        quote!(#builder::#name)
    }

    /// The body as the builder takes it, if it was given.
    fn body_read(&self, body: &Body) -> TokenStream {
        let codec = self.codec_or_own(&body.ty);
        let read = match (body.coding, &body.xml) {
            (Coding::Xml, Some(root)) => {
                let root = self.xml_root(root);
                return quote!(given.xml_body::<#codec>(#root));
            }
            (Coding::Json | Coding::Lines | Coding::Xml | Coding::Form | Coding::Multipart, _) => {
                return quote!(given.body::<#codec>());
            }
            (Coding::Text, _) => quote!(given.call.text_body()),
            (Coding::Bytes, _) => quote!(given.call.bytes_body()),
        };
        match self.api.types.resolve(&body.ty).is_secret() {
            true => quote!(given.secret_body(#read)),
            false => read,
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
