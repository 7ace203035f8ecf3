//! What an operation's answers say in headers: a type with an accessor for each that is described.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{
    Emitter,
    docs::{Comment, code, deprecation},
    paths::{self, ident},
};
use crate::model::{AnswerHeader, HeaderForm, Operation, Type};

impl Emitter<'_> {
    /// The response that a caller gets, with a value of some type.
    pub(super) fn response_of(&self, operation: &Operation, value: &TokenStream) -> TokenStream {
        let response = self.paths.support("Response");
        match self.headers_type(operation) {
            Some(headers) => quote!(#response<#value, #headers>),
            None => quote!(#response<#value>),
        }
    }

    /// What reads the headers; `None` where none is described.
    pub(super) fn headers_type(&self, operation: &Operation) -> Option<TokenStream> {
        let reader = &operation.headers.reader;
        (!operation.headers.all.is_empty()).then(|| self.paths.operation(operation, reader))
    }

    /// The call of an operation, with its headers in the type that reads them.
    pub(super) fn with_headers(&self, operation: &Operation, call: TokenStream) -> TokenStream {
        match self.headers_type(operation) {
            Some(_) => {
                let with_headers = self.paths.support("with_headers");
                quote!(#with_headers(#call))
            }
            None => call,
        }
    }

    /// The type that reads the headers.
    pub(super) fn headers(&self, operation: &Operation) -> Vec<TokenStream> {
        if operation.headers.all.is_empty() {
            return Vec::new();
        }
        let name = ident(&operation.headers.reader);
        let implement = self.paths.support("answer_headers");
        let all = self.paths.base("http::headers::Headers");
        let accessors = operation
            .headers
            .all
            .iter()
            .map(|header| self.accessor(header));
        let docs = Comment::default()
            .paragraph(&format!("What {} answers in headers.", code(&operation.id)))
            .paragraph(
                "It is all headers, too, as they came. Those of an error: \
                 `from(error.headers().clone())`.",
            )
            .attributes();
        vec![
            quote! {
                #docs
                #[derive(Clone)]
                pub struct #name(#all);
            },
            quote!(#implement!(#name);),
            quote! {
                impl #name {
                    #(#accessors)*
                }
            },
        ]
    }

    fn accessor(&self, header: &AnswerHeader) -> TokenStream {
        let name = ident(&header.name.ident);
        let (key, what) = match &header.form {
            HeaderForm::Text | HeaderForm::Json => (&header.name.source, "The header"),
            HeaderForm::Collection(prefix) => (prefix, "All headers that begin with"),
        };
        let fallback = format!("{what} {}.", code(key));
        let docs = Comment::of(&header.docs, &fallback)
            .wire_name(&header.name.ident, key)
            .attributes();
        let deprecated = deprecation(&header.docs);
        let key = key.to_ascii_lowercase();
        if header.form == HeaderForm::Text && *self.api.types.resolve(&header.ty) == Type::Text {
            let read = self.paths.support("header_text");
            let returned = paths::option(&quote!(&str));
            return quote! {
                #docs
                #deprecated
                pub fn #name(&self) -> #returned {
                    #read(&self.0, #key)
                }
            };
        }
        let value = self.rust(&header.ty);
        let (read, returned) = match &header.form {
            HeaderForm::Text => ("header_value", paths::option(&value)),
            HeaderForm::Json => ("header_json", paths::option(&value)),
            HeaderForm::Collection(_) => ("header_collection", paths::table(&value)),
        };
        let read = self.paths.support(read);
        let returned = paths::result(&returned, &self.paths.support("HeaderError"));
        let codec = self.codec(&header.ty).unwrap_or_else(|| {
            let own = self.paths.support("Own");
            quote!(#own<#value>)
        });
        quote! {
            #docs
            #deprecated
            pub fn #name(&self) -> #returned {
                #read::<#codec>(&self.0, #key)
            }
        }
    }
}
