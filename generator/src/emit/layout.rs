//! Which files a crate has.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Emitter,
    docs::{Comment, code},
    draft::{self, Draft},
    feature::gate,
    folder::model_path,
    format::{items, lines},
    paths::ident,
    runtime,
};
use crate::model::{Api, Base, LeftOut, Needs};

/// The runtime's items that callers of every crate use by name.
const PUBLIC: [&str; 15] = [
    "BrokenBody",
    "CallOptions",
    "ClientOptions",
    "DecodeError",
    "Error",
    "ErrorModel",
    "HeaderKey",
    "InvalidParameter",
    "Raw",
    "Response",
    "Retry",
    "Sending",
    "ServiceError",
    "TimedOut",
    "TooLarge",
];

/// Those that callers of some crates use.
fn public_items(base: Base, needs: Needs) -> Vec<&'static str> {
    // Where the base has no credentials, they are the runtime's.
    let tokens = needs.tokens && base == Base::TypespecClientCore;
    let optional = [
        (tokens, "AccessToken"),
        (tokens, "TokenCredential"),
        (needs.streams, "ByteStream"),
        (needs.multipart, "FilePart"),
        (needs.uploads, "ReadOnce"),
        (needs.events, "Event"),
        (needs.events, "EventStream"),
        (needs.events, "Undescribed"),
        (needs.values, "JsonLines"),
        (needs.rows, "Failure"),
        (needs.rows, "ItemError"),
        (needs.rows, "ItemProblem"),
        (needs.headers, "HeaderError"),
        (needs.duration, "Duration"),
        (needs.paging, "Items"),
        (needs.paging, "Pages"),
        (needs.secret, "Secret"),
        (needs.long_running, "Operation"),
        (needs.long_running, "OperationStatus"),
        (needs.long_running, "OperationToken"),
        (needs.long_running, "Running"),
        (needs.links, "RefusedLink"),
        (needs.operations, "RequestBuilder"),
        (needs.enumerations, "UnknownText"),
        (needs.unions, "UnknownVariant"),
        (needs.choices, "UnknownValue"),
    ];
    let optional = optional.into_iter().filter(|(needed, _)| *needed);
    let mut items: Vec<&str> = PUBLIC
        .into_iter()
        .chain(optional.map(|(_, item)| item))
        .collect();
    items.sort_unstable();
    items.push("redacted");
    items
}

/// `prettyplease` lays the files out; `rustfmt` would fill some lines differently.
const RUSTFMT: &str = "disable_all_formatting = true\n";

/// What the crate holds itself to. Names and counts are the description's, so that lints about them
/// would be about something that nobody can change here.
const LINTS: &str = "\
#![forbid(unsafe_code)]
#![warn(missing_docs)]
// The description chooses names, and how much there is of each thing.
#![allow(
    clippy::disallowed_names,
    clippy::large_enum_variant,
    clippy::module_inception,
    clippy::new_ret_no_self,
    clippy::self_named_constructors,
    clippy::should_implement_trait,
    clippy::too_many_arguments,
    clippy::type_complexity,
    confusable_idents,
    mixed_script_confusables,
    uncommon_codepoints
)]
// What the description deprecates is still read and written.
#![allow(deprecated)]

";

