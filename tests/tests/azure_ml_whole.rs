//! Nothing of the official descriptions is left out: every operation is generated, and every type
//! that one of them reaches.

use std::{collections::BTreeSet, io, path::PathBuf};

use clientforge::diagnostic::Texts;
use tests::{
    azure_ml::{Official, newest, whole},
    swagger::Documents,
};

#[test]
fn the_newest_file_is_generated_whole() {
    if let Some(official) = newest() {
        assert_eq!(generated_whole(&official).unwrap(), (14, 25));
    }
}

#[test]
fn four_files_are_generated_whole_as_one_client() {
    if let Some(official) = whole() {
        assert_eq!(generated_whole(&official).unwrap(), (212, 243));
    }
}

/// Holds the model against the files; how many operations there are, and how many examples of them.
fn generated_whole(official: &Official) -> io::Result<(usize, usize)> {
    let documents = Documents::read(&official.inputs)?;
    let made = official.generate()?;

    let read: Vec<&str> = documents
        .operations()
        .iter()
        .map(|operation| operation.id)
        .collect();
    let generated: Vec<&str> = made
        .api
        .operations()
        .map(|operation| operation.id.as_str())
        .collect();
    let missing: Vec<&&str> = read.iter().filter(|id| !generated.contains(id)).collect();
    assert!(missing.is_empty(), "operations: {missing:?}");
    assert_eq!(generated.len(), read.len());

    let definitions: BTreeSet<(PathBuf, String)> = made
        .api
        .types
        .iter()
        .map(|(_, definition)| {
            let origin = &definition.origin;
            let file = PathBuf::from(made.sources.name(origin.file));
            (file, origin.pointer.as_str().to_owned())
        })
        .collect();
    let reached = documents.reached();
    let has_twin = |missing: &(PathBuf, String)| {
        let mut known = definitions.iter();
        known.any(|known| documents.are_alike(known, missing))
    };
    let missing: Vec<String> = reached
        .difference(&definitions)
        .filter(|missing| !has_twin(missing))
        .map(|(file, pointer)| format!("{}#{pointer}", file.display()))
        .collect();
    assert!(
        !reached.is_empty() && missing.is_empty(),
        "definitions:\n{}",
        missing.join("\n")
    );
    let operations = documents.operations();
    let examples = operations
        .iter()
        .map(|operation| documents.examples(operation).len());
    Ok((read.len(), examples.sum()))
}
