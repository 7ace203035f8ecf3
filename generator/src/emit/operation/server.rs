//! An operation's own server, and the setters of its variables.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, paths, paths::ident};
use crate::model::{Operation, Parameter, Place, Server, ServerAddress, ServerVariable};

impl Emitter<'_> {
    /// The server and its variables, as arguments.
    pub(super) fn server(&self, server: &Server) -> TokenStream {
        let kind = self.paths.support("Server");
        let address = match &server.address {
            ServerAddress::Endpoint(url) => quote!(#kind::Endpoint(#url)),
            ServerAddress::Root(path) => quote!(#kind::Root(#path)),
        };
        let ty = self.paths.support("ServerVariable");
        let variables = server.variables.iter().map(|variable| {
            let ServerVariable {
                name,
                usual,
                allowed,
            } = variable;
            let usual = usual.as_deref().unwrap_or_default();
            quote!(#ty { name: #name, usual: #usual, allowed: &[#(#allowed),*] })
        });
        quote!(#address, &[#(#variables),*])
    }
}

/// Sets a variable; `docs` are the setter's.
pub(super) fn setter(parameter: &Parameter, docs: &TokenStream) -> TokenStream {
    let (source, name) = (&parameter.name.source, ident(&parameter.name.ident));
    let accepted = paths::into(&paths::string());
    quote! {
        #docs
        pub fn #name(mut self, value: #accepted) -> Self {
            self.options.server_variable(#source, value.into());
            self
        }
    }
}

/// All that a request builder takes beside the body.
pub(super) fn parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().chain(operation.part_headers())
}

/// The place of a parameter among the values of a request builder; `None` of a variable of the server.
pub(super) fn index_of(operation: &Operation, parameter: &Parameter) -> Option<usize> {
    let mut kept = kept_parameters(operation);
    kept.position(|kept| std::ptr::eq(kept, parameter))
}

/// What a request builder keeps itself: all but the variables of the server.
pub(super) fn kept_parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    parameters(operation).filter(|parameter| parameter.place != Place::Host)
}
