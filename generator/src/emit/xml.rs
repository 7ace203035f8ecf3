//! Shapes of types in XML, as data for the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, paths::ident};
use crate::model::{XmlField, XmlName, XmlPlace, XmlRecord, XmlRoot, XmlShape};

impl Emitter<'_> {
    /// One constant per record.
    pub(super) fn xml_shapes(&self) -> Vec<TokenStream> {
        let records = self.api.xml.iter();
        records
            .filter_map(|record| self.xml_record(record))
            .collect()
    }

    /// A whole document, as the reference that the runtime takes.
    pub(super) fn xml_root(&self, root: &XmlRoot) -> TokenStream {
        let ty = self.paths.support("XmlRoot");
        let name = self.xml_name(&root.name);
        let shape = self.xml_shape(&root.shape);
        // Only a static may refer to others.
        quote!({
            static ROOT: #ty = #ty { name: #name, shape: #shape };
            &ROOT
        })
    }

    fn xml_record(&self, record: &XmlRecord) -> Option<TokenStream> {
        let definition = self.api.types.get(record.id)?;
        let name = ident(&definition.name.ident);
        let ty = self.paths.support("XmlRecord");
        let fields = record.fields.iter().map(|field| self.xml_field(field));
        let rest = match &record.rest {
            Some(shape) => {
                let shape = self.xml_shape(shape);
                quote!(::core::option::Option::Some(&#shape))
            }
            None => quote!(::core::option::Option::None),
        };
        Some(quote! {
            pub(crate) static #name: #ty = #ty { fields: &[#(#fields),*], rest: #rest };
        })
    }

    fn xml_field(&self, field: &XmlField) -> TokenStream {
        let (ty, place) = (
            self.paths.support("XmlField"),
            self.paths.support("XmlPlace"),
        );
        let key = &field.key;
        let name = self.xml_name(&field.name);
        let shape = self.xml_shape(&field.shape);
        let place = match field.place {
            XmlPlace::Element => quote!(#place::Element),
            XmlPlace::Attribute => quote!(#place::Attribute),
            XmlPlace::Text => quote!(#place::Text),
        };
        let required = field.required;
        quote! {
            #ty { key: #key, name: #name, place: #place, shape: #shape, required: #required }
        }
    }

    fn xml_name(&self, name: &XmlName) -> TokenStream {
        let ty = self.paths.support("XmlName");
        let XmlName {
            local,
            prefix,
            namespace,
        } = name;
        if prefix.is_empty() && namespace.is_empty() {
            return quote!(#ty::plain(#local));
        }
        quote!(#ty { local: #local, prefix: #prefix, namespace: #namespace })
    }

    fn xml_shape(&self, shape: &XmlShape) -> TokenStream {
        let ty = self.paths.support("XmlShape");
        match shape {
            XmlShape::Text => quote!(#ty::Text),
            XmlShape::Word => quote!(#ty::Word),
            XmlShape::Number => quote!(#ty::Number),
            XmlShape::Bool => quote!(#ty::Bool),
            XmlShape::Any => quote!(#ty::Any),
            XmlShape::Record(id) => match self.api.types.get(*id) {
                Some(definition) => {
                    let name = ident(&definition.name.ident);
                    quote!(#ty::Record(&crate::xml::#name))
                }
                // `analyze` keeps every type that something mentions.
                None => quote!(#ty::Any),
            },
            XmlShape::List(name, wrapped, item) => {
                let name = self.xml_name(name);
                let item = self.xml_shape(item);
                quote!(#ty::List(#name, #wrapped, &#item))
            }
            XmlShape::Map(value) => {
                let value = self.xml_shape(value);
                quote!(#ty::Map(&#value))
            }
        }
    }
}
