//! A folder with a `codegen.toml`: everything that a run reads, read from the disk.
//!
//! Comes in: the path of the file. Goes out: the configuration, the descriptions that it names,
//! and the files that it has copied.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use super::{Sources, names, read};
use crate::{
    config::Config,
    diagnostic::{Diagnostics, Place},
};

/// Everything that a run reads.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// What the file says.
    pub config: Config,
    /// The descriptions, and what they refer to.
    pub sources: Sources,
    /// The files that change the descriptions.
    pub overlays: Vec<PathBuf>,
    /// Where the crate goes, where the file says so.
    pub output: Option<PathBuf>,
    /// What went wrong while reading.
    pub diagnostics: Diagnostics,
}

impl Project {
    /// Reads a `codegen.toml` and what it names. Whatever cannot be read is reported.
    pub fn read(file: &Path) -> Self {
        let mut project = Self::configured(file);
        if project.diagnostics.has_errors() {
            return project;
        }
        let folder = folder_of(file);
        let inputs: Vec<PathBuf> = project
            .config
            .input
            .iter()
            .map(|input| folder.join(input))
            .collect();
        let root = project
            .config
            .root
            .as_ref()
            .map_or(folder.clone(), |root| folder.join(root));
        project.read_inputs(&inputs, &root);
        project
    }

    /// Reads a `codegen.toml` alone, and the files that it has copied.
    pub fn configured(file: &Path) -> Self {
        let name = names::normal(&file.to_string_lossy());
        let mut project = Self::default();
        match read::text_of(file) {
            Ok(text) => match Config::parse(&name, &text) {
                Ok(config) => project.config = config,
                Err(diagnostics) => project.diagnostics.append(diagnostics),
            },
            Err(trouble) => {
                trouble.report(Place::File(name.clone()), &name, &mut project.diagnostics);
            }
        }
        let folder = folder_of(file);
        project.output = project
            .config
            .output
            .as_ref()
            .map(|output| plain(&folder.join(output)));
        let overlays = project.config.overlays.iter();
        project.overlays = overlays.map(|overlay| folder.join(overlay)).collect();
        if let Some(files) = project.config.package.files.clone() {
            let top = folder.join(&files.value);
            if let Err(error) = project.read_verbatim(&top, &top) {
                let name = names::normal(&top.to_string_lossy());
                unreadable(&mut project.diagnostics, &name, &error);
            }
        }
        project
    }

    /// Reads descriptions in place of those that the file names.
    pub fn read_inputs(&mut self, inputs: &[PathBuf], root: &Path) {
        let (sources, diagnostics) = Sources::read_with(inputs, &self.overlays, root);
        self.sources = sources;
        self.diagnostics.append(diagnostics);
    }

    fn read_verbatim(&mut self, top: &Path, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_symlink() {
                let text = format!("`{}` is a symbolic link", path.display());
                return Err(io::Error::other(text));
            } else if entry.file_type()?.is_dir() {
                self.read_verbatim(top, &path)?;
            } else if let Ok(relative) = path.strip_prefix(top) {
                let name = relative.to_string_lossy().replace('\\', "/");
                self.config.verbatim.insert(name, fs::read(&path)?);
            }
        }
        Ok(())
    }
}

fn folder_of(file: &Path) -> PathBuf {
    file.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A path without `folder/..`, for people to read. Where `folder` is a symbolic link the two are
/// not the same place, so that such a path stays as it is.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        let up = part == Component::ParentDir;
        if up && plain.file_name().is_some() && !plain.is_symlink() {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    plain
}

fn unreadable(diagnostics: &mut Diagnostics, name: &str, error: &io::Error) {
    let help = "correct the path, or make it readable";
    diagnostics.unreadable_source(Place::File(name.to_owned()), name, &error.to_string(), help);
}
