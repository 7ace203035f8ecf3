//! The official descriptions of Azure Machine Learning in `../shared`, and the clients made of them.
//!
//! Goes out: for each description its files, its model, and its crate.

use std::{io, path::PathBuf};

use clientforge::{config::Config, files::Files, model::Api, source::Sources};

use crate::shared::shared;

/// One client and what it is made of.
#[derive(Clone, Debug)]
pub struct Official {
    /// The crate's name.
    pub name: &'static str,
    /// The folder that reading does not leave.
    pub root: PathBuf,
    /// The descriptions.
    pub inputs: Vec<PathBuf>,
}

/// What is made of it.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files that were read.
    pub sources: Sources,
    /// The model.
    pub api: Api,
    /// The crate.
    pub files: Files,
}

/// One file of version 2025-09-01.
pub fn newest() -> Option<Official> {
    official(
        "azure_ml_2025",
        "azure-ml-2025-09-01/specification",
        "machinelearningservices/resource-manager/Microsoft.MachineLearningServices/\
         MachineLearningServices/stable/2025-09-01",
        &["machineLearningServices"],
    )
}

/// The whole API of version 2024-04-01, which is four files.
pub fn whole() -> Option<Official> {
    official(
        "azure_ml_2024",
        "corpus/files/swathipil+azure-rest-api-specs/specification",
        "machinelearningservices/resource-manager/Microsoft.MachineLearningServices/stable/2024-04-01",
        &[
            "machineLearningServices",
            "mfe",
            "registries",
            "workspaceFeatures",
        ],
    )
}

fn official(name: &'static str, root: &str, folder: &str, documents: &[&str]) -> Option<Official> {
    let root = shared(root)?;
    let folder = root.join(folder);
    let inputs = documents
        .iter()
        .map(|name| folder.join(format!("{name}.json")));
    Some(Official {
        name,
        inputs: inputs.collect(),
        root,
    })
}

impl Official {
    /// Makes the client.
    ///
    /// # Errors
    ///
    /// The descriptions cannot be read, or are refused.
    pub fn generate(&self) -> io::Result<Generated> {
        let (sources, mut diagnostics) = Sources::read(&self.inputs, &self.root);
        let mut config = Config::default();
        config.package.name = Some(self.name.to_owned());
        let (api, _) = clientforge::model(&sources, &config);
        let outcome = clientforge::generate(&sources, &config);
        diagnostics.append(outcome.diagnostics);
        match (api, outcome.files) {
            (Some(api), Some(files)) if !diagnostics.has_errors() => Ok(Generated {
                sources,
                api,
                files,
            }),
            _ => Err(io::Error::other(diagnostics.render(&sources))),
        }
    }
}