impl Emitter<'_> {
    /// All files of the crate, without their headers.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        let mut files: BTreeMap<String, String> =
            draft::each(&self.drafts(), |draft| (draft.path.clone(), module(draft)))
                .into_iter()
                .collect();
        let mut file = |path: String, text: String| {
            files.insert(path, text);
        };
        file("src/lib.rs".to_owned(), self.lib_text());
        self.operation_index(&mut file);
        self.support_files(&mut file);
        self.dispatch_files(&mut file);
        self.command_line_files(&mut file);
        file("Cargo.toml".to_owned(), self.manifest());
        file("rustfmt.toml".to_owned(), RUSTFMT.to_owned());
        file("README.md".to_owned(), self.readme());
        files
    }

    /// The files that grow with the description.
    pub(super) fn drafts(&self) -> Vec<Draft<'_>> {
        let client = Draft::new(
            "src/client.rs".to_owned(),
            "The client and its builder.".to_owned(),
            || self.client(),
        );
        let models = self.api.types.iter().map(|(_, definition)| {
            Draft::new(
                model_path(
                    definition.decisions.home.folder.as_deref(),
                    &definition.module,
                ),
                format!("The model `{}`.", definition.name.ident),
                || self.definition(definition),
            )
        });
        let groups = self.api.groups.iter().map(|group| {
            let docs = match &group.name {
                Some(name) => format!("The operations of {}.", code(&name.source)),
                None => "The operations on the client itself.".to_owned(),
            };
            let module = group.module.trim_start_matches("r#");
            Draft::new(format!("src/operations/{module}.rs"), docs, || {
                self.group(group)
            })
        });
        let shapes = Draft::new(
            "src/xml.rs".to_owned(),
            "How types stand in XML.".to_owned(),
            || self.xml_shapes(),
        );
        let shapes = self.api.needs.xml.then_some(shapes);
        // Lists of models and groups are large, and the last one to be written should not be.
        let lists = self.model_index();
        lists
            .into_iter()
            .chain([client])
            .chain(groups)
            .chain(self.dispatch_drafts())
            .chain(models)
            .chain(shapes)
            .collect()
    }

    fn lib_text(&self) -> String {
        let docs = Comment::default().named(&format!(
            "Client for {}, version {}.",
            self.api.title, self.api.version
        ));
        let docs = match &self.api.docs.description {
            Some(description) => docs.text(description),
            None => docs,
        };
        let docs = self.left_out(docs);
        let names = public_items(self.api.base, self.api.needs)
            .into_iter()
            .map(ident);
        let audience = self.has_audience().then(|| quote!(Audience,));
        // Which of its shapes are used depends on features.
        let xml_module = self.api.needs.xml.then(|| {
            quote!(
                #[allow(dead_code, non_upper_case_globals)]
                mod xml;
            )
        });
        let xml_module = xml_module.unwrap_or_default();
        let dispatch = self.api.needs.dispatch.then(|| {
            quote!(
                #[cfg(feature = "dispatch")]
                pub mod dispatch;
                #[cfg(feature = "cli")]
                pub mod cli;
            )
        });
        let dispatch = dispatch.unwrap_or_default();
        let root = [
            quote!(
                mod client;
            ),
            dispatch,
            quote!(
                pub mod models;
            ),
            quote!(
                pub mod operations;
            ),
            // Each crate carries the same runtime, and hardly one uses all of it.
            quote!(
                #[allow(dead_code, unused_imports, unused_macros)]
                mod support;
            ),
            xml_module,
            quote!(pub use self::client::{#audience Client, ClientBuilder};),
            quote!(pub use self::support::{#(#names),*};),
        ];
        let lints = LINTS;
        let limit = self.api.recursion_limit;
        let limit = limit.map(|limit| format!("#![recursion_limit = \"{limit}\"]\n"));
        let limit = limit.unwrap_or_default();
        let docs = docs.inner_text();
        format!("{docs}\n{limit}{lints}{}", lines(root))
    }

    /// Tells what of the description the crate does not have.
    fn left_out(&self, docs: Comment) -> Comment {
        if self.api.left_out.is_empty() {
            return docs;
        }
        let missing = self.api.left_out.iter();
        let lines = missing.map(|missing| {
            let LeftOut { id, request, why } = missing;
            let request = request.as_deref().unwrap_or("a schema");
            format!("- {id} ({request}): {why}")
        });
        docs.paragraph("# Left out")
            .paragraph("These parts of the description are not in this crate:")
            .named(&lines.collect::<Vec<_>>().join("\n"))
    }

    fn operation_index(&self, file: &mut impl FnMut(String, String)) {
        let mut index: Vec<TokenStream> = Vec::new();
        for group in &self.api.groups {
            let module_name = ident(&group.module);
            let gate = gate(&group.feature);
            // A caller reads `operations::computes::Get`; a group's own names are none of another's.
            let public = match group.name {
                Some(_) => quote!(pub),
                None => quote!(pub(crate)),
            };
            index.push(quote!(#gate #public mod #module_name;));
            let names: Vec<_> = Self::group_exports(group)
                .iter()
                .map(|name| ident(name))
                .collect();
            index.push(quote!(#gate pub use self::#module_name::{#(#names),*};));
        }
        let docs = "The operations: a handle per group, a request builder per operation.";
        file(
            "src/operations/mod.rs".to_owned(),
            index_module(docs, index),
        );
    }

    fn support_files(&self, file: &mut impl FnMut(String, String)) {
        let mut index: Vec<TokenStream> = Vec::new();
        for (name, text) in runtime::files(self.api.base, self.api.needs) {
            let module_name = ident(name);
            index.push(match name {
                "check" | "runtime" | "text" => quote!(pub mod #module_name;),
                _ => quote!(mod #module_name;),
            });
            // What the runtime stands on is named through its module, so that nothing collides.
            if name != "runtime" {
                index.push(quote!(pub use #module_name::*;));
            }
            file(format!("src/support/{name}.rs"), text.to_owned());
        }
        let docs = "The runtime that every generated crate carries.";
        file("src/support/mod.rs".to_owned(), index_module(docs, index));
    }

    fn readme(&self) -> String {
        let name = &self.api.package.name;
        let Api { title, version, .. } = self.api;
        let base = self.api.base.library();
        let description = Comment::of(&self.api.docs, "").markdown();
        let mut text = format!(
            "# {name}\n\nA Rust client for {title}, version {version}, on `{base}`.\n\n\
             {description}\n"
        );
        if !self.api.groups.is_empty() {
            text.push_str("## Operations\n\n");
        }
        for group in &self.api.groups {
            let way = match &group.name {
                Some(group) => format!("client.{}()", group.ident),
                None => "client".to_owned(),
            };
            for operation in &group.operations {
                let call = format!("{way}.{}(…)", operation.name.ident);
                let docs = Comment::of(&operation.docs, &operation.id).summary();
                text.push_str(&format!("- `{call}`: {docs}\n"));
            }
        }
        if !self.api.left_out.is_empty() {
            let left_out = self.left_out(Comment::default()).markdown();
            text.push_str(&format!("\n#{left_out}"));
        }
        text.push_str(&self.readme_command_line());
        text.push_str(&self.readme_features());
        text.push_str("\nThis crate is generated: change its description, not its files.\n");
        text
    }

    /// What a caller of a large API can leave out.
    fn readme_features(&self) -> String {
        let features: Vec<String> = self.group_features().map(code).collect();
        if features.is_empty() {
            return String::new();
        }
        format!(
            "\n## Features\n\nEach group of operations is a feature, with the types that it \
             carries. All are on by default; to\ncompile a few, turn `default-features` off and \
             name them beside `transport`:\n\n{}.\n{}",
            features.join(", "),
            self.readme_incoming(),
        )
    }

    fn readme_incoming(&self) -> String {
        let feature = self.api.incoming.feature.as_deref().map(code);
        feature.map_or_else(String::new, |feature| {
            let kinds = self.api.incoming.kinds();
            format!("\n{feature} brings the types of what {kinds} carry.\n")
        })
    }
}

fn module(draft: &Draft<'_>) -> String {
    let contents = (draft.items)();
    let text = match draft.is_list {
        true => lines(contents),
        false => items(contents),
    };
    format!("//! {}\n\n{text}", draft.docs)
}

fn index_module(docs: &str, contents: Vec<TokenStream>) -> String {
    format!("//! {docs}\n\n{}", lines(contents))
}
