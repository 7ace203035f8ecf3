//! Enumerations: an enum with a variant per known text, and one for new ones where it is open. Those of
//! numbers are in `number_enum.rs`, but for the enum itself.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code, deprecation},
    paths::{self, ident},
    types::integer,
};
use crate::model::{Definition, Enumeration, Name};

impl Emitter<'_> {
    /// The items of an enumeration's module.
    pub(super) fn enumeration(
        &self,
        definition: &Definition,
        enumeration: &Enumeration,
    ) -> Vec<TokenStream> {
        if let Some(width) = enumeration.number {
            let mut items = vec![self.enum_item(definition, enumeration)];
            items.extend(self.number_enum_impl(definition, enumeration, width));
            return items;
        }
        let name = ident(&definition.name.ident);
        let text_enum = self.paths.support("text_enum");
        let mut items = vec![
            self.enum_item(definition, enumeration),
            enum_methods(definition, enumeration),
            self.text_enum_impl(definition, enumeration),
            quote!(#text_enum!(#name);),
        ];
        if let Some(fallback) = &enumeration.fallback {
            items.extend(self.conversions(definition, fallback));
        }
        items
    }

    fn enum_item(&self, definition: &Definition, enumeration: &Enumeration) -> TokenStream {
        let name = ident(&definition.name.ident);
        let openness = match enumeration.fallback {
            Some(_) => "New values may come; they are kept as they are.",
            None => "No other value is accepted.",
        };
        let docs = self.model_docs(definition, &[openness]);
        let deprecated = deprecation(&definition.docs);
        let variants = enumeration.values.iter().map(|value| {
            let variant = ident(&value.name.ident);
            let docs = Comment::of(&value.docs, &format!("{}.", code(&value.name.source)));
            let docs = docs.attributes();
            let deprecated = deprecation(&value.docs);
            quote!(#docs #deprecated #variant,)
        });
        let fallback = enumeration.fallback.as_ref().map(|fallback| {
            let fallback = ident(&fallback.ident);
            let kept = enumeration.number.map_or_else(paths::string, integer);
            quote! {
                #[doc = " A value that the description does not list."]
                #fallback(#kept),
            }
        });
        // Of texts the runtime compares the texts.
        let derives = match enumeration.number {
            Some(_) => quote!(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord),
            None => quote!(Clone, Debug),
        };
        quote! {
            #docs
            #deprecated
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                #fallback
            }
        }
    }

    fn text_enum_impl(&self, definition: &Definition, enumeration: &Enumeration) -> TokenStream {
        let name = ident(&definition.name.ident);
        let label = definition.name.ident.as_str();
        let text_enum = self.paths.support("TextEnum");
        let (idents, texts) = columns(enumeration);
        let option_self = paths::option(&quote!(Self));
        let string = paths::string();
        let blank_trait = self.paths.support("Blank");
        let other = match &enumeration.fallback {
            Some(fallback) => {
                let fallback = ident(&fallback.ident);
                quote! {
                    fn other(text: #string) -> #option_self {
                        ::core::option::Option::Some(Self::#fallback(text))
                    }
                }
            }
            None => quote!(const ALLOWED: &'static [&'static str] = &[#(#texts),*];),
        };
        let blank = match (&enumeration.fallback, idents.first()) {
            (Some(fallback), _) => {
                let fallback = ident(&fallback.ident);
                quote!(Self::#fallback(::std::string::String::new()))
            }
            (None, first) => quote!(Self::#first),
        };
        quote! {
            impl #text_enum for #name {
                const NAME: &'static str = #label;
                const KNOWN: &'static [Self] = Self::KNOWN;
                #other
            }

            impl #blank_trait for #name {
                fn blank() -> Self {
                    #blank
                }
            }
        }
    }
}

fn enum_methods(definition: &Definition, enumeration: &Enumeration) -> TokenStream {
    let name = ident(&definition.name.ident);
    let (idents, texts) = columns(enumeration);
    let fallback = enumeration.fallback.as_ref().map(|fallback| {
        let fallback = ident(&fallback.ident);
        quote!(Self::#fallback(text) => text,)
    });
    quote! {
        impl #name {
            #[doc = " The values that the description lists, in its order."]
            pub const KNOWN: &'static [Self] = &[#(Self::#idents),*];
            #[doc = " The text on the wire."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #texts,)*
                    #fallback
                }
            }
        }
    }
}

impl Emitter<'_> {
    /// An open enumeration can be made from any text.
    fn conversions(&self, definition: &Definition, fallback: &Name) -> [TokenStream; 2] {
        let name = ident(&definition.name.ident);
        let fallback = ident(&fallback.ident);
        let string = paths::string();
        let open = self.paths.support("open_text_enum");
        [quote!(&str), string].map(|source| {
            quote! {
                impl ::core::convert::From<#source> for #name {
                    fn from(text: #source) -> Self {
                        #open(text, Self::#fallback)
                    }
                }
            }
        })
    }
}

fn columns(enumeration: &Enumeration) -> (Vec<proc_macro2::Ident>, Vec<&str>) {
    let idents = enumeration
        .values
        .iter()
        .map(|value| ident(&value.name.ident))
        .collect();
    let texts = enumeration
        .values
        .iter()
        .map(|value| value.name.source.as_str())
        .collect();
    (idents, texts)
}
