//! The list of a group's operations, for those who choose one at run time.

use heck::ToKebabCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, docs::Comment, paths::ident};
use crate::model::{Body, Docs, Group, NextPage, Operation, Paging, Parameter, Type};

impl Emitter<'_> {
    /// The constant with all operations of a group.
    pub(super) fn dispatch_table(&self, group: &Group) -> TokenStream {
        let operations = group.operations.iter();
        let operations = operations.map(|operation| self.row_of_table(group, operation));
        quote! {
            pub(super) const OPERATIONS: &[crate::dispatch::Operation] = &[#(#operations),*];
        }
    }

    fn row_of_table(&self, group: &Group, operation: &Operation) -> TokenStream {
        let id = &operation.id;
        let group_name = group.name.as_ref().map(|name| words(&name.ident));
        let group_name = optional(group_name.map(|name| quote!(#name)));
        let name = words(&operation.name.ident);
        let summary = summary(&operation.docs);
        let all = operation.parameters.iter().chain(operation.part_headers());
        let parameters = all.zip(Self::keys(operation));
        let parameters =
            parameters.map(|(parameter, key)| self.parameter_of_table(parameter, &key));
        let body = optional(operation.body.as_ref().map(body_of_table));
        let kind = ident(kind(operation));
        let function = ident(&operation.name.ident);
        quote! {
            crate::dispatch::Operation {
                id: #id,
                group: #group_name,
                name: #name,
                summary: #summary,
                parameters: &[#(#parameters),*],
                body: #body,
                kind: crate::dispatch::Kind::#kind,
                run: |client, call| ::std::boxed::Box::pin(self::#function(client, call)),
            }
        }
    }

    fn parameter_of_table(&self, parameter: &Parameter, key: &str) -> TokenStream {
        let name = words(&parameter.name.ident);
        let summary = summary(&parameter.docs);
        let required = parameter.is_argument();
        let client_wide = parameter.client_wide;
        let secret = parameter.ty.is_secret();
        let form = ident(self.form(&parameter.ty));
        quote! {
            crate::dispatch::Parameter {
                key: #key,
                name: #name,
                summary: #summary,
                required: #required,
                client_wide: #client_wide,
                secret: #secret,
                form: crate::dispatch::Form::#form,
            }
        }
    }

    /// The form of a value.
    fn form(&self, ty: &Type) -> &'static str {
        match self.api.types.resolve(ty) {
            Type::Bool | Type::Integer(_) | Type::Float32 | Type::Float64 => "Plain",
            Type::Text
            | Type::Bytes(_)
            | Type::DateTime(_)
            | Type::Date
            | Type::Duration
            | Type::Uuid => "Text",
            Type::Secret(inner) | Type::Nullable(inner) => self.form(inner),
            Type::List(item) => match self.form(item) {
                "Text" => "Texts",
                _ => "List",
            },
            named @ Type::Named(_) if self.api.types.enumeration(named).is_some() => "Text",
            Type::Any
            | Type::AnyObject
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Named(_)
            | Type::Foreign(_)
            | Type::Raw
            | Type::File => "Json",
        }
    }
}

fn kind(operation: &Operation) -> &'static str {
    let row = operation.row.as_ref().filter(|row| row.alone);
    match (&operation.long_running, row, &operation.paging) {
        (Some(_), _, _) => "LongRunning",
        (None, Some(_), _) => "Row",
        (None, None, Some(Paging { next, .. })) if *next != NextPage::Never => "Paged",
        (None, None, _) => "Plain",
    }
}

fn body_of_table(body: &Body) -> TokenStream {
    let summary = summary(&body.docs);
    let (required, media_type) = (body.required, &body.media_type);
    let json = super::is_value(body.coding);
    quote! {
        crate::dispatch::Body {
            summary: #summary,
            required: #required,
            media_type: #media_type,
            json: #json,
        }
    }
}

/// A name in words joined by `-`.
fn words(name: &str) -> String {
    name.trim_start_matches("r#").to_kebab_case()
}

fn summary(docs: &Docs) -> String {
    Comment::of(docs, "").one_line()
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
