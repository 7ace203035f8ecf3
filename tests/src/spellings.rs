//! The TypeSpec HTTP specs in three versions of the description language, and what is known to
//! differ between them.
//!
//! Comes in: the folder of the specs, and one with a file for each spec whose spellings differ. Goes
//! out: the documents that belong together, and what a file lists for a version.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

/// Another version than Swagger 2.0: its folder, its files' ending, and what lists call it.
#[derive(Clone, Copy, Debug)]
pub struct Version {
    folder: &'static str,
    extension: &'static str,
    /// What it is called where differences are listed.
    pub name: &'static str,
}

/// The versions that are compared with Swagger 2.0.
pub const OTHERS: [Version; 2] = [
    Version {
        folder: "openapi3.0",
        extension: "json",
        name: "3.0",
    },
    Version {
        folder: "openapi3.1",
        extension: "yaml",
        name: "3.1",
    },
];

/// One spec: what lists call it, and its document in Swagger 2.0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spec {
    /// Its folders with dots between them.
    pub name: String,
    /// The document in Swagger 2.0.
    pub file: PathBuf,
    relative: PathBuf,
}

/// Every spec that has a document in Swagger 2.0, by name.
///
/// # Errors
///
/// A folder cannot be read.
pub fn specs(root: &Path) -> io::Result<Vec<Spec>> {
    let top = root.join("swagger2.0");
    let mut found = Vec::new();
    let mut open = vec![top.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "examples") {
                open.push(path);
            } else if let Ok(relative) = path.strip_prefix(&top)
                && path.file_name().is_some_and(|name| name == "openapi.json")
            {
                let folders = relative.parent().unwrap_or(relative);
                found.push(Spec {
                    name: folders.to_string_lossy().replace('/', "."),
                    relative: relative.to_path_buf(),
                    file: path,
                });
            }
        }
    }
    found.sort();
    Ok(found)
}

impl Spec {
    /// The same in another version; `None` where its emitter has none. A version of the service is
    /// a folder in 2.0 (`stable/v1/openapi`), and part of the file's name elsewhere (`openapi.v1`).
    pub fn in_version(&self, root: &Path, version: Version) -> Option<PathBuf> {
        let folder = root.join(version.folder);
        let plain = folder.join(self.relative.with_extension(version.extension));
        let service_version = self.relative.parent()?;
        let of_service = service_version.parent()?.parent().map(|above| {
            let name = service_version.file_name().unwrap_or_default();
            let name = name.to_string_lossy();
            folder
                .join(above)
                .join(format!("openapi.{name}.{}", version.extension))
        });
        [Some(plain), of_service]
            .into_iter()
            .flatten()
            .find(|file| file.exists())
    }
}

/// The lines that a file lists for a version, each below a reason: `# 3.0 3.1: why`. No file lists
/// nothing.
///
/// # Errors
///
/// The file cannot be read, or a line stands below no reason.
pub fn listed(file: &Path, version: Version) -> io::Result<BTreeSet<String>> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(error),
    };
    let mut lines = BTreeSet::new();
    let mut versions: Option<&str> = None;
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(head) = line.strip_prefix("# ") {
            versions = head
                .split_once(": ")
                .filter(|(_, reason)| !reason.is_empty())
                .map(|(versions, _)| versions);
            continue;
        }
        let Some(versions) = versions else {
            return Err(io::Error::other(format!("without a reason: {line}")));
        };
        if versions.split(' ').any(|name| name == version.name) {
            lines.insert(line.to_owned());
        }
    }
    Ok(lines)
}
