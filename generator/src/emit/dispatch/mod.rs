//! Calls in JSON: a function per operation, from parameters by their wire names to an answer.
//!
//! It stands behind the feature `dispatch`; what does not depend on the description is in
//! `support/dispatch`.

mod function;
mod read;
mod sign;
mod table;
mod written;

pub(super) use self::table::words;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::{
    Emitter,
    docs::code,
    draft::Draft,
    feature::gate,
    format::lines,
    paths::{ident, prefixed},
};
use crate::model::{Coding, Group, Needs, Parameter};

/// A file of `support/dispatch`, copied as it is.
struct Part {
    name: &'static str,
    text: &'static str,
    when: fn(Needs) -> bool,
}

macro_rules! parts {
    ($($name:literal $(if $need:ident)?),* $(,)?) => {
        [$(Part {
            name: $name,
            text: include_str!(concat!("../../support/dispatch/", $name, ".rs")),
            when: |needs| { let _ = needs; true $(&& needs.$need)? },
        }),*]
    };
}

static PARTS: &[Part] = &parts![
    "building",
    "call",
    "event" if events,
    "exact",
    "follow" if long_running,
    "follow_list" if long_lists,
    "given",
    "held",
    "lines_body" if sent_values,
    "list" if paging,
    "operation",
    "plain_body" if plain,
    "read",
    "row" if rows,
    "scheme",
    "sent",
    "stream" if streams,
    "xml" if xml,
];

