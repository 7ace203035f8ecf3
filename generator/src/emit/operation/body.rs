//! The body of a request: how a builder takes it, keeps it, and puts it on the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{
    Emitter,
    docs::{Comment, code},
    paths::{self, ident},
};
use crate::model::{Body, Coding, ContentTypes, Operation, Type};

/// How a builder has its body.
struct Kept {
    /// The type in the builder, without `Option`.
    stored: TokenStream,
    /// What an argument or a setter accepts.
    accepted: TokenStream,
    /// The accepted value needs `.into()`.
    converted: bool,
}

impl Emitter<'_> {
    /// The arguments for a body that every request has, and for what it is called where nothing
    /// is usual.
    pub(super) fn body_arguments(&self, operation: &Operation) -> Vec<TokenStream> {
        let body = operation.body.as_ref().filter(|body| body.required);
        let own = body.map(|body| {
            let name = ident(&body.name.ident);
            let accepted = self.kept_body(body).accepted;
            quote!(#name: #accepted)
        });
        let choice = named_by_caller(operation).map(|choice| {
            let name = ident(&choice.name.ident);
            let accepted = paths::into(&paths::cow_str());
            quote!(#name: #accepted)
        });
        own.into_iter().chain(choice).collect()
    }

    /// The builder's fields for the body, as the method that makes it sets them.
    pub(super) fn initial_body(&self, operation: &Operation) -> Vec<TokenStream> {
        let Some(body) = &operation.body else {
            return Vec::new();
        };
        let name = ident(&body.name.ident);
        let value = match (body.required, self.kept_body(body).converted) {
            (true, true) => quote!(#name: #name.into(),),
            (true, false) => quote!(#name,),
            (false, _) => quote!(#name: ::core::option::Option::None,),
        };
        let content_type = body.content_types.iter().map(|choice| {
            let name = ident(&choice.name.ident);
            if choice.required {
                quote!(#name: #name.into(),)
            } else {
                quote!(#name: ::core::option::Option::None,)
            }
        });
        std::iter::once(value).chain(content_type).collect()
    }

    /// The builder's fields for the body.
    pub(super) fn body_fields(&self, operation: &Operation) -> Option<TokenStream> {
        let body = operation.body.as_ref()?;
        let name = ident(&body.name.ident);
        let stored = self.kept_body(body).stored;
        let stored = if body.required {
            stored
        } else {
            paths::option(&stored)
        };
        let content_type = body.content_types.iter().map(|choice| {
            let name = ident(&choice.name.ident);
            let stored = paths::cow_str();
            let stored = if choice.required {
                stored
            } else {
                paths::option(&stored)
            };
            quote!(pub(super) #name: #stored,)
        });
        Some(quote! {
            pub(super) #name: #stored,
            #(#content_type)*
        })
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
        let own = optional.map(|body| self.body_setter(body));
        own.into_iter().chain(choice).collect()
    }

    fn body_setter(&self, body: &Body) -> TokenStream {
        let name = ident(&body.name.ident);
        let kept = self.kept_body(body);
        let accepted = &kept.accepted;
        let value = if kept.converted {
            quote!(value.into())
        } else {
            quote!(value)
        };
        let docs = Comment::of(&body.docs, "The body.").attributes();
        quote! {
            #docs
            pub fn #name(mut self, value: #accepted) -> Self {
                self.#name = ::core::option::Option::Some(#value);
                self
            }
        }
    }

    /// Puts the body on the request.
    pub(super) fn body_step(&self, operation: &Operation) -> Option<TokenStream> {
        let body = operation.body.as_ref()?;
        let name = ident(&body.name.ident);
        let put = self.put_body(body);
        let access = match body.coding {
            Coding::Json | Coding::Lines | Coding::Xml | Coding::Form | Coding::Multipart => {
                quote!(self.#name)
            }
            Coding::Text | Coding::Bytes if body.required => quote!(&self.#name),
            Coding::Text | Coding::Bytes => quote!(self.#name.as_ref()),
        };
        Some(if body.required {
            quote! {
                let body = #access;
                #put
            }
        } else {
            quote! {
                if let ::core::option::Option::Some(body) = #access {
                    #put
                }
            }
        })
    }

    /// The same, once there is a `body`.
    fn put_body(&self, body: &Body) -> TokenStream {
        let media_type = self.media_type(body);
        match body.coding {
            Coding::Json => self.put_json(body),
            Coding::Lines => self.put_lines(body),
            Coding::Xml => self.put_xml(body),
            Coding::Form => self.put_form(body),
            Coding::Multipart => self.put_multipart(body),
            Coding::Text => {
                let put = self.paths.support("text_body");
                let text = if body.ty.is_secret() {
                    quote!(::secrecy::ExposeSecret::expose_secret(body))
                } else {
                    quote!(body)
                };
                quote!(#put(target.request(), #text, #media_type)?;)
            }
            Coding::Bytes => {
                let put = self.paths.support("bytes_body");
                quote!(#put(target.request(), body, #media_type)?;)
            }
        }
    }

    fn put_json(&self, body: &Body) -> TokenStream {
        let item_codec = self.item_of(body).and_then(|item| self.codec(item));
        let json = match (self.codec(&body.ty), item_codec) {
            (Some(_), Some(codec)) => quote!(json_list_as::<#codec>),
            (Some(codec), None) => quote!(json_as::<#codec>),
            (None, _) => quote!(json),
        };
        let content_type = self.json_type(body);
        quote! {
            target.#json(body);
            #content_type
        }
    }

    /// One value after the other.
    fn put_lines(&self, body: &Body) -> TokenStream {
        let item = self.item_of(body).unwrap_or(&body.ty);
        let (codec, media_type) = (self.codec_or_own(item), self.media_type(body));
        quote!(target.json_lines::<#codec>(body, #media_type);)
    }

    /// Says what the JSON is, where that is not as usual.
    fn json_type(&self, body: &Body) -> Option<TokenStream> {
        let header = self.paths.base("http::headers::CONTENT_TYPE");
        let usual = &body.media_type;
        if body.content_types.is_some() {
            let text = self.paths.support("text::header");
            let media_type = self.media_type(body);
            return Some(quote! {
                target.request().insert_header(#header, #text("content-type", #media_type)?);
            });
        }
        (usual != "application/json")
            .then(|| quote!(target.request().insert_header(#header, #usual);))
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
        let media_type = &body.media_type;
        let root = body.xml.as_ref().map(|root| self.xml_root(root));
        quote!(#xml_body(target.request(), body, #root, #media_type)?;)
    }

    /// What the body is called: the caller's choice, else the description's own.
    fn media_type(&self, body: &Body) -> TokenStream {
        let usual = &body.media_type;
        match &body.content_types {
            Some(choice) if choice.required => {
                let name = ident(&choice.name.ident);
                quote!(&self.#name)
            }
            Some(choice) => {
                let name = ident(&choice.name.ident);
                quote!(self.#name.as_deref().unwrap_or(#usual))
            }
            None => quote!(#usual),
        }
    }

    /// What the body is a list of, if it is one.
    fn item_of<'b>(&'b self, body: &'b Body) -> Option<&'b Type> {
        match self.api.types.resolve(&body.ty) {
            Type::List(item) => Some(item),
            _ => None,
        }
    }

    /// How a builder has its body: a model by reference, a list as a slice, text and bytes as a caller
    /// has them.
    fn kept_body(&self, body: &Body) -> Kept {
        let into = |stored: TokenStream| Kept {
            accepted: paths::into(&stored),
            stored,
            converted: true,
        };
        match body.coding {
            Coding::Json | Coding::Lines | Coding::Xml | Coding::Form | Coding::Multipart => {
                let stored = match self.item_of(body).map(|item| self.rust(item)) {
                    Some(item) => quote!(&'a [#item]),
                    None => {
                        let ty = self.rust(&body.ty);
                        quote!(&'a #ty)
                    }
                };
                Kept {
                    accepted: stored.clone(),
                    stored,
                    converted: false,
                }
            }
            Coding::Text if body.ty.is_secret() => into(paths::secret_string()),
            Coding::Text => into(paths::cow_str()),
            // Bytes, or a stream that can be sent again from its beginning.
            Coding::Bytes => into(self.paths.base("http::Body")),
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
            self.#name = ::core::option::Option::Some(value.into());
            self
        }
    }
}
