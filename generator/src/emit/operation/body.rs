//! The body of a request: how a builder takes it, keeps it, and puts it on the request.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::{
    Emitter,
    docs::{Comment, code},
    paths::{self, ident},
};
use super::plan::exchange_of;
use crate::model::{Body, Coding, ContentTypes, Operation, Type};

impl Emitter<'_> {
    /// The arguments for a body that every request has, and for what it is called where nothing
    /// is usual.
    pub(super) fn body_arguments(&self, operation: &Operation) -> Vec<TokenStream> {
        let body = operation.body.as_ref().filter(|body| body.required);
        let own = body.map(|body| {
            let name = ident(&body.name.ident);
            let accepted = self.accepted_body(body);
            quote!(#name: #accepted)
        });
        let choice = named_by_caller(operation).map(|choice| {
            let name = ident(&choice.name.ident);
            let accepted = paths::into(&paths::cow_str());
            quote!(#name: #accepted)
        });
        own.into_iter().chain(choice).collect()
    }

    /// Sets a body that every request has on `request`, and what it is called where nothing is usual.
    pub(super) fn initial_body(&self, operation: &Operation) -> TokenStream {
        let body = operation.body.as_ref().filter(|body| body.required);
        let own = body.map(|body| {
            let value = ident(&body.name.ident);
            self.set_body(operation, body, &quote!(request), &value)
        });
        let choice = named_by_caller(operation).map(|choice| {
            let name = ident(&choice.name.ident);
            quote!(request.values.media_type(#name);)
        });
        quote!(#own #choice)
    }

    /// The setters for a body that a request may have, and for what it is called.
    pub(super) fn body_setters(&self, operation: &Operation) -> Vec<TokenStream> {
        let body = operation.body.as_ref();
        let optional = body.filter(|body| !body.required);
        let choice = body.and_then(|body| {
            let choice = body.content_types.as_ref();
            let choice = choice.filter(|choice| !choice.required)?;
            Some(content_type_setter(choice, &body.media_type))
        });
        let own = optional.map(|body| self.body_setter(operation, body));
        own.into_iter().chain(choice).collect()
    }

    fn body_setter(&self, operation: &Operation, body: &Body) -> TokenStream {
        let name = ident(&body.name.ident);
        let accepted = self.accepted_body(body);
        let docs = Comment::of(&body.docs, "The body.").attributes();
        let set = self.set_body(operation, body, &quote!(self), &ident("value"));
        quote! {
            #docs
            pub fn #name(mut self, value: #accepted) -> Self {
                #set
                self
            }
        }
    }

    /// Sets the body on `request`, of which the caller has handed over `value`.
    fn set_body(
        &self,
        operation: &Operation,
        body: &Body,
        request: &TokenStream,
        value: &Ident,
    ) -> TokenStream {
        let ty = self.paths.support("RequestBody");
        let of = exchange_of(operation);
        let made = match body.coding {
            Coding::Json => {
                let json = self.json_body(body, value);
                quote!(#ty::#json)
            }
            Coding::Lines => {
                let item = self.item_of(body).unwrap_or(&body.ty);
                let codec = self.codec_or_own(item);
                quote!(#ty::lines::<#codec>(#value))
            }
            Coding::Xml | Coding::Form | Coding::Multipart => quote!(#of::body(#value)),
            Coding::Text if body.ty.is_secret() => quote!(#ty::secret(#value)),
            Coding::Text => quote!(#ty::text(#value)),
            Coding::Bytes => quote!(#ty::bytes(#value)),
        };
        quote!(#request.values.body(#made);)
    }

    /// The function that makes a body of the operation's own, of those that are no JSON, text or bytes.
    pub(super) fn body_maker(&self, operation: &Operation) -> Option<TokenStream> {
        let body = operation.body.as_ref()?;
        let (writing, put) = match body.coding {
            Coding::Xml => (quote!(writing), self.put_xml(body)),
            Coding::Form => (quote!(_), self.put_form(body)),
            Coding::Multipart => {
                let put = self.put_multipart(body);
                let heads = !body.part_headers.is_empty();
                (
                    if heads { quote!(writing) } else { quote!(_) },
                    quote!({ #put }),
                )
            }
            Coding::Json | Coding::Lines | Coding::Text | Coding::Bytes => return None,
        };
        let (ty, of) = (self.paths.support("RequestBody"), exchange_of(operation));
        let value = self.value_of_body(body);
        Some(quote! {
            impl #of {
                #[doc = " The body of a request, as it is written."]
                pub(crate) fn body(body: &#value) -> #ty<'_> {
                    #ty::new(move |target, #writing| #put)
                }
            }
        })
    }

    fn json_body(&self, body: &Body, value: &Ident) -> TokenStream {
        let item_codec = self.item_of(body).and_then(|item| self.codec(item));
        match (self.codec(&body.ty), item_codec) {
            (Some(_), Some(codec)) => quote!(json_list_as::<#codec>(#value)),
            (Some(codec), None) => quote!(json_as::<#codec>(#value)),
            (None, _) => quote!(json(#value)),
        }
    }

    fn put_xml(&self, body: &Body) -> TokenStream {
        let item_codec = self.item_of(body).and_then(|item| self.codec(item));
        let xml_body = match (self.codec(&body.ty), item_codec) {
            (Some(_), Some(codec)) => {
                let xml_list = self.paths.support("xml_list_as");
                quote!(#xml_list::<#codec>)
            }
            (Some(codec), None) => {
                let xml_body = self.paths.support("xml_body_as");
                quote!(#xml_body::<#codec>)
            }
            (None, _) => self.paths.support("xml_body"),
        };
        let root = body.xml.as_ref().map(|root| self.xml_root(root));
        quote!(#xml_body(target.request(), body, #root, writing.media_type))
    }

    /// What the body is a list of, if it is one.
    pub(in super::super) fn item_of<'b>(&'b self, body: &'b Body) -> Option<&'b Type> {
        match self.api.types.resolve(&body.ty) {
            Type::List(item) => Some(item),
            _ => None,
        }
    }

    /// What a caller hands over as the body: a model by reference, a list as a slice, text and bytes as
    /// a caller has them.
    fn accepted_body(&self, body: &Body) -> TokenStream {
        match body.coding {
            Coding::Json | Coding::Lines | Coding::Xml | Coding::Form | Coding::Multipart => {
                let value = self.value_of_body(body);
                quote!(&'a #value)
            }
            Coding::Text if body.ty.is_secret() => paths::into(&paths::secret_string()),
            Coding::Text => paths::into(&paths::cow_str()),
            // Bytes, or a stream that can be sent again from its beginning.
            Coding::Bytes => paths::into(&self.paths.base("http::Body")),
        }
    }

    fn value_of_body(&self, body: &Body) -> TokenStream {
        match self.item_of(body).map(|item| self.rust(item)) {
            Some(item) => quote!([#item]),
            None => self.rust(&body.ty),
        }
    }
}

/// What the body is called, where a caller has to say.
pub(super) fn named_by_caller(operation: &Operation) -> Option<&ContentTypes> {
    let body = operation.body.as_ref()?;
    body.content_types.as_ref().filter(|choice| choice.required)
}

/// What the body can be called, for a comment.
pub(super) fn known_types(choice: &ContentTypes) -> String {
    let known = choice.choices.iter().map(|known| match known.as_str() {
        "*/*" | "*" => "anything else".to_owned(),
        known if known.starts_with("multipart/") && !known.contains("boundary=") => {
            format!("{} with the `boundary` between its parts", code(known))
        }
        known => code(known),
    });
    known.collect::<Vec<_>>().join(", ")
}

fn content_type_setter(choice: &ContentTypes, usual: &str) -> TokenStream {
    let name = ident(&choice.name.ident);
    let known = known_types(choice);
    let usual = code(usual);
    let docs = Comment::default()
        .paragraph(&format!(
            "Says what the body is: {known}. The default is {usual}."
        ))
        .attributes();
    let accepted = paths::into(&paths::cow_str());
    quote! {
        #docs
        pub fn #name(mut self, value: #accepted) -> Self {
            self.values.media_type(value);
            self
        }
    }
}
