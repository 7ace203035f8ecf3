//! How values in JSON become those of a request: the function of each parameter, and of the body.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, paths::ident};
use crate::model::{Body, Coding, Group, Operation, Parameter, Spelling, Type};

impl Emitter<'_> {
    /// The function that reads a parameter; `None` for the usual one, which reads a text.
    pub(super) fn parameter_reader(&self, parameter: &Parameter) -> Option<TokenStream> {
        let codec = self.codec_or_own(&parameter.ty);
        Some(match parameter.spelling {
            Spelling::Items => quote!(crate::dispatch::items::<#codec, _>),
            Spelling::Json => quote!(crate::dispatch::json::<#codec>),
            Spelling::Tree if self.is_tree(parameter) => quote!(crate::dispatch::tree::<#codec>),
            Spelling::Text | Spelling::Tree => match self.api.types.resolve(&parameter.ty) {
                Type::Text => return None,
                Type::Secret(_) => quote!(crate::dispatch::secret::<#codec>),
                Type::DateTime(_) | Type::Bytes(_) | Type::Date | Type::Duration => {
                    quote!(crate::dispatch::coded::<#codec>)
                }
                _ => quote!(crate::dispatch::plain::<#codec>),
            },
        })
    }

    /// The function that reads the body.
    pub(super) fn body_reader(
        &self,
        group: &Group,
        operation: &Operation,
        body: &Body,
    ) -> TokenStream {
        let codec = self.codec_or_own(&body.ty);
        let secret = self.api.types.resolve(&body.ty).is_secret();
        let made = |read: TokenStream| {
            let exchange = self.dispatch_exchange(group, operation);
            quote!(|given| given.made(#read, |body| #exchange::body(body)))
        };
        match (body.coding, &body.xml) {
            (Coding::Json, _) => quote!(crate::dispatch::json_body::<#codec>),
            (Coding::Lines, _) => {
                let item = self.codec_or_own(self.item_of(body).unwrap_or(&body.ty));
                quote!(crate::dispatch::lines_body::<#codec, #item>)
            }
            (Coding::Xml, Some(root)) => {
                let root = self.xml_root(root);
                made(quote!(given.xml_body::<#codec>(#root)))
            }
            (Coding::Xml | Coding::Form | Coding::Multipart, _) => {
                made(quote!(given.body::<#codec>()))
            }
            (Coding::Text, _) if secret => quote!(crate::dispatch::secret_body),
            (Coding::Text, _) => quote!(crate::dispatch::text_body),
            (Coding::Bytes, _) if secret => quote!(crate::dispatch::secret_bytes_body),
            (Coding::Bytes, _) => quote!(crate::dispatch::bytes_body),
        }
    }

    /// The type that stands for an operation.
    pub(super) fn dispatch_exchange(&self, group: &Group, operation: &Operation) -> TokenStream {
        let (module, name) = (ident(&group.module), ident(&operation.builder));
        quote!(crate::operations::#module::exchange::#name)
    }

    /// A builder's method by its path.
    pub(super) fn method_of(&self, operation: &Operation, name: &str) -> TokenStream {
        let builder = self.paths.operation(operation, &operation.builder);
        let name = ident(name);
        quote!(#builder::#name)
    }
}
