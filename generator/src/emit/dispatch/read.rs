//! How values in JSON become those of a request: the function of each parameter, and of the body.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, operation::Way, paths::ident};
use crate::model::{Body, Coding, DateTimeFormat, Group, Operation, Parameter};

impl Emitter<'_> {
    /// The function that reads a parameter; `None` for the usual one, which reads a text.
    pub(super) fn parameter_reader(&self, parameter: &Parameter) -> Option<TokenStream> {
        let codec = self.codec_or_own(&parameter.ty);
        Some(match self.way(parameter) {
            Way::Text => return None,
            Way::Secret => quote!(crate::dispatch::secret::<#codec>),
            Way::Plain => quote!(crate::dispatch::plain::<#codec>),
            Way::Items => quote!(crate::dispatch::items::<#codec, _>),
            Way::Json => quote!(crate::dispatch::json::<#codec>),
            Way::Tree => quote!(crate::dispatch::tree::<#codec>),
            Way::DateTime(DateTimeFormat::Rfc3339) => quote!(crate::dispatch::rfc3339::<#codec>),
            Way::DateTime(DateTimeFormat::Rfc7231) => quote!(crate::dispatch::rfc7231::<#codec>),
            Way::DateTime(DateTimeFormat::Unix) | Way::Bytes(_) | Way::Date | Way::Duration => {
                quote!(crate::dispatch::coded::<#codec>)
            }
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
