//! What the command line brings into the manifest, all of it behind the feature `cli`.

use toml::{Table, Value};

use super::{Dependency, dependency, requirement, strings};
use crate::{emit::Emitter, model::Base};

/// What reads the words, completes them, and writes answers.
const COMMAND_LINE: [Dependency; 5] = [
    Dependency {
        features: &["env", "string", "wrap_help"],
        ..dependency("clap", "4")
    },
    dependency("clap_complete", "4"),
    Dependency {
        default_features: false,
        ..dependency("comfy-table", "8")
    },
    dependency("serde_yaml", "0.9"),
    Dependency {
        default_features: false,
        features: &["rt", "signal"],
        ..dependency("tokio", "1")
    },
];

/// What knows who has signed in on this machine.
const IDENTITY: Dependency = Dependency {
    default_features: false,
    ..dependency("azure_identity", "1.0")
};

impl Emitter<'_> {
    /// What the command line depends on.
    pub(super) fn command_line_dependencies(&self) -> impl Iterator<Item = Dependency> {
        let is_azure = self.api.base == Base::AzureCore && self.has_token_scheme();
        let all = COMMAND_LINE.into_iter().chain(is_azure.then_some(IDENTITY));
        let is_there = self.api.needs.dispatch;
        all.filter(move |_| is_there)
    }

    /// What the feature turns on. What the crate needs anyway, or the configuration has in its own
    /// way, is no optional dependency that could be turned on.
    pub(super) fn command_line_feature(&self, dependencies: &Table) -> Vec<String> {
        // Answers are printed in the order of the description.
        let mut all = vec![
            "dispatch".to_owned(),
            "serde_json/preserve_order".to_owned(),
        ];
        for Dependency { name, features, .. } in self.command_line_dependencies() {
            let entry = dependencies.get(name);
            let is_optional =
                entry.and_then(|it| it.get("optional")) == Some(&Value::Boolean(true));
            all.extend(is_optional.then(|| format!("dep:{name}")));
            all.extend(features.iter().map(|feature| format!("{name}/{feature}")));
        }
        all
    }

    /// The program. It is documented by what it prints, and tested as the library.
    pub(super) fn program_target(&self) -> Value {
        let mut target = Table::new();
        let name = self.program();
        target.insert("name".to_owned(), name.clone().into());
        target.insert("path".to_owned(), format!("src/bin/{name}.rs").into());
        target.insert(
            "required-features".to_owned(),
            strings(&["cli", "transport"]),
        );
        target.insert("test".to_owned(), false.into());
        target.insert("doc".to_owned(), false.into());
        Value::Table(target)
    }
}

/// An entry that a feature turns on; which features of it, that one says.
pub(super) fn optional(dependency: &Dependency) -> Value {
    let plain = Dependency {
        features: &[],
        ..*dependency
    };
    let mut table = match requirement(&plain) {
        Value::Table(table) => table,
        version => Table::from_iter([("version".to_owned(), version)]),
    };
    table.insert("optional".to_owned(), true.into());
    Value::Table(table)
}
