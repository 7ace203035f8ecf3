//! Signing a client with what a caller has at run time.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, paths::ident};
use crate::model::{Base, Scheme, SchemeKind};

impl Emitter<'_> {
    /// What a caller can give to sign with.
    pub(super) fn dispatch_credentials(&self) -> TokenStream {
        let token = self.has_credential().then(|| {
            let credential = self.paths.token_credential();
            quote! {
                #[doc = " What gives tokens."]
                pub token: Option<::std::sync::Arc<dyn #credential>>,
            }
        });
        let schemes = self.api.security.schemes.iter().map(|scheme| {
            let (name, kind) = (plain_name(scheme), kind(&scheme.kind));
            quote!(crate::dispatch::Scheme { name: #name, kind: crate::dispatch::SchemeKind::#kind })
        });
        quote! {
            #[doc = " What to sign with, by the names of [`SCHEMES`]."]
            #[derive(Clone, Default)]
            pub struct Credentials {
                #[doc = " Keys and passwords."]
                pub secrets: ::std::collections::BTreeMap<String, ::secrecy::SecretString>,
                #[doc = " The users whose passwords they are."]
                pub users: ::std::collections::BTreeMap<String, String>,
                #token
            }
            #[doc = " The ways to sign that the description knows."]
            pub const SCHEMES: &[crate::dispatch::Scheme] = &[#(#schemes),*];
        }
    }

    /// The function that signs a client with them.
    pub(super) fn dispatch_sign(&self) -> TokenStream {
        let schemes = self.api.security.schemes.iter();
        let calls: Vec<TokenStream> = schemes.map(sign).collect();
        let (mutable, credentials) = match calls.is_empty() {
            true => (None, quote!(_)),
            false => (Some(quote!(mut)), quote!(credentials)),
        };
        quote! {
            #[doc = " Gives a client what there is to sign with."]
            pub fn sign(
                #mutable builder: crate::ClientBuilder,
                #credentials: &Credentials,
            ) -> crate::ClientBuilder {
                #(#calls)*
                builder
            }
        }
    }

    /// Whether there is such a thing as a credential: the neutral runtime has one where the
    /// description asks for it.
    fn has_credential(&self) -> bool {
        self.api.base == Base::AzureCore || self.api.needs.tokens
    }

    /// Whether a scheme asks for tokens, and there is a credential to give them.
    pub(in super::super) fn has_token_scheme(&self) -> bool {
        self.api.security.has_tokens() && self.has_credential()
    }
}

fn sign(scheme: &Scheme) -> TokenStream {
    let (setter, name) = (ident(&scheme.name.ident), plain_name(scheme));
    match &scheme.kind {
        SchemeKind::Token { .. } => quote! {
            if let Some(token) = &credentials.token {
                builder = builder.#setter(token.clone());
            }
        },
        SchemeKind::Basic => quote! {
            if let (Some(user), Some(password)) =
                (credentials.users.get(#name), credentials.secrets.get(#name))
            {
                builder = builder.#setter(user, password.clone());
            }
        },
        SchemeKind::Header { .. } | SchemeKind::Query(_) | SchemeKind::Cookie(_) => quote! {
            if let Some(key) = credentials.secrets.get(#name) {
                builder = builder.#setter(key.clone());
            }
        },
    }
}

fn plain_name(scheme: &Scheme) -> &str {
    scheme.name.ident.trim_start_matches("r#")
}

fn kind(kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::Token { .. } => quote!(Token),
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Header { .. } | SchemeKind::Query(_) | SchemeKind::Cookie(_) => quote!(Key),
    }
}
