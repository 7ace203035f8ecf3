//! Values of parameters: how a builder keeps them, takes them, checks them and spells them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Number, Value};

use super::super::{
    Emitter,
    paths::{self, ident},
};
use crate::model::{BytesFormat, Constraints, DateTimeFormat, Parameter, Place, Type, Width};

/// How a parameter's value is kept and taken.
pub(in super::super) struct Kept {
    /// The type in the builder, without `Option`.
    pub stored: TokenStream,
    /// What an argument or a setter accepts.
    pub accepted: TokenStream,
    /// The accepted value needs `.into()`.
    pub converted: bool,
    /// How a reference to it is taken.
    pub access: Access,
}

/// How a reference to a kept value is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Access {
    /// Through `Deref`: texts and bytes.
    Deref,
    /// By reference.
    Reference,
    /// By copy: what is a reference already.
    Copy,
}

impl Kept {
    /// Whether a caller hands over a reference.
    pub fn is_borrowed(&self) -> bool {
        self.access == Access::Copy
    }
}

impl Emitter<'_> {
    /// How a parameter's value is kept and taken.
    pub(in super::super) fn kept(&self, parameter: &Parameter) -> Kept {
        let ty = &parameter.ty;
        let into = |stored: TokenStream, access| Kept {
            accepted: paths::into(&stored),
            stored,
            converted: true,
            access,
        };
        let borrowed = |target: TokenStream| {
            let stored = quote!(&'a #target);
            Kept {
                accepted: stored.clone(),
                stored,
                converted: false,
                access: Access::Copy,
            }
        };
        match self.api.types.resolve(ty) {
            Type::Text if parameter.place == Place::Host => into(paths::string(), Access::Deref),
            Type::Text => into(paths::cow_str(), Access::Deref),
            Type::Bytes(_) => into(quote!(::std::borrow::Cow<'a, [u8]>), Access::Deref),
            Type::Secret(inner) if matches!(self.api.types.resolve(inner), Type::Text) => {
                into(paths::secret_string(), Access::Reference)
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
            other => {
                let stored = self.rust(other);
                let access = Access::Reference;
                Kept {
                    accepted: stored.clone(),
                    stored,
                    converted: false,
                    access,
                }
            }
        }
    }

    /// The text of a value that stands behind the reference `value`.
    pub(super) fn text(&self, parameter: &Parameter) -> TokenStream {
        let name = &parameter.name.source;
        match self.api.types.resolve(&parameter.ty) {
            Type::Text => quote!(value),
            Type::Secret(_) => quote!(::secrecy::ExposeSecret::expose_secret(value)),
            Type::DateTime(format) => {
                let (function, name) = match format {
                    DateTimeFormat::Rfc3339 => ("text::rfc3339", Some(quote!(#name,))),
                    DateTimeFormat::Rfc7231 => ("text::rfc7231", Some(quote!(#name,))),
                    DateTimeFormat::Unix => ("text::unix_time", None),
                };
                let question = name.is_some().then(|| quote!(?));
                let function = self.paths.support(function);
                quote!(&#function(#name value)#question)
            }
            Type::Bytes(format) => {
                let function = self.paths.support(match format {
                    BytesFormat::Base64 => "text::base64",
                    BytesFormat::Base64Url => "text::base64_url",
                });
                quote!(&#function(value))
            }
            Type::Date => quote!(&value.to_string()),
            Type::Duration => quote!(value.as_str()),
            _ => {
                let to_text = self.paths.support("ToText");
                quote!(&#to_text::to_text(value))
            }
        }
    }

    /// The checks of a value that stands behind the reference `value`, each an outcome.
    pub(in super::super) fn checks(&self, parameter: &Parameter) -> Vec<TokenStream> {
        let bounds = &parameter.constraints;
        match self.api.types.number(&parameter.ty) {
            Type::Text => self.text_checks(parameter, &quote!(value)),
            Type::Secret(inner) if matches!(self.api.types.resolve(inner), Type::Text) => {
                let exposed = quote!(::secrecy::ExposeSecret::expose_secret(value));
                self.text_checks(parameter, &exposed)
            }
            // Bounds may lie beyond what the value's own type can say.
            Type::Integer(width) => self.integer_checks(parameter, *width),
            Type::Float32 | Type::Float64 => self.float_checks(parameter),
            Type::List(_) => {
                let mut checks = Vec::new();
                checks.extend(self.count_check("min_items", parameter, bounds.min_items));
                checks.extend(self.count_check("max_items", parameter, bounds.max_items));
                if bounds.unique_items {
                    let function = self.paths.support("check::unique_items");
                    let name = &parameter.name.source;
                    checks.push(quote!(#function(#name, value)));
                }
                checks
            }
            _ => Vec::new(),
        }
    }

    fn text_checks(&self, parameter: &Parameter, value: &TokenStream) -> Vec<TokenStream> {
        let Constraints {
            min_length,
            max_length,
            pattern,
            listed,
            ..
        } = &parameter.constraints;
        let name = &parameter.name.source;
        let mut checks = Vec::new();
        for (function, bound) in [("min_length", min_length), ("max_length", max_length)] {
            if let Some(bound) = bound {
                let function = self.paths.support(&format!("check::{function}"));
                let bound = Literal::u64_unsuffixed(*bound);
                checks.push(quote!(#function(#name, #value, #bound)));
            }
        }
        if pattern.is_some() {
            let constant = pattern_name(parameter);
            checks.push(quote!(#constant.check(#name, #value)));
        }
        if !listed.is_empty() {
            let function = self.paths.support("listed");
            checks.push(quote!(#function(#name, #value, &[#(#listed),*])));
        }
        checks
    }

    /// The pattern that the checks name, compiled once; `None` where they name none.
    pub(in super::super) fn pattern(&self, parameter: &Parameter) -> Option<TokenStream> {
        let is_text = match self.api.types.resolve(&parameter.ty) {
            Type::Secret(inner) => matches!(self.api.types.resolve(inner), Type::Text),
            ty => matches!(ty, Type::Text),
        };
        let pattern = parameter.constraints.pattern.as_ref().filter(|_| is_text)?;
        let ty = self.paths.support("Pattern");
        let constant = pattern_name(parameter);
        Some(quote!(static #constant: #ty = #ty::new(#pattern);))
    }

    fn count_check(
        &self,
        function: &str,
        parameter: &Parameter,
        bound: Option<u64>,
    ) -> Option<TokenStream> {
        let bound = Literal::u64_unsuffixed(bound?);
        let function = self.paths.support(&format!("check::{function}"));
        let name = &parameter.name.source;
        Some(quote!(#function(#name, value, #bound)))
    }

    fn integer_checks(&self, parameter: &Parameter, width: Width) -> Vec<TokenStream> {
        let (value, (least, greatest)) = (widened(width), width.bounds());
        let name = &parameter.name.source;
        let bounds = &parameter.constraints;
        let mut checks = Vec::new();
        for (function, bound) in bound_checks(bounds) {
            // A bound between two integers means the nearer one inside.
            let inside = whole(bound).unwrap_or_else(|| match function {
                "minimum" | "exclusive_maximum" => saturated(float(bound).ceil()),
                _ => saturated(float(bound).floor()),
            });
            // What no value of the type breaks need not be checked, and may be no value of it.
            if !(least..=greatest).contains(&inside) {
                continue;
            }
            let function = self.paths.support(&format!("check::{function}"));
            let bound = Literal::i128_unsuffixed(inside);
            checks.push(quote!(#function(#name, #value, #bound)));
        }
        if let Some(divisor) = &bounds.multiple_of {
            let (function, divisor) = match whole(divisor) {
                Some(divisor) => {
                    // The argument may be of any type, which the compiler takes an `i32` for.
                    let divisor = match i32::try_from(divisor) {
                        Ok(_) => Literal::i128_unsuffixed(divisor),
                        Err(_) => Literal::i128_suffixed(divisor),
                    };
                    ("check::multiple_of", divisor)
                }
                None => {
                    let divisor = Literal::f64_unsuffixed(float(divisor));
                    ("check::multiple_of_float", divisor)
                }
            };
            let function = self.paths.support(function);
            checks.push(quote!(#function(#name, *value, #divisor)));
        }
        checks
    }

    fn float_checks(&self, parameter: &Parameter) -> Vec<TokenStream> {
        let name = &parameter.name.source;
        let mut checks = Vec::new();
        for (function, bound) in bound_checks(&parameter.constraints) {
            let function = self.paths.support(&format!("check::{function}"));
            let bound = Literal::f64_unsuffixed(float(bound));
            checks.push(quote!(#function(#name, *value, #bound)));
        }
        if let Some(divisor) = &parameter.constraints.multiple_of {
            let function = self.paths.support("check::multiple_of_float");
            let divisor = Literal::f64_unsuffixed(float(divisor));
            checks.push(quote!(#function(#name, *value, #divisor)));
        }
        checks
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

/// An integer behind the reference `value`, as a type that has room for the bounds of its own.
fn widened(width: Width) -> TokenStream {
    match width {
        Width::I8 | Width::I16 | Width::I32 | Width::U8 | Width::U16 | Width::U32 => {
            quote!(i64::from(*value))
        }
        Width::U64 => quote!(i128::from(*value)),
        Width::I64 | Width::I128 => quote!(*value),
    }
}

/// A number as a whole one, if it is.
fn whole(number: &Number) -> Option<i128> {
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

fn bound_checks(bounds: &Constraints) -> impl Iterator<Item = (&'static str, &Number)> {
    let least = if bounds.exclusive_minimum {
        "exclusive_minimum"
    } else {
        "minimum"
    };
    let most = if bounds.exclusive_maximum {
        "exclusive_maximum"
    } else {
        "maximum"
    };
    let least = bounds.minimum.as_ref().map(|bound| (least, bound));
    let most = bounds.maximum.as_ref().map(|bound| (most, bound));
    least.into_iter().chain(most)
}

fn pattern_name(parameter: &Parameter) -> proc_macro2::Ident {
    let name = parameter.name.ident.trim_start_matches("r#").to_uppercase();
    ident(&format!("{name}_PATTERN"))
}
