//! What a client signs with: the setters for it, and what the runtime knows of each scheme.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code},
    paths::{self, ident},
};
use crate::model::{Scheme, SchemeKind};

impl Emitter<'_> {
    /// Whether tokens are for an audience that the caller's cloud knows.
    pub(super) fn has_audience(&self) -> bool {
        self.api.needs.tokens && self.api.needs.clouds
    }

    /// What the conventional way to make a client takes, and how it hands that on to the builder.
    pub(super) fn conventional(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let (mut arguments, mut calls) = (Vec::new(), Vec::new());
        for (_, scheme) in self.schemes() {
            let setter = ident(&scheme.name.ident);
            let (taken, names) = self.taken(scheme, &setter);
            arguments.extend(taken);
            calls.push(quote!(.#setter(#(#names),*)));
        }
        (arguments, calls)
    }

    /// The schemes of the conventional alternative.
    fn schemes(&self) -> impl Iterator<Item = (usize, &Scheme)> {
        let security = &self.api.security;
        let positions = security.conventional.iter();
        positions.filter_map(|at| Some((*at, security.schemes.get(*at)?)))
    }

    /// The setters of all schemes, on the client's builder.
    pub(super) fn credential_setters(&self) -> Vec<TokenStream> {
        let schemes = self.api.security.schemes.iter().enumerate();
        schemes
            .map(|(position, scheme)| self.credential_setter(position, scheme))
            .collect()
    }

    /// The type by which a custom cloud names the service's audience.
    pub(super) fn audience(&self) -> Option<TokenStream> {
        self.has_audience().then(|| {
            quote! {
                #[doc = " Names this service in [`Audiences`](azure_core::cloud::Audiences) of a custom cloud."]
                #[derive(Clone, Copy, Debug)]
                pub struct Audience;
            }
        })
    }

    /// The scopes that a token is asked for where no cloud says so.
    pub(super) fn scopes(&self) -> Vec<&str> {
        let configured = self.config.client.scopes.iter();
        let configured: Vec<&str> = configured.map(|scope| scope.text.as_str()).collect();
        let mut schemes = self.api.security.schemes.iter();
        let described = schemes.find_map(|scheme| match &scheme.kind {
            SchemeKind::Token { scopes } => Some(scopes),
            SchemeKind::Basic
            | SchemeKind::Header { .. }
            | SchemeKind::Query(_)
            | SchemeKind::Cookie(_) => None,
        });
        match described {
            Some(described) if configured.is_empty() => {
                described.iter().map(String::as_str).collect()
            }
            Some(_) | None => configured,
        }
    }

    /// The runtime's view of all schemes.
    pub(super) fn scheme_table(&self) -> Vec<TokenStream> {
        let ty = self.paths.support("Scheme");
        let schemes = self.api.security.schemes.iter();
        schemes
            .map(|scheme| match &scheme.kind {
                SchemeKind::Token { .. } => quote!(#ty::Token),
                SchemeKind::Basic => quote!(#ty::Basic),
                SchemeKind::Header { name, prefix } => {
                    quote!(#ty::Header { name: #name, prefix: #prefix })
                }
                SchemeKind::Query(name) => quote!(#ty::Query(#name)),
                SchemeKind::Cookie(name) => quote!(#ty::Cookie(#name)),
            })
            .collect()
    }

    /// The runtime's view of what is asked for.
    pub(super) fn security(&self, alternatives: &[Vec<usize>]) -> TokenStream {
        let ty = self.paths.support("Security");
        if alternatives.is_empty() {
            return quote!(#ty::NONE);
        }
        let alternatives = alternatives.iter().map(|schemes| {
            let positions = schemes.iter().map(|at| Literal::usize_unsuffixed(*at));
            quote!(&[#(#positions),*])
        });
        quote!(#ty(&[#(#alternatives),*]))
    }

    /// What the setter of a scheme takes: the arguments with their types, and their names.
    fn taken(
        &self,
        scheme: &Scheme,
        name: &proc_macro2::Ident,
    ) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let secret = paths::into(&paths::secret_string());
        match &scheme.kind {
            SchemeKind::Token { .. } => {
                let credential = self.paths.token_credential();
                let argument = quote!(#name: ::std::sync::Arc<dyn #credential>);
                (vec![argument], vec![quote!(#name)])
            }
            SchemeKind::Basic => {
                let user = paths::into(&paths::string());
                let arguments = vec![quote!(user: #user), quote!(password: #secret)];
                (arguments, vec![quote!(user), quote!(password)])
            }
            SchemeKind::Header { .. } | SchemeKind::Query(_) | SchemeKind::Cookie(_) => {
                (vec![quote!(#name: #secret)], vec![quote!(#name)])
            }
        }
    }

    fn credential_setter(&self, position: usize, scheme: &Scheme) -> TokenStream {
        let name = ident(&scheme.name.ident);
        let (arguments, _) = self.taken(scheme, &name);
        let position = Literal::usize_unsuffixed(position);
        let put = match &scheme.kind {
            SchemeKind::Token { .. } => quote!(token(#position, #name)),
            SchemeKind::Basic => quote!(basic(#position, user.into(), password.into())),
            SchemeKind::Header { .. } | SchemeKind::Query(_) | SchemeKind::Cookie(_) => {
                quote!(key(#position, #name.into()))
            }
        };
        let comment = Comment::default().paragraph(&summary(&scheme.kind));
        let comment = match &scheme.docs.description {
            Some(description) => comment.text(description),
            None => comment,
        };
        let docs = comment.attributes();
        quote! {
            #docs
            pub fn #name(mut self, #(#arguments),*) -> Self {
                self.credentials.#put;
                self
            }
        }
    }
}

/// What a setter does, in a line.
fn summary(kind: &SchemeKind) -> String {
    let place = match kind {
        SchemeKind::Token { .. } => {
            return "Signs requests with tokens of this credential.".to_owned();
        }
        SchemeKind::Basic => return "Signs requests with a user's name and password.".to_owned(),
        SchemeKind::Header { name, prefix } if prefix.is_empty() => {
            format!("the header {}", code(name))
        }
        SchemeKind::Header { name, prefix } => {
            format!(
                "the header {} after {}",
                code(name),
                code(prefix.trim_end())
            )
        }
        SchemeKind::Query(name) => format!("the query parameter {}", code(name)),
        SchemeKind::Cookie(name) => format!("the cookie {}", code(name)),
    };
    format!("Signs requests with this key, in {place}.")
}
