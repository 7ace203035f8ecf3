//! What is on disk.
//!
//! Comes in: a folder. Goes out: what is in it, symbolic links seen as such and never followed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::MARKER;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A file that was generated.
    Ours,
    /// A file that was not.
    Theirs,
    /// A symbolic link, or something that is neither a file nor a folder.
    Other,
    /// A folder that generated files never stand in, looked into no further.
    Closed,
    /// Any other folder.
    Folder,
}

/// Everything in a folder by its path, `/` between the parts; a folder comes before what is in it.
/// Nothing when there is no such folder.
///
/// # Errors
///
/// Whatever the disk refuses.
pub(super) fn entries(root: &Path) -> io::Result<BTreeMap<String, Entry>> {
    let mut found = BTreeMap::new();
    match fs::metadata(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        outcome => outcome?,
    };
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                let text = format!("`{}` is not UTF-8", entry.path().display());
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            };
            let path = match folder.as_str() {
                "" => name,
                _ => format!("{folder}/{name}"),
            };
            let kind = kind(root, &path, entry.file_type()?)?;
            if kind == Entry::Folder {
                open.push(path.clone());
            }
            found.insert(path, kind);
        }
    }
    Ok(found)
}

fn kind(root: &Path, path: &str, file_type: fs::FileType) -> io::Result<Entry> {
    if file_type.is_dir() {
        let is_closed = path == "target" || path.starts_with('.');
        return Ok(if is_closed {
            Entry::Closed
        } else {
            Entry::Folder
        });
    }
    if !file_type.is_file() {
        return Ok(Entry::Other);
    }
    Ok(match is_generated(&root.join(path))? {
        true => Entry::Ours,
        false => Entry::Theirs,
    })
}

/// Whether the first lines of a file say that it was generated.
fn is_generated(path: &Path) -> io::Result<bool> {
    let mut head = Vec::with_capacity(1024);
    File::open(path)?.take(1024).read_to_end(&mut head)?;
    Ok(head
        .windows(MARKER.len())
        .any(|bytes| bytes == MARKER.as_bytes()))
}
