//! This program as people run it, and where cargo puts it.

use std::{
    io::{Error, Result},
    path::{Path, PathBuf},
    process::Command,
};

/// Where cargo puts what it builds of this repository.
pub fn target_folder(repository: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository.join("target"), PathBuf::from)
}

/// This program, built with optimisations: limits and figures are meant for such a build.
///
/// # Errors
/// A build that fails.
pub fn program(repository: &Path, target: &Path) -> Result<PathBuf> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--package", "xtask"])
        .current_dir(repository)
        .status()?;
    if !status.success() {
        return Err(Error::other("cannot build xtask in release"));
    }
    Ok(target.join("release").join("xtask"))
}
