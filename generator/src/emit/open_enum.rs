//! Enumerations: an enum with a variant per known text, and one for new ones where it is open.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code},
    paths::{self, ident},
};
use crate::model::{Definition, Enumeration, Name};

impl Emitter<'_> {
    /// The items of an enumeration's module.
    pub(super) fn enumeration(
        &self,
        definition: &Definition,
        enumeration: &Enumeration,
    ) -> Vec<TokenStream> {
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
        let variants = enumeration.values.iter().map(|value| {
            let variant = ident(&value.name.ident);
            let docs = Comment::of(&value.docs, &format!("{}.", code(&value.name.source)));
            let docs = docs.attributes();
            quote!(#docs #variant,)
        });
        let fallback = enumeration.fallback.as_ref().map(|fallback| {
            let fallback = ident(&fallback.ident);
            let string = paths::string();
            quote! {
                #[doc = " A value that the description does not list."]
                #fallback(#string),
            }
        });
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
        let other = match &enumeration.fallback {
            Some(fallback) => {
                let fallback = ident(&fallback.ident);
                quote! {
                    fn other(text: #string) -> #option_self {
                        ::core::option::Option::Some(Self::#fallback(text))
                    }
                }
            }
            None => quote! {
                fn other(_: #string) -> #option_self {
                    ::core::option::Option::None
                }
            },
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
                const ALLOWED: &'static [&'static str] = &[#(#texts),*];
                const BLANK: Self = #blank;
                fn known(text: &str) -> #option_self {
                    let known = match text {
                        #(#texts => Self::#idents,)*
                        _ => return ::core::option::Option::None,
                    };
                    ::core::option::Option::Some(known)
                }
                #other
                fn as_str(&self) -> &str {
                    self.as_str()
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
        let text_enum = self.paths.support("TextEnum");
        [
            quote! {
                impl ::core::convert::From<&str> for #name {
                    fn from(text: &str) -> Self {
                        match <Self as #text_enum>::known(text) {
                            ::core::option::Option::Some(known) => known,
                            ::core::option::Option::None => {
                                Self::#fallback(::core::convert::From::from(text))
                            }
                        }
                    }
                }
            },
            quote! {
                impl ::core::convert::From<#string> for #name {
                    fn from(text: #string) -> Self {
                        match <Self as #text_enum>::known(&text) {
                            ::core::option::Option::Some(known) => known,
                            ::core::option::Option::None => Self::#fallback(text),
                        }
                    }
                }
            },
        ]
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
