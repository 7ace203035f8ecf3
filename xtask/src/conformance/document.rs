//! The documents of a version, and what the generator makes of them.

use std::{
    fs,
    io::{Error, Result},
    path::{Path, PathBuf},
};

use clientforge::{
    config::{Config, Runtime},
    files::Files,
    model::Api,
    source::Sources,
};

/// A version of the description language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Version {
    #[value(name = "2.0")]
    Swagger2_0,
    #[value(name = "3.0")]
    OpenApi3_0,
    #[value(name = "3.1")]
    OpenApi3_1,
}

impl Version {
    pub const ALL: [Self; 3] = [Self::Swagger2_0, Self::OpenApi3_0, Self::OpenApi3_1];

    pub fn name(self) -> &'static str {
        match self {
            Self::Swagger2_0 => "2.0",
            Self::OpenApi3_0 => "3.0",
            Self::OpenApi3_1 => "3.1",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Swagger2_0 => "swagger2.0",
            Self::OpenApi3_0 => "openapi3.0",
            Self::OpenApi3_1 => "openapi3.1",
        }
    }
}

/// A document and its client.
pub struct Document {
    /// The module of its client.
    pub module: String,
    /// The folder of its spec, below that of the version.
    pub folder: String,
    pub api: Api,
    pub files: Files,
}

/// Every document of a version.
///
/// # Errors
/// A folder that cannot be read, or a document that the generator refuses.
pub fn documents(root: &Path, version: Version) -> Result<Vec<Document>> {
    let top = root.join(version.folder());
    let mut files = Vec::new();
    let mut open = vec![top.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "examples") {
                open.push(path);
            } else if path
                .file_stem()
                .is_some_and(|stem| is_document(&stem.to_string_lossy()))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .into_iter()
        .map(|file| document(root, &top, &file))
        .collect()
}

fn is_document(stem: &str) -> bool {
    stem.starts_with("openapi")
}

fn document(root: &Path, top: &Path, file: &Path) -> Result<Document> {
    let relative = file.strip_prefix(top).map_err(Error::other)?;
    let folder = relative.parent().unwrap_or(Path::new("")).to_owned();
    let module = module(relative);
    let (sources, _) = Sources::read([file], root);
    let mut config = Config::default();
    config.package.name = Some(module.clone());
    config.runtime = Some(Runtime::AzureCore.into());
    let refused = || Error::other(format!("{}: refused", file.display()));
    let files = clientforge::generate(&sources, &config)
        .files
        .ok_or_else(refused)?;
    let (api, _) = clientforge::model(&sources, &config);
    Ok(Document {
        module,
        folder: folder.to_string_lossy().replace('\\', "/"),
        api: api.ok_or_else(refused)?,
        files,
    })
}

/// A file's path as the name of a module.
fn module(file: &Path) -> String {
    let stem: PathBuf = file.with_extension("");
    let name = stem.to_string_lossy().to_lowercase();
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("s_{name}")
}
