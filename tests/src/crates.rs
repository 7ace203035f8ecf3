//! Generated crates on the disk, as members of one workspace, and `cargo` on all of them at once.
//!
//! Comes in: crates by name. Goes out: what `cargo` says. The workspace has a target folder of its
//! own and the lock file of this repository, so that it builds what is on the machine already.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Mutex, PoisonError},
};

use clientforge::files::Files;

use crate::fixture::{emitted_crates, repository};

/// A workspace of generated crates.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Lays the crates out in `root`. Files that are as they should be are not touched, so that
    /// `cargo` builds only what changed; crates of an earlier run are removed.
    ///
    /// # Errors
    ///
    /// Whatever the disk refuses.
    pub fn lay_out(root: &Path, crates: &BTreeMap<String, Files>) -> io::Result<Self> {
        fs::create_dir_all(root.join("crates"))?;
        for entry in fs::read_dir(root.join("crates"))? {
            let entry = entry?;
            if !crates.contains_key(&*entry.file_name().to_string_lossy()) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        for (name, files) in crates {
            as_members(files).write(&root.join("crates").join(name))?;
        }
        write_if_changed(&root.join("Cargo.toml"), MANIFEST.as_bytes())?;
        if !root.join("Cargo.lock").exists() {
            fs::copy(repository().join("Cargo.lock"), root.join("Cargo.lock"))?;
        }
        Ok(Self {
            root: root.to_path_buf(),
        })
    }

    /// The crates of all `emit` fixtures, laid out in a folder of `temporary`: once in a process,
    /// whoever asks.
    ///
    /// # Errors
    ///
    /// Whatever the disk refuses.
    pub fn of_fixtures(temporary: &str) -> io::Result<Self> {
        static LAID_OUT: Mutex<Option<Workspace>> = Mutex::new(None);
        let mut known = LAID_OUT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(workspace) = &*known {
            return Ok(workspace.clone());
        }
        let root = Path::new(temporary).join("fixtures");
        let workspace = Self::lay_out(&root, &emitted_crates()?)?;
        *known = Some(workspace.clone());
        Ok(workspace)
    }

    /// The workspace's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Runs `cargo` with a command and what comes last, both split at blanks, in the workspace;
    /// without the network, and without what is default in the crates.
    ///
    /// # Errors
    ///
    /// `cargo` cannot be started.
    pub fn cargo(&self, command: &str, last: &str) -> io::Result<Output> {
        // What cargo tells the tests about their own package is not meant for other crates.
        let ours = std::env::vars_os().filter(|(name, _)| {
            let name = name.to_string_lossy();
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        });
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        for (name, _) in ours {
            cargo.env_remove(name);
        }
        cargo
            .args(command.split_whitespace())
            .args(["--quiet", "--no-default-features"])
            .args(last.split_whitespace())
            .current_dir(&self.root)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .output()
    }
}

const MANIFEST: &str = "\
[workspace]
resolver = \"3\"
members = [\"crates/*\"]

[profile.dev]
debug = false
incremental = false
";

/// The crate without the marks of a workspace by itself.
fn as_members(files: &Files) -> Files {
    let mut members = Files::new();
    for (path, bytes) in files.iter() {
        let text = String::from_utf8_lossy(bytes);
        match path.as_str() {
            "Cargo.toml" => members.insert(path.clone(), text.replace("\n[workspace]\n", "\n")),
            _ => members.insert(path.clone(), bytes.clone()),
        }
    }
    members
}

fn write_if_changed(file: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::read(file) {
        Ok(found) if found == bytes => Ok(()),
        _ => fs::write(file, bytes),
    }
}
