//! Error bodies: where the runtime finds their code and their message.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, paths::ident};
use crate::model::{Definition, ErrorShape, Field, Name, Presence, Record, Shape, Type};

impl Emitter<'_> {
    /// The runtime's view of an error body; `None` for a definition that is none.
    pub(super) fn error_model(&self, definition: &Definition) -> Option<TokenStream> {
        let shape = definition.decisions.error.as_ref()?;
        let name = ident(&definition.name.ident);
        let error_model = self.paths.support("ErrorModel");
        let methods = match &definition.shape {
            Shape::Record(record) => self.error_methods(record, shape),
            Shape::Union(union) => self.member_methods(
                union
                    .variants
                    .iter()
                    .map(|it| (&it.name, Type::Named(it.ty))),
                union.fallback.is_some(),
            ),
            Shape::Choice(choice) => self.member_methods(
                choice
                    .alternatives
                    .iter()
                    .map(|it| (&it.name, it.ty.clone())),
                true,
            ),
            Shape::Enumeration(_) | Shape::Alias(_) => TokenStream::new(),
        };
        Some(quote!(impl #error_model for #name { #methods }))
    }

    fn error_methods(&self, record: &Record, shape: &ErrorShape) -> TokenStream {
        let places = [("CODE", &shape.code), ("MESSAGE", &shape.message)];
        let places = places.map(|(name, path)| self.place(name, record, path));
        let code = self.text_method("code", record, &shape.code);
        let message = self.message_method(record, shape);
        let invalid = self.invalid_method(record, shape);
        quote!(#(#places)* #code #message #invalid)
    }

    /// The method that lends what is wrong with a value, and the value's name.
    fn invalid_method(&self, record: &Record, shape: &ErrorShape) -> Option<TokenStream> {
        let access = match shape.named.is_empty() {
            true => self.invalid_at(record, &shape.invalid)?,
            false => self.invalid_among(record, &shape.named),
        };
        Some(lending_invalid(&access))
    }

    /// What a map or another record says, at the end of a path.
    fn invalid_at(&self, record: &Record, path: &[usize]) -> Option<TokenStream> {
        let fields = self.walk(record, path)?;
        let (last, outer) = fields.split_last()?;
        let access = outer
            .iter()
            .fold(quote!(self), |access, field| self.stepped(&access, field));
        let value = self.lent(&access, last);
        Some(self.asked(&last.ty, "invalid", &value))
    }

    /// What the record's own fields say.
    fn invalid_among(&self, record: &Record, positions: &[usize]) -> TokenStream {
        let fields = positions.iter().filter_map(|at| record.fields.get(*at));
        let error_model = self.paths.support("ErrorModel");
        let message = quote!(#error_model::message);
        let named = fields.map(|field| {
            let (key, name) = (&field.name.source, ident(&field.name.ident));
            let some = quote!(self.#name.as_ref());
            let reason = match field.presence {
                Presence::Required => quote!(#message(&self.#name)),
                Presence::Nullable | Presence::Optional => quote!(#some.and_then(#message)),
                Presence::OptionalNullable => {
                    quote!(#some.and_then(::core::option::Option::as_ref).and_then(#message))
                }
            };
            quote!((#key, #reason))
        });
        quote! {
            let named = [#(#named),*];
            named.into_iter().find_map(|(name, reason)| ::core::option::Option::Some((name, reason?)))
        }
    }

    /// A value's answer to a question of the runtime's.
    fn asked(&self, ty: &Type, method: &str, value: &TokenStream) -> TokenStream {
        let (ty, model, method) = (
            self.rust(ty),
            self.paths.support("ErrorModel"),
            ident(method),
        );
        quote!(<#ty as #model>::#method(#value))
    }

    /// What stands in a field that must be there to go on, borrowed.
    fn lent(&self, access: &TokenStream, field: &Field) -> TokenStream {
        let name = ident(&field.name.ident);
        match field.presence {
            Presence::Required => quote!(&#access.#name),
            _ => self.stepped(access, field),
        }
    }

    /// What one of several says is what the one says that it is; `open` where it may be none.
    fn member_methods<'m>(
        &self,
        members: impl Iterator<Item = (&'m Name, Type)>,
        open: bool,
    ) -> TokenStream {
        let members: Vec<_> = members.collect();
        let asked = |method: &str, tells: &dyn Fn(&Type) -> bool| {
            let telling = members.iter().filter(|(_, ty)| tells(ty));
            let arms: Vec<_> = telling
                .map(|(variant, ty)| {
                    let answer = self.asked(ty, method, &quote!(value));
                    let variant = ident(&variant.ident);
                    quote!(Self::#variant(value) => #answer,)
                })
                .collect();
            let is_open = open || arms.len() < members.len();
            let none = is_open.then(|| quote!(_ => ::core::option::Option::None,));
            (!arms.is_empty()).then(|| quote!(match self { #(#arms)* #none }))
        };
        let tells = |ty: &Type| self.tells(ty);
        let methods = ["code", "message"]
            .map(|method| asked(method, &tells).map(|answers| lending(method, &answers)));
        let invalid = asked("invalid", &|ty| self.tells_by_name(ty));
        let invalid = invalid.map(|answers| lending_invalid(&answers));
        quote!(#(#methods)* #invalid)
    }

    /// Whether a value of the type can say what went wrong.
    fn tells(&self, ty: &Type) -> bool {
        let types = &self.api.types;
        match types.resolve(ty) {
            Type::Text => true,
            Type::List(item) | Type::Map(item) => self.tells(item),
            Type::Named(id) => {
                let definition = types.get(*id);
                definition.is_some_and(|definition| definition.decisions.error.is_some())
            }
            _ => false,
        }
    }

    /// Whether a value of the type can say what is wrong with something of some name.
    fn tells_by_name(&self, ty: &Type) -> bool {
        let types = &self.api.types;
        match types.resolve(ty) {
            Type::List(item) => self.tells_by_name(item),
            Type::Map(value) => self.tells(value),
            Type::Named(id) => {
                let shape = types.get(*id).and_then(|it| it.decisions.error.as_ref());
                shape.is_some_and(|it| !it.invalid.is_empty() || !it.named.is_empty())
            }
            _ => false,
        }
    }

    /// The keys that lead to a text.
    fn place(&self, name: &str, record: &Record, path: &[usize]) -> Option<TokenStream> {
        let fields = self.walk(record, path)?;
        let name = ident(name);
        let keys = fields.iter().map(|field| &field.name.source);
        Some(quote!(const #name: &'static [&'static str] = &[#(#keys),*];))
    }

    /// The method that lends the message, or else the title.
    fn message_method(&self, record: &Record, shape: &ErrorShape) -> Option<TokenStream> {
        let message = self.text_at(record, &shape.message)?;
        let title = self.text_at(record, &shape.title);
        // The title stands beside the message: where that is always there, so is what is said.
        let is_there = self
            .walk(record, &shape.message)
            .and_then(|fields| fields.last().copied())
            .is_some_and(|field| {
                let types = &self.api.types;
                field.presence == Presence::Required && types.is_one_text(&field.ty)
            });
        let Some(title) = title.filter(|_| !is_there) else {
            return Some(lending("message", &message));
        };
        let or_else = match self.is_at_hand(record, &shape.title) {
            true => quote!(or(#title)),
            false => quote!(or_else(|| #title)),
        };
        let either = quote! {
            let message = || #message;
            message().#or_else
        };
        Some(lending("message", &either))
    }

    /// Whether the text at the end of a path, if it is there, is lent by a look at one field.
    fn is_at_hand(&self, record: &Record, path: &[usize]) -> bool {
        let fields = self.walk(record, path);
        match fields.as_deref() {
            Some([field]) => {
                let is_text = *self.api.types.resolve(&field.ty) == Type::Text;
                is_text && matches!(field.presence, Presence::Nullable | Presence::Optional)
            }
            Some(_) | None => false,
        }
    }

    /// A method that lends the text at the end of a path.
    pub(super) fn text_method(
        &self,
        name: &str,
        record: &Record,
        path: &[usize],
    ) -> Option<TokenStream> {
        Some(lending(name, &self.text_at(record, path)?))
    }

    /// The text at the end of a path, lent from `self`.
    fn text_at(&self, record: &Record, path: &[usize]) -> Option<TokenStream> {
        let fields = self.walk(record, path)?;
        let (last, outer) = fields.split_last()?;
        let mut access = quote!(self);
        for field in outer {
            access = self.stepped(&access, field);
        }
        let some = quote!(::core::option::Option::Some);
        if self.is_list(last) {
            let first = self.stepped(&access, last);
            return Some(quote!(#some(#first.as_str())));
        }
        let text = ident(&last.name.ident);
        if self.api.types.choice(&last.ty).is_some() {
            let value = self.lent(&access, last);
            return Some(self.asked(&last.ty, "message", &value));
        }
        let access = quote!(#access.#text);
        // A text is borrowed, an enumeration says its text.
        let is_text = matches!(self.api.types.resolve(&last.ty), Type::Text);
        Some(match (last.presence, is_text) {
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
        })
    }

    /// What stands in a field that must be there to go on; of a list its first element.
    fn stepped(&self, access: &TokenStream, field: &Field) -> TokenStream {
        let name = ident(&field.name.ident);
        let value = match field.presence {
            Presence::Required => quote!(#access.#name),
            Presence::Nullable | Presence::Optional => quote!(#access.#name.as_ref()?),
            Presence::OptionalNullable => quote!(#access.#name.as_ref()?.as_ref()?),
        };
        match self.is_list(field) {
            true => quote!(#value.first()?),
            false => value,
        }
    }

    fn is_list(&self, field: &Field) -> bool {
        matches!(self.api.types.resolve(&field.ty), Type::List(_))
    }

    /// The fields along a path of positions.
    pub(super) fn walk<'r>(&'r self, record: &'r Record, path: &[usize]) -> Option<Vec<&'r Field>> {
        let mut fields = Vec::with_capacity(path.len());
        let mut current = Some(record);
        for position in path {
            let field = current?.fields.get(*position)?;
            fields.push(field);
            let types = &self.api.types;
            current = match types.resolve(&field.ty) {
                Type::List(item) => types.record(item),
                ty => types.record(ty),
            };
        }
        (!fields.is_empty()).then_some(fields)
    }
}

/// A method that lends a text.
fn lending(name: &str, access: &TokenStream) -> TokenStream {
    let name = ident(name);
    quote! {
        fn #name(&self) -> ::core::option::Option<&str> {
            #access
        }
    }
}

/// A method that lends the name of a value and what is wrong with it.
fn lending_invalid(access: &TokenStream) -> TokenStream {
    quote! {
        fn invalid(&self) -> ::core::option::Option<(&str, &str)> {
            #access
        }
    }
}
