//! The endpoint that the description makes of values: `https://{region}.example.com`.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, paths, paths::ident};
use crate::model::{HostPart, Parameter, Place};

impl Emitter<'_> {
    /// The method of the client's builder that makes the endpoint, and what calls it where the
    /// caller has set none.
    pub(super) fn described_endpoint(&self) -> Option<(TokenStream, TokenStream)> {
        let host = self.api.host.as_ref()?;
        let ty = self.paths.support("Host");
        let steps = host.parts.iter().map(|part| self.host_step(part));
        let checks = self.host_checks();
        let returned = paths::result(&paths::string(), &self.paths.support("InvalidParameter"));
        let method = quote! {
            #[doc = " The endpoint that the description makes of the values."]
            fn described_endpoint(&self) -> #returned {
                #(#checks)*
                let mut host = #ty::default();
                #(#steps)*
                Ok(host.into_endpoint())
            }
        };
        let call = quote! {
            if self.options.endpoint.is_none() {
                self.options.describe_endpoint(self.described_endpoint()?);
            }
        };
        Some((method, call))
    }

    fn host_step(&self, part: &HostPart) -> Option<TokenStream> {
        match part {
            HostPart::Literal(text) => Some(quote!(host.literal(#text);)),
            HostPart::Value { name, verbatim, .. } => {
                let parameter = self.host_parameter(name)?;
                let field = ident(&parameter.name.ident);
                let function = ident(if *verbatim { "raw" } else { "text" });
                Some(quote!(host.#function(#name, &self.#field)?;))
            }
        }
    }

    /// The checks of each value, once.
    fn host_checks(&self) -> Vec<TokenStream> {
        let parameters = self.api.client_parameters.iter();
        let in_host = parameters.filter(|parameter| parameter.place == Place::Host);
        let check = self.paths.support("check_text");
        in_host
            .filter_map(|parameter| {
                let constraints = self.constraints(parameter);
                let (name, field) = (&parameter.name.source, ident(&parameter.name.ident));
                (!constraints.is_empty())
                    .then(|| quote!(#check(#name, &self.#field, &[#(#constraints),*])?;))
            })
            .collect()
    }

    fn host_parameter(&self, name: &str) -> Option<&Parameter> {
        let mut parameters = self.api.client_parameters.iter();
        parameters.find(|parameter| parameter.place == Place::Host && parameter.name.source == name)
    }
}
