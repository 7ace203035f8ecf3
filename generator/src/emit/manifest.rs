//! The crate's `Cargo.toml`.

mod command_line;

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::Emitter;
use crate::{config::Workspace, model::Dependency};

impl Emitter<'_> {
    /// The text of the manifest, without the file's header.
    pub(super) fn manifest(&self) -> String {
        let mut manifest = Table::new();
        manifest.insert("package".to_owned(), Value::Table(self.package()));
        let dependencies = self.dependencies();
        let features = self.features(&dependencies);
        manifest.insert("dependencies".to_owned(), Value::Table(dependencies));
        let development = &self.config.package.dev_dependencies;
        if !development.is_empty() {
            manifest.insert(
                "dev-dependencies".to_owned(),
                Value::Table(development.clone()),
            );
        }
        manifest.insert("features".to_owned(), Value::Table(features));
        if self.api.needs.dispatch {
            manifest.insert("bin".to_owned(), Value::Array(vec![self.program_target()]));
        }
        if self.config.package.workspace == Workspace::Own {
            manifest.insert("workspace".to_owned(), Value::Table(Table::new()));
        }
        manifest.to_string()
    }

    fn package(&self) -> Table {
        let config = &self.config.package;
        let mut package = Table::new();
        let mut put = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                package.insert(key.to_owned(), Value::String(value));
            }
        };
        put("name", Some(self.api.package.name.clone()));
        put("version", Some(config.version.value.clone()));
        put("edition", Some("2024".to_owned()));
        put("rust-version", Some("1.88".to_owned()));
        put("description", Some(self.crate_description()));
        put("license", config.license.clone());
        put("repository", config.repository.clone());
        put("homepage", config.homepage.clone());
        put("documentation", config.documentation.clone());
        put("readme", Some("README.md".to_owned()));
        for (key, list) in [
            ("authors", &config.authors),
            ("keywords", &config.keywords),
            ("categories", &config.categories),
        ] {
            if !list.is_empty() {
                package.insert(key.to_owned(), strings(list));
            }
        }
        if !config.publish {
            package.insert("publish".to_owned(), Value::Boolean(false));
        }
        package.insert("metadata".to_owned(), Value::Table(self.metadata()));
        package
    }

    /// Which description the crate speaks for, and what its page on docs.rs shows.
    fn metadata(&self) -> Table {
        let mut description = Table::new();
        description.insert("title".to_owned(), Value::String(self.api.title.clone()));
        description.insert(
            "version".to_owned(),
            Value::String(self.api.version.clone()),
        );
        let mut metadata = Table::new();
        metadata.insert("description".to_owned(), Value::Table(description));
        // All groups are on by default; the command line has its help.
        let shown = match self.api.needs.dispatch {
            true => Some(("features", strings(&["dispatch"]))),
            false => {
                let is_split = self.group_features().next().is_some();
                is_split.then_some(("all-features", Value::Boolean(true)))
            }
        };
        if let Some((key, shown)) = shown {
            let mut docs = Table::new();
            docs.insert(key.to_owned(), shown);
            let mut docs_page = Table::new();
            docs_page.insert("rs".to_owned(), Value::Table(docs));
            metadata.insert("docs".to_owned(), Value::Table(docs_page));
        }
        metadata
    }

    fn crate_description(&self) -> String {
        let described = self.config.package.description.clone();
        described.unwrap_or_else(|| format!("Client for {}", self.api.title))
    }

    fn dependencies(&self) -> Table {
        let mut all: BTreeMap<String, Value> = BTreeMap::new();
        for dependency in &self.api.dependencies {
            let name = dependency.name.to_owned();
            all.entry(name).or_insert_with(|| requirement(dependency));
        }
        // What the configuration has under a name of ours is meant to take its place.
        all.extend(self.config.package.dependencies.clone());
        all.into_iter().collect()
    }

    /// The transport is a feature, so that a caller with one of its own need not build it; so is
    /// each group of a large API.
    fn features(&self, dependencies: &Table) -> Table {
        let default: Vec<&str> = std::iter::once("transport")
            .chain(self.group_features())
            .collect();
        let mut features = Table::new();
        features.insert("default".to_owned(), strings(&default));
        let transport = format!("{}/default", self.api.base.library());
        features.insert("transport".to_owned(), strings(&[transport]));
        if self.api.needs.dispatch {
            features.insert("dispatch".to_owned(), strings::<&str>(&[]));
            features.insert(
                "cli".to_owned(),
                strings(&self.command_line_feature(dependencies)),
            );
        }
        for feature in self.group_features() {
            features.insert(feature.to_owned(), strings::<&str>(&[]));
        }
        features
    }
}

/// The entry of a dependency. Which features of an optional one are on, says the feature that turns
/// it on.
fn requirement(dependency: &Dependency) -> Value {
    let version = Value::from(dependency.version);
    let mut table = Table::from_iter([("version".to_owned(), version)]);
    if !dependency.default_features {
        table.insert("default-features".to_owned(), Value::Boolean(false));
    }
    if dependency.optional {
        table.insert("optional".to_owned(), Value::Boolean(true));
    } else if !dependency.features.is_empty() {
        table.insert("features".to_owned(), strings(dependency.features));
    }
    match table.len() {
        1 => dependency.version.into(),
        _ => Value::Table(table),
    }
}

fn strings<S: AsRef<str>>(list: &[S]) -> Value {
    Value::Array(
        list.iter()
            .map(|text| Value::String(text.as_ref().to_owned()))
            .collect(),
    )
}
