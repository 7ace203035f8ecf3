//! What is expected, on disk: compared, or rewritten with `UPDATE_EXPECT=1`.
//!
//! Comes in: a folder or a file, and what it should hold. Goes out: the differences, each with its
//! first differing lines; none once everything has been rewritten.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// How many lines of a difference are shown.
const SHOWN: usize = 6;

/// Whether expectations are rewritten rather than compared.
pub fn updating() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1")
}

/// Compares a folder with the files that it should have, or rewrites it. A file too many is a
/// difference too.
///
/// # Errors
///
/// The folder cannot be read or written.
pub fn check_folder(
    folder: &Path,
    actual: &BTreeMap<String, Vec<u8>>,
    update: bool,
) -> io::Result<Vec<String>> {
    let expected = read_folder(folder)?;
    let paths: std::collections::BTreeSet<&String> = expected.keys().chain(actual.keys()).collect();
    let mut differences = Vec::new();
    for path in paths {
        let file = folder.join(path);
        let (expected, actual) = (expected.get(path), actual.get(path));
        if update {
            rewrite(
                &file,
                expected.map(Vec::as_slice),
                actual.map(Vec::as_slice),
            )?;
        } else if let Some(difference) = difference(path, expected, actual) {
            differences.push(difference);
        }
    }
    Ok(differences)
}

/// The same for one text; an empty one has no file.
///
/// # Errors
///
/// The file cannot be read or written.
pub fn check_text(file: &Path, actual: &str, update: bool) -> io::Result<Vec<String>> {
    let expected = match fs::read(file) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let actual = (!actual.is_empty()).then(|| actual.as_bytes().to_vec());
    if update {
        rewrite(file, expected.as_deref(), actual.as_deref())?;
        return Ok(Vec::new());
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Ok(difference(&name, expected.as_ref(), actual.as_ref())
        .into_iter()
        .collect())
}

/// The files below a folder by their path in it; none where there is no folder.
///
/// # Errors
///
/// The folder cannot be read.
pub fn read_folder(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open = vec![PathBuf::new()];
    while let Some(inner) = open.pop() {
        let entries = match fs::read_dir(folder.join(&inner)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let path = inner.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                let bytes = fs::read(entry.path())?;
                found.insert(path.to_string_lossy().replace('\\', "/"), bytes);
            }
        }
    }
    Ok(found)
}

fn rewrite(file: &Path, expected: Option<&[u8]>, actual: Option<&[u8]>) -> io::Result<()> {
    match actual {
        Some(bytes) if expected == Some(bytes) => Ok(()),
        Some(bytes) => {
            fs::create_dir_all(file.parent().unwrap_or(file))?;
            fs::write(file, bytes)
        }
        None if expected.is_some() => fs::remove_file(file),
        None => Ok(()),
    }
}

fn difference(path: &str, expected: Option<&Vec<u8>>, actual: Option<&Vec<u8>>) -> Option<String> {
    match (expected, actual) {
        (None, None) => None,
        (None, Some(_)) => Some(format!("{path}: made, but not expected")),
        (Some(_), None) => Some(format!("{path}: expected, but not made")),
        (Some(expected), Some(actual)) if expected == actual => None,
        (Some(expected), Some(actual)) => Some(first_difference(path, expected, actual)),
    }
}

fn first_difference(path: &str, expected: &[u8], actual: &[u8]) -> String {
    let (expected, actual) = (
        String::from_utf8_lossy(expected),
        String::from_utf8_lossy(actual),
    );
    let same = expected
        .split_inclusive('\n')
        .zip(actual.split_inclusive('\n'))
        .take_while(|(expected, actual)| expected == actual)
        .count();
    let mut text = format!("{path}:{}: not as expected", same + 1);
    for (sign, side) in [('-', &expected), ('+', &actual)] {
        for line in side.lines().skip(same).take(SHOWN) {
            text.push_str(&format!("\n    {sign} {line}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{check_folder, check_text, read_folder};
    use std::collections::BTreeMap;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        list.iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn differences_are_found_and_mended() {
        let folder = tempfile::tempdir().unwrap();
        let expected = files(&[("a/b.rs", "one\ntwo\n"), ("old.rs", "x")]);
        assert_eq!(
            check_folder(folder.path(), &expected, true).unwrap(),
            Vec::<String>::new()
        );
        let actual = files(&[("a/b.rs", "one\nthree\n"), ("new.rs", "y")]);
        let found = check_folder(folder.path(), &actual, false).unwrap();
        assert_eq!(
            found,
            [
                "a/b.rs:2: not as expected\n    - two\n    + three",
                "new.rs: made, but not expected",
                "old.rs: expected, but not made",
            ]
        );
        assert!(
            check_folder(folder.path(), &actual, true)
                .unwrap()
                .is_empty()
        );
        assert_eq!(read_folder(folder.path()).unwrap(), actual);
    }

    #[test]
    fn an_empty_text_has_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("expected.txt");
        assert!(check_text(&file, "", false).unwrap().is_empty());
        assert_eq!(check_text(&file, "x\n", false).unwrap().len(), 1);
        check_text(&file, "x\n", true).unwrap();
        assert!(check_text(&file, "x\n", false).unwrap().is_empty());
        assert_eq!(
            check_text(&file, "", false).unwrap(),
            ["expected.txt: expected, but not made"]
        );
        check_text(&file, "", true).unwrap();
        assert!(!file.exists());
    }
}
