//! Error bodies: where the runtime finds their code and their message.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, paths::ident};
use crate::model::{Definition, ErrorShape, Field, Presence, Record, Shape, Type};

impl Emitter<'_> {
    /// The runtime's view of an error body; `None` for a definition that is none.
    pub(super) fn error_model(&self, definition: &Definition) -> Option<TokenStream> {
        let shape = definition.decisions.error.as_ref()?;
        let name = ident(&definition.name.ident);
        let error_model = self.paths.support("ErrorModel");
        let methods = match &definition.shape {
            Shape::Record(record) => self.error_methods(record, shape),
            Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => {
                TokenStream::new()
            }
        };
        Some(quote!(impl #error_model for #name { #methods }))
    }

    fn error_methods(&self, record: &Record, shape: &ErrorShape) -> TokenStream {
        let places = [("CODE", &shape.code), ("MESSAGE", &shape.message)];
        let places = places.map(|(name, path)| self.place(name, record, path));
        let code = self.text_method("code", record, &shape.code);
        let message = self.text_method("message", record, &shape.message);
        quote!(#(#places)* #code #message)
    }

    /// The keys that lead to a text.
    fn place(&self, name: &str, record: &Record, path: &[usize]) -> Option<TokenStream> {
        let fields = self.walk(record, path)?;
        let name = ident(name);
        let keys = fields.iter().map(|field| &field.name.source);
        Some(quote!(const #name: &'static [&'static str] = &[#(#keys),*];))
    }

    /// A method that lends the text at the end of a path.
    pub(super) fn text_method(
        &self,
        name: &str,
        record: &Record,
        path: &[usize],
    ) -> Option<TokenStream> {
        let fields = self.walk(record, path)?;
        let (last, outer) = fields.split_last()?;
        let method = ident(name);
        let mut access = quote!(self);
        for field in outer {
            let name = ident(&field.name.ident);
            access = match field.presence {
                Presence::Required => quote!(#access.#name),
                Presence::Nullable | Presence::Optional => quote!(#access.#name.as_ref()?),
                Presence::OptionalNullable => quote!(#access.#name.as_ref()?.as_ref()?),
            };
        }
        let text = ident(&last.name.ident);
        let access = quote!(#access.#text);
        // A text is borrowed, an enumeration says its text.
        let is_text = matches!(self.api.types.resolve(&last.ty), Type::Text);
        let some = quote!(::core::option::Option::Some);
        let access = match (last.presence, is_text) {
            (Presence::Required, true) => quote!(#some(&#access)),
            (Presence::Required, false) => quote!(#some(#access.as_str())),
            (Presence::Nullable | Presence::Optional, true) => quote!(#access.as_deref()),
            (Presence::Nullable | Presence::Optional, false) => {
                quote!(#some(#access.as_ref()?.as_str()))
            }
            (Presence::OptionalNullable, true) => quote!(#access.as_ref()?.as_deref()),
            (Presence::OptionalNullable, false) => {
                quote!(#some(#access.as_ref()?.as_ref()?.as_str()))
            }
        };
        Some(quote! {
            fn #method(&self) -> ::core::option::Option<&str> {
                #access
            }
        })
    }

    /// The fields along a path of positions.
    pub(super) fn walk<'r>(&'r self, record: &'r Record, path: &[usize]) -> Option<Vec<&'r Field>> {
        let mut fields = Vec::with_capacity(path.len());
        let mut current = Some(record);
        for position in path {
            let field = current?.fields.get(*position)?;
            fields.push(field);
            current = self.api.types.record(&field.ty);
        }
        (!fields.is_empty()).then_some(fields)
    }
}
