//! Schemas that several files define alike.
//!
//! Comes in: the checked tree, its references resolved. Goes out: the same with one schema for those
//! that have one name in their files and say the same, references to such schemas included. The
//! caller of a client of several descriptions, or of one that is spread over folders, need not tell
//! `ErrorDetail` from `common_ErrorDetail`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::check::Checker;
use super::shape::Section;
use crate::diagnostic::Pointer;

/// Leaves one of those that are alike.
pub(super) fn unite(checker: &Checker<'_>, document: &mut Value) {
    let at = Section::Schemas.pointer();
    let schemas = document.pointer(at.as_str()).and_then(Value::as_object);
    let Some(schemas) = schemas else { return };
    let namesakes = namesakes(checker, schemas.keys());
    if namesakes.is_empty() {
        return;
    }
    let classes = classes(&namesakes, |name| schemas.get(name));
    let renamed = renamed(&namesakes, &classes);
    if renamed.is_empty() {
        return;
    }
    if let Some(Value::Object(schemas)) = document.pointer_mut(at.as_str()) {
        schemas.retain(|name, _| !renamed.contains_key(name));
    }
    redirect(document, &renamed);
}

/// The schemas that have the same name in several files, by that name.
fn namesakes<'n>(
    checker: &Checker<'_>,
    names: impl Iterator<Item = &'n String>,
) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<(String, _)>> = BTreeMap::new();
    let section = Section::Schemas.pointer();
    for name in names {
        let origin = checker.origins.of(&section.child(name));
        if let Some(own) = origin.pointer.last() {
            all.entry(own)
                .or_default()
                .push((name.clone(), origin.file));
        }
    }
    let several = all.into_iter().filter_map(|(own, found)| {
        let files: BTreeSet<_> = found.iter().map(|(_, file)| *file).collect();
        let names = found.into_iter().map(|(name, _)| name).collect();
        (files.len() > 1).then_some((own, names))
    });
    several.collect()
}

/// Which namesakes say the same: the same number for those that do. All are taken for the same
/// until something tells them apart, so that circles of references come out right.
fn classes<'v>(
    namesakes: &BTreeMap<String, Vec<String>>,
    schema: impl Fn(&str) -> Option<&'v Value>,
) -> BTreeMap<String, usize> {
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    for (number, names) in namesakes.values().enumerate() {
        classes.extend(names.iter().map(|name| (name.clone(), number)));
    }
    let mut count = namesakes.len();
    loop {
        let mut next = BTreeMap::new();
        let mut numbers = 0;
        for names in namesakes.values() {
            let mut known: BTreeMap<(usize, String), usize> = BTreeMap::new();
            for name in names {
                let class = classes.get(name).copied().unwrap_or_default();
                let text = schema(name).map(|value| classified(value, &classes));
                let number = *known
                    .entry((class, text.unwrap_or_default()))
                    .or_insert_with(|| {
                        numbers += 1;
                        numbers
                    });
                next.insert(name.clone(), number);
            }
        }
        classes = next;
        if numbers == count {
            return classes;
        }
        count = numbers;
    }
}

/// A schema as text, in which a reference is the class of what it leads to.
fn classified(schema: &Value, classes: &BTreeMap<String, usize>) -> String {
    let mut schema = schema.clone();
    each_reference(&mut schema, &mut |text| {
        let class = referred(text).and_then(|name| classes.get(&name));
        if let Some(class) = class {
            *text = format!("class {class}");
        }
    });
    schema.to_string()
}

/// Those that are replaced, with what by: what has its own name, or comes first.
fn renamed(
    namesakes: &BTreeMap<String, Vec<String>>,
    classes: &BTreeMap<String, usize>,
) -> BTreeMap<String, String> {
    let mut renamed = BTreeMap::new();
    for (own, names) in namesakes {
        let mut first: BTreeMap<usize, &String> = BTreeMap::new();
        let mut names: Vec<&String> = names.iter().collect();
        names.sort_by_key(|name| (*name != own, name.len(), *name));
        for name in names {
            let Some(class) = classes.get(name) else {
                continue;
            };
            match first.get(class) {
                Some(kept) => drop(renamed.insert(name.clone(), (*kept).clone())),
                None => drop(first.insert(*class, name)),
            }
        }
    }
    renamed
}

fn redirect(document: &mut Value, renamed: &BTreeMap<String, String>) {
    let section = Section::Schemas.pointer();
    each_reference(document, &mut |text| {
        if let Some(kept) = referred(text).and_then(|name| renamed.get(&name)) {
            *text = section.child(kept).fragment();
        }
    });
}

/// The schema that a reference leads to.
fn referred(text: &str) -> Option<String> {
    let pointer = Pointer::parse_fragment(text)?;
    pointer.below(&Section::Schemas.pointer())?.last()
}

/// Every text that may be a reference to a schema: under `$ref`, and in the mapping of a
/// `discriminator`.
pub(super) fn each_reference(value: &mut Value, found: &mut impl FnMut(&mut String)) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    match (key.as_str(), value) {
                        ("$ref", Value::String(text)) => found(text),
                        ("mapping", Value::Object(targets)) => {
                            for (_, target) in targets {
                                match target {
                                    Value::String(text) => found(text),
                                    other => open.push(other),
                                }
                            }
                        }
                        (_, value) => open.push(value),
                    }
                }
            }
            Value::Array(elements) => open.extend(elements),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
