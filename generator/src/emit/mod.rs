//! From the finished model to the files of a crate.
//!
//! Comes in: a model in which everything is decided. Goes out: the crate's files as text. Nothing
//! is looked up in the document here, nothing is decided, and nothing fails: one file per shape.

mod alias;
mod choice;
mod client;
mod command_line;
mod credentials;
mod dispatch;
mod docs;
mod draft;
mod error;
mod feature;
mod folder;
mod format;
mod host;
mod layout;
mod look;
mod manifest;
mod number_enum;
mod open_enum;
mod operation;
mod page;
mod paths;
mod record;
mod runtime;
mod types;
mod union;
mod xml;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    config::Config,
    diagnostic::Pointer,
    model::{Api, Definition, Fit, Shape},
};

use docs::{Comment, code};
use paths::{Paths, ident};

/// Writes the crate: its files by their path in it.
pub fn emit(api: &Api, config: &Config) -> BTreeMap<String, String> {
    let emitter = Emitter::new(api, config);
    emitter.files()
}

/// How many items the crate's larger files have, which are made and not printed.
pub fn items(api: &Api, config: &Config) -> usize {
    let emitter = Emitter::new(api, config);
    let counts = draft::each(&emitter.drafts(), |draft| (draft.items)().count());
    counts.into_iter().sum()
}

/// What the files of this room share: the model, and what the configuration says of the crate.
struct Emitter<'a> {
    api: &'a Api,
    config: &'a Config,
    paths: Paths,
}

impl<'a> Emitter<'a> {
    fn new(api: &'a Api, config: &'a Config) -> Self {
        Self {
            api,
            config,
            paths: Paths { base: api.base },
        }
    }
}

impl Emitter<'_> {
    /// The items of a model's module.
    fn definition(&self, definition: &Definition) -> Vec<TokenStream> {
        let mut items = match &definition.shape {
            Shape::Record(record) => self.record(definition, record),
            Shape::Union(union) => self.union(definition, union),
            Shape::Choice(choice) => self.choice(definition, choice),
            Shape::Enumeration(enumeration) => self.enumeration(definition, enumeration),
            Shape::Alias(target) => self.alias(definition, target),
        };
        items.extend(definition.decisions.wiped.then(|| {
            let (wipe, name) = (self.paths.support("Wipe"), ident(&definition.name.ident));
            quote!(impl #wipe for #name {})
        }));
        items.extend(self.error_model(definition));
        items.extend(self.page(definition));
        items
    }

    /// The documentation of a model: what the description says, what we add, and its examples
    /// as tests.
    fn model_docs(&self, definition: &Definition, notes: &[&str]) -> TokenStream {
        let source = &definition.name.source;
        let whole = named_by(&definition.origin.pointer);
        let fallback = format!("The type {} of {whole}.", code(source));
        let mut comment = Comment::of(&definition.docs, &fallback);
        for note in notes {
            comment = comment.paragraph(note);
        }
        for example in definition.examples.values() {
            let path = format!(
                "{}::models::{}",
                self.api.package.library, definition.name.ident
            );
            let json = serde_json::to_string_pretty(&example.value).unwrap_or_default();
            comment = match example.fit {
                Fit::Exact | Fit::Lossy => {
                    comment.example("", &reading_test(&path, &json, example.fit))
                }
                Fit::Unproven => {
                    comment.example("json", &json.lines().map(str::to_owned).collect::<Vec<_>>())
                }
                Fit::Secret | Fit::Broken => comment,
            };
        }
        comment.attributes()
    }
}

/// What has the name of a type that stands at a place: a type of a parameter or a header is called after
/// that, and the description may have another one of the name.
fn named_by(at: &Pointer) -> &'static str {
    let segments: Vec<String> = at.segments().collect();
    let mut outside = segments.iter().map(String::as_str).take_while(|segment| {
        let is_inside = ["schema", "schemas", "definitions", "content"].contains(segment);
        !is_inside
    });
    let list = outside.find(|segment| ["parameters", "headers"].contains(segment));
    match (list, outside.next()) {
        (Some("headers"), Some(_)) => "a header",
        (Some(_), Some(_)) => "a parameter",
        _ => "the description",
    }
}

/// A test that reads an example and, where nothing of it is lost, writes it again and compares.
fn reading_test(path: &str, json: &str, fit: Fit) -> Vec<String> {
    // As many signs as the text does not have after a quotation mark.
    let signs = "#".repeat(
        (1..)
            .find(|count| !json.contains(&format!("\"{}", "#".repeat(*count))))
            .unwrap_or(1),
    );
    let mut lines = vec![format!("let json = r{signs}\"")];
    lines.extend(json.lines().map(str::to_owned));
    lines.push(format!("\"{signs};"));
    lines.push(format!("let value: {path} = serde_json::from_str(json)?;"));
    if fit == Fit::Exact {
        lines.push("let json: serde_json::Value = serde_json::from_str(json)?;".to_owned());
        lines.push("assert_eq!(serde_json::to_value(&value)?, json);".to_owned());
    }
    lines.push("# Ok::<(), serde_json::Error>(())".to_owned());
    lines
}
