//! Every path that generated code names, absolute, so that no schema's name can shadow one.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::model::{Base, Operation};

/// A type of the caller's. The path was read before; what is no type is any JSON.
pub(super) fn foreign(path: &str) -> TokenStream {
    path.parse().unwrap_or_else(|_| quote!(::serde_json::Value))
}

/// Paths into the generated crate, and into what it stands on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paths {
    pub base: Base,
}

impl Paths {
    /// An item of what the crate stands on, such as `http::Url`.
    pub fn base(self, item: &str) -> TokenStream {
        let library = ident(self.base.library());
        let segments = item.split("::").map(ident);
        quote!(::#library::#(#segments)::*)
    }

    /// An item of the runtime, such as `Record` or `check::min_length`.
    pub fn support(self, item: &str) -> TokenStream {
        let segments = item.split("::").map(ident);
        quote!(crate::support::#(#segments)::*)
    }

    /// The trait of what gives tokens: the base's own, or the runtime's where the base has none.
    pub fn token_credential(self) -> TokenStream {
        match self.base {
            Base::AzureCore => self.base("credentials::TokenCredential"),
            Base::TypespecClientCore => self.support("TokenCredential"),
        }
    }

    /// A model.
    pub fn model(self, name: &str) -> TokenStream {
        let name = ident(name);
        quote!(crate::models::#name)
    }

    /// The handle of a group.
    pub fn handle(self, name: &str) -> TokenStream {
        let name = ident(name);
        quote!(crate::operations::#name)
    }

    /// An operation's request builder, or what it answers with.
    pub fn operation(self, operation: &Operation, name: &str) -> TokenStream {
        let module = operation.module.iter().map(|module| ident(module));
        let name = ident(name);
        quote!(crate::operations::#(#module::)*#name)
    }

    /// The client.
    pub fn client(self) -> TokenStream {
        quote!(crate::Client)
    }
}

/// A decided identifier as a token, raw or not.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// An identifier made from another one with a prefix: `with_` and `type` make `with_type`.
pub(super) fn prefixed(prefix: &str, name: &str) -> Ident {
    ident(&format!("{prefix}{}", name.trim_start_matches("r#")))
}

/// A field of a struct expression; a value of the same name is not named twice.
pub(super) fn field(name: &Ident, value: &TokenStream) -> TokenStream {
    let mut trees = value.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Ident(given)), None) if given == *name => quote!(#name,),
        _ => quote!(#name: #value,),
    }
}

pub(super) fn some() -> TokenStream {
    quote!(::core::option::Option::Some)
}

pub(super) fn none() -> TokenStream {
    quote!(::core::option::Option::None)
}

pub(super) fn option(inner: &TokenStream) -> TokenStream {
    quote!(::core::option::Option<#inner>)
}

pub(super) fn result(ok: &TokenStream, error: &TokenStream) -> TokenStream {
    quote!(::core::result::Result<#ok, #error>)
}

pub(super) fn string() -> TokenStream {
    quote!(::std::string::String)
}

pub(super) fn vec(item: &TokenStream) -> TokenStream {
    quote!(::std::vec::Vec<#item>)
}

pub(super) fn table(value: &TokenStream) -> TokenStream {
    quote!(::std::collections::BTreeMap<::std::string::String, #value>)
}

pub(super) fn json_object() -> TokenStream {
    quote!(::serde_json::Map<::std::string::String, ::serde_json::Value>)
}

pub(super) fn secret_string() -> TokenStream {
    quote!(::secrecy::SecretString)
}

pub(super) fn cow_str() -> TokenStream {
    quote!(::std::borrow::Cow<'a, str>)
}

pub(super) fn into(target: &TokenStream) -> TokenStream {
    quote!(impl ::core::convert::Into<#target>)
}
