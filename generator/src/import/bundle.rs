//! What is brought into `components`, and what it is called there.
//!
//! Comes in: a part, where it stands, and the components that there are. Goes out: a name for it
//! that is readable, the same in every run, and not taken.

use serde_json::Value;

use crate::diagnostic::{Origin, Pointer, Texts};
use crate::source::Sources;

/// Whether two parts of the same name are one and the same: written letter for letter alike, and
/// without a reference, which could mean something else in another file.
pub(super) fn is_same(one: &Value, other: &Value) -> bool {
    one == other && !has_reference(one)
}

fn has_reference(value: &Value) -> bool {
    match value {
        Value::Object(entries) => {
            entries.contains_key("$ref") || entries.values().any(has_reference)
        }
        Value::Array(elements) => elements.iter().any(has_reference),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A name for a part, made from what it is called where it stands: where that is taken, with the
/// name of its file before it, then with the folder's, and with a number at last.
pub(super) fn free_name(
    document: &Value,
    sources: &Sources,
    origin: &Origin,
    section: &Pointer,
) -> String {
    let file = sources.name(origin.file);
    let mut folders = file.rsplit('/');
    let stem = folders.next().and_then(|name| name.split('.').next());
    let stem = stem.unwrap_or("part");
    let base = base_name(origin, stem);
    let is_free = |name: &String| document.pointer(section.child(name).as_str()).is_none();
    let mut prefixed = base.clone();
    let prefixes = std::iter::once(stem).chain(folders.filter(|folder| !folder.is_empty()));
    let with_prefixes = prefixes.take(3).map(|prefix| {
        prefixed = format!("{}_{prefixed}", readable(&[prefix]));
        prefixed.clone()
    });
    std::iter::once(base.clone())
        .chain(with_prefixes)
        .chain((2..).map(|number| format!("{base}_{number}")))
        .find(is_free)
        .unwrap_or_default()
}

/// What a part is called where it stands.
fn base_name(origin: &Origin, stem: &str) -> String {
    let segments: Vec<String> = origin.pointer.segments().collect();
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => stem.to_owned(),
        ["components", _, rest @ ..] if !rest.is_empty() => readable(rest),
        // A file of parts sorts them as it likes.
        [
            "definitions" | "schemas" | "parameters" | "responses" | "requestBodies",
            rest @ ..,
        ] if !rest.is_empty() => readable(rest),
        all => readable(all),
    }
}

fn readable(segments: &[&str]) -> String {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let words = segments
        .iter()
        .filter(|s| !matches!(**s, "properties" | "schema" | "$defs"));
    let words: Vec<String> = words
        .map(|word| {
            word.replace(|c| !is_word(c), "_")
                .trim_matches('_')
                .to_owned()
        })
        .collect();
    words.join("_")
}
