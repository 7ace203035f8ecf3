//! A parameter's value on its way into a path, a query, a header or a cookie.
//!
//! Each fragment takes the reference `value` and puts it where it belongs, by the spelling that
//! `lower` has decided.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Emitter;
use crate::model::{Delimiter, Parameter, Place, Spelling, Spread, Type};

impl Emitter<'_> {
    /// Into the path, as a segment or a part of one.
    pub(super) fn put_segment(&self, parameter: &Parameter) -> TokenStream {
        let name = &parameter.name.source;
        if let Some((spelled, style)) = self.spelled(parameter) {
            return quote!(target.segment_spelled(#name, &#spelled, #style););
        }
        let text = self.one_text(parameter);
        match (parameter.verbatim, parameter.allow_empty) {
            (true, _) => quote!(target.raw(#name, #text);),
            (false, true) => quote!(target.segment_or_empty(#name, #text);),
            (false, false) => quote!(target.segment(#name, #text);),
        }
    }

    /// Into the query.
    pub(super) fn put_query(&self, parameter: &Parameter) -> TokenStream {
        let name = &parameter.name.source;
        let list = matches!(self.api.types.resolve(&parameter.ty), Type::List(_));
        let empty = (list && parameter.allow_empty).then(|| {
            quote! {
                if value.is_empty() {
                    target.query(#name, "");
                }
            }
        });
        if parameter.spelling == Spelling::Items {
            let style = self.list_style(&parameter.spread);
            return quote!(#empty target.query_list(#name, value, #style););
        }
        if let Some((spelled, style)) = self.spelled(parameter) {
            return if parameter.verbatim {
                quote!(#empty target.query_spelled_raw(#name, &#spelled, #style);)
            } else {
                quote!(#empty target.query_spelled(#name, &#spelled, #style);)
            };
        }
        let text = self.one_text(parameter);
        if parameter.verbatim {
            quote!(target.query_raw(#name, #text);)
        } else {
            quote!(target.query(#name, #text);)
        }
    }

    /// Into a header, or into several.
    pub(super) fn put_header(&self, parameter: &Parameter) -> TokenStream {
        let name = &parameter.name.source;
        if let Spread::Headers(prefix) = &parameter.spread {
            let add = self.paths.support("add_headers_spelled");
            let tree = self.tree(parameter);
            return quote!(#add(target.request(), #prefix, &#tree)?;);
        }
        if let Some((spelled, style)) = self.spelled(parameter) {
            let add = self.paths.support("add_header_spelled");
            return quote!(#add(target.request(), #name, &#spelled, #style)?;);
        }
        let text = match parameter.spelling {
            Spelling::Items => {
                let joined = self.paths.support("text::joined");
                let style = self.list_style(&parameter.spread);
                quote!(&#joined(value, #style))
            }
            Spelling::Text | Spelling::Tree | Spelling::Json => self.one_text(parameter),
        };
        quote!(target.header(#name, #text);)
    }

    /// Into a cookie, or into several.
    pub(super) fn put_cookie(&self, parameter: &Parameter) -> TokenStream {
        let name = &parameter.name.source;
        if let Some((spelled, style)) = self.spelled(parameter) {
            let add = self.paths.support("add_cookie_spelled");
            return quote!(#add(target.request(), #name, &#spelled, #style););
        }
        let add = self.paths.support("add_cookie");
        let text = self.one_text(parameter);
        quote!(#add(target.request(), #name, #text);)
    }

    /// The value's one text: its own, or JSON.
    fn one_text(&self, parameter: &Parameter) -> TokenStream {
        if parameter.spelling != Spelling::Json {
            return self.text(parameter);
        }
        let name = &parameter.name.source;
        match (
            self.api.types.resolve(&parameter.ty),
            self.codec(&parameter.ty),
        ) {
            // A caller's bytes and texts are not the types that their codecs take.
            (Type::Bytes(_), Some(_)) => {
                let json = self.paths.support("json_value");
                let text = self.text(parameter);
                quote!(&#json(#name, #text)?)
            }
            (Type::List(item), _) => match self.codec(item) {
                Some(codec) => {
                    let json = self.paths.support("json_items_as");
                    quote!(&#json::<#codec>(#name, value)?)
                }
                None => {
                    let json = self.paths.support("json_value");
                    quote!(&#json(#name, value)?)
                }
            },
            (_, Some(codec)) => {
                let json = self.paths.support("json_value_as");
                quote!(&#json::<#codec>(#name, value)?)
            }
            (_, None) => {
                let json = self.paths.support("json_value");
                quote!(&#json(#name, value)?)
            }
        }
    }

    /// The value as a tree and the style to spell it in, where that is how it travels.
    fn spelled(&self, parameter: &Parameter) -> Option<(TokenStream, TokenStream)> {
        let style = match parameter.spread {
            Spread::FormExploded if parameter.place == Place::Cookie => {
                self.paths.support("Style::Cookies")
            }
            _ => self.style(&parameter.spread)?,
        };
        (parameter.spelling == Spelling::Tree).then(|| (self.tree(parameter), style))
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

    /// The value as a tree, the lists inside of it joined where the description says how.
    fn tree(&self, parameter: &Parameter) -> TokenStream {
        let whole = self.whole_tree(parameter);
        let separators = parameter.inner.iter().map(|inner| match inner {
            Delimiter::Comma => ",",
            Delimiter::Space => " ",
            Delimiter::Tab => "\t",
            Delimiter::Pipe => "|",
        });
        if parameter.inner.is_empty() {
            return whole;
        }
        quote!(#whole.joined(&[#(#separators),*]))
    }

    fn whole_tree(&self, parameter: &Parameter) -> TokenStream {
        let name = &parameter.name.source;
        let spelled = self.paths.support("Spelled");
        match self.api.types.resolve(&parameter.ty) {
            Type::List(item) => match self.codec(item) {
                Some(codec) => quote!(#spelled::items_as::<#codec>(#name, value)?),
                None => quote!(#spelled::of(#name, value)?),
            },
            ty @ (Type::Any
            | Type::Foreign(_)
            | Type::AnyObject
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Named(_)) => self.tree_of(name, ty),
            ty @ Type::Secret(inner) if !matches!(self.api.types.resolve(inner), Type::Text) => {
                self.tree_of(name, ty)
            }
            _ => {
                let text = self.text(parameter);
                quote!(#spelled::text(#text))
            }
        }
    }

    fn tree_of(&self, name: &str, ty: &Type) -> TokenStream {
        let spelled = self.paths.support("Spelled");
        match self.codec(ty) {
            Some(codec) => quote!(#spelled::of_as::<#codec>(#name, value)?),
            None => quote!(#spelled::of(#name, value)?),
        }
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
