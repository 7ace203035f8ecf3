//! What callers of a generated crate can see, as sorted lines of text.
//!
//! Comes in: the files of a crate. Goes out: one line per public item, field, variant, method and
//! implemented trait, so that two crates can be compared whatever the order of their items. What
//! the runtime adds is the same in every crate and is left out.

use std::collections::BTreeSet;

use clientforge::files::Files;
use quote::{ToTokens, quote};
use syn::{
    Attribute, Fields, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, Signature, TraitItem,
    Visibility,
};

/// The public items of a crate.
///
/// # Errors
///
/// A file is no Rust.
pub fn of(files: &Files) -> Result<BTreeSet<String>, String> {
    let mut lines = BTreeSet::new();
    for (path, bytes) in files.iter() {
        if !path.ends_with(".rs") || path.starts_with("src/support/") {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        let file = syn::parse_file(&text).map_err(|error| format!("{path}: {error}"))?;
        for item in &file.items {
            lines.extend(
                of_item(item)
                    .into_iter()
                    .map(|line| format!("{path}: {line}")),
            );
        }
    }
    Ok(lines)
}

fn of_item(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) if is_public(&item.vis) => of_struct(item),
        Item::Enum(item) if is_public(&item.vis) => of_enum(item),
        Item::Impl(item) => of_impl(item),
        Item::Fn(item) if is_public(&item.vis) => vec![signature(&item.sig)],
        Item::Const(item) if is_public(&item.vis) => {
            let (name, ty) = (&item.ident, &item.ty);
            vec![text(&quote!(const #name: #ty))]
        }
        Item::Type(item) if is_public(&item.vis) => {
            let (name, generics, ty) = (&item.ident, &item.generics, &item.ty);
            vec![text(&quote!(type #name #generics = #ty))]
        }
        Item::Use(item) if is_public(&item.vis) => vec![text(item)],
        Item::Mod(item) if is_public(&item.vis) => vec![text(item)],
        Item::Trait(item) if is_public(&item.vis) => {
            let methods = item.items.iter().filter_map(|inner| match inner {
                TraitItem::Fn(method) => {
                    Some(format!("{}::{}", item.ident, signature(&method.sig)))
                }
                _ => None,
            });
            methods.collect()
        }
        Item::Macro(item) => vec![text(item)],
        _ => Vec::new(),
    }
}

fn of_struct(item: &ItemStruct) -> Vec<String> {
    let (name, generics) = (&item.ident, &item.generics);
    let mut lines = vec![format!(
        "{} {}",
        marks(&item.attrs),
        text(&quote!(struct #name #generics))
    )];
    lines.extend(of_fields(&name.to_string(), &item.fields, true));
    lines
}

fn of_enum(item: &ItemEnum) -> Vec<String> {
    let (name, generics) = (&item.ident, &item.generics);
    let mut lines = vec![format!(
        "{} {}",
        marks(&item.attrs),
        text(&quote!(enum #name #generics))
    )];
    for variant in &item.variants {
        let path = format!("{name}::{}", variant.ident);
        lines.push(format!("{} {path}", marks(&variant.attrs)));
        lines.extend(of_fields(&path, &variant.fields, false));
    }
    lines
}

fn of_fields(owner: &str, fields: &Fields, only_public: bool) -> Vec<String> {
    let fields = fields.iter().enumerate();
    fields
        .filter(|(_, field)| !only_public || is_public(&field.vis))
        .map(|(position, field)| {
            let name = field
                .ident
                .as_ref()
                .map_or_else(|| position.to_string(), |name| name.to_string());
            format!(
                "{} {owner}.{name}: {}",
                marks(&field.attrs),
                text(&field.ty)
            )
        })
        .collect()
}

fn of_impl(item: &ItemImpl) -> Vec<String> {
    let (generics, ty) = (&item.generics, &item.self_ty);
    if let Some((implemented, _)) = &item.trait_ {
        return vec![text(&quote!(impl #generics #implemented for #ty))];
    }
    let owner = text(ty);
    let of_inner = |inner: &ImplItem| match inner {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(format!(
            "{} {owner}::{}",
            marks(&method.attrs),
            signature(&method.sig)
        )),
        ImplItem::Const(item) if is_public(&item.vis) => {
            let (name, ty, value) = (&item.ident, &item.ty, &item.expr);
            Some(format!(
                "{owner}::{}",
                text(&quote!(const #name: #ty = #value))
            ))
        }
        _ => None,
    };
    item.items.iter().filter_map(of_inner).collect()
}

fn signature(signature: &Signature) -> String {
    text(signature)
}

/// Attributes that callers notice.
fn marks(attributes: &[Attribute]) -> String {
    let noticed = ["derive", "non_exhaustive", "must_use", "deprecated"];
    let mut marks: Vec<String> = attributes
        .iter()
        .filter(|attribute| noticed.iter().any(|name| attribute.path().is_ident(name)))
        .map(text)
        .collect();
    marks.sort();
    marks.join(" ")
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

#[cfg(test)]
mod tests {
    use super::of;
    use clientforge::files::Files;

    fn api(text: &str) -> std::collections::BTreeSet<String> {
        let mut files = Files::new();
        files.insert("src/lib.rs", text);
        of(&files).unwrap()
    }

    #[test]
    fn order_and_private_items_do_not_count() {
        let one = "pub struct A { pub x: i32, y: u8 } impl A { pub fn f(&self) {} fn g() {} }";
        let two = "impl A { pub fn f(&self) { g() } } pub struct A { pub x: i32, z: u16 }";
        assert_eq!(api(one), api(two));
        assert_eq!(api(one).len(), 3);
    }

    #[test]
    fn whatever_a_caller_sees_counts() {
        let base = "#[derive(Clone)] pub enum E { A(i32) } impl E { pub fn f(self, a: u8) {} }";
        for other in [
            "#[derive(Debug)] pub enum E { A(i32) } impl E { pub fn f(self, a: u8) {} }",
            "#[derive(Clone)] pub enum E { A(i64) } impl E { pub fn f(self, a: u8) {} }",
            "#[derive(Clone)] pub enum E { A(i32), B } impl E { pub fn f(self, a: u8) {} }",
            "#[derive(Clone)] pub enum E { A(i32) } impl E { pub fn f(self, b: u8) {} }",
            "#[derive(Clone)] pub enum E { A(i32) } impl E { pub fn f(self, a: u8) {} } impl X for E {}",
        ] {
            assert_ne!(api(base), api(other), "{other}");
        }
    }
}
