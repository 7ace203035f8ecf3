//! Aliases: another name for a type.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, docs::deprecation, paths::ident};
use crate::model::{Definition, Type};

impl Emitter<'_> {
    /// The items of an alias's module.
    pub(super) fn alias(&self, definition: &Definition, target: &Type) -> Vec<TokenStream> {
        let name = ident(&definition.name.ident);
        let docs = self.model_docs(definition, &[]);
        let deprecated = deprecation(&definition.docs);
        let target = self.rust(target);
        vec![quote!(#docs #deprecated pub type #name = #target;)]
    }
}
