//! The official description of our operation gives the same public API as our own.

use clientforge::{
    config::{Config, Entry},
    source::{Project, Sources},
};
use tests::{
    differences::{Listed, compare},
    fixture::repository,
    outline::{Called, outline},
    shared::shared,
};

/// The official description, below `../shared`.
const OFFICIAL: &str = "azure-ml-2025-09-01/specification";
const COMPUTE: &str = "machinelearningservices/resource-manager/Microsoft.MachineLearningServices/\
                       MachineLearningServices/stable/2025-09-01/machineLearningServices.json";

#[test]
fn the_official_file_gives_the_same_list_keys() {
    let Some(official) = shared(OFFICIAL) else {
        return;
    };
    let file = repository().join("tests/azure_ml/list_keys.toml");
    let listed = Listed::read(&file).unwrap();
    let config = Config {
        only: vec!["Compute_ListKeys".to_owned()],
        types: clientforge::config::TypesConfig {
            secret: listed
                .secrets
                .iter()
                .map(|s| Entry::from(s.as_str()))
                .collect(),
            ..Default::default()
        },
        ..Config::default()
    };
    let (sources, mut diagnostics) = Sources::read([official.join(COMPUTE)], &official);
    let (theirs, found) = clientforge::model(&sources, &config);
    diagnostics.append(found);
    assert!(
        !diagnostics.has_errors(),
        "{}",
        diagnostics.render(&sources)
    );
    let ours = Project::read(&repository().join("spec/azure-ml-compute/codegen.toml"));
    let (ours, _) = clientforge::model(&ours.sources, &ours.config);
    let problems = compare(
        &listed,
        &outline(&ours.unwrap(), Called::ById),
        &outline(&theirs.unwrap(), Called::ById),
    );
    assert!(
        problems.is_empty(),
        "{}:\n{}",
        file.display(),
        problems.join("\n")
    );
}
