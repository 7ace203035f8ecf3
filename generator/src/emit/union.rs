//! Unions: an enum with a variant per member, and one that keeps what is newer than the crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code, deprecation},
    paths::{self, ident},
};
use crate::model::{Definition, Field, Presence, Shape, TagReader, Type, Union};

impl Emitter<'_> {
    /// The items of a union's module.
    pub(super) fn union(&self, definition: &Definition, union: &Union) -> Vec<TokenStream> {
        let name = ident(&definition.name.ident);
        let union_macro = self.paths.support("union");
        vec![
            self.union_item(definition, union),
            self.union_methods(definition, union),
            self.union_impl(definition, union),
            quote!(#union_macro!(#name);),
        ]
    }

    fn union_item(&self, definition: &Definition, union: &Union) -> TokenStream {
        let name = ident(&definition.name.ident);
        let told_apart = format!("Told apart by the property {}.", code(&union.tag));
        let docs = self.model_docs(definition, &[&told_apart]);
        let deprecated = deprecation(&definition.docs);
        let comparable = definition.decisions.comparable.then(|| quote!(, PartialEq));
        let variants = union.variants.iter().map(|variant| {
            let docs = format!(" {} is {}.", code(&union.tag), code(&variant.name.source));
            let name = ident(&variant.name.ident);
            let member = self.rust(&Type::Named(variant.ty));
            quote!(#[doc = #docs] #name(#member),)
        });
        let fallback = union.fallback.as_ref().map(|fallback| {
            let name = ident(&fallback.ident);
            let unknown = self.paths.support("UnknownVariant");
            quote! {
                #[doc = " Anything newer than this crate: the whole object, as it came."]
                #name(#unknown),
            }
        });
        quote! {
            #docs
            #deprecated
            #[derive(Clone, Debug #comparable)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                #fallback
            }
        }
    }

    fn union_methods(&self, definition: &Definition, union: &Union) -> TokenStream {
        let name = ident(&definition.name.ident);
        let TagReader { name: reader, ty } = &union.tag_reader;
        let reader_ident = ident(&reader.ident);
        let idents = union
            .variants
            .iter()
            .map(|variant| ident(&variant.name.ident));
        let tags = union.variants.iter().map(|variant| &variant.name.source);
        let fallback = union.fallback.as_ref().map(|fallback| {
            let fallback = ident(&fallback.ident);
            quote!(Self::#fallback(other) => other.tag(),)
        });
        let docs = format!(
            " The value of {}, which tells the members apart.",
            code(&union.tag)
        );
        let tag = quote! {
            match self {
                #(Self::#idents(_) => #tags,)*
                #fallback
            }
        };
        // A closed enumeration may not have a value for every tag.
        let enumeration = ty.and_then(|id| self.api.types.get(id)).filter(
            |found| matches!(&found.shape, Shape::Enumeration(known) if known.fallback.is_some()),
        );
        let (returned, body) = match enumeration {
            Some(enumeration) => {
                let returned = self.paths.model(&enumeration.name.ident);
                let body = quote! {
                    let tag = #tag;
                    #returned::from(tag)
                };
                (returned, body)
            }
            None => (quote!(&str), tag),
        };
        let shared = union
            .shared
            .iter()
            .map(|field| self.shared_accessor(union, field));
        quote! {
            impl #name {
                #[doc = #docs]
                #[must_use]
                pub fn #reader_ident(&self) -> #returned {
                    #body
                }
                #(#shared)*
            }
        }
    }

    /// The accessor for a property that all members have.
    fn shared_accessor(&self, union: &Union, field: &Field) -> TokenStream {
        let name = ident(&field.name.ident);
        let fallback = format!(
            "The property {} of whichever member.",
            code(&field.name.source)
        );
        let docs = Comment::of(&field.docs, &fallback).attributes();
        let deprecated = deprecation(&field.docs);
        let idents = union
            .variants
            .iter()
            .map(|variant| ident(&variant.name.ident));
        let some = quote!(::core::option::Option::Some);
        let (target, access) = match (self.api.types.resolve(&field.ty), field.presence) {
            (Type::Text, Presence::Required) => (quote!(&str), quote!(#some(&member.#name))),
            (Type::Text, Presence::Optional) => (quote!(&str), quote!(member.#name.as_deref())),
            (_, Presence::Optional) if !field.boxed => {
                let ty = self.rust(&field.ty);
                (quote!(&#ty), quote!(member.#name.as_ref()))
            }
            _ => {
                let ty = self.field_type(field);
                (quote!(&#ty), quote!(#some(&member.#name)))
            }
        };
        let unknown = union.fallback.as_ref().map(|fallback| {
            let fallback = ident(&fallback.ident);
            quote!(Self::#fallback(_) => ::core::option::Option::None,)
        });
        quote! {
            #docs
            #deprecated
            #[must_use]
            pub fn #name(&self) -> ::core::option::Option<#target> {
                match self {
                    #(Self::#idents(member) => #access,)*
                    #unknown
                }
            }
        }
    }

    fn union_impl(&self, definition: &Definition, union: &Union) -> TokenStream {
        let name = ident(&definition.name.ident);
        let support = |item: &str| self.paths.support(item);
        let (union_trait, rest, writer) = (support("Union"), support("Rest"), support("Writer"));
        let label = definition.name.ident.as_str();
        let property = &union.tag;
        let secret = definition.decisions.secret;
        let idents: Vec<_> = union
            .variants
            .iter()
            .map(|variant| ident(&variant.name.ident))
            .collect();
        let tags: Vec<_> = union
            .variants
            .iter()
            .map(|variant| &variant.name.source)
            .collect();
        let (read_other, write_other) = match &union.fallback {
            Some(fallback) => {
                let fallback = ident(&fallback.ident);
                (
                    quote!(_ => rest.unknown(tag, Self::SECRET).map(Self::#fallback),),
                    Some(quote!(Self::#fallback(other) => out.unknown(other),)),
                )
            }
            None => (
                quote!(_ => ::core::result::Result::Err(rest.unexpected(tag, &[#(#tags),*])),),
                None,
            ),
        };
        let open = union.fallback.is_none().then(|| {
            quote!(
                const OPEN: bool = false;
            )
        });
        let literal = union.variants.iter().any(|variant| variant.literal);
        let literal = literal.then(|| {
            quote!(
                const LITERAL: bool = true;
            )
        });
        let written = union.variants.iter().map(|variant| match variant.literal {
            true => quote!(literal_variant),
            false => quote!(variant),
        });
        let unknown = self.union_placeholder(union);
        let error = paths::result(&quote!(Self), &quote!(A::Error));
        quote! {
            impl #union_trait for #name {
                const NAME: &'static str = #label;
                const TAG: &'static str = #property;
                const SECRET: bool = #secret;
                #open
                #literal
                #[inline]
                fn read<'de, A: ::serde::de::MapAccess<'de>>(
                    tag: &str,
                    rest: #rest<'de, A>,
                ) -> #error {
                    match tag {
                        #(#tags => rest.record().map(Self::#idents),)*
                        #read_other
                    }
                }
                fn write<M: ::serde::ser::SerializeMap>(
                    &self,
                    out: &mut #writer<'_, M>,
                ) {
                    match self {
                        #(Self::#idents(member) => out.#written(#tags, member),)*
                        #write_other
                    }
                }
                #unknown
            }
        }
    }

    /// The value that the runtime reads into.
    fn union_placeholder(&self, union: &Union) -> TokenStream {
        let unknown = self.paths.support("UnknownVariant");
        let blank = self.paths.support("Blank");
        match (&union.fallback, union.variants.get(union.blank)) {
            (None, Some(member)) => {
                let member = ident(&member.name.ident);
                quote! {
                    fn unknown(_: #unknown) -> Self {
                        Self::#member(#blank::blank())
                    }
                }
            }
            (fallback, _) => {
                // A union without members keeps everything.
                let fallback = ident(fallback.as_ref().map_or("Unknown", |name| &name.ident));
                quote! {
                    fn unknown(variant: #unknown) -> Self {
                        Self::#fallback(variant)
                    }
                }
            }
        }
    }
}
