//! How an operation's requests are made, as data: method, path, parameters.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{
    super::{Emitter, paths::ident},
    server,
    value::whole,
};
use crate::model::{Delimiter, Method, Operation, Parameter, Place, Spelling, Spread, Type};

impl Emitter<'_> {
    /// What an operation is to its request builder.
    pub(super) fn exchange(&self, operation: &Operation) -> TokenStream {
        let [exchange, plan] = ["Exchange", "RequestPlan"].map(|name| self.paths.support(name));
        let of = exchange_of(operation);
        let problem = self.failure_body(operation);
        let (id, method) = (&operation.id, self.method(operation.method));
        let path = super::path_template(operation);
        let parameters = server::kept_parameters(operation);
        let parameters: Vec<_> = parameters.map(|it| self.parameter(operation, it)).collect();
        let parameters = (!parameters.is_empty()).then(|| quote!(parameters: &[#(#parameters),*],));
        let repeat = operation.repeatable.then(|| {
            let safe = self.paths.support("Repeat::Safe");
            quote!(repeat: #safe,)
        });
        let texts = [
            ("fixed_query", operation.fixed_query.clone()),
            ("accept", Some(operation.accept.join(", "))),
            (
                "media_type",
                operation.body.as_ref().map(|it| it.media_type.clone()),
            ),
        ];
        let texts = texts.into_iter().filter_map(|(name, text)| {
            let (name, text) = (ident(name), text.filter(|text| !text.is_empty())?);
            Some(quote!(#name: #text,))
        });
        let successes = self.successes(operation);
        let security = operation.security.as_ref().map(|alternatives| {
            let security = self.security(alternatives);
            quote!(security: ::core::option::Option::Some(#security),)
        });
        let server = operation.server.as_ref().map(|server| {
            let server = self.server(server);
            quote!(server: ::core::option::Option::Some((#server)),)
        });
        quote! {
            impl #exchange for #of {
                type Problem = #problem;
                const PLAN: #plan = #plan {
                    operation: #id,
                    method: #method,
                    path: #path,
                    #(#texts)*
                    #parameters
                    #successes
                    #repeat
                    #security
                    #server
                    ..#plan::EMPTY
                };
            }
        }
    }

    /// The statuses that mean success, where all of them mean the same.
    fn successes(&self, operation: &Operation) -> Option<TokenStream> {
        let spans = self.one_answer(operation)?.into_iter();
        let spans = spans.map(|(first, last)| {
            let [first, last] = [first, last].map(Literal::u16_unsuffixed);
            quote!((#first, #last))
        });
        Some(quote!(successes: &[#(#spans),*],))
    }

    /// The value that the description has for a parameter, as it travels: a number as its type writes it.
    fn usual_text(&self, parameter: &Parameter, default: &Value) -> String {
        let text = match (default, self.api.types.number(&parameter.ty)) {
            (Value::String(text), _) if parameter.spelling != Spelling::Json => Some(text.clone()),
            (Value::Number(number), Type::Integer(_)) => whole(number).map(|it| it.to_string()),
            (Value::Number(number), Type::Float64) => number.as_f64().map(|it| it.to_string()),
            (Value::Number(number), Type::Float32) => {
                let number = number.to_string().parse::<f32>();
                number.ok().map(|it| it.to_string())
            }
            _ => None,
        };
        text.unwrap_or_else(|| default.to_string())
    }

    fn method(&self, method: Method) -> TokenStream {
        self.paths.base(match method {
            Method::Get => "http::Method::Get",
            Method::Put => "http::Method::Put",
            Method::Post => "http::Method::Post",
            Method::Delete => "http::Method::Delete",
            Method::Head => "http::Method::Head",
            Method::Patch => "http::Method::Patch",
        })
    }

    /// Where a parameter goes, and what is asked of its value.
    fn parameter(&self, operation: &Operation, parameter: &Parameter) -> TokenStream {
        let ty = self.paths.support("Parameter");
        let name = match &parameter.spread {
            Spread::Headers(prefix) => prefix,
            _ => &parameter.name.source,
        };
        let place = match (parameter.place, property_of(operation, parameter)) {
            (_, Some(property)) => quote!(part(#property, #name)),
            (Place::Path, None) => quote!(path(#name)),
            (Place::Query, None) => quote!(query(#name)),
            (Place::Cookie, None) => quote!(cookie(#name)),
            // `server` keeps what is in the address of its own.
            (Place::Header | Place::Host, None) => quote!(header(#name)),
        };
        let spelling = self.spelling(parameter);
        let flags = self.flags(parameter);
        let separators = parameter.inner.iter().map(separator);
        let joined = (!parameter.inner.is_empty()).then(|| quote!(.joined(&[#(#separators),*])));
        // What the client always has comes before it.
        let mut own = self.api.client_parameters.iter();
        let always = own.any(|own| own.required && own.is_called_like(parameter));
        let is_usual = parameter.required && !(parameter.client_wide && always);
        let default = parameter.default.as_ref().filter(|_| is_usual);
        let usual = default.map(|default| {
            let text = self.usual_text(parameter, default);
            quote!(.usual(#text))
        });
        let shared = parameter.client_wide.then(|| {
            let place = Literal::usize_unsuffixed(self.place_on_client(parameter)?);
            Some(quote!(.shared(#place)))
        });
        let shared = shared.flatten();
        let constraints = self.constraints(parameter);
        let checked = (!constraints.is_empty()).then(|| quote!(.checked(&[#(#constraints),*])));
        quote!(#ty::#place #spelling #(.#flags())* #joined #usual #shared #checked)
    }

    /// What is said of a parameter in a word each.
    fn flags(&self, parameter: &Parameter) -> impl Iterator<Item = Ident> {
        let types = &self.api.types;
        let resolved = types.resolve(&parameter.ty);
        let is_json = parameter.spelling == Spelling::Json;
        let is_list = matches!(resolved, Type::List(_)) && !is_json;
        let may_be_empty = parameter.allow_empty && (is_list || parameter.place == Place::Path);
        let mut layers = resolved.layers();
        let is_foreign = layers.any(|layer| matches!(layer, Type::Foreign(_)));
        let flags = [
            ("raw", parameter.verbatim),
            ("or_empty", may_be_empty),
            ("secret", types.holds_secret(&parameter.ty)),
            ("foreign", is_foreign),
            ("json", is_json),
        ];
        let flags = flags.into_iter().filter(|(_, is_set)| *is_set);
        flags.map(|(flag, _)| ident(flag))
    }

    /// How a value of more than one text is spelled.
    fn spelling(&self, parameter: &Parameter) -> Option<TokenStream> {
        match (parameter.spelling, &parameter.spread) {
            (Spelling::Tree, Spread::Headers(_)) => Some(quote!(.collection())),
            (Spelling::Tree, Spread::FormExploded) if parameter.place == Place::Cookie => {
                let style = self.paths.support("Style::Cookies");
                Some(quote!(.style(#style)))
            }
            (Spelling::Tree, spread) => {
                let style = self.style(spread)?;
                Some(quote!(.style(#style)))
            }
            (Spelling::Items, spread) => {
                let style = self.list_style(spread);
                Some(quote!(.items(#style)))
            }
            (Spelling::Text | Spelling::Json, _) => None,
        }
    }

    /// The style of a tree, where it is spelled by one.
    pub(super) fn style(&self, spread: &Spread) -> Option<TokenStream> {
        let style = match spread {
            Spread::Simple => "Simple",
            Spread::SimpleExploded => "SimpleExploded",
            Spread::Label => "Label",
            Spread::LabelExploded => "LabelExploded",
            Spread::Matrix => "Matrix",
            Spread::MatrixExploded => "MatrixExploded",
            Spread::Form => "Form",
            Spread::FormExploded => "FormExploded",
            Spread::Space => "Space",
            Spread::Tab => "Tab",
            Spread::Pipe => "Pipe",
            Spread::Deep => "Deep",
            Spread::Json | Spread::Headers(_) => return None,
        };
        Some(self.paths.support(&format!("Style::{style}")))
    }

    /// How a list of plain items is joined or repeated.
    fn list_style(&self, spread: &Spread) -> TokenStream {
        self.paths.support(match spread {
            Spread::FormExploded => "ListStyle::Repeat",
            Spread::Space => "ListStyle::Space",
            Spread::Tab => "ListStyle::Tab",
            Spread::Pipe => "ListStyle::Pipe",
            Spread::Simple
            | Spread::SimpleExploded
            | Spread::Form
            | Spread::Label
            | Spread::LabelExploded
            | Spread::Matrix
            | Spread::MatrixExploded
            | Spread::Deep
            | Spread::Json
            | Spread::Headers(_) => "ListStyle::Comma",
        })
    }
}

/// The type that stands for an operation, in the file of its group.
pub(super) fn exchange_of(operation: &Operation) -> TokenStream {
    let name = ident(&operation.builder);
    quote!(self::exchange::#name)
}

/// The property whose parts have the header that a parameter is.
fn property_of<'o>(operation: &'o Operation, parameter: &Parameter) -> Option<&'o str> {
    let mut headers = operation.body.iter().flat_map(|body| &body.part_headers);
    let header = headers.find(|header| std::ptr::eq(&header.parameter, parameter))?;
    Some(&header.property)
}

fn separator(delimiter: &Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Comma => ",",
        Delimiter::Space => " ",
        Delimiter::Tab => "\t",
        Delimiter::Pipe => "|",
    }
}
