//! A parameter's value on its way into a request builder.
//!
//! A value of any type becomes texts there, by the spelling that `lower` has decided; where the texts go
//! is in the operation's list of parameters.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    super::{
        Emitter,
        paths::{self, ident},
    },
    server,
};
use crate::model::{BytesFormat, DateTimeFormat, Operation, Parameter, Spelling, Type};

/// A value in generated code.
pub(in super::super) struct Given {
    value: TokenStream,
    /// It is a reference, not what a caller hands over.
    is_lent: bool,
}

impl Given {
    /// What a caller hands over.
    pub fn handed(value: TokenStream) -> Self {
        let is_lent = false;
        Self { value, is_lent }
    }

    /// A reference.
    pub fn lent(value: TokenStream) -> Self {
        let is_lent = true;
        Self { value, is_lent }
    }
}

/// How a parameter's value becomes texts: the same for a caller in Rust and for one in JSON.
pub(in super::super) enum Way {
    /// It is a text.
    Text,
    /// It is a text that is never printed.
    Secret,
    /// Its type has one text for it.
    Plain,
    /// Each item's type has one text for it.
    Items,
    /// It is written as JSON.
    Json,
    /// It is spelled by a style.
    Tree,
    /// A date and a time, in a format.
    DateTime(DateTimeFormat),
    /// Bytes, in a format.
    Bytes(BytesFormat),
    /// A date.
    Date,
    /// A duration.
    Duration,
}

