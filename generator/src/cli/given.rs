//! What a command is given to read.

use std::path::{Path, PathBuf};

use crate::source::Project;

/// Descriptions, with a `codegen.toml` or without.
#[derive(Clone, Debug, clap::Args)]
pub struct Given {
    /// The description, or several that make one crate.
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub input: Vec<PathBuf>,
    /// A codegen.toml; its `input` and `output` do not count here.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder that references to other files may reach; without it the first description's, or
    /// what the codegen.toml says.
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Overlays to apply to the descriptions, after those of the codegen.toml.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Operations to keep, with the types that they reach.
    #[arg(long, num_args = 1.., value_name = "OPERATION")]
    pub only: Vec<String>,
}

impl Given {
    /// Reads all of it. What cannot be read is reported in the project.
    pub fn project(&self) -> Project {
        let mut project = match &self.config {
            Some(file) => Project::configured(file),
            None => Project::default(),
        };
        project.config.only.clone_from(&self.only);
        project.overlays.extend(self.overlay.iter().cloned());
        let root = self.root(&project);
        project.read_inputs(&self.input, &root);
        project
    }

    /// What reading may not leave: what was said, else what the configuration says, else the first
    /// input's folder.
    fn root(&self, project: &Project) -> PathBuf {
        let beside = |file: &Path| match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
            Some(_) | None => PathBuf::from("."),
        };
        match (&self.root, &project.config.root, &self.config) {
            (Some(root), ..) => root.clone(),
            (None, Some(root), Some(config)) => beside(config).join(root),
            (None, ..) => self
                .input
                .first()
                .map_or(PathBuf::from("."), |input| beside(input)),
        }
    }
}
