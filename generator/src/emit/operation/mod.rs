//! Operations: a handle per group, and a request builder per operation.

mod body;
mod builder;
mod form;
mod headers;
mod long_running;
mod outcome;
mod paging;
mod plan;
mod put;
mod rows;
mod server;
mod status;
mod stream;
mod value;

pub(super) use put::{Given, Way};

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter,
    docs::{self, Comment, code, deprecation},
    paths::ident,
};
use crate::model::{Group, Operation, Parameter, Type};

impl Emitter<'_> {
    /// The items of a group's module.
    pub(super) fn group(&self, group: &Group) -> impl Iterator<Item = TokenStream> {
        let methods = group
            .operations
            .iter()
            .map(|operation| self.starting_method(group, operation));
        let handle = match &group.name {
            Some(_) => self.handle(group, methods),
            None => {
                let client = self.paths.client();
                vec![quote!(impl #client { #(#methods)* })]
            }
        };
        let parts = group.operations.iter().flat_map(|operation| {
            let builder = self.builder(operation).into_iter();
            let outcomes = self.outcomes(operation).into_iter();
            builder.chain(outcomes).chain(self.headers(operation))
        });
        let exchanges = exchanges(&group.operations);
        handle.into_iter().chain(parts).chain(exchanges)
    }

    /// The names that `operations` itself has of a group: its handle, or, of operations on the
    /// client itself, everything.
    pub(super) fn group_exports(group: &Group) -> Vec<String> {
        if group.name.is_some() {
            return vec![group.handle.clone()];
        }
        let mut names = Vec::new();
        for operation in &group.operations {
            names.push(operation.builder.clone());
            names.extend(outcome::enum_names(operation));
            if !operation.headers.all.is_empty() {
                names.push(operation.headers.reader.clone());
            }
        }
        names.sort();
        names
    }

    fn handle(
        &self,
        group: &Group,
        methods: impl Iterator<Item = TokenStream>,
    ) -> Vec<TokenStream> {
        let handle = ident(&group.handle);
        let client = self.paths.client();
        let name = group.name.as_ref().map_or("", |name| &name.source);
        let docs = Comment::of(&group.docs, &format!("The operations of {}.", code(name)));
        let docs = docs.attributes();
        vec![
            quote! {
                #docs
                #[derive(Clone, Copy, Debug)]
                pub struct #handle<'a> {
                    pub(crate) client: &'a #client,
                }
            },
            quote! {
                impl<'a> #handle<'a> {
                    #(#methods)*
                }
            },
        ]
    }

    /// The method that makes an operation's request builder.
    fn starting_method(&self, group: &Group, operation: &Operation) -> TokenStream {
        let method = ident(&operation.name.ident);
        let builder = self.paths.operation(operation, &operation.builder);
        let docs = self.operation_comment(group, operation).attributes();
        let deprecated = deprecation(&operation.docs);
        let arguments = self.arguments(operation);
        let (receiver, lifetime, client) = match &group.name {
            Some(_) => (quote!(&self), None, quote!(self.client)),
            None => (quote!(&'a self), Some(quote!(<'a>)), quote!(self)),
        };
        let begin = self.paths.support("begin");
        let values = self.set_arguments(operation);
        let body = match values.is_empty() {
            true => quote!(#begin(#client)),
            false => quote! {
                let mut request = #begin(#client);
                #values
                request
            },
        };
        quote! {
            #docs
            #deprecated
            pub fn #method #lifetime(#receiver, #(#arguments),*) -> #builder<'a> {
                #body
            }
        }
    }

    fn operation_comment(&self, group: &Group, operation: &Operation) -> Comment {
        let mut line = format!("{} {}", operation.method.as_str(), path_template(operation));
        if let Some(query) = &operation.fixed_query {
            line.push('?');
            line.push_str(query);
        }
        let mut comment = Comment::of(&operation.docs, "An operation of the service.");
        comment = comment.paragraph(&code(&line));
        let choice = body::named_by_caller(operation).map(|choice| {
            let known = body::known_types(choice);
            format!("- `{}`: What the body is: {known}.", choice.name.ident)
        });
        let line = |parameter: &Parameter| {
            let ident = parameter.name.ident.trim_start_matches("r#");
            let comment = Comment::of(&parameter.docs, "A parameter of the operation.")
                .bounds(&parameter.constraints, None);
            format!(
                "- `{ident}`: {}",
                docs::with_notice(&parameter.docs, comment.one_line())
            )
        };
        let is_argument = |parameter: &&Parameter| parameter.is_argument();
        let own = operation.parameters.iter().filter(is_argument).map(line);
        let headers = operation.part_headers().filter(is_argument).map(line);
        let arguments: Vec<String> = own.chain(choice).chain(headers).collect();
        if !arguments.is_empty() {
            comment = comment
                .paragraph("# Arguments")
                .paragraph(&arguments.join("\n"));
        }
        match self.usage(group, operation) {
            Some(lines) => comment.example("no_run", &lines),
            None => comment,
        }
    }

    /// How the operation is called, where every argument has an example in the description.
    fn usage(&self, group: &Group, operation: &Operation) -> Option<Vec<String>> {
        if operation.body.is_some() {
            return None;
        }
        let accessor = &group.name.as_ref()?.ident;
        let mut arguments = Vec::new();
        for parameter in operation
            .parameters
            .iter()
            .filter(|parameter| parameter.is_argument())
        {
            if parameter.ty != Type::Text {
                return None;
            }
            arguments.push(format!("{:?}", parameter.example.as_ref()?.as_str()?));
        }
        let crate_name = &self.api.package.library;
        let base = self.api.base.library();
        Some(vec![
            format!(
                "# async fn example(client: {crate_name}::Client) -> Result<(), {base}::Error> {{"
            ),
            "let answer = client".to_owned(),
            format!("    .{accessor}()"),
            format!("    .{}({})", operation.name.ident, arguments.join(", ")),
            paging::call(operation).to_owned(),
            "# let _ = answer;".to_owned(),
            "# Ok(())".to_owned(),
            "# }".to_owned(),
        ])
    }
}

/// The types that stand for operations. A module of their own lets each be called as its builder is.
fn exchanges(operations: &[Operation]) -> Option<TokenStream> {
    let all = operations.iter().map(|operation| {
        let name = ident(&operation.builder);
        let docs = format!(" The operation {}.", code(&operation.id));
        quote! {
            #[doc = #docs]
            pub enum #name {}
        }
    });
    (!operations.is_empty()).then(|| quote!(pub(crate) mod exchange { #(#all)* }))
}

/// The path as the description writes it, without its query.
fn path_template(operation: &Operation) -> String {
    let mut text = String::new();
    for part in &operation.path {
        match part {
            crate::model::PathPart::Literal(literal) => text.push_str(literal),
            crate::model::PathPart::Parameter(name) => {
                text.push('{');
                text.push_str(name);
                text.push('}');
            }
        }
    }
    text
}
