//! The crate's `Cargo.toml`.

mod command_line;

use std::collections::BTreeMap;

use toml::{Table, Value};

use self::command_line::optional;
use super::Emitter;
use crate::{config::Workspace, model::Base};

/// A dependency of generated crates.
#[derive(Clone, Copy)]
struct Dependency {
    name: &'static str,
    version: &'static str,
    features: &'static [&'static str],
    default_features: bool,
}

const fn dependency(name: &'static str, version: &'static str) -> Dependency {
    Dependency {
        name,
        version,
        features: &[],
        default_features: true,
    }
}

/// What every generated crate depends on.
const CORE: [Dependency; 4] = [
    dependency("async-trait", "0.1"),
    dependency("futures-core", "0.3"),
    Dependency {
        features: &["serde"],
        ..dependency("secrecy", "0.10")
    },
    dependency("serde", "1"),
];

/// What it makes requests with. Without `tokio` every wait of its retries and time limits would
/// cost a thread.
const fn base(base: Base) -> Dependency {
    match base {
        Base::AzureCore => Dependency {
            default_features: false,
            features: &["tokio"],
            ..dependency("azure_core", "1.1")
        },
        Base::TypespecClientCore => Dependency {
            default_features: false,
            features: &["http", "json", "tokio"],
            ..dependency("typespec_client_core", "1.1")
        },
    }
}

/// What lets one request alone ask for a token, where the base does not; the base has it already.
const LOCK: Dependency = Dependency {
    default_features: false,
    features: &["sync"],
    ..dependency("tokio", "1")
};

/// What JSON is read and written with.
const JSON: Dependency = dependency("serde_json", "1");

/// The same where a part of a body is taken out of it as it is written.
const RAW_JSON: Dependency = Dependency {
    features: &["raw_value"],
    ..JSON
};

/// What checks patterns.
const PATTERN: Dependency = dependency("regress", "0.12");

/// What calendar dates are made of.
const DATE: Dependency = Dependency {
    features: &["formatting", "macros", "parsing"],
    ..dependency("time", "0.3")
};

/// What a body is read from as it is sent.
const READERS: Dependency = dependency("futures-io", "0.3");
/// Elements, attributes and text alone: no serde, no other encodings.
const XML: Dependency = dependency("quick-xml", "0.42");

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
        let needs = self.api.needs;
        let lock = needs.tokens && self.api.base == Base::TypespecClientCore;
        let needed = [
            (needs.pattern, PATTERN),
            (needs.date, DATE),
            (needs.uploads, READERS),
            (lock, LOCK),
            (needs.xml, XML),
        ];
        let needed = needed.into_iter().filter(|(needed, _)| *needed);
        let json = if needs.long_running { RAW_JSON } else { JSON };
        let mut all: Vec<Dependency> = CORE
            .into_iter()
            .chain(needed.map(|(_, dependency)| dependency))
            .chain([base(self.api.base), json])
            .collect();
        all.sort_by_key(|dependency| dependency.name);
        let own = all.iter();
        let mut all: BTreeMap<String, Value> = own
            .map(|dependency| (dependency.name.to_owned(), requirement(dependency)))
            .collect();
        for dependency in self.command_line_dependencies() {
            let name = dependency.name.to_owned();
            all.entry(name).or_insert_with(|| optional(&dependency));
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

fn requirement(dependency: &Dependency) -> Value {
    let version = Value::String(dependency.version.to_owned());
    if dependency.features.is_empty() && dependency.default_features {
        return version;
    }
    let mut table = Table::new();
    table.insert("version".to_owned(), version);
    if !dependency.default_features {
        table.insert("default-features".to_owned(), Value::Boolean(false));
    }
    if !dependency.features.is_empty() {
        table.insert("features".to_owned(), strings(dependency.features));
    }
    Value::Table(table)
}

fn strings<S: AsRef<str>>(list: &[S]) -> Value {
    Value::Array(
        list.iter()
            .map(|text| Value::String(text.as_ref().to_owned()))
            .collect(),
    )
}
