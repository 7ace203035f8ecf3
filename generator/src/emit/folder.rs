//! The folders of models, and the files that list what is in them.
//!
//! Models that one group of operations reaches stand in a folder behind that group's feature, and those
//! of several in one of their own; each list says by which features a model comes.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, draft::Draft, feature::gate, paths::ident};
use crate::model::{Definition, Incoming};

impl Emitter<'_> {
    /// The lists of the models: one for those of each folder, and one of the folders and all others.
    pub(super) fn model_index(&self) -> Vec<Draft<'_>> {
        let mut own: Vec<&Definition> = Vec::new();
        let mut folders: BTreeMap<&str, Vec<&Definition>> = BTreeMap::new();
        for (_, definition) in self.api.types.iter() {
            match &definition.decisions.home.folder {
                Some(folder) => folders.entry(folder).or_default().push(definition),
                None => own.push(definition),
            }
        }
        let folders = folders.into_iter().map(|(name, definitions)| Folder {
            name,
            features: self.features_of(&definitions),
            definitions,
        });
        let folders: Vec<Folder<'_>> = folders.collect();
        let lists = folders.iter().cloned().map(|folder| {
            let path = model_path(Some(folder.name), "mod");
            let docs = folder.docs(&self.api.incoming);
            Draft::list(path, docs, move || folder.list())
        });
        let mut lists: Vec<Draft<'_>> = lists.collect();
        let docs = "The types that requests and responses carry.".to_owned();
        lists.push(Draft::list(model_path(None, "mod"), docs, move || {
            let own = own.clone().into_iter();
            let own = own.flat_map(|definition| own_module(definition, None));
            own.chain(folders.clone().into_iter().flat_map(|it| it.module()))
        }));
        lists
    }

    /// The features that each bring some of these definitions; none where one of them is always there.
    fn features_of(&self, definitions: &[&Definition]) -> Vec<&str> {
        let mut any = BTreeSet::new();
        for definition in definitions {
            let own = &definition.decisions.home.features;
            if own.is_empty() {
                return Vec::new();
            }
            any.extend(own.iter().map(String::as_str));
        }
        let features = self.group_features();
        features.filter(|feature| any.contains(feature)).collect()
    }
}

/// Models that the same groups' features bring, or that several do.
#[derive(Clone)]
struct Folder<'a> {
    name: &'a str,
    features: Vec<&'a str>,
    definitions: Vec<&'a Definition>,
}

impl<'a> Folder<'a> {
    fn docs(&self, incoming: &Incoming) -> String {
        match self.features.as_slice() {
            [feature] if incoming.feature.as_deref() == Some(*feature) => {
                format!("The types that {} alone carry.", incoming.kinds())
            }
            [feature] => format!("The types that the operations of `{feature}` alone carry."),
            _ => "The types that several groups of operations carry.".to_owned(),
        }
    }

    /// The folder itself, and the export of what is in it.
    fn module(&self) -> [TokenStream; 2] {
        let name = ident(self.name);
        let gate = gate(&self.features);
        [
            quote!(#gate mod #name;),
            quote!(#gate pub use self::#name::*;),
        ]
    }

    /// What is in it, behind features of its own where those are fewer.
    fn list(&self) -> impl Iterator<Item = TokenStream> + use<'a> {
        let Self {
            features,
            definitions,
            ..
        } = self.clone();
        definitions.into_iter().flat_map(move |definition| {
            let own = &definition.decisions.home.features;
            let is_of_all = own.iter().eq(features.iter().copied());
            let inner = if is_of_all { None } else { gate(own) };
            own_module(definition, inner)
        })
    }
}

/// A definition's module and its export.
fn own_module(definition: &Definition, gate: Option<TokenStream>) -> [TokenStream; 2] {
    let module = ident(&definition.module);
    let name = ident(&definition.name.ident);
    [
        quote!(#gate mod #module;),
        quote!(#gate pub use self::#module::#name;),
    ]
}

/// Where a model's module has its file.
pub(super) fn model_path(folder: Option<&str>, module: &str) -> String {
    let folders = ["src", "models"].into_iter().chain(folder);
    let modules = folders
        .chain([module])
        .map(|name| name.trim_start_matches("r#"));
    format!("{}.rs", modules.collect::<Vec<_>>().join("/"))
}
