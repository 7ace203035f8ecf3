//! Pages of lists: where the runtime finds their items and the link to the next page.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter,
    paths::{self, ident},
};
use crate::model::{Definition, Field, PageShape, Presence, Shape, Type};

impl Emitter<'_> {
    /// The runtime's view of a page; `None` for a definition that is none.
    pub(super) fn page(&self, definition: &Definition) -> Option<TokenStream> {
        let PageShape { items, next_link } = definition.decisions.page.as_ref()?;
        let Shape::Record(record) = &definition.shape else {
            return None;
        };
        let fields = self.walk(record, items)?;
        let (list, outer) = fields.split_last()?;
        let Type::List(item) = self.api.types.resolve(&list.ty) else {
            return None;
        };
        let name = ident(&definition.name.ident);
        let page = self.paths.support("Page");
        let item = self.rust(item);
        let items = paths::vec(&item);
        let body = into_items(outer, list);
        let link = self
            .text_method("next_link", record, next_link)
            .unwrap_or_else(|| {
                quote! {
                    fn next_link(&self) -> ::core::option::Option<&str> {
                        ::core::option::Option::None
                    }
                }
            });
        Some(quote! {
            impl #page for #name {
                type Item = #item;
                #link
                fn into_items(self) -> #items {
                    #body
                }
            }
        })
    }
}

/// The list, taken out of what stands around it; empty where something on the way is absent.
fn into_items(outer: &[&Field], list: &Field) -> TokenStream {
    let mut steps = TokenStream::new();
    let mut access = quote!(self);
    for field in outer {
        let value = taken(field, &access);
        let fallback = quote!(else { return ::std::vec::Vec::new(); });
        steps.extend(match field.presence {
            Presence::Required => quote!(let inner = #value;),
            Presence::Nullable | Presence::Optional | Presence::OptionalNullable => {
                quote!(let ::core::option::Option::Some(inner) = #value #fallback;)
            }
        });
        access = quote!(inner);
    }
    let value = taken(list, &access);
    match list.presence {
        Presence::Required => quote!(#steps #value),
        Presence::Nullable | Presence::Optional | Presence::OptionalNullable => {
            quote!(#steps #value.unwrap_or_default())
        }
    }
}

/// The field's value with at most one `Option` around it.
fn taken(field: &Field, access: &TokenStream) -> TokenStream {
    let name = ident(&field.name.ident);
    match field.presence {
        Presence::Required | Presence::Nullable | Presence::Optional => quote!(#access.#name),
        Presence::OptionalNullable => quote!(#access.#name.flatten()),
    }
}
