//! How a type of the model is written in Rust, and by which codec it travels.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, paths};
use crate::model::{BytesFormat, DateTimeFormat, Field, Presence, Shape, Tuple, Type, Width};

impl Emitter<'_> {
    /// The Rust type.
    pub(super) fn rust(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::Integer(width) => integer(*width),
            Type::Float32 => quote!(f32),
            Type::Float64 => quote!(f64),
            Type::Numeral(numeral) => self.rust(&numeral.number),
            Type::Text => paths::string(),
            Type::Bytes(_) => paths::vec(&quote!(u8)),
            Type::Raw => self.paths.base("Bytes"),
            Type::File => self.paths.support("FilePart"),
            Type::DateTime(_) => self.paths.base("time::OffsetDateTime"),
            Type::Date => quote!(::time::Date),
            Type::Duration => self.paths.support("Duration"),
            Type::Uuid => self.paths.base("Uuid"),
            Type::Any => quote!(::serde_json::Value),
            Type::Foreign(path) => paths::foreign(path),
            Type::AnyObject => paths::json_object(),
            Type::List(item) => paths::vec(&self.rust(item)),
            Type::Tuple(tuple) => self.tuple(tuple),
            Type::Map(value) => paths::table(&self.rust(value)),
            Type::Nullable(inner) => paths::option(&self.rust(inner)),
            Type::Secret(inner) => self.secret(inner),
            Type::Named(id) => match self.api.types.get(*id) {
                Some(definition) => self.paths.model(&definition.name.ident),
                // `analyze` keeps every type that something mentions.
                None => quote!(::serde_json::Value),
            },
        }
    }

    /// The type of a field, with what its presence and its place in a cycle add.
    pub(super) fn field_type(&self, field: &Field) -> TokenStream {
        let inner = self.rust(&field.ty);
        let inner = if field.boxed {
            quote!(::std::boxed::Box<#inner>)
        } else {
            inner
        };
        match field.presence {
            Presence::Required => inner,
            Presence::Nullable | Presence::Optional => paths::option(&inner),
            Presence::OptionalNullable => paths::option(&paths::option(&inner)),
        }
    }

    /// The codec of a field's value; `None` where the type's own reading and writing will do.
    pub(super) fn field_codec(&self, field: &Field) -> Option<TokenStream> {
        let codec = self.codec(&field.ty)?;
        Some(if field.boxed {
            self.codec_of("Boxed", &codec)
        } else {
            codec
        })
    }

    /// The codec for values that may be null.
    pub(super) fn maybe(&self, codec: &TokenStream) -> TokenStream {
        self.codec_of("Maybe", codec)
    }

    /// The codec of a type; `None` where the type's own reading and writing will do.
    pub(super) fn codec(&self, ty: &Type) -> Option<TokenStream> {
        let leaf = |name: &str| Some(self.paths.support(name));
        match ty {
            Type::Bytes(BytesFormat::Base64) => leaf("Base64"),
            Type::Bytes(BytesFormat::Base64Url) => leaf("Base64Url"),
            Type::DateTime(DateTimeFormat::Rfc3339) => leaf("Rfc3339"),
            Type::DateTime(DateTimeFormat::Rfc7231) => leaf("Rfc7231"),
            Type::DateTime(DateTimeFormat::Unix) => leaf("UnixTime"),
            Type::Date => leaf("IsoDate"),
            Type::Duration => leaf("IsoDuration"),
            Type::Uuid => leaf("UuidText"),
            Type::Numeral(numeral) => {
                let combinator = if numeral.quoted { "Quoted" } else { "Numeral" };
                Some(self.codec_of(combinator, &self.rust(&numeral.number)))
            }
            Type::List(item) => Some(self.codec_of("List", &self.codec(item)?)),
            Type::Tuple(tuple) => Some(self.tuple_codec(tuple)),
            Type::Map(value) => Some(self.codec_of("Table", &self.codec(value)?)),
            Type::Nullable(inner) => Some(self.codec_of("Maybe", &self.codec(inner)?)),
            Type::Foreign(path) => Some(self.codec_of("Theirs", &paths::foreign(path))),
            Type::Secret(inner) => match self.api.types.resolve(inner) {
                // serde's own reading of a text quotes what it found in its place.
                Type::Text => leaf("SecretText"),
                Type::Secret(_) => self.codec(inner),
                _ => Some(self.codec_of("Hidden", &self.codec(inner)?)),
            },
            Type::Named(id) => match &self.api.types.get(*id)?.shape {
                Shape::Alias(target) => self.codec(target),
                Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) => {
                    None
                }
            },
            Type::Bool
            | Type::Integer(_)
            | Type::Float32
            | Type::Float64
            | Type::Text
            | Type::Raw
            | Type::File
            | Type::Any
            | Type::AnyObject => None,
        }
    }

    /// What an argument of that type accepts: for texts and choices, whatever becomes one.
    pub(super) fn accepted(&self, ty: &Type) -> TokenStream {
        let target = self.rust(ty);
        match self.is_converted(ty) {
            true => paths::into(&target),
            false => target,
        }
    }

    /// Whether an argument of that type is made from whatever becomes one.
    pub(super) fn is_converted(&self, ty: &Type) -> bool {
        match self.api.types.resolve(ty) {
            Type::Text | Type::Secret(_) | Type::File => true,
            Type::Named(id) => match self.api.types.get(*id).map(|found| &found.shape) {
                Some(Shape::Choice(_)) => true,
                Some(
                    Shape::Record(_) | Shape::Union(_) | Shape::Enumeration(_) | Shape::Alias(_),
                )
                | None => false,
            },
            _ => false,
        }
    }

    /// The codec of a type, be it the type's own reading and writing.
    pub(super) fn codec_or_own(&self, ty: &Type) -> TokenStream {
        self.codec(ty).unwrap_or_else(|| {
            let own = self.paths.support("Own");
            let ty = self.rust(ty);
            quote!(#own<#ty>)
        })
    }

    fn tuple(&self, tuple: &Tuple) -> TokenStream {
        let elements = tuple.elements.iter().enumerate();
        let elements = elements.map(|(position, element)| {
            let element = self.rust(element);
            if position < tuple.required {
                element
            } else {
                paths::option(&element)
            }
        });
        let rest = tuple.rest.iter().map(|rest| paths::vec(&self.rust(rest)));
        let all = elements.chain(rest);
        quote!((#(#all,)*))
    }

    fn tuple_codec(&self, tuple: &Tuple) -> TokenStream {
        let elements = tuple.elements.iter().enumerate();
        let elements = elements.map(|(position, element)| {
            let codec = self.codec_or_own(element);
            if position < tuple.required {
                codec
            } else {
                self.codec_of("Trailing", &codec)
            }
        });
        let rest = tuple.rest.iter();
        let rest = rest.map(|rest| self.codec_of("Remaining", &self.codec_or_own(rest)));
        let all = elements.chain(rest);
        let codec = self.paths.support("Tuple");
        quote!(#codec<(#(#all,)*)>)
    }

    pub(super) fn codec_of(&self, combinator: &str, inner: &TokenStream) -> TokenStream {
        let combinator = self.paths.support(combinator);
        quote!(#combinator<#inner>)
    }

    fn secret(&self, inner: &Type) -> TokenStream {
        match self.api.types.resolve(inner) {
            Type::Text => paths::secret_string(),
            // An alias of a secret is one already.
            Type::Secret(_) => self.rust(inner),
            _ => {
                let secret = self.paths.support("Secret");
                let inner = self.rust(inner);
                quote!(#secret<#inner>)
            }
        }
    }
}

/// The Rust type of whole numbers.
pub(super) fn integer(width: Width) -> TokenStream {
    match width {
        Width::I8 => quote!(i8),
        Width::I16 => quote!(i16),
        Width::I32 => quote!(i32),
        Width::I64 => quote!(i64),
        Width::I128 => quote!(i128),
        Width::U8 => quote!(u8),
        Width::U16 => quote!(u16),
        Width::U32 => quote!(u32),
        Width::U64 => quote!(u64),
    }
}