impl Emitter<'_> {
    /// Sets the arguments on `request`.
    pub(super) fn set_arguments(&self, operation: &Operation) -> TokenStream {
        let request = quote!(request);
        let arguments = server::parameters(operation).filter(|it| it.is_argument());
        let values = arguments.map(|parameter| {
            let (source, name) = (&parameter.name.source, ident(&parameter.name.ident));
            match server::index_of(operation, parameter) {
                Some(index) => {
                    let index = Literal::usize_unsuffixed(index);
                    let values = quote!(#request.values);
                    let given = Given::handed(quote!(#name));
                    self.set(&values, &quote!(#index), parameter, &given)
                }
                None => quote!(request.options.server_variable(#source, #name.into());),
            }
        });
        let body = self.initial_body(operation);
        quote!(#(#values)* #body)
    }

    /// Sets a parameter's value on `values`.
    pub(in super::super) fn set(
        &self,
        values: &TokenStream,
        index: &TokenStream,
        parameter: &Parameter,
        given: &Given,
    ) -> TokenStream {
        let (method, value) = self.said(parameter, given);
        let method = ident(method);
        quote!(#values.#method(#index, #value);)
    }

    /// How a parameter's value becomes texts.
    pub(in super::super) fn way(&self, parameter: &Parameter) -> Way {
        match parameter.spelling {
            Spelling::Items => Way::Items,
            Spelling::Json => Way::Json,
            Spelling::Tree if self.is_tree(parameter) => Way::Tree,
            Spelling::Text | Spelling::Tree => match self.api.types.resolve(&parameter.ty) {
                Type::Text => Way::Text,
                Type::Secret(_) => Way::Secret,
                Type::DateTime(format) => Way::DateTime(*format),
                Type::Bytes(format) => Way::Bytes(*format),
                Type::Date => Way::Date,
                Type::Duration => Way::Duration,
                _ => Way::Plain,
            },
        }
    }

    /// How a value is said, and what it is said by.
    fn said(&self, parameter: &Parameter, given: &Given) -> (&'static str, TokenStream) {
        let (name, value) = (&parameter.name.source, &given.value);
        let reference = self.reference(parameter, given);
        match self.way(parameter) {
            Way::Text => ("text", value.clone()),
            Way::Secret if given.is_lent => ("secret", quote!(::core::clone::Clone::clone(#value))),
            Way::Secret => ("secret", value.clone()),
            Way::Plain => ("plain", reference),
            Way::Items => ("items", reference),
            Way::Json => ("json", self.json(parameter, given)),
            Way::Tree => ("tree", self.tree(parameter, given)),
            Way::DateTime(format) => {
                let function = self.date_time_writer(format);
                match format {
                    DateTimeFormat::Unix => ("text", quote!(#function(#reference))),
                    DateTimeFormat::Rfc3339 | DateTimeFormat::Rfc7231 => {
                        ("tried", quote!(#function(#name, #reference)))
                    }
                }
            }
            Way::Bytes(format) => {
                let function = self.encoder(format);
                ("text", quote!(#function(#reference)))
            }
            Way::Date => (
                "text",
                quote!(::std::string::ToString::to_string(#reference)),
            ),
            Way::Duration => {
                let ty = self.paths.support("Duration");
                ("text", quote!(#ty::as_str(#reference).to_owned()))
            }
        }
    }

    /// A reference to the value.
    fn reference(&self, parameter: &Parameter, Given { value, is_lent }: &Given) -> TokenStream {
        let into = |target: &TokenStream| quote!(::core::convert::Into::<#target>::into(#value));
        match self.api.types.resolve(&parameter.ty) {
            _ if *is_lent => value.clone(),
            Type::Text => {
                let text = into(&quote!(::std::borrow::Cow<'_, str>));
                quote!(&*#text)
            }
            Type::Bytes(_) => {
                let bytes = into(&quote!(::std::borrow::Cow<'_, [u8]>));
                quote!(&#bytes)
            }
            Type::Secret(inner) if matches!(self.api.types.resolve(inner), Type::Text) => {
                let text = into(&paths::secret_string());
                quote!(&#text)
            }
            _ if self.argument(parameter).is_borrowed => value.clone(),
            _ => quote!(&#value),
        }
    }

    /// The function that writes a date and a time.
    fn date_time_writer(&self, format: DateTimeFormat) -> TokenStream {
        self.paths.support(match format {
            DateTimeFormat::Rfc3339 => "text::rfc3339",
            DateTimeFormat::Rfc7231 => "text::rfc7231",
            DateTimeFormat::Unix => "text::unix_time",
        })
    }

    fn encoder(&self, format: BytesFormat) -> TokenStream {
        self.paths.support(match format {
            BytesFormat::Base64 => "text::base64",
            BytesFormat::Base64Url => "text::base64_url",
        })
    }

    /// A value as JSON.
    fn json(&self, parameter: &Parameter, given: &Given) -> TokenStream {
        let name = &parameter.name.source;
        let reference = self.reference(parameter, given);
        let json_value = self.paths.support("json_value");
        let types = &self.api.types;
        match (types.resolve(&parameter.ty), self.codec(&parameter.ty)) {
            // A caller's bytes are not the type that their codec takes.
            (Type::Bytes(format), Some(_)) => {
                let function = self.encoder(*format);
                quote!(#json_value(#name, &#function(#reference)))
            }
            (Type::List(item), _) => match self.codec(item) {
                Some(codec) => {
                    let json = self.paths.support("json_items_as");
                    quote!(#json::<#codec>(#name, #reference))
                }
                None => quote!(#json_value(#name, #reference)),
            },
            (_, Some(codec)) => {
                let json = self.paths.support("json_value_as");
                quote!(#json::<#codec>(#name, #reference))
            }
            (_, None) => quote!(#json_value(#name, #reference)),
        }
    }

    /// A value as a tree.
    fn tree(&self, parameter: &Parameter, given: &Given) -> TokenStream {
        let (name, reference) = (&parameter.name.source, self.reference(parameter, given));
        let spelled = self.paths.support("Spelled");
        let ty = self.api.types.resolve(&parameter.ty);
        let (function, codec) = match ty {
            Type::List(item) => ("items_as", self.codec(item)),
            _ => ("of_as", self.codec(ty)),
        };
        let function = ident(function);
        match codec {
            Some(codec) => quote!(#spelled::#function::<#codec>(#name, #reference)),
            None => quote!(#spelled::of(#name, #reference)),
        }
    }

    /// Whether a value that is spelled by a style has parts.
    fn is_tree(&self, parameter: &Parameter) -> bool {
        match self.api.types.resolve(&parameter.ty) {
            Type::List(_)
            | Type::Any
            | Type::Foreign(_)
            | Type::AnyObject
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Named(_) => true,
            Type::Secret(inner) => !matches!(self.api.types.resolve(inner), Type::Text),
            _ => false,
        }
    }
}
