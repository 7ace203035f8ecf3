//! What the values of the alternatives of a choice look like, for the runtime to tell them apart.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, paths};
use crate::model::{
    Alternative, DateTimeFormat, Definition, Enumeration, Inside, Mark, Shape, Type, Width,
};

impl Emitter<'_> {
    /// What the values of an alternative look like, with what tells them from those of others.
    pub(super) fn marked_look(&self, alternative: &Alternative) -> TokenStream {
        let Alternative {
            ty,
            listed: lists,
            inside,
            ..
        } = alternative;
        let is_holder = matches!(self.api.types.resolve(ty), Type::List(_) | Type::Map(_));
        if is_holder && !(lists.is_empty() && inside.is_empty()) {
            return self.held_look(ty, lists, inside);
        }
        let look = self.look(ty);
        let [texts, literals] = [false, true].map(|literal| listed(&alternative.marks, literal));
        let texts = (!texts.is_empty()).then(|| quote!(.marked(&[#(#texts),*])));
        let literals =
            (!literals.is_empty()).then(|| quote!(.marked_by_literals(&[#(#literals),*])));
        let lists = listed(lists, false);
        let lists = (!lists.is_empty()).then(|| quote!(.listing(&[#(#lists),*])));
        let holds = self.holds(inside);
        quote!(#look #texts #literals #lists #holds)
    }

    /// The properties that hold other objects than those of other alternatives.
    fn holds(&self, inside: &[Inside]) -> Option<TokenStream> {
        let holds = inside.iter().map(|inside| {
            let Inside {
                property,
                ty,
                listed,
                inside,
            } = inside;
            let look = self.held_look(ty, listed, inside);
            quote!((#property, #look))
        });
        let holds: Vec<TokenStream> = holds.collect();
        (!holds.is_empty()).then(|| quote!(.holding(&[#(#holds),*])))
    }

    /// What objects look like, and the lists and maps of them, with what tells them from those that others
    /// hold.
    fn held_look(&self, ty: &Type, lists: &[Mark], inside: &[Inside]) -> TokenStream {
        let (look, some) = (self.paths.support("Look"), paths::some());
        match self.api.types.resolve(ty) {
            Type::List(item) => {
                let item = self.held_look(item, lists, inside);
                quote!(#look::List(#some(&#item)))
            }
            Type::Map(value) => {
                let value = self.held_look(value, lists, inside);
                quote!(#look::Map(#some(&#value)))
            }
            Type::Nullable(inner) | Type::Secret(inner) => self.held_look(inner, lists, inside),
            ty => {
                let look = self.look(ty);
                let [texts, literals] = [false, true].map(|literal| listed(lists, literal));
                let texts = (!texts.is_empty()).then(|| quote!(.listing(&[#(#texts),*])));
                let literals =
                    (!literals.is_empty()).then(|| quote!(.marked_by_literals(&[#(#literals),*])));
                let holds = self.holds(inside);
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
