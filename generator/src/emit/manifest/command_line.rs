//! What the command line brings into the manifest, all of it behind the feature `cli`.

use toml::{Table, Value};

use super::strings;
use crate::{emit::Emitter, model::Dependency};

impl Emitter<'_> {
    /// What the feature turns on. What the crate needs anyway, or the configuration has in its own
    /// way, is no optional dependency that could be turned on.
    pub(super) fn command_line_feature(&self, dependencies: &Table) -> Vec<String> {
        // Answers are printed in the order of the description.
        let mut all = vec![
            "dispatch".to_owned(),
            "serde_json/preserve_order".to_owned(),
        ];
        let added = self.api.dependencies.iter().filter(|added| added.optional);
        for Dependency { name, features, .. } in added {
            let entry = dependencies.get(*name);
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
