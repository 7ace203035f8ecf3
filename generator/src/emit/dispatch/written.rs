//! How an answer's value and an error are written as JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, paths::ident};
use crate::model::{Arm, Coding, Operation, Payload, Type};

/// The function that makes content of a value.
enum Content {
    /// One that takes nothing else than the value.
    Path(TokenStream),
    /// XML: by this codec, with this root.
    Rooted(TokenStream, TokenStream),
}

impl Emitter<'_> {
    /// The function that writes an operation's value.
    pub(super) fn value_writer(&self, operation: &Operation) -> TokenStream {
        let success = &operation.success;
        match &success.payload {
            Payload::Nothing => quote!(Call::nothing),
            Payload::One(ty) => {
                let arm = success.arms.iter().find(|arm| arm.body.is_some());
                match self.content(ty, arm) {
                    Content::Path(path) => path,
                    Content::Rooted(codec, root) => {
                        quote!(|call, value| call.xml::<#codec>(value, #root))
                    }
                }
            }
            Payload::Many(name) => {
                let name = self.paths.operation(operation, name);
                let arms = success.arms.iter().map(|arm| {
                    let variant = ident(&arm.name.ident);
                    match &arm.body {
                        Some(body) => {
                            let written = match self.content(body, Some(arm)) {
                                Content::Path(path) => quote!(#path(call, value)),
                                Content::Rooted(codec, root) => {
                                    quote!(call.xml::<#codec>(value, #root))
                                }
                            };
                            quote!(#name::#variant(value) => #written,)
                        }
                        None => quote!(#name::#variant => call.nothing(&()),),
                    }
                });
                quote!(|call, value| match value { #(#arms)* })
            }
        }
    }

    /// How a value becomes content.
    fn content(&self, ty: &Type, arm: Option<&Arm>) -> Content {
        let codec = self.codec_or_own(ty);
        let coding = arm.map(|arm| arm.coding).unwrap_or_default();
        match (coding, arm.and_then(|arm| arm.xml.as_ref())) {
            (Coding::Xml, Some(root)) => Content::Rooted(codec, self.xml_root(root)),
            (Coding::Bytes | Coding::Form | Coding::Multipart, _) => {
                Content::Path(match ty.is_secret() {
                    true => quote!(Call::secret_bytes),
                    false => quote!(Call::bytes),
                })
            }
            (Coding::Json | Coding::Lines | Coding::Xml | Coding::Text, _) => {
                Content::Path(quote!(Call::json::<#codec>))
            }
        }
    }

    /// The type that writes a value as JSON, or nothing; `None` where it is anything else.
    pub(super) fn common_value(&self, operation: &Operation) -> Option<TokenStream> {
        let success = &operation.success;
        match &success.payload {
            Payload::Nothing => Some(quote!(crate::dispatch::Unwritten)),
            Payload::One(ty) => {
                let arm = success.arms.iter().find(|arm| arm.body.is_some());
                match arm.map(|arm| arm.coding).unwrap_or_default() {
                    Coding::Json | Coding::Text => {
                        let codec = self.codec_or_own(ty);
                        Some(quote!(crate::dispatch::Json<#codec>))
                    }
                    Coding::Lines
                    | Coding::Xml
                    | Coding::Bytes
                    | Coding::Form
                    | Coding::Multipart => None,
                }
            }
            Payload::Many(_) => None,
        }
    }

    /// The same of the error.
    pub(super) fn common_error(&self, operation: &Operation) -> Option<TokenStream> {
        match &operation.failure.payload {
            Payload::Nothing => Some(quote!(crate::dispatch::Unwritten)),
            Payload::One(ty) => {
                let codec = self.own(ty);
                Some(quote!(crate::dispatch::Json<#codec>))
            }
            Payload::Many(_) => None,
        }
    }

    /// The function that writes the error that the description models.
    pub(super) fn error_writer(&self, operation: &Operation) -> TokenStream {
        let failure = &operation.failure;
        match &failure.payload {
            Payload::Nothing => quote!(Call::raw),
            Payload::One(ty) => {
                let codec = self.own(ty);
                quote!(Call::error::<#codec>)
            }
            Payload::Many(name) => {
                let name = self.paths.operation(operation, name);
                let arms = failure.arms.iter().filter_map(|arm| {
                    let variant = ident(&arm.name.ident);
                    let codec = self.own(arm.body.as_ref()?);
                    Some(quote!(#name::#variant(error) => call.error::<#codec>(error),))
                });
                quote!(|call, error| match error { #(#arms)* })
            }
        }
    }

    /// A type's own form.
    pub(super) fn own(&self, ty: &Type) -> TokenStream {
        let (own, ty) = (self.paths.support("Own"), self.rust(ty));
        quote!(#own<#ty>)
    }
}
