//! A body that travels as a form: its fields, and its files.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, paths::ident};
use crate::model::{Body, Extra, Field, FormField, Presence, Type};

/// What a file is when nobody says.
const ANY_FILE: &str = "application/octet-stream";

impl Emitter<'_> {
    /// Puts the body on the request as fields.
    pub(super) fn put_form(&self, body: &Body) -> TokenStream {
        let style = self.paths.support("FieldStyle");
        let styles = body.fields.iter().filter_map(|field| {
            let name = &field.name;
            let json = field.media_type().is_some_and(|name| name.contains("json"));
            let how = match field.spread.as_ref().and_then(|spread| self.style(spread)) {
                Some(spread) if field.reserved => quote!(#style::Reserved(#spread)),
                Some(spread) => quote!(#style::Spread(#spread)),
                None if json => quote!(#style::Json),
                None => return None,
            };
            Some(quote!((#name, #how)))
        });
        let put = match self.codec(&body.ty) {
            Some(codec) => {
                let put = self.paths.support("form_body_as");
                quote!(#put::<#codec>)
            }
            None => self.paths.support("form_body"),
        };
        quote!(#put(target.request(), body, &[#(#styles),*])?;)
    }

    /// Puts the body on the request as parts.
    pub(super) fn put_multipart(&self, body: &Body) -> TokenStream {
        let multipart = self.paths.support("Multipart");
        let heads = body.part_headers.iter().map(|header| {
            let (property, parameter) = (&header.property, &header.parameter);
            let name = &parameter.name.source;
            self.step(parameter, quote!(form.head(#property, #name, value)?;))
        });
        let parts = match &body.ty {
            Type::Map(file) if is_file(file) => add_named_files(file, &quote!(body)),
            _ => self.add_properties(body),
        };
        let media_type = &body.media_type;
        quote! {
            let mut form = #multipart::new(#media_type);
            #(#heads)*
            #parts
            form.put(target.request())?;
        }
    }

    /// Adds the properties of an object, its files last.
    fn add_properties(&self, body: &Body) -> TokenStream {
        let record = self.api.types.record(&body.ty);
        let files: Vec<&Field> = record
            .iter()
            .flat_map(|record| &record.fields)
            .filter(|field| is_file(&field.ty))
            .collect();
        let is_known = |name: &String| files.iter().any(|file| file.name.source == *name);
        let style = self.paths.support("PartStyle");
        let described = body.fields.iter().filter(|field| !is_known(&field.name));
        let styles = described.filter_map(|field| {
            let name = &field.name;
            // What is said of both is a style's (OpenAPI 3.1.0, Encoding Object, `style`).
            let how = match field.spread.as_ref().and_then(|spread| self.style(spread)) {
                Some(spread) => quote!(#style::Spread(#spread)),
                None => {
                    let media_type = field.media_type()?;
                    quote!(#style::MediaType(#media_type))
                }
            };
            Some(quote!((#name, #how)))
        });
        let fields = match self.codec(&body.ty) {
            Some(codec) => quote!(fields_as::<#codec>),
            None => quote!(fields),
        };
        let files = files.iter().map(|file| add_file(body, file));
        let extra = record.map(|record| &record.extra);
        let extra = extra.and_then(|extra| match extra {
            Extra::Kept { name, ty } if is_file(ty) => {
                let extra = ident(&name.ident);
                Some(add_named_files(ty, &quote!(&body.#extra)))
            }
            Extra::Kept { .. } | Extra::Ignored => None,
        });
        quote! {
            form.#fields(body, &[#(#styles),*])?;
            #(#files)*
            #extra
        }
    }
}

fn add_file(body: &Body, file: &Field) -> TokenStream {
    let (name, field) = (&file.name.source, ident(&file.name.ident));
    let described = body.fields.iter().find(|field| field.name == *name);
    let media_type = described
        .and_then(FormField::media_type)
        .unwrap_or(ANY_FILE);
    let several = matches!(file.ty, Type::List(_));
    let optional = match file.presence {
        Presence::Required => false,
        Presence::Nullable | Presence::Optional | Presence::OptionalNullable => true,
    };
    let files = match (several, optional) {
        (false, false) => quote!([&body.#field]),
        (true, true) => quote!(body.#field.iter().flatten()),
        (false, true) | (true, false) => quote!(&body.#field),
    };
    quote!(form.files(#name, #media_type, #files)?;)
}

/// Adds files that their sender names.
fn add_named_files(ty: &Type, files: &TokenStream) -> TokenStream {
    let file = match ty {
        Type::List(_) => quote!(file),
        _ => quote!([file]),
    };
    quote! {
        for (name, file) in #files {
            form.files(name, #ANY_FILE, #file)?;
        }
    }
}

fn is_file(ty: &Type) -> bool {
    match ty {
        Type::File => true,
        Type::List(item) => **item == Type::File,
        _ => false,
    }
}
