//! From tokens to text: item by item, joined by a blank line.
//!
//! One large file would be slow to print and would come out without blank lines.

use proc_macro2::TokenStream;

/// The text of items. Tokens that are no item would be a mistake of ours; the compiler then says
/// what is wrong with them.
pub(super) fn items(items: impl Iterator<Item = TokenStream>) -> String {
    texts(items).collect::<Vec<String>>().join("\n")
}

/// The same for items that belong together, without blank lines.
pub(super) fn lines(items: impl IntoIterator<Item = TokenStream>) -> String {
    texts(items).collect()
}

fn texts(items: impl IntoIterator<Item = TokenStream>) -> impl Iterator<Item = String> {
    let items = items.into_iter().filter(|item| !item.is_empty());
    items.map(item_text)
}

/// Takes the tokens: those that somebody else holds too are copied before they are parsed.
fn item_text(item: TokenStream) -> String {
    match syn::parse2::<syn::File>(item) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        Err(error) => format!("{}\n", error.into_compile_error()),
    }
}

/// Sets the members of an `impl` apart: a blank line after each of them that ends with a brace.
fn spaced(text: &str) -> String {
    if !text.lines().any(|line| line.starts_with("impl")) {
        return text.to_owned();
    }
    let mut spaced = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        spaced.push_str(line);
        spaced.push('\n');
        if line == "    }" && lines.peek().is_some_and(|next| *next != "}") {
            spaced.push('\n');
        }
    }
    spaced
}
