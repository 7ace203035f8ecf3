//! A body that travels as a form: its fields, and its files.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::{Emitter, paths::ident};
use crate::model::{Body, Extra, Field, FormField, Name, Presence, Record, Shape, Type};

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
        quote!(#put(target.request(), body, &[#(#styles),*]))
    }

    /// Puts the body on the request as parts.
    pub(super) fn put_multipart(&self, body: &Body) -> TokenStream {
        let multipart = self.paths.support("Multipart");
        let heads = (!body.part_headers.is_empty()).then(|| quote!(form.heads(&writing.heads)?;));
        let parts = match &body.ty {
            Type::Map(file) if is_file(file) => add_named_files(file, &quote!(body)),
            _ => self.add_properties(body),
        };
        let media_type = &body.media_type;
        quote! {
            let mut form = #multipart::new(#media_type);
            #heads
            #parts
            form.put(target.request())
        }
    }

    /// Adds the properties of an object, its files last.
    fn add_properties(&self, body: &Body) -> TokenStream {
        let forms = self.forms(body);
        let fields = || forms.iter().flat_map(|(_, record)| &record.fields);
        let is_known =
            |name: &String| fields().any(|field| is_file(&field.ty) && field.name.source == *name);
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
        let files = self.add_files(body, &forms);
        quote! {
            form.#fields(body, &[#(#styles),*])?;
            #files
        }
    }

    /// The objects that a form may be: the variants' where it is one of some.
    fn forms<'b>(&'b self, body: &'b Body) -> Vec<(Option<&'b Name>, &'b Record)> {
        let types = &self.api.types;
        let ty = types.resolve(&body.ty);
        if let Some(record) = types.record(ty) {
            return vec![(None, record)];
        }
        if let Some(choice) = types.choice(ty) {
            let forms = choice.alternatives.iter();
            return forms
                .filter_map(|it| Some((Some(&it.name), types.record(&it.ty)?)))
                .collect();
        }
        let Type::Named(id) = ty else {
            return Vec::new();
        };
        match types.get(*id).map(|definition| &definition.shape) {
            Some(Shape::Union(union)) => {
                let forms = union.variants.iter();
                forms
                    .filter_map(|it| Some((Some(&it.name), types.record_of(it.ty)?)))
                    .collect()
            }
            Some(Shape::Record(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_))
            | None => Vec::new(),
        }
    }

    /// Adds the files of whichever object the form is.
    fn add_files(&self, body: &Body, forms: &[(Option<&Name>, &Record)]) -> TokenStream {
        let of_record = |record: &Record| {
            let files = record.fields.iter().filter(|field| is_file(&field.ty));
            let files = files.map(|file| add_file(body, file));
            let extra = match &record.extra {
                Extra::Kept { name, ty } if is_file(ty) => {
                    let extra = ident(&name.ident);
                    Some(add_named_files(ty, &quote!(&body.#extra)))
                }
                Extra::Kept { .. } | Extra::Ignored => None,
            };
            let all: TokenStream = files.chain(extra).collect();
            all
        };
        if let [(None, record)] = forms {
            return of_record(record);
        }
        let ty = self.rust(self.api.types.resolve(&body.ty));
        let each = forms.iter().filter_map(|(variant, record)| {
            let variant = ident(&(*variant)?.ident);
            let files = of_record(record);
            (!files.is_empty()).then(|| quote!(if let #ty::#variant(body) = body { #files }))
        });
        each.collect()
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
