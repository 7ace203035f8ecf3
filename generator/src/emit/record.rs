//! Records: a struct, how its keys are read and its fields written, and how a caller makes one.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code, deprecation},
    paths::{self, ident, prefixed},
};
use crate::model::{Access, Definition, Extra, Field, Name, Presence, Record, Type};

impl Emitter<'_> {
    /// The items of a record's module.
    pub(super) fn record(&self, definition: &Definition, record: &Record) -> Vec<TokenStream> {
        let name = ident(&definition.name.ident);
        let record_macro = self.paths.support("record");
        let mut items = vec![self.struct_item(definition, record)];
        if definition.decisions.sent {
            items.push(self.record_methods(definition, record));
            items.extend(self.default_impl(definition, record));
        }
        items.push(self.blank_impl(definition, record));
        items.push(self.record_impl(definition, record));
        items.push(quote!(#record_macro!(#name);));
        items
    }

    fn struct_item(&self, definition: &Definition, record: &Record) -> TokenStream {
        let name = ident(&definition.name.ident);
        let docs = self.model_docs(definition, &[]);
        let deprecated = deprecation(&definition.docs);
        let derives = self.record_derives(definition);
        let fields = record.fields.iter().map(|field| self.field_item(field));
        let extra = self.extra_item(&record.extra);
        quote! {
            #docs
            #deprecated
            #derives
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
                #extra
            }
        }
    }

    fn record_derives(&self, definition: &Definition) -> TokenStream {
        let decisions = &definition.decisions;
        let default = decisions.defaultable.then(|| quote!(, Default));
        let comparable = decisions.comparable.then(|| quote!(, PartialEq));
        quote!(#[derive(Clone #default #comparable)])
    }

    fn field_item(&self, field: &Field) -> TokenStream {
        let name = ident(&field.name.ident);
        let ty = self.field_type(field);
        let mut comment = Comment::of(
            &field.docs,
            &format!("The property {}.", code(&field.name.source)),
        );
        comment = match field.access {
            Access::ReadWrite => comment,
            Access::ReadOnly => comment.paragraph("Set by the service; never sent."),
            Access::WriteOnly => comment.paragraph("Sent, but never answered."),
        };
        let docs = comment
            .bounds(&field.constraints, field.default.as_ref())
            .wire_name(&field.name.ident, &field.name.source)
            .attributes();
        let deprecated = deprecation(&field.docs);
        quote!(#docs #deprecated pub #name: #ty,)
    }

    fn extra_item(&self, extra: &Extra) -> TokenStream {
        match extra {
            Extra::Ignored => TokenStream::new(),
            Extra::Kept { name, ty } => {
                let name = ident(&name.ident);
                let ty = self.extra_type(ty);
                quote! {
                    #[doc = " Properties that the description does not name, as they came."]
                    pub #name: #ty,
                }
            }
        }
    }

    fn extra_type(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Any => paths::json_object(),
            other => paths::table(&self.rust(other)),
        }
    }

    /// `new` with what is required, and a setter per optional property.
    fn record_methods(&self, definition: &Definition, record: &Record) -> TokenStream {
        let name = ident(&definition.name.ident);
        let constructor = self.constructor(record);
        let setters = record
            .fields
            .iter()
            .filter(|field| field.access != Access::ReadOnly)
            .filter_map(|field| self.with_method(field));
        quote! {
            impl #name {
                #constructor
                #(#setters)*
            }
        }
    }

    /// Where only the service sets what is required, a caller gives nothing.
    fn default_impl(&self, definition: &Definition, record: &Record) -> Option<TokenStream> {
        let name = ident(&definition.name.ident);
        let needed = record.constructor_arguments().next().is_none();
        (needed && !definition.decisions.defaultable).then(|| {
            quote! {
                impl ::core::default::Default for #name {
                    fn default() -> Self {
                        Self::new()
                    }
                }
            }
        })
    }

    fn constructor(&self, record: &Record) -> TokenStream {
        let arguments: Vec<&Field> = record.constructor_arguments().collect();
        let parameters = arguments.iter().map(|field| {
            let name = ident(&field.name.ident);
            let accepted = self.accepted(&field.ty);
            quote!(#name: #accepted)
        });
        let value = self.constructed(record, &arguments);
        let docs = if arguments.is_empty() {
            " Makes one without any property."
        } else {
            " Makes one from what is required."
        };
        quote! {
            #[doc = #docs]
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                #value
            }
        }
    }

    /// The arguments, and a placeholder's fields for the rest: a call per field would be the
    /// larger part of what such a type costs the compiler.
    fn constructed(&self, record: &Record, arguments: &[&Field]) -> TokenStream {
        let trait_path = self.paths.support("Blank");
        let blank = quote!(<Self as #trait_path>::blank());
        if arguments.is_empty() {
            return blank;
        }
        let given = arguments.iter().map(|field| {
            let name = ident(&field.name.ident);
            paths::field(&name, &self.given(field, &quote!(#name)))
        });
        let all = arguments.len() == record.fields.len() && extra_name(&record.extra).is_none();
        let rest = (!all).then(|| quote!(..#blank));
        quote!(Self { #(#given)* #rest })
    }

    fn with_method(&self, field: &Field) -> Option<TokenStream> {
        let name = ident(&field.name.ident);
        let method = prefixed("with_", &field.name.ident);
        let accepted = self.accepted(&field.ty);
        let given = self.given(field, &quote!(value));
        let docs = format!(
            " Sets [`{0}`](Self::{0}).",
            field.name.ident.trim_start_matches("r#")
        );
        let (accepted, value) = match field.presence {
            Presence::Required => return None,
            Presence::Optional | Presence::Nullable => {
                (accepted, quote!(::core::option::Option::Some(#given)))
            }
            Presence::OptionalNullable => {
                let inner = self.boxed(field, self.rust(&field.ty));
                let accepted = paths::into(&paths::option(&inner));
                (accepted, quote!(::core::option::Option::Some(value.into())))
            }
        };
        Some(quote! {
            #[doc = #docs]
            #[must_use]
            pub fn #method(mut self, value: #accepted) -> Self {
                self.#name = #value;
                self
            }
        })
    }

    /// The value of a field from an argument.
    fn given(&self, field: &Field, argument: &TokenStream) -> TokenStream {
        let value = match self.is_converted(&field.ty) {
            true => quote!(#argument.into()),
            false => argument.clone(),
        };
        if field.boxed {
            quote!(::std::boxed::Box::new(#value))
        } else {
            value
        }
    }

    fn boxed(&self, field: &Field, ty: TokenStream) -> TokenStream {
        if field.boxed {
            quote!(::std::boxed::Box<#ty>)
        } else {
            ty
        }
    }

    fn record_impl(&self, definition: &Definition, record: &Record) -> TokenStream {
        let name = ident(&definition.name.ident);
        let (trait_path, slot, fields) = (
            self.paths.support("Record"),
            self.paths.support("Slot"),
            self.paths.support("Fields"),
        );
        let shape = self.shape(definition, record);
        let (key, read) = self.read_body(record);
        let writes = self.writes(record);
        let out = if writes.is_empty() {
            quote!(_)
        } else {
            quote!(out)
        };
        quote! {
            impl #trait_path for #name {
                #shape
                #[inline]
                fn read<'de, A: ::serde::de::MapAccess<'de>>(
                    &mut self,
                    #key: &str,
                    slot: #slot<'_, A>,
                ) -> ::core::result::Result<(), A::Error> {
                    #read
                }
                fn write<F: #fields>(&self, #out: &mut F) {
                    #writes
                }
            }
        }
    }

    /// The name of the argument that is the key, and what is done with it.
    fn read_body(&self, record: &Record) -> (TokenStream, TokenStream) {
        let fields = record.fields.iter().enumerate();
        let arms: Vec<TokenStream> = fields.map(|(at, field)| self.read_arm(at, field)).collect();
        let kept = extra_name(&record.extra).map(|name| self.keep(&record.extra, &name));
        match (arms.is_empty(), kept) {
            (true, None) => (quote!(_), quote!(slot.ignore())),
            (true, Some(keep)) => (quote!(key), keep),
            (false, kept) => {
                let otherwise = kept.unwrap_or_else(|| quote!(slot.ignore()));
                let read = quote! {
                    match key {
                        #(#arms)*
                        _ => #otherwise,
                    }
                };
                (quote!(key), read)
            }
        }
    }

    /// The record as data.
    fn shape(&self, definition: &Definition, record: &Record) -> TokenStream {
        let shape = self.paths.support("RecordShape");
        let label = definition.name.ident.trim_start_matches("r#");
        let keys = record.fields.iter().map(|field| field.name.source.as_str());
        let fields = own_names(record).map(|names| quote!(fields: &[#(#names),*],));
        let required = required_positions(record);
        let required = required.map(|positions| quote!(required: &[#(#positions),*],));
        let read_only = read_only_positions(record);
        let read_only = read_only.map(|positions| quote!(read_only: &[#(#positions),*],));
        let tag = record.tag.as_ref().and_then(|tag| {
            let (property, value) = (&tag.property, tag.value.as_ref()?);
            Some(quote!(tag: ::core::option::Option::Some((#property, #value)),))
        });
        // An update that leaves nothing to update is a mistake to clippy.
        let all = fields.is_some() && required.is_some() && read_only.is_some() && tag.is_some();
        let rest = (!all).then(|| quote!(..#shape::EMPTY));
        quote! {
            const SHAPE: #shape = #shape {
                name: #label,
                keys: &[#(#keys),*],
                #fields
                #required
                #read_only
                #tag
                #rest
            };
        }
    }

    fn blank_impl(&self, definition: &Definition, record: &Record) -> TokenStream {
        let name = ident(&definition.name.ident);
        let blank = self.paths.support("Blank");
        let value = self.blank(definition, record);
        quote! {
            impl #blank for #name {
                fn blank() -> Self {
                    #value
                }
            }
        }
    }

    /// What may be absent is so; the rest are placeholders.
    fn blank(&self, definition: &Definition, record: &Record) -> TokenStream {
        if definition.decisions.defaultable {
            return quote!(::core::default::Default::default());
        }
        let blank = self.paths.support("Blank");
        let fields = record.fields.iter().map(|field| {
            let name = ident(&field.name.ident);
            match field.presence {
                Presence::Required if self.is_foreign(&field.ty) => {
                    quote!(#name: ::core::default::Default::default())
                }
                Presence::Required => quote!(#name: #blank::blank()),
                Presence::Optional | Presence::Nullable | Presence::OptionalNullable => {
                    quote!(#name: ::core::option::Option::None)
                }
            }
        });
        let extra = extra_name(&record.extra).map(|name| quote!(#name: #blank::blank()));
        let fields = fields.chain(extra);
        quote!(Self { #(#fields),* })
    }

    /// A type of the caller's has no placeholder of ours.
    fn is_foreign(&self, ty: &Type) -> bool {
        matches!(self.api.types.resolve(ty), Type::Foreign(_))
    }

    fn read_arm(&self, position: usize, field: &Field) -> TokenStream {
        let key = &field.name.source;
        let name = ident(&field.name.ident);
        let call = match (self.field_codec(field), field.presence) {
            (None, Presence::OptionalNullable) => quote!(read_nullable),
            (None, _) => quote!(read),
            (Some(codec), Presence::Required) => quote!(read_as::<#codec>),
            (Some(codec), Presence::OptionalNullable) => quote!(read_nullable_as::<#codec>),
            (Some(codec), Presence::Optional | Presence::Nullable) => {
                let codec = self.maybe(&codec);
                quote!(read_as::<#codec>)
            }
        };
        let position = Literal::usize_unsuffixed(position);
        quote!(#key => slot.#call(#position, &mut self.#name),)
    }

    fn keep(&self, extra: &Extra, name: &proc_macro2::Ident) -> TokenStream {
        match self.extra_codec(extra) {
            Some(codec) => quote!(slot.keep_as::<#codec>(key, &mut self.#name)),
            None => quote!(slot.keep(key, &mut self.#name)),
        }
    }

    /// The codec of kept values; `None` where they are any JSON.
    fn extra_codec(&self, extra: &Extra) -> Option<TokenStream> {
        match extra {
            Extra::Ignored | Extra::Kept { ty: Type::Any, .. } => None,
            Extra::Kept { ty, .. } => Some(self.codec_or_own(ty)),
        }
    }

    /// One line per field; read-only ones that follow each other share a condition.
    fn writes(&self, record: &Record) -> TokenStream {
        let mut tokens = TokenStream::new();
        for run in record
            .fields
            .chunk_by(|a, b| is_read_only(a) == is_read_only(b))
        {
            let lines = run.iter().map(|field| self.write_line(field));
            if run.first().is_some_and(is_read_only) {
                tokens.extend(quote!(if out.has_read_only() { #(#lines)* }));
            } else {
                tokens.extend(quote!(#(#lines)*));
            }
        }
        if let Extra::Kept { name, .. } = &record.extra {
            let name = ident(&name.ident);
            tokens.extend(match self.extra_codec(&record.extra) {
                Some(codec) => quote!(out.extra_as::<#codec>(&self.#name);),
                None => quote!(out.extra(&self.#name);),
            });
        }
        tokens
    }

    fn write_line(&self, field: &Field) -> TokenStream {
        let key = &field.name.source;
        let name = ident(&field.name.ident);
        let call = match (self.field_codec(field), field.presence) {
            (None, Presence::Required | Presence::Nullable) => quote!(required),
            (None, Presence::Optional) => quote!(optional),
            (None, Presence::OptionalNullable) => quote!(nullable),
            (Some(codec), Presence::Required) => quote!(required_as::<#codec>),
            (Some(codec), Presence::Nullable) => {
                let codec = self.maybe(&codec);
                quote!(required_as::<#codec>)
            }
            (Some(codec), Presence::Optional) => quote!(optional_as::<#codec>),
            (Some(codec), Presence::OptionalNullable) => quote!(nullable_as::<#codec>),
        };
        quote!(out.#call(#key, &self.#name);)
    }
}

fn is_read_only(field: &Field) -> bool {
    field.access == Access::ReadOnly
}

fn extra_name(extra: &Extra) -> Option<proc_macro2::Ident> {
    match extra {
        Extra::Ignored => None,
        Extra::Kept {
            name: Name { ident: name, .. },
            ..
        } => Some(ident(name)),
    }
}

/// The fields' names in Rust, that of the kept properties last; none where they are the keys.
fn own_names(record: &Record) -> Option<Vec<String>> {
    let extra = match &record.extra {
        Extra::Ignored => None,
        Extra::Kept { name, .. } => Some(name),
    };
    let names = record.fields.iter().map(|field| &field.name);
    let differ = extra.is_some() || names.clone().any(|name| plain(&name.ident) != name.source);
    let all = names.chain(extra).map(|name| plain(&name.ident).to_owned());
    differ.then(|| all.collect())
}

/// A name as `Debug` shows it.
fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// The positions of the fields that must be there; `None` where there are none.
fn required_positions(record: &Record) -> Option<Vec<Literal>> {
    positions(record, is_always_there)
}

/// The positions of those of them that only answers carry; `None` where there are none.
fn read_only_positions(record: &Record) -> Option<Vec<Literal>> {
    positions(record, |field| {
        is_always_there(field) && field.access == Access::ReadOnly
    })
}

fn positions(record: &Record, wanted: impl Fn(&Field) -> bool) -> Option<Vec<Literal>> {
    let fields = record.fields.iter().enumerate();
    let positions: Vec<Literal> = fields
        .filter(|(_, field)| wanted(field))
        .map(|(position, _)| Literal::usize_unsuffixed(position))
        .collect();
    (!positions.is_empty()).then_some(positions)
}

fn is_always_there(field: &Field) -> bool {
    match field.presence {
        Presence::Required | Presence::Nullable => true,
        Presence::Optional | Presence::OptionalNullable => false,
    }
}
