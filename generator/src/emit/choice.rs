//! Untagged unions: an enum with a variant per alternative, and one that keeps any other value.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code, deprecation},
    paths::ident,
};
use crate::model::{Alternative, Choice, Constant, Definition, Name, Type};

/// How a variant is told from the others, read and written.
struct Variant {
    look: TokenStream,
    read: TokenStream,
    write: TokenStream,
}

impl Emitter<'_> {
    /// The items of a choice's module.
    pub(super) fn choice(&self, definition: &Definition, choice: &Choice) -> Vec<TokenStream> {
        let name = ident(&definition.name.ident);
        let choice_macro = self.paths.support("choice");
        let mut items = vec![self.choice_item(definition, choice)];
        items.extend(self.choice_conversions(definition, choice));
        items.push(self.choice_impl(definition, choice));
        items.push(quote!(#choice_macro!(#name);));
        items
    }

    fn choice_item(&self, definition: &Definition, choice: &Choice) -> TokenStream {
        let name = ident(&definition.name.ident);
        let docs = self.model_docs(definition, &["Told apart by what a value looks like."]);
        let deprecated = deprecation(&definition.docs);
        let comparable = definition.decisions.comparable.then(|| quote!(, PartialEq));
        let constants = choice.constants.iter().map(|constant| {
            let name = ident(&constant.name.ident);
            let docs = Comment::of(&constant.docs, &called("value", &constant.name)).attributes();
            let deprecated = deprecation(&constant.docs);
            quote!(#docs #deprecated #name,)
        });
        let variants = choice.alternatives.iter().map(|alternative| {
            let name = ident(&alternative.name.ident);
            let ty = self.rust(&alternative.ty);
            let fallback = called("alternative", &alternative.name);
            let docs = Comment::of(&alternative.docs, &fallback).attributes();
            let deprecated = deprecation(&alternative.docs);
            quote!(#docs #deprecated #name(#ty),)
        });
        let fallback = ident(&choice.fallback.ident);
        let unknown = self.paths.support("UnknownValue");
        quote! {
            #docs
            #deprecated
            #[derive(Clone, Debug #comparable)]
            #[non_exhaustive]
            pub enum #name {
                #(#constants)*
                #(#variants)*
                #[doc = " Any other value, as it came."]
                #fallback(#unknown),
            }
        }
    }

    /// What makes the choice of a value of an alternative.
    fn choice_conversions<'c>(
        &'c self,
        definition: &'c Definition,
        choice: &'c Choice,
    ) -> impl Iterator<Item = TokenStream> {
        let name = ident(&definition.name.ident);
        let converting = choice.alternatives.iter().filter(|it| it.converts);
        converting.map(move |alternative| {
            let ty = self.rust(&alternative.ty);
            let variant = ident(&alternative.name.ident);
            let lent = match self.api.types.resolve(&alternative.ty) {
                Type::Text => Some(quote! {
                    impl ::core::convert::From<&str> for #name {
                        fn from(value: &str) -> Self {
                            Self::#variant(value.into())
                        }
                    }
                }),
                _ => None,
            };
            quote! {
                impl ::core::convert::From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#variant(value)
                    }
                }

                #lent
            }
        })
    }

    fn choice_impl(&self, definition: &Definition, choice: &Choice) -> TokenStream {
        let name = ident(&definition.name.ident);
        let label = &definition.name.ident;
        let [choice_trait, look, unknown] =
            ["Choice", "Look", "UnknownValue"].map(|name| self.paths.support(name));
        let secret = definition.decisions.secret.then(|| {
            quote!(
                const SECRET: bool = true;
            )
        });
        let fallback = ident(&choice.fallback.ident);
        let variants = self.variants(choice);
        let looks = variants.iter().map(|variant| &variant.look);
        let read = choice_read(&variants);
        let write = self.choice_write(&variants, &fallback);
        quote! {
            impl #choice_trait for #name {
                const NAME: &'static str = #label;
                const LOOKS: &'static [#look] = &[#(#looks),*];
                #secret

                #read

                #write

                fn unknown(value: #unknown) -> Self {
                    Self::#fallback(value)
                }
            }
        }
    }

    fn choice_write(&self, variants: &[Variant], fallback: &Ident) -> TokenStream {
        let [encode, mode] = ["Encode", "Mode"].map(|name| self.paths.support(name));
        let write = variants.iter().map(|variant| &variant.write);
        quote! {
            fn write<S: ::serde::Serializer>(
                &self,
                mode: #mode,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    #(#write)*
                    Self::#fallback(value) => #encode::encode(value, mode, serializer),
                }
            }
        }
    }

    /// How the variants are read and written, but for the one that keeps any other value.
    fn variants(&self, choice: &Choice) -> Vec<Variant> {
        let constants = choice.constants.iter().map(|it| self.constant(it));
        let alternatives = choice.alternatives.iter().map(|it| self.alternative(it));
        constants.chain(alternatives).collect()
    }

    fn constant(&self, constant: &Constant) -> Variant {
        let (variant, value) = (ident(&constant.name.ident), &constant.name.source);
        let look = self.paths.support("Look");
        let read = quote! {
            <::serde::de::IgnoredAny as ::serde::Deserialize>::deserialize(value)
                .map(|_| Self::#variant)
        };
        let (look, write) = match constant.literal {
            false => (
                quote!(#look::OneText(#value)),
                quote!(serializer.serialize_str(#value)),
            ),
            true => {
                let literal = self.paths.support("Literal");
                (
                    quote!(#look::OneLiteral(#value)),
                    quote!(::serde::Serialize::serialize(&#literal(#value), serializer)),
                )
            }
        };
        Variant {
            look,
            read,
            write: quote!(Self::#variant => #write,),
        }
    }

    fn alternative(&self, alternative: &Alternative) -> Variant {
        let variant = ident(&alternative.name.ident);
        let [codec_trait, encode] = ["Codec", "Encode"].map(|name| self.paths.support(name));
        let (read, write) = match self.codec(&alternative.ty) {
            Some(codec) => (
                quote!(<#codec as #codec_trait>::decode(value)),
                quote!(<#codec as #codec_trait>::encode(value, mode, serializer)),
            ),
            None => (
                quote!(::serde::Deserialize::deserialize(value)),
                quote!(#encode::encode(value, mode, serializer)),
            ),
        };
        Variant {
            look: self.marked_look(alternative),
            read: quote!(#read.map(Self::#variant)),
            write: quote!(Self::#variant(value) => #write,),
        }
    }
}

/// Reads the variant at a position.
fn choice_read(variants: &[Variant]) -> TokenStream {
    let read = variants.iter().enumerate().map(|(position, variant)| {
        let pattern = match position + 1 == variants.len() {
            true => quote!(_),
            false => {
                let position = Literal::usize_unsuffixed(position);
                quote!(#position)
            }
        };
        let read = &variant.read;
        quote!(#pattern => #read,)
    });
    quote! {
        fn read<'de, D: ::serde::Deserializer<'de>>(
            position: usize,
            value: D,
        ) -> ::core::result::Result<Self, D::Error> {
            match position {
                #(#read)*
            }
        }
    }
}

/// What is said of a variant that nothing is said of.
fn called(what: &str, name: &Name) -> String {
    match name.source.as_str() {
        "" => "The empty text.".to_owned(),
        source => format!("The {what} {}.", code(source)),
    }
}
