//! Swagger 2.0 documents as they stand in their files, without anything of the generator's: what
//! the generated code is held against.
//!
//! Comes in: the descriptions' paths. Goes out: every file that they lead to, the operations, and
//! the examples of each.

pub mod faults;
pub mod implied;
mod object;
mod reach;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Component, Path, PathBuf},
};

use serde_json::Value;

/// The descriptions, and every file that a reference in them leads to.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    inputs: Vec<PathBuf>,
    files: BTreeMap<PathBuf, Value>,
}

/// A part of a document, and the file that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Part<'d> {
    file: &'d Path,
    /// The part itself.
    pub value: &'d Value,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation<'d> {
    /// `operationId`.
    pub id: &'d str,
    method: String,
    path: &'d str,
    document: Part<'d>,
    own: Part<'d>,
    parameters: Vec<Part<'d>>,
}

/// An example of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Example<'d> {
    /// The file's path after the last `examples/`.
    pub name: &'d str,
    /// `parameters` and `responses`.
    pub value: &'d Value,
}

impl Documents {
    /// Reads the descriptions and what they refer to.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or is no JSON.
    pub fn read(inputs: &[PathBuf]) -> io::Result<Self> {
        let mut documents = Self {
            inputs: inputs.to_vec(),
            ..Self::default()
        };
        let mut open = inputs.to_vec();
        while let Some(file) = open.pop() {
            if documents.files.contains_key(&file) {
                continue;
            }
            let text = fs::read_to_string(&file)?;
            let value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
            references(&value, &mut |reference| {
                open.push(target(&file, reference).0)
            });
            documents.files.insert(file, value);
        }
        Ok(documents)
    }

    /// Every operation, in the order of the documents.
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut found = Vec::new();
        for document in self.inputs.iter().filter_map(|file| self.whole(file)) {
            for (path, item) in document.entries("paths") {
                for (method, own) in item.all() {
                    let id = own.value.get("operationId").and_then(Value::as_str);
                    let Some(id) = id else { continue };
                    let shared = item.items("parameters").into_iter();
                    let parameters = shared.chain(own.items("parameters"));
                    let parameters = parameters.map(|part| self.follow(part)).collect();
                    let method = method.to_uppercase();
                    found.push(Operation {
                        id,
                        method,
                        path,
                        document,
                        own,
                        parameters,
                    });
                }
            }
        }
        found
    }

    /// The examples of an operation.
    pub fn examples<'d>(&'d self, operation: &Operation<'d>) -> Vec<Example<'d>> {
        let named = operation.own.entries("x-ms-examples").into_iter();
        let parts = named.map(|(_, part)| self.follow(part));
        let examples = parts.map(|Part { file, value }| {
            let name = file.to_str().unwrap_or_default();
            let name = name
                .rsplit_once("/examples/")
                .map_or(name, |(_, name)| name);
            Example { name, value }
        });
        examples.collect()
    }

    /// What a part is once its references are followed.
    pub fn follow<'d>(&'d self, part: Part<'d>) -> Part<'d> {
        let mut part = part;
        while let Some(reference) = part.value.get("$ref").and_then(Value::as_str) {
            let (file, pointer) = target(part.file, reference);
            let found = self.files.get_key_value(&file);
            let found = found.and_then(|(file, value)| Some((file, value.pointer(&pointer)?)));
            let Some((file, value)) = found else { break };
            part = Part { file, value };
        }
        part
    }

    /// Every definition of every file, by its name.
    fn definitions(&self) -> impl Iterator<Item = (&str, Part<'_>)> {
        let files = self.files.keys().filter_map(|file| self.whole(file));
        files.flat_map(|document| document.entries("definitions"))
    }

    fn whole(&self, file: &Path) -> Option<Part<'_>> {
        let (file, value) = self.files.get_key_value(file)?;
        Some(Part { file, value })
    }
}

impl<'d> Part<'d> {
    fn at(self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { value, ..self })
    }

    fn all(self) -> Vec<(&'d str, Self)> {
        let entries = self.value.as_object().into_iter().flatten();
        entries
            .map(|(key, value)| (key.as_str(), Self { value, ..self }))
            .collect()
    }

    fn entries(self, key: &str) -> Vec<(&'d str, Self)> {
        self.at(key).map(Self::all).unwrap_or_default()
    }

    fn items(self, key: &str) -> Vec<Self> {
        let items = self.value.get(key).and_then(Value::as_array);
        let items = items.into_iter().flatten();
        items.map(|value| Self { value, ..self }).collect()
    }

    fn text(self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    fn says(self, key: &str) -> bool {
        self.value
            .get(key)
            .and_then(Value::as_bool)
            .unwrap_or_default()
    }
}

impl<'d> Operation<'d> {
    /// What a response of that status carries; `None` where nothing is described.
    pub fn response(&self, documents: &'d Documents, status: &str) -> Option<Part<'d>> {
        let responses = self.own.at("responses")?;
        let response = responses.at(status).or_else(|| responses.at("default"))?;
        documents.follow(response).at("schema")
    }

    fn media_types(&self, key: &str) -> Vec<&'d str> {
        let own = self.own.at(key).or_else(|| self.document.at(key));
        let list = own
            .and_then(|list| list.value.as_array())
            .into_iter()
            .flatten();
        list.filter_map(Value::as_str).collect()
    }
}

/// Every reference in a value.
fn references(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(entries) => {
            if let Some(Value::String(reference)) = entries.get("$ref") {
                found(reference);
            }
            entries.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The file and the pointer that a reference names.
fn target(from: &Path, reference: &str) -> (PathBuf, String) {
    let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    let mut file = from.to_path_buf();
    if !path.is_empty() {
        file.pop();
        for part in Path::new(path).components() {
            match part {
                Component::ParentDir => {
                    file.pop();
                }
                Component::CurDir => {}
                part => file.push(part),
            }
        }
    }
    (file, pointer.to_owned())
}
