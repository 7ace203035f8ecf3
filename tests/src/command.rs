//! `cargo xtask`, run on a copy of the repository.
//!
//! Comes in: a folder with `spec/` and `generated/` in it, and arguments. Goes out: what the
//! command printed, and how it ended.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::{expectation::read_folder, fixture::repository};

/// A copy of what `cargo xtask codegen` reads and writes.
#[derive(Debug)]
pub struct Copy {
    root: PathBuf,
    xtask: PathBuf,
}

impl Copy {
    /// Copies `spec/` and `generated/` into a folder.
    ///
    /// # Errors
    ///
    /// Whatever the disk refuses; `xtask` cannot be built.
    pub fn new(root: &Path) -> io::Result<Self> {
        for folder in ["spec", "generated"] {
            for (path, bytes) in read_folder(&repository().join(folder))? {
                let file = root.join(folder).join(path);
                fs::create_dir_all(file.parent().unwrap_or(root))?;
                fs::write(file, bytes)?;
            }
        }
        Ok(Self {
            root: root.to_path_buf(),
            xtask: xtask()?,
        })
    }

    /// Runs the command; the copy is its repository.
    ///
    /// # Errors
    ///
    /// It cannot be started.
    pub fn run(&self, arguments: &[&str]) -> io::Result<Output> {
        Command::new(&self.xtask)
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_MANIFEST_DIR", self.root.join("xtask"))
            .output()
    }
}

/// Builds `xtask`, where that is not done yet, and says where it is.
pub fn xtask() -> io::Result<PathBuf> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args([
            "build",
            "--quiet",
            "--offline",
            "--package",
            "xtask",
            "--message-format",
            "json",
        ])
        .current_dir(repository())
        .output()?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let executable = messages.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message.get("executable")?.as_str()?))
    });
    executable.ok_or_else(|| io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
}
