//! How an answer's value and an error are written as JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, paths::ident};
use crate::model::{Arm, Coding, Operation, Payload, Type};

impl Emitter<'_> {
    /// The function that writes an operation's value.
    pub(super) fn value_writer(&self, operation: &Operation) -> TokenStream {
        let success = &operation.success;
        match &success.payload {
            Payload::Nothing => quote!(|()| Ok(None)),
            Payload::One(ty) => {
                let arm = success.arms.iter().find(|arm| arm.body.is_some());
                let written = self.content(ty, arm);
                quote!(|value| #written)
            }
            Payload::Many(name) => {
                let name = self.paths.operation(operation, name);
                let arms = success.arms.iter().map(|arm| {
                    let variant = ident(&arm.name.ident);
                    match &arm.body {
                        Some(body) => {
                            let written = self.content(body, Some(arm));
                            quote!(#name::#variant(value) => #written,)
                        }
                        None => quote!(#name::#variant => Ok(None),),
                    }
                });
                quote!(|value| match value { #(#arms)* })
            }
        }
    }

    /// What is behind the reference `value`, as content.
    fn content(&self, ty: &Type, arm: Option<&Arm>) -> TokenStream {
        let codec = self.codec_or_own(ty);
        let coding = arm.map(|arm| arm.coding).unwrap_or_default();
        match (coding, arm.and_then(|arm| arm.xml.as_ref())) {
            (Coding::Xml, Some(root)) => {
                let root = self.xml_root(root);
                quote!(call.xml::<#codec>(value, #root))
            }
            (Coding::Bytes | Coding::Form | Coding::Multipart, _) => {
                if ty.is_secret() {
                    quote!(call.secret_bytes(value.expose()))
                } else {
                    quote!(call.bytes(value))
                }
            }
            (Coding::Json | Coding::Xml | Coding::Text, _) => quote!(call.json::<#codec>(value)),
        }
    }

    /// The function that writes the error that the description models.
    pub(super) fn error_writer(&self, operation: &Operation) -> TokenStream {
        let failure = &operation.failure;
        match &failure.payload {
            Payload::Nothing => quote!(|error| call.raw(error)),
            Payload::One(ty) => {
                let codec = self.own(ty);
                quote!(|error| call.written::<#codec>(error).ok())
            }
            Payload::Many(name) => {
                let name = self.paths.operation(operation, name);
                let arms = failure.arms.iter().filter_map(|arm| {
                    let variant = ident(&arm.name.ident);
                    let codec = self.own(arm.body.as_ref()?);
                    Some(quote!(#name::#variant(error) => call.written::<#codec>(error).ok(),))
                });
                quote!(|error| match error { #(#arms)* })
            }
        }
    }

    /// A type's own form.
    pub(super) fn own(&self, ty: &Type) -> TokenStream {
        let (own, ty) = (self.paths.support("Own"), self.rust(ty));
        quote!(#own<#ty>)
    }
}