impl Emitter<'_> {
    /// The files that are made of more than a list of names: the client's, and one per group.
    pub(super) fn dispatch_drafts(&self) -> impl Iterator<Item = Draft<'_>> {
        let client = Draft::new(
            "src/dispatch/client.rs".to_owned(),
            "The client, from values in JSON.".to_owned(),
            || {
                [
                    quote!(
                        use crate::dispatch::Parameter;
                    ),
                    self.dispatch_client_parameters(),
                    self.dispatch_client(),
                    self.dispatch_credentials(),
                    self.dispatch_sign(),
                ]
            },
        );
        let groups = self.api.groups.iter().map(|group| {
            let docs = match &group.name {
                Some(name) => format!("Calls of the operations of {}.", code(&name.source)),
                None => "Calls of the operations on the client itself.".to_owned(),
            };
            let module = group.module.trim_start_matches("r#");
            let path = format!("src/dispatch/operations/{module}.rs");
            Draft::new(path, docs, || self.dispatch_group(group))
        });
        let all = std::iter::once(client).chain(groups);
        all.filter(|_| self.api.needs.dispatch)
    }

    /// The files that are copied or that list others.
    pub(super) fn dispatch_files(&self, file: &mut impl FnMut(String, String)) {
        if !self.api.needs.dispatch {
            return;
        }
        let mut index = vec![
            quote!(
                mod client;
            ),
            quote!(
                mod operations;
            ),
            quote!(
                pub use self::client::{CLIENT_PARAMETERS, Credentials, SCHEMES, client, sign};
            ),
            quote!(
                pub use self::operations::operations;
            ),
        ];
        for part in PARTS.iter().filter(|part| (part.when)(self.api.needs)) {
            let name = ident(part.name);
            // Which of it is used depends on features.
            index.push(quote!(#[allow(dead_code)] mod #name;));
            index.push(quote!(#[allow(unused_imports)] pub use self::#name::*;));
            file(
                format!("src/dispatch/{}.rs", part.name),
                part.text.to_owned(),
            );
        }
        let index = lines(index);
        file(
            "src/dispatch/mod.rs".to_owned(),
            format!("//! Calls of operations by their ids, in JSON, typed inside.\n\n{index}"),
        );
        let index = lines(self.dispatch_index());
        file(
            "src/dispatch/operations/mod.rs".to_owned(),
            format!("//! All operations.\n\n{index}"),
        );
    }

    /// The list of the groups' lists.
    fn dispatch_index(&self) -> Vec<TokenStream> {
        let modules = self.api.groups.iter().map(|group| {
            let (module, gate) = (ident(&group.module), gate(&group.feature));
            quote!(#gate mod #module;)
        });
        let lists = self.api.groups.iter().map(|group| {
            let (module, gate) = (ident(&group.module), gate(&group.feature));
            quote!(#gate #module::OPERATIONS,)
        });
        let lists = quote! {
            #[doc = " Every operation of the groups whose features are on."]
            pub fn operations() -> impl Iterator<Item = &'static crate::dispatch::Operation> {
                let groups: &[&'static [crate::dispatch::Operation]] = &[#(#lists)*];
                groups.iter().copied().flatten()
            }
        };
        modules.chain([lists]).collect()
    }

    fn dispatch_group(&self, group: &Group) -> Vec<TokenStream> {
        let functions = group.operations.iter();
        let functions = functions.filter_map(|operation| self.dispatch_function(group, operation));
        let mut items: Vec<_> = std::iter::once(self.dispatch_table(group))
            .chain(functions)
            .collect();
        items.insert(0, imports(&items));
        items
    }

    /// Makes the client's builder of the values that it needs.
    fn dispatch_client(&self) -> TokenStream {
        let parameters = &self.api.client_parameters;
        let is_argument = |it: &&Parameter| it.required && it.default.is_none();
        let names = parameters.iter().map(given);
        let values = parameters.iter().map(|parameter| {
            let (codec, key) = (self.codec_or_own(&parameter.ty), &parameter.name.source);
            let needed = is_argument(&parameter).then(
                || quote!(.ok_or_else(|| crate::dispatch::Failure::input(#key, "is missing"))?),
            );
            quote!(crate::dispatch::value::<#codec>(parameters, #key)? #needed)
        });
        let arguments = parameters.iter().filter(is_argument).map(given);
        let setters = parameters.iter().filter(|it| !is_argument(it));
        let setters: Vec<TokenStream> = setters
            .map(|parameter| {
                let (name, setter) = (given(parameter), ident(&parameter.name.ident));
                quote!(if let Some(value) = #name { builder = builder.#setter(value); })
            })
            .collect();
        let mutable = (!setters.is_empty()).then(|| quote!(mut));
        let parameters = if parameters.is_empty() {
            quote!(_)
        } else {
            quote!(parameters)
        };
        let json_object = super::paths::json_object();
        quote! {
            #[doc = " Begins a client with the values of its parameters, by their wire names."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " One that is needed is missing, or one is not what the description says."]
            pub fn client(
                #parameters: &#json_object,
            ) -> Result<crate::ClientBuilder, crate::dispatch::Failure> {
                #(let #names = #values;)*
                let #mutable builder = crate::Client::builder(#(#arguments),*);
                #(#setters)*
                Ok(builder)
            }
        }
    }
}

/// The names of `crate::dispatch` that a group's file calls by themselves: none of the description's names is
/// declared there.
fn imports(items: &[TokenStream]) -> TokenStream {
    const NAMES: [&str; 7] = [
        "Body",
        "Call",
        "Given",
        "Kind",
        "Operation",
        "Parameter",
        "Started",
    ];
    let called = |name: &&str| items.iter().any(|item| begins_path(item.clone(), name));
    let names = NAMES.into_iter().filter(called).map(ident);
    quote!(use crate::dispatch::{#(#names),*};)
}

/// Whether a path in some tokens begins with a name.
fn begins_path(tokens: TokenStream, name: &str) -> bool {
    let mut colons = 0;
    tokens.into_iter().any(|token| {
        let before = std::mem::take(&mut colons);
        match token {
            TokenTree::Ident(found) => before < 2 && found == name,
            TokenTree::Group(group) => begins_path(group.stream(), name),
            TokenTree::Punct(sign) => {
                colons = if sign.as_char() == ':' { before + 1 } else { 0 };
                false
            }
            TokenTree::Literal(_) => false,
        }
    })
}

/// The variable for a parameter's value; no other variable has such a name.
fn given(parameter: &Parameter) -> proc_macro2::Ident {
    prefixed("given_", &parameter.name.ident)
}

/// Whether a body is a value, not text or bytes.
fn is_value(coding: Coding) -> bool {
    match coding {
        Coding::Json | Coding::Lines | Coding::Xml | Coding::Form | Coding::Multipart => true,
        Coding::Text | Coding::Bytes => false,
    }
}
