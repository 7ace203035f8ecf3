//! The list of a group's operations, for those who choose one at run time.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{
    Emitter,
    docs::{self, Comment},
    paths::ident,
};
use crate::model::{
    Body, Coding, DateTimeFormat, Docs, Extra, Group, Operation, Parameter, Place, Shape, Type,
    TypeId,
};

impl Emitter<'_> {
    /// The constant with all operations of a group.
    pub(super) fn dispatch_table(&self, group: &Group) -> TokenStream {
        let operations = group.operations.iter();
        let operations = operations.map(|operation| self.row_of_table(group, operation));
        quote! {
            pub(super) const OPERATIONS: &[Operation] = &[#(#operations),*];
        }
    }

    /// The constant with what the client itself takes.
    pub(super) fn dispatch_client_parameters(&self) -> TokenStream {
        let parameters = self.api.client_parameters.iter();
        let parameters = parameters.map(|parameter| {
            let required = parameter.required && parameter.default.is_none();
            self.parameter_of_table(parameter, &parameter.name.source, required)
        });
        quote! {
            #[doc = " What [`client`] takes."]
            pub const CLIENT_PARAMETERS: &[Parameter] = &[#(#parameters),*];
        }
    }

    fn row_of_table(&self, group: &Group, operation: &Operation) -> TokenStream {
        let id = &operation.id;
        let path = group.way_to(operation);
        let group_name = group.name.as_ref().map(|name| words(&name.ident));
        let group_name = optional(group_name.map(|name| quote!(#name)));
        let name = &operation.name.ident;
        // What begins it is a call like any other to those who wait for its end.
        let begun = operation.long_running.as_ref();
        let whole = begun.and_then(|_| name.strip_prefix("begin_"));
        let name = words(whole.unwrap_or(name));
        let summary = summary(&operation.docs);
        let all = operation.parameters.iter().chain(operation.part_headers());
        let parameters = all.zip(Self::keys(operation));
        let parameters = parameters.map(|(parameter, key)| {
            self.parameter_of_table(parameter, &key, parameter.is_argument())
        });
        let body = operation.body.as_ref();
        let body = optional(body.map(|body| self.body_of_table(group, operation, body)));
        let headers = operation.headers.all.iter();
        let secret_headers = headers
            .filter(|header| self.api.types.holds_secret(&header.ty))
            .map(|header| &header.name.source);
        let kind = ident(kind(operation));
        let run = self.dispatch_run(group, operation);
        quote! {
            Operation {
                id: #id,
                path: #path,
                group: #group_name,
                name: #name,
                summary: #summary,
                parameters: &[#(#parameters),*],
                body: #body,
                secret_headers: &[#(#secret_headers),*],
                kind: Kind::#kind,
                run: #run,
            }
        }
    }

    fn body_of_table(&self, group: &Group, operation: &Operation, body: &Body) -> TokenStream {
        let summary = summary(&body.docs);
        let (required, media_type) = (body.required, &body.media_type);
        let choice = body.content_types.is_some();
        let needs_choice = body.content_types.as_ref().is_some_and(|it| it.required);
        let read = self.body_reader(group, operation, body);
        let json = super::is_value(body.coding);
        let lines = body.coding == Coding::Lines;
        let mut files = Vec::new();
        if body.coding == Coding::Multipart {
            self.form_files(&body.ty, &mut BTreeSet::new(), &mut files);
        }
        quote! {
            Body {
                summary: #summary,
                required: #required,
                media_type: #media_type,
                choice: #choice,
                needs_choice: #needs_choice,
                json: #json,
                lines: #lines,
                files: &[#(#files),*],
                read: #read,
            }
        }
    }

    /// The properties of a form that are files; `*` is any that the description does not name.
    fn form_files<'t>(
        &'t self,
        ty: &'t Type,
        seen: &mut BTreeSet<TypeId>,
        files: &mut Vec<&'t str>,
    ) {
        let types = &self.api.types;
        let are_files = |ty: &Type| types.resolve(ty).layers().any(|layer| *layer == Type::File);
        let id = match types.resolve(ty) {
            Type::Map(item) if are_files(item) => return files.push("*"),
            Type::Nullable(inner) => return self.form_files(inner, seen, files),
            Type::Named(id) if seen.insert(*id) => *id,
            _ => return,
        };
        match types.get(id).map(|definition| &definition.shape) {
            Some(Shape::Record(record)) => {
                let own = record.fields.iter().filter(|field| are_files(&field.ty));
                files.extend(own.map(|field| field.name.source.as_str()));
                if let Extra::Kept { ty, .. } = &record.extra
                    && are_files(ty)
                {
                    files.push("*");
                }
            }
            Some(Shape::Choice(choice)) => {
                let alternatives = choice.alternatives.iter();
                alternatives.for_each(|found| self.form_files(&found.ty, seen, files));
            }
            Some(Shape::Union(union)) => {
                let record = |id| types.record_of(id).into_iter();
                let members = union.variants.iter().flat_map(|variant| record(variant.ty));
                let fields = members.flat_map(|record| &record.fields);
                let own = fields.filter(|field| are_files(&field.ty));
                files.extend(own.map(|field| field.name.source.as_str()));
            }
            Some(Shape::Enumeration(_) | Shape::Alias(_)) | None => {}
        }
        files.sort_unstable();
        files.dedup();
    }

    fn parameter_of_table(&self, parameter: &Parameter, key: &str, required: bool) -> TokenStream {
        let name = words(&parameter.name.ident);
        let summary = summary(&parameter.docs);
        let secret = self.api.types.resolve(&parameter.ty).is_secret();
        let needed = ident(if required { "needed" } else { "optional" });
        let flags = [("client_wide", parameter.client_wide), ("secret", secret)];
        let flags = flags.into_iter().filter(|(_, is_set)| *is_set);
        let flags = flags.map(|(flag, _)| ident(flag));
        let form = self.form(&parameter.ty);
        let form = (form != "Text").then(|| {
            let form = ident(form);
            quote!(.form(crate::dispatch::Form::#form))
        });
        let values = self.known_values(&parameter.ty);
        let values = (!values.is_empty()).then(|| quote!(.values(&[#(#values),*])));
        let variable = (parameter.place == Place::Host && !parameter.client_wide).then(|| {
            let variable = &parameter.name.source;
            quote!(.variable(#variable))
        });
        let read = self.parameter_reader(parameter);
        let read = read.map(|read| quote!(.read(#read)));
        quote! {
            Parameter::#needed(#key, #name, #summary) #(.#flags())* #form #values #variable #read
        }
    }

    /// The values that the description knows of a type, or of its items.
    fn known_values<'t>(&'t self, ty: &'t Type) -> Vec<&'t str> {
        match self.api.types.resolve(ty) {
            Type::Bool => vec!["true", "false"],
            Type::Nullable(inner) | Type::List(inner) => self.known_values(inner),
            ty => {
                let enumeration = self.api.types.enumeration(ty).into_iter();
                let values = enumeration.flat_map(|it| &it.values);
                values.map(|value| value.name.source.as_str()).collect()
            }
        }
    }

    /// The form of a value.
    fn form(&self, ty: &Type) -> &'static str {
        match self.api.types.resolve(ty) {
            Type::Numeral(numeral) => self.form(&numeral.number),
            Type::Bool
            | Type::Integer(_)
            | Type::Float32
            | Type::Float64
            | Type::DateTime(DateTimeFormat::Unix) => "Plain",
            Type::Text
            | Type::Bytes(_)
            | Type::DateTime(DateTimeFormat::Rfc3339 | DateTimeFormat::Rfc7231)
            | Type::Date
            | Type::Duration
            | Type::Uuid => "Text",
            Type::Secret(inner) | Type::Nullable(inner) => self.form(inner),
            Type::List(item) => match self.form(item) {
                "Text" => "Texts",
                _ => "List",
            },
            named @ Type::Named(_) if self.api.types.text_enumeration(named).is_some() => "Text",
            named @ Type::Named(_) if self.api.types.enumeration(named).is_some() => "Plain",
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
    match (&operation.long_running, row, operation.list()) {
        (Some(_), _, Some(_)) => "LongRunningList",
        (Some(_), _, None) => "LongRunning",
        (None, Some(_), _) => "Row",
        (None, None, Some(_)) => "Paged",
        (None, None, None) if operation.row.is_some() => "PlainOrRow",
        (None, None, None) => "Plain",
    }
}

/// A name in words joined by `-`.
pub(in super::super) fn words(name: &str) -> String {
    let name = name.trim_start_matches("r#");
    let words = name.trim_matches('_').replace('_', "-");
    match words.is_empty() {
        true => name.to_owned(),
        false => words,
    }
}

fn summary(docs: &Docs) -> String {
    docs::with_notice(docs, Comment::of(docs, "").plain())
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
