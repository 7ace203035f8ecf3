//! Untagged unions: an enum with a variant per alternative, and one that keeps any other value.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code, deprecation},
    paths::{self, ident},
};
use crate::model::{
    Alternative, Choice, Constant, DateTimeFormat, Definition, Enumeration, Inside, Mark, Name,
    Shape, Type, Width,
};

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
            quote!(#docs #name,)
        });
        let variants = choice.alternatives.iter().map(|alternative| {
            let name = ident(&alternative.name.ident);
            let ty = self.rust(&alternative.ty);
            let fallback = called("alternative", &alternative.name);
            let docs = Comment::of(&alternative.docs, &fallback).attributes();
            quote!(#docs #name(#ty),)
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
        let choice_trait = self.paths.support("Choice");
        let [encode, mode, unknown] =
            ["Encode", "Mode", "UnknownValue"].map(|name| self.paths.support(name));
        let secret = definition.decisions.secret.then(|| {
            quote!(
                const SECRET: bool = true;
            )
        });
        let look = self.paths.support("Look");
        let fallback = ident(&choice.fallback.ident);
        let variants = self.variants(choice);
        let looks = variants.iter().map(|variant| &variant.look);
        let read = variants.iter().enumerate().map(|(position, variant)| {
            let pattern = match position + 1 == variants.len() {
                true => quote!(_),
                false => {
                    let position = proc_macro2::Literal::usize_unsuffixed(position);
                    quote!(#position)
                }
            };
            let read = &variant.read;
            quote!(#pattern => #read,)
        });
        let write = variants.iter().map(|variant| &variant.write);
        quote! {
            impl #choice_trait for #name {
                const NAME: &'static str = #label;
                const LOOKS: &'static [#look] = &[#(#looks),*];
                #secret

                fn read<'de, D: ::serde::Deserializer<'de>>(
                    position: usize,
                    value: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    match position {
                        #(#read)*
                    }
                }

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

                fn unknown(value: #unknown) -> Self {
                    Self::#fallback(value)
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

    fn marked_look(&self, alternative: &Alternative) -> TokenStream {
        let look = self.look(&alternative.ty);
        let [texts, literals] = [false, true].map(|literal| listed(&alternative.marks, literal));
        let texts = (!texts.is_empty()).then(|| quote!(.marked(&[#(#texts),*])));
        let literals =
            (!literals.is_empty()).then(|| quote!(.marked_by_literals(&[#(#literals),*])));
        let lists = listed(&alternative.listed, false);
        let lists = (!lists.is_empty()).then(|| quote!(.listing(&[#(#lists),*])));
        let holds = self.holds(&alternative.inside);
        quote!(#look #texts #literals #lists #holds)
    }

    /// The properties that hold other objects than those of other alternatives.
    fn holds(&self, inside: &[Inside]) -> Option<TokenStream> {
        let holds = inside.iter().map(|inside| {
            let Inside { property, ty, .. } = inside;
            let look = self.held_look(ty, inside);
            quote!((#property, #look))
        });
        let holds: Vec<TokenStream> = holds.collect();
        (!holds.is_empty()).then(|| quote!(.holding(&[#(#holds),*])))
    }

    /// What the objects in a property look like, and the lists and maps of them.
    fn held_look(&self, ty: &Type, inside: &Inside) -> TokenStream {
        let (look, some) = (self.paths.support("Look"), paths::some());
        match self.api.types.resolve(ty) {
            Type::List(item) => {
                let item = self.held_look(item, inside);
                quote!(#look::List(#some(&#item)))
            }
            Type::Map(value) => {
                let value = self.held_look(value, inside);
                quote!(#look::Map(#some(&#value)))
            }
            Type::Nullable(inner) | Type::Secret(inner) => self.held_look(inner, inside),
            ty => {
                let look = self.look(ty);
                let [texts, literals] =
                    [false, true].map(|literal| listed(&inside.listed, literal));
                let texts = (!texts.is_empty()).then(|| quote!(.listing(&[#(#texts),*])));
                let literals =
                    (!literals.is_empty()).then(|| quote!(.marked_by_literals(&[#(#literals),*])));
                let holds = self.holds(&inside.inside);
                quote!(#look #texts #literals #holds)
            }
        }
    }

    /// What the values of a type look like.
    fn look(&self, ty: &Type) -> TokenStream {
        let look = self.paths.support("Look");
        match self.api.types.resolve(ty) {
            Type::Bool => quote!(#look::Bool),
            Type::Integer(width) => self.integer_look(*width),
            Type::Float32 | Type::Float64 => quote!(#look::Number),
            Type::Numeral(numeral) => {
                let number = self.look(&numeral.number);
                quote!(#look::Numeral(&#number))
            }
            Type::Text | Type::Raw | Type::File => quote!(#look::Text),
            Type::Bytes(_) | Type::Duration | Type::Uuid => quote!(#look::Formatted),
            Type::Date => quote!(#look::Date),
            Type::DateTime(format) => match format {
                DateTimeFormat::Unix => self.integer_look(Width::I64),
                DateTimeFormat::Rfc3339 | DateTimeFormat::Rfc7231 => quote!(#look::DateTime),
            },
            Type::Any | Type::Foreign(_) => quote!(#look::Anything),
            Type::AnyObject => {
                let none = paths::none();
                quote!(#look::Map(#none))
            }
            Type::List(item) => {
                let item = self.inner_look(item);
                quote!(#look::List(#item))
            }
            Type::Tuple(tuple) => {
                let first = tuple.elements.first().or(tuple.rest.as_deref());
                let first = first.map_or_else(paths::none, |first| self.inner_look(first));
                quote!(#look::List(#first))
            }
            Type::Map(value) => {
                let value = self.inner_look(value);
                quote!(#look::Map(#value))
            }
            Type::Nullable(inner) | Type::Secret(inner) => self.look(inner),
            Type::Named(id) => self.named_look(self.api.types.get(*id), ty),
        }
    }

    fn integer_look(&self, width: Width) -> TokenStream {
        let look = self.paths.support("Look");
        let constant = match width {
            Width::I8 => quote!(I8),
            Width::I16 => quote!(I16),
            Width::I32 => quote!(I32),
            Width::I64 => quote!(I64),
            Width::I128 => quote!(I128),
            Width::U8 => quote!(U8),
            Width::U16 => quote!(U16),
            Width::U32 => quote!(U32),
            Width::U64 => quote!(U64),
        };
        quote!(#look::#constant)
    }

    fn named_look(&self, definition: Option<&Definition>, ty: &Type) -> TokenStream {
        let look = self.paths.support("Look");
        let name = self.rust(ty);
        match definition.map(|found| &found.shape) {
            Some(Shape::Record(_)) => quote!(#look::record::<#name>()),
            Some(Shape::Union(_)) => quote!(#look::union::<#name>()),
            Some(Shape::Enumeration(Enumeration {
                number: Some(width),
                ..
            })) => self.integer_look(*width),
            Some(Shape::Enumeration(enumeration)) => {
                let open = enumeration.fallback.is_some();
                quote!(#look::text_enum::<#name>(#open))
            }
            Some(Shape::Choice(_)) => {
                let choice = self.paths.support("Choice");
                quote!(#look::OneOf(<#name as #choice>::LOOKS))
            }
            Some(Shape::Alias(_)) | None => quote!(#look::Anything),
        }
    }

    /// What stands in a list or a map. A choice in it may hold the list itself.
    fn inner_look(&self, ty: &Type) -> TokenStream {
        let mut layers = ty.layers();
        let holds_choice = layers.any(|layer| match self.api.types.resolve(layer) {
            Type::Named(id) => self
                .api
                .types
                .get(*id)
                .is_some_and(|found| matches!(found.shape, Shape::Choice(_))),
            _ => false,
        });
        if holds_choice {
            return paths::none();
        }
        let look = self.look(ty);
        let some = paths::some();
        quote!(#some(&#look))
    }
}

/// What is said of a variant that nothing is said of.
fn called(what: &str, name: &Name) -> String {
    match name.source.as_str() {
        "" => "The empty text.".to_owned(),
        source => format!("The {what} {}.", code(source)),
    }
}

/// The properties and their values, of those that are texts or of those that are not.
fn listed(marks: &[Mark], literal: bool) -> Vec<TokenStream> {
    let marks = marks.iter().filter(|mark| mark.literal == literal);
    let listed = marks.map(|mark| {
        let Mark {
            property, values, ..
        } = mark;
        quote!((#property, &[#(#values),*]))
    });
    listed.collect()
}
