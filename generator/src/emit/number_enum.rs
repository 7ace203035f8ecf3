//! Enumerations of whole numbers: an enum with a variant per known number, and one for new ones.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Emitter, paths::ident, types::integer};
use crate::model::{Definition, EnumValue, Enumeration, Width};

impl Emitter<'_> {
    /// What an enumeration of numbers is made of and written as.
    pub(super) fn number_enum_impl(
        &self,
        definition: &Definition,
        enumeration: &Enumeration,
        width: Width,
    ) -> Vec<TokenStream> {
        let name = ident(&definition.name.ident);
        let number = integer(width);
        let number_enum = self.paths.support("number_enum");
        let blank = self.paths.support("Blank");
        let known = enumeration.values.iter();
        let idents: Vec<_> = known.map(|value| ident(&value.name.ident)).collect();
        let numbers: Vec<_> = enumeration.values.iter().map(literal).collect();
        let fallback = enumeration.fallback.as_ref();
        let fallback: Vec<_> = fallback.map(|it| ident(&it.ident)).into_iter().collect();
        vec![
            quote! {
                impl #name {
                    #[doc = " The values that the description lists, in its order."]
                    pub const KNOWN: &'static [Self] = &[#(Self::#idents),*];
                    #[doc = " The number on the wire."]
                    #[must_use]
                    pub fn value(&self) -> #number {
                        match self {
                            #(Self::#idents => #numbers,)*
                            #(Self::#fallback(number) => *number,)*
                        }
                    }
                }
            },
            quote! {
                impl #blank for #name {
                    fn blank() -> Self {
                        #(Self::#fallback(0))*
                    }
                }
            },
            quote! {
                impl ::core::convert::From<#number> for #name {
                    fn from(number: #number) -> Self {
                        match number {
                            #(#numbers => Self::#idents,)*
                            #(other => Self::#fallback(other),)*
                        }
                    }
                }
            },
            quote!(#number_enum!(#name, #number);),
        ]
    }
}

/// The number of a value, as a pattern or an expression.
fn literal(value: &EnumValue) -> TokenStream {
    let source = value.name.source.as_str();
    let (sign, digits) = match source.strip_prefix('-') {
        Some(digits) => (Some(quote!(-)), digits),
        None => (None, source),
    };
    // `lower` makes the values of numbers.
    let number = Literal::u128_unsuffixed(digits.parse().unwrap_or_default());
    quote!(#sign #number)
}
