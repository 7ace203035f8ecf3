//! From the checked tree to the document model, part by part.
//!
//! Comes in: the checked tree. Goes out: an `OpenAPI`. A part that the model refuses all the same
//! is reported where it stands and left out.

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, PathItem, ReferenceOr};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::check::Checker;
use super::shape::Section;
use crate::diagnostic::Pointer;

/// Reads the document; `None` when its frame is not readable.
pub(super) fn document(checker: &mut Checker<'_>, mut tree: Value) -> Option<OpenAPI> {
    let root = Pointer::root();
    let entries = tree.as_object_mut()?;
    let paths = entries.insert("paths".to_owned(), json!({}));
    let components = entries.remove("components");
    let mut api: OpenAPI = part(checker, tree, &root)?;
    if let Some(Value::Object(paths)) = paths {
        let at = root.child("paths");
        // A path item is some 9 KB large, and a map that grows copies it again and again.
        api.paths.paths = IndexMap::with_capacity(paths.len());
        for (key, value) in paths {
            if key.starts_with("x-") {
                api.paths.extensions.insert(key, value);
            } else if let Some(item) = part::<PathItem>(checker, value, &at.child(&key)) {
                api.paths.paths.insert(key, ReferenceOr::Item(item));
            }
        }
    }
    if let Some(Value::Object(sections)) = components {
        api.components = Some(read_components(
            checker,
            sections,
            &root.child("components"),
        ));
    }
    Some(api)
}

fn read_components(
    checker: &mut Checker<'_>,
    mut sections: Map<String, Value>,
    at: &Pointer,
) -> Components {
    let mut take = |section: Section| {
        let value = sections.remove(section.key());
        (value, at.child(section.key()))
    };
    let schemas = take(Section::Schemas);
    let responses = take(Section::Responses);
    let parameters = take(Section::Parameters);
    let examples = take(Section::Examples);
    let request_bodies = take(Section::RequestBodies);
    let headers = take(Section::Headers);
    let security_schemes = take(Section::SecuritySchemes);
    Components {
        schemas: parts(checker, schemas),
        responses: parts(checker, responses),
        parameters: parts(checker, parameters),
        examples: parts(checker, examples),
        request_bodies: parts(checker, request_bodies),
        headers: parts(checker, headers),
        security_schemes: parts(checker, security_schemes),
        links: IndexMap::new(),
        callbacks: IndexMap::new(),
        extensions: sections.into_iter().collect(),
    }
}

fn parts<T: DeserializeOwned>(
    checker: &mut Checker<'_>,
    (section, at): (Option<Value>, Pointer),
) -> IndexMap<String, T> {
    let Some(Value::Object(entries)) = section else {
        return IndexMap::new();
    };
    entries
        .into_iter()
        .filter_map(|(name, value)| {
            let read = part(checker, value, &at.child(&name))?;
            Some((name, read))
        })
        .collect()
}

fn part<T: DeserializeOwned>(checker: &mut Checker<'_>, value: Value, at: &Pointer) -> Option<T> {
    match serde_json::from_value(value) {
        Ok(part) => Some(part),
        Err(error) => {
            let why = error.to_string();
            checker.fault(at, |report, site| report.unreadable_part(site, &why));
            None
        }
    }
}
