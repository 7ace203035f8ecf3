//! Which documents there are.
//!
//! Comes in: a table, one document to a line, its columns named in the first one; or a folder to
//! look through. Goes out: the documents, in the order of the table or of their paths.

use std::{
    collections::BTreeMap,
    fs,
    io::{Error, Result},
    path::{Component, Path, PathBuf},
};

/// A root document: one that a client is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What its crate is called: the place in the table, whatever else is chosen with it.
    pub name: String,
    /// Its path below the corpus, `/` between the parts.
    pub file: String,
    /// The version that it is written in; empty where nobody knows.
    pub version: String,
    /// `real`, `derived`, `fixture`; empty where nobody knows.
    pub class: String,
    /// How many operations it has; `None` where they are still to be counted.
    pub operations: Option<usize>,
    /// Whether the official schema of its version finds nothing wrong with it, all that it refers
    /// to is there, and it has operations to make a client of.
    pub valid: bool,
    /// The folder that reading may not leave, below the corpus.
    pub root: PathBuf,
}

/// Reads a table of documents.
///
/// # Errors
/// The file cannot be read, or has no column `file`.
pub fn read(index: &Path) -> Result<Vec<Document>> {
    parse(&fs::read_to_string(index)?)
        .ok_or_else(|| Error::other(format!("{} has no column `file`", index.display())))
}

fn parse(text: &str) -> Option<Vec<Document>> {
    let mut lines = text.lines().enumerate();
    let columns: Vec<&str> = lines.next()?.1.split('\t').collect();
    columns.contains(&"file").then(|| {
        let row = |(at, line): (usize, &str)| {
            let cells = columns.iter().copied().zip(line.split('\t')).collect();
            document(at, &cells)
        };
        lines
            .filter(|(_, line)| !line.is_empty())
            .map(row)
            .collect()
    })
}

fn document(at: usize, cells: &BTreeMap<&str, &str>) -> Document {
    let cell = |column: &str| cells.get(column).copied().unwrap_or_default();
    let operations = cell("operations").parse().ok();
    let class = cell("class").to_owned();
    Document {
        name: name(at),
        file: cell("file").to_owned(),
        version: cell("version").to_owned(),
        valid: class != "fixture"
            && cell("schema_valid") == "yes"
            && cell("unresolved_internal_refs") == "0"
            && operations > Some(0),
        class,
        operations,
        root: repository(Path::new(cell("file"))),
    }
}

/// The folder of the repository that a document comes from: the second part of
/// `files/<repository>/…`. Anywhere else it is the whole corpus.
fn repository(file: &Path) -> PathBuf {
    let mut parts = file.components();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Component::Normal(top)), Some(repository), Some(_)) if top == "files" => {
            Path::new(top).join(repository)
        }
        _ => PathBuf::new(),
    }
}

/// Looks a folder through for descriptions.
///
/// # Errors
/// A folder that cannot be read.
pub fn recognised(corpus: &Path) -> Result<Vec<Document>> {
    let mut files = Vec::new();
    look_through(corpus, &mut files)?;
    files.sort();
    let described = files.iter().filter_map(|file| {
        let version = version(file, &fs::read_to_string(file).ok()?)?;
        let file = file.strip_prefix(corpus).ok()?;
        Some((file.to_string_lossy().replace('\\', "/"), version))
    });
    let documents = described.enumerate().map(|(at, (file, version))| Document {
        name: name(at + 1),
        root: repository(Path::new(&file)),
        file,
        version,
        ..Document::default()
    });
    Ok(documents.collect())
}

fn look_through(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            look_through(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// The version that a description names; `None` for any other file. A glance is enough: what is
/// wrong with the text shall be found by the generator.
fn version(file: &Path, text: &str) -> Option<String> {
    let keys = ["swagger", "openapi"];
    match file.extension()?.to_str()? {
        "json" => {
            let value: serde_json::Value = serde_json::from_str(text).ok()?;
            let version = keys.iter().find_map(|key| value.get(key)?.as_str())?;
            Some(version.to_owned())
        }
        "yaml" | "yml" => text.lines().find_map(|line| {
            let (key, version) = line.split_once(':')?;
            let quotes = ['"', '\''];
            let plain = |text: &str| text.trim_end().trim_matches(quotes).to_owned();
            keys.contains(&plain(key).as_str())
                .then(|| plain(version.trim_start()))
        }),
        _ => None,
    }
}

fn name(at: usize) -> String {
    format!("d{at:05}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "file\tclass\toperations\tschema_valid\tunresolved_internal_refs\n\
        files/a/b/c.yaml\treal\t3\tyes\t0\n\
        files/a.yaml\tfixture\t3\tyes\t0\n\
        b/c/d.yaml\treal\tn/a\tno\t1\n";

    #[test]
    fn a_table_says_what_a_document_is_and_where_reading_ends() {
        let documents = parse(TABLE).unwrap_or_default();
        let told: Vec<_> = documents
            .iter()
            .map(|it| (it.name.as_str(), it.operations, it.valid, it.root.to_str()))
            .collect();
        let expected = [
            ("d00001", Some(3), true, Some("files/a")),
            ("d00002", Some(3), false, Some("")),
            ("d00003", None, false, Some("")),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn descriptions_are_told_from_other_files() {
        let version = |name: &str, text: &str| version(Path::new(name), text);
        assert_eq!(
            version("a.yaml", "# x\n\"openapi\": '3.1.0' \n"),
            Some("3.1.0".into())
        );
        assert_eq!(
            version("a.json", "{\"swagger\": \"2.0\"}"),
            Some("2.0".into())
        );
        assert_eq!(version("a.yaml", "info:\n  openapi: 3.0.0\n"), None);
        assert_eq!(version("a.txt", "openapi: 3.0.0\n"), None);
    }
}
