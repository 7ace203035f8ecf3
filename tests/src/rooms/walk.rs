//! What one file names and does.
//!
//! Comes in: a parsed file and the modules that lead to it. Goes out: what an invariant may have
//! something to say about.

use quote::ToTokens;
use syn::{
    Attribute, Expr, File, Ident, Item, Lit, Macro, Meta, Token, UseTree,
    parse::Parser,
    punctuated::Punctuated,
    visit::{self, Visit},
};

/// The lints that keep panics out.
pub(super) const LINTS: [&str; 7] = [
    "expect_used",
    "indexing_slicing",
    "panic",
    "string_slice",
    "todo",
    "unimplemented",
    "unwrap_used",
];

/// Something that an invariant may have something to say about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A path into the top module of that name.
    Import(String),
    /// A path into another crate.
    Crate(String),
    /// A question about the version of a description.
    Version(String),
    /// A call that may panic.
    Panic(String),
    /// A lint against such calls that is switched off.
    Allowed(String),
}

/// Everything that was found, in the order of the text.
pub(super) fn walk(file: &File, modules: &[String]) -> Vec<Found> {
    let mut walker = Walker {
        modules: modules.to_vec(),
        found: Vec::new(),
    };
    walker.visit_file(file);
    walker.found
}

struct Walker {
    modules: Vec<String>,
    found: Vec<Found>,
}

impl Walker {
    /// Notes where a path leads: to a top module, or into another crate.
    fn path(&mut self, segments: &[String]) {
        let Some(first) = segments.first() else {
            return;
        };
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => self.modules.clone(),
            "super" => self
                .modules
                .split_last()
                .map_or_else(Vec::new, |(_, outer)| outer.to_vec()),
            _ => {
                self.found.push(Found::Crate(first.clone()));
                return;
            }
        };
        for segment in segments.iter().skip(1) {
            if segment == "super" {
                base.pop();
            } else {
                base.push(segment.clone());
            }
        }
        self.found
            .extend(base.into_iter().next().map(Found::Import));
    }

    fn uses(&mut self, tree: &UseTree, before: &[String]) {
        let with = |ident: &Ident| [before, &[ident.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.uses(&path.tree, &with(&path.ident)),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.uses(tree, before);
                }
            }
            UseTree::Name(name) if name.ident == "self" => self.path(before),
            UseTree::Name(name) => self.path(&with(&name.ident)),
            UseTree::Rename(rename) => self.path(&with(&rename.ident)),
            UseTree::Glob(_) => self.path(before),
        }
    }

    fn attributes(&mut self, attributes: &[Attribute]) {
        for attribute in attributes {
            if attribute.path().is_ident("allow") || attribute.path().is_ident("expect") {
                let text = attribute.to_token_stream().to_string();
                let allowed = LINTS
                    .iter()
                    .filter(|lint| text.contains(&format!("clippy :: {lint}")));
                self.found
                    .extend(allowed.map(|lint| Found::Allowed((*lint).to_owned())));
            }
        }
    }

    fn version(&mut self, name: &str) {
        let asks = name == "openapi" || name.contains("swagger") || is_version_module(name);
        if asks {
            self.found.push(Found::Version(name.to_owned()));
        }
    }
}

/// `..`, which nothing is out of.
fn is_whole(index: &Expr) -> bool {
    matches!(index, Expr::Range(range) if range.start.is_none() && range.end.is_none())
}

/// `v2`, `v3_0` and their like.
fn is_version_module(name: &str) -> bool {
    let digits = name.strip_prefix('v').unwrap_or_default();
    digits.starts_with(['2', '3']) && digits.chars().all(|c| c.is_ascii_digit() || c == '_')
}

/// Whether an item is there in tests alone.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        Meta::NameValue(_) => false,
    })
}

fn attributes_of(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

impl<'ast> Visit<'ast> for Walker {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_test(attributes_of(item)) {
            return;
        }
        match item {
            Item::Use(item) => self.uses(&item.tree, &[]),
            Item::Mod(item) if item.content.is_some() => {
                self.modules.push(item.ident.to_string());
                visit::visit_item_mod(self, item);
                self.modules.pop();
                return;
            }
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        self.attributes(std::slice::from_ref(attribute));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if segments.len() > 1 {
            self.path(&segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.version(&ident.to_string());
    }

    fn visit_lit(&mut self, literal: &'ast Lit) {
        if let Lit::Str(text) = literal
            && matches!(text.value().as_str(), "openapi" | "swagger")
        {
            self.found.push(Found::Version(text.value()));
        }
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Index(index) if !is_whole(&index.index) => {
                self.found
                    .push(Found::Panic(index.to_token_stream().to_string()));
            }
            Expr::MethodCall(call) if call.method == "unwrap" || call.method == "expect" => {
                self.found
                    .push(Found::Panic(call.to_token_stream().to_string()));
            }
            _ => {}
        }
        visit::visit_expr(self, expression);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let name = call
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default();
        match name.as_str() {
            "panic" | "todo" | "unimplemented" | "unreachable" => {
                self.found.push(Found::Panic(format!("{name}!")));
            }
            // What it writes is not code of the generator.
            "quote" => {}
            _ => {
                let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
                for argument in parser.parse2(call.tokens.clone()).into_iter().flatten() {
                    self.found.extend(walk_expression(&argument, &self.modules));
                }
            }
        }
        self.visit_path(&call.path);
    }
}

fn walk_expression(expression: &Expr, modules: &[String]) -> Vec<Found> {
    let mut walker = Walker {
        modules: modules.to_vec(),
        found: Vec::new(),
    };
    walker.visit_expr(expression);
    walker.found
}
