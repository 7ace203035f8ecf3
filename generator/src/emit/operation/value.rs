//! Values of parameters: how a builder takes them, and what they are held to.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Number, Value};

use super::super::{
    Emitter,
    paths::{self, ident},
};
use crate::model::{Constraints, Parameter, Place, Type, Width};

/// How a parameter's value is taken.
pub(in super::super) struct Argument {
    /// What an argument or a setter accepts.
    pub ty: TokenStream,
    /// A caller hands over a reference.
    pub is_borrowed: bool,
}

impl Emitter<'_> {
    /// How a parameter's value is taken.
    pub(in super::super) fn argument(&self, parameter: &Parameter) -> Argument {
        let ty = &parameter.ty;
        let into = |target: &TokenStream| Argument {
            ty: paths::into(target),
            is_borrowed: false,
        };
        let borrowed = |target: TokenStream| Argument {
            ty: quote!(&'a #target),
            is_borrowed: true,
        };
        match self.api.types.resolve(ty) {
            Type::Text if parameter.place == Place::Host => into(&paths::string()),
            Type::Text => into(&paths::cow_str()),
            Type::Bytes(_) => into(&quote!(::std::borrow::Cow<'a, [u8]>)),
            Type::Secret(inner) if matches!(self.api.types.resolve(inner), Type::Text) => {
                into(&paths::secret_string())
            }
            Type::List(item) => borrowed(match self.api.types.resolve(item) {
                // The client's own list is of texts that it owns.
                Type::Text if !parameter.client_wide => quote!([&'a str]),
                item => {
                    let item = self.rust(item);
                    quote!([#item])
                }
            }),
            ty @ (Type::Any
            | Type::Foreign(_)
            | Type::AnyObject
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Secret(_)) => borrowed(self.rust(ty)),
            ty @ Type::Named(_) if self.api.types.enumeration(ty).is_none() => {
                borrowed(self.rust(ty))
            }
            other => Argument {
                ty: self.rust(other),
                is_borrowed: false,
            },
        }
    }

    /// What a parameter's value is held to.
    pub(in super::super) fn constraints(&self, parameter: &Parameter) -> Vec<TokenStream> {
        let bounds = &parameter.constraints;
        match self.api.types.number(&parameter.ty) {
            Type::Text => self.text_constraints(bounds),
            Type::Secret(inner) if matches!(self.api.types.resolve(inner), Type::Text) => {
                self.text_constraints(bounds)
            }
            // Bounds may lie beyond what the value's own type can say.
            Type::Integer(width) => self.whole_constraints(bounds, *width),
            Type::Float32 | Type::Float64 => self.float_constraints(bounds),
            Type::List(_) => {
                let counts = [
                    ("MinItems", bounds.min_items),
                    ("MaxItems", bounds.max_items),
                ];
                let counts = counts.into_iter().filter_map(|(name, bound)| {
                    let (ty, bound) = (self.constraint(name), Literal::u64_unsuffixed(bound?));
                    Some(quote!(#ty(#bound)))
                });
                let unique = bounds.unique_items.then(|| self.constraint("UniqueItems"));
                counts.chain(unique).collect()
            }
            _ => Vec::new(),
        }
    }

    fn constraint(&self, name: &str) -> TokenStream {
        self.paths.support(&format!("Constraint::{name}"))
    }

    fn text_constraints(&self, bounds: &Constraints) -> Vec<TokenStream> {
        let lengths = [
            ("MinLength", bounds.min_length),
            ("MaxLength", bounds.max_length),
        ];
        let lengths = lengths.into_iter().filter_map(|(name, bound)| {
            let (ty, bound) = (self.constraint(name), Literal::u64_unsuffixed(bound?));
            Some(quote!(#ty(#bound)))
        });
        let pattern = bounds.pattern.iter().map(|pattern| {
            let (text, matches) = (self.constraint("Text"), self.paths.support("matches"));
            quote!(#text(#matches, #pattern))
        });
        let listed = (!bounds.listed.is_empty()).then(|| {
            let (ty, listed) = (self.constraint("Listed"), &bounds.listed);
            quote!(#ty(&[#(#listed),*]))
        });
        lengths.chain(pattern).chain(listed).collect()
    }

    fn whole_constraints(&self, bounds: &Constraints, width: Width) -> Vec<TokenStream> {
        let (least, greatest) = width.bounds();
        let ty = self.constraint("Whole");
        let limits = limits(bounds).filter_map(|(side, limit)| {
            // A bound between two integers means the nearer one inside.
            let inside = whole(limit).unwrap_or_else(|| match side {
                "Minimum" | "ExclusiveMaximum" => saturated(float(limit).ceil()),
                _ => saturated(float(limit).floor()),
            });
            // What no value of the type breaks need not be checked.
            let matters = (least..=greatest).contains(&inside);
            let side = self.paths.support(&format!("Bound::{side}"));
            let limit = Literal::i128_unsuffixed(inside);
            matters.then(|| quote!(#ty(#side, #limit)))
        });
        let divisor = bounds
            .multiple_of
            .as_ref()
            .map(|divisor| match whole(divisor) {
                Some(divisor) => {
                    let (ty, divisor) = (
                        self.constraint("MultipleOf"),
                        Literal::i128_unsuffixed(divisor),
                    );
                    quote!(#ty(#divisor))
                }
                None => self.float_divisor(divisor),
            });
        limits.chain(divisor).collect()
    }

    fn float_constraints(&self, bounds: &Constraints) -> Vec<TokenStream> {
        let ty = self.constraint("Float");
        let limits = limits(bounds).map(|(side, limit)| {
            let side = self.paths.support(&format!("Bound::{side}"));
            let limit = Literal::f64_unsuffixed(float(limit));
            quote!(#ty(#side, #limit))
        });
        let divisor = bounds.multiple_of.iter();
        let divisor = divisor.map(|divisor| self.float_divisor(divisor));
        limits.chain(divisor).collect()
    }

    fn float_divisor(&self, divisor: &Number) -> TokenStream {
        let ty = self.constraint("MultipleOfFloat");
        let divisor = Literal::f64_unsuffixed(float(divisor));
        quote!(#ty(#divisor))
    }

    /// A documented default as a value of the enumeration that the parameter's type is.
    pub(in super::super) fn enumerated(&self, ty: &Type, default: &Value) -> Option<TokenStream> {
        let Type::Named(id) = self.api.types.resolve(ty) else {
            return None;
        };
        let value = self.api.types.enumeration(ty)?.known(default)?;
        let name = &self.api.types.get(*id)?.name.ident;
        let (path, value) = (self.paths.model(name), ident(&value.name.ident));
        Some(quote!(#path::#value))
    }

    /// A documented default as a reference to a value of the parameter's type.
    pub(in super::super) fn default_value(&self, ty: &Type, default: &Value) -> TokenStream {
        let value = self.plain_value(ty, default);
        match default {
            // A text is one already.
            Value::String(_) if self.api.types.enumeration(ty).is_none() => value,
            _ => quote!(&#value),
        }
    }

    /// A documented value as one of its type; a text that stands for nothing else as a `&str`.
    pub(in super::super) fn plain_value(&self, ty: &Type, value: &Value) -> TokenStream {
        if let Some(value) = self.enumerated(ty, value) {
            return value;
        }
        let whole = !matches!(self.api.types.number(ty), Type::Float32 | Type::Float64);
        match value {
            Value::String(text) => quote!(#text),
            Value::Bool(flag) => quote!(#flag),
            Value::Number(number) => match number.as_i128().filter(|_| whole) {
                Some(number) => {
                    let number = Literal::i128_unsuffixed(number);
                    quote!(#number)
                }
                None => {
                    let number = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
                    quote!(#number)
                }
            },
            // `lower` keeps no other default.
            Value::Null | Value::Array(_) | Value::Object(_) => quote!(""),
        }
    }
}

/// A number as a whole one, if it is.
pub(super) fn whole(number: &Number) -> Option<i128> {
    let is_whole = |float: &f64| float.fract() == 0.0;
    let float = || number.as_f64().filter(is_whole).map(saturated);
    number.as_i128().or_else(float)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a bound beyond 128 bits saturates"
)]
fn saturated(float: f64) -> i128 {
    float as i128
}

fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or_default()
}

/// The limits of a number, and the side of each on which it lies.
fn limits(bounds: &Constraints) -> impl Iterator<Item = (&'static str, &Number)> {
    let least = match bounds.exclusive_minimum {
        true => "ExclusiveMinimum",
        false => "Minimum",
    };
    let most = match bounds.exclusive_maximum {
        true => "ExclusiveMaximum",
        false => "Maximum",
    };
    let least = bounds.minimum.as_ref().map(|limit| (least, limit));
    let most = bounds.maximum.as_ref().map(|limit| (most, limit));
    least.into_iter().chain(most)
}
