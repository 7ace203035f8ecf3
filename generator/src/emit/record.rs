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
        items.extend(equality(definition, record));
        items.push(self.blank_impl(definition, record));
        items.push(self.encode_impl(definition, record));
        items.push(self.record_impl(definition, record));
        items.push(quote!(#record_macro!(#name);));
        items
    }

    fn struct_item(&self, definition: &Definition, record: &Record) -> TokenStream {
        let name = ident(&definition.name.ident);
        let docs = self.model_docs(definition, &[]);
        let deprecated = deprecation(&definition.docs);
        let derives = record_derives(definition, record);
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
        let docs = constructor_docs(record, &arguments);
        quote! {
            #docs
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
            let given = self.given(field, &quote!(#name));
            match field.presence {
                Presence::Required => paths::field(&name, &given),
                Presence::Nullable | Presence::Optional | Presence::OptionalNullable => {
                    let some = paths::some();
                    quote!(#name: #some(#given),)
                }
            }
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
        let deprecated = deprecation(&field.docs);
        Some(quote! {
            #[doc = #docs]
            #deprecated
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

    /// How the record is written: what it is, and its properties.
    fn encode_impl(&self, definition: &Definition, record: &Record) -> TokenStream {
        let name = ident(&definition.name.ident);
        let (encode, on_parts) = (self.paths.support("Encode"), self.paths.support("OnParts"));
        let shape = self.shape(definition, record);
        let fields = record.fields.iter().map(|field| self.property(field));
        let parts = in_groups(fields.chain(self.extra_part(&record.extra)).collect());
        quote! {
            impl #encode for #name {
                #shape
                fn parts<O: #on_parts>(&self, on: O) -> O::Out {
                    on.parts(#parts)
                }
            }
        }
    }

    /// How the record is read: where its properties go.
    fn record_impl(&self, definition: &Definition, record: &Record) -> TokenStream {
        let name = ident(&definition.name.ident);
        let (trait_path, on_places) =
            (self.paths.support("Record"), self.paths.support("OnPlaces"));
        let fields = record.fields.iter().map(|field| self.property_place(field));
        let places = in_groups(fields.chain(self.extra_place(&record.extra)).collect());
        quote! {
            impl #trait_path for #name {
                #[inline]
                fn places<O: #on_places>(&mut self, on: O) -> O::Out {
                    on.places(#places)
                }
            }
        }
    }

    fn property(&self, field: &Field) -> TokenStream {
        let name = ident(&field.name.ident);
        match self.property_codec(field) {
            Some(codec) => self.coded("Coded", &codec, &quote!(&self.#name)),
            None => quote!(&self.#name),
        }
    }

    fn property_place(&self, field: &Field) -> TokenStream {
        let name = ident(&field.name.ident);
        match self.property_codec(field) {
            Some(codec) => self.coded("CodedPlace", &codec, &quote!(&mut self.#name)),
            None => quote!(&mut self.#name),
        }
    }

    fn extra_part(&self, extra: &Extra) -> Option<TokenStream> {
        let name = extra_name(extra)?;
        let value = quote!(&self.#name);
        Some(match self.extra_codec(extra) {
            Some(codec) => self.coded("CodedExtra", &codec, &value),
            None => {
                let extra = self.paths.support("Extra");
                quote!(#extra(#value))
            }
        })
    }

    fn extra_place(&self, extra: &Extra) -> Option<TokenStream> {
        let name = extra_name(extra)?;
        let place = quote!(&mut self.#name);
        Some(match self.extra_codec(extra) {
            Some(codec) => self.coded("CodedExtraPlace", &codec, &place),
            None => {
                let extra = self.paths.support("ExtraPlace");
                quote!(#extra(#place))
            }
        })
    }

    fn coded(&self, what: &str, codec: &TokenStream, value: &TokenStream) -> TokenStream {
        let what = self.paths.support(what);
        quote!(#what::<#codec>(#value))
    }

    /// The codec of a property as it stands in the record, present or not.
    fn property_codec(&self, field: &Field) -> Option<TokenStream> {
        let codec = self.field_codec(field);
        match field.presence {
            Presence::Required => codec,
            Presence::Optional | Presence::Nullable => codec.map(|codec| self.maybe(&codec)),
            Presence::OptionalNullable => {
                let own = || self.codec_of("Own", &self.boxed(field, self.rust(&field.ty)));
                Some(self.codec_of("Nullable", &codec.unwrap_or_else(own)))
            }
        }
    }

    /// The codec of kept values; `None` where they are any JSON.
    fn extra_codec(&self, extra: &Extra) -> Option<TokenStream> {
        match extra {
            Extra::Ignored | Extra::Kept { ty: Type::Any, .. } => None,
            Extra::Kept { ty, .. } => Some(self.codec_or_own(ty)),
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
        let literal = record.tag.as_ref().is_some_and(|tag| tag.literal);
        let literal = (literal && tag.is_some()).then(|| quote!(literal_tag: true,));
        let loose = record.tag.as_ref().is_some_and(|tag| !tag.fixed);
        let loose = (loose && tag.is_some()).then(|| quote!(loose_tag: true,));
        // An update that leaves nothing to update is a mistake to clippy.
        let all = fields.is_some()
            && required.is_some()
            && read_only.is_some()
            && literal.is_some()
            && loose.is_some();
        let rest = (!all).then(|| quote!(..#shape::EMPTY));
        quote! {
            const SHAPE: #shape = #shape {
                name: #label,
                keys: &[#(#keys),*],
                #fields
                #required
                #read_only
                #tag
                #literal
                #loose
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
            if let Some(value) = &field.constant {
                let value = self.plain_value(&field.ty, value);
                return quote!(#name: #value);
            }
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
}

fn constructor_docs(record: &Record, arguments: &[&Field]) -> TokenStream {
    let constants: Vec<String> = record
        .constants()
        .map(|field| {
            let name = field.name.ident.trim_start_matches("r#");
            format!("[`{name}`](Self::{name})")
        })
        .collect();
    let docs = match (arguments, constants.as_slice()) {
        ([], []) => "Makes one without any property.".to_owned(),
        ([], _) => "Makes one; what is required is always the same.".to_owned(),
        (_, []) => "Makes one from what is required.".to_owned(),
        (_, [one]) => format!("Makes one from what is required; {one} is always the same."),
        (_, several) => {
            let several = several.join(", ");
            format!("Makes one from what is required; always the same are {several}.")
        }
    };
    let docs = format!(" {docs}");
    quote!(#[doc = #docs])
}

/// With more fields than these, the derive of `PartialEq` is too much for the compiler: it writes each
/// comparison inside of the next one.
const DERIVED: usize = 1000;

fn record_derives(definition: &Definition, record: &Record) -> TokenStream {
    let decisions = &definition.decisions;
    let default = decisions.defaultable.then(|| quote!(, Default));
    let derived = decisions.comparable && record.fields.len() <= DERIVED;
    let comparable = derived.then(|| quote!(, PartialEq));
    quote!(#[derive(Clone #default #comparable)])
}

/// `PartialEq` of a record that has too many fields for the derive.
fn equality(definition: &Definition, record: &Record) -> Option<TokenStream> {
    let written = definition.decisions.comparable && record.fields.len() > DERIVED;
    let name = ident(&definition.name.ident);
    let fields = record.fields.iter().map(|field| ident(&field.name.ident));
    let fields = fields.chain(extra_name(&record.extra));
    let same = fields.map(|field| quote!(self.#field == other.#field));
    written.then(|| {
        quote! {
            impl ::core::cmp::PartialEq for #name {
                fn eq(&self, other: &Self) -> bool {
                    [#(#same),*].iter().all(|same| *same)
                }
            }
        }
    })
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

/// How many items the support files read of a tuple.
const GROUP: usize = 12;

/// A tuple of all items: where they are more, a tuple of tuples, as deep as it takes.
fn in_groups(mut items: Vec<TokenStream>) -> TokenStream {
    while items.len() > GROUP {
        items = items
            .chunks(GROUP)
            .map(|group| quote!((#(#group,)*)))
            .collect();
    }
    quote!((#(#items,)*))
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

/// The positions of the fields that only answers carry; `None` where there are none.
fn read_only_positions(record: &Record) -> Option<Vec<Literal>> {
    positions(record, |field| field.access == Access::ReadOnly)
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
