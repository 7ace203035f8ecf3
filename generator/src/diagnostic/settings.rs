//! Reports about codegen.toml.

use super::document::nearest;
use super::kinds::error;
use super::{Diagnostics, Place, Site};

impl Diagnostics {
    /// `invalid-crate-name`: the configured name is none that Cargo takes.
    pub fn invalid_crate_name(&mut self, name: &str, why: &str) {
        self.report(
            error(
                "invalid-crate-name",
                format!("a crate cannot be called `{name}`: {why}"),
            )
            .help("give it another name: `crate.name` in codegen.toml, or `--name`"),
        );
    }

    /// `foreign-secret`: a secret is to be of a type of the caller's, which may print it.
    pub fn foreign_secret(&mut self, at: impl Into<Site>, path: &str) {
        let path = path.trim_start_matches("::");
        self.report(
            error(
                "foreign-secret",
                format!("a secret cannot be a `{path}`: nobody knows what that prints"),
            )
            .at(at)
            .help("replace it by nothing or by `text`, or list it under `types.not_secret`"),
        );
    }

    /// `missing-dependency`: a type of the caller's stands in a crate that the generated one does not
    /// depend on.
    pub fn missing_dependency(&mut self, place: Option<Place>, path: &str, name: &str) {
        let mut draft = error(
            "missing-dependency",
            format!("`{path}` needs the crate `{name}`, which is no dependency"),
        );
        if let Some(place) = place {
            draft = draft.at_place(place);
        }
        self.report(draft.help(format!(
            "add `{name}` to `[crate.dependencies]`, or correct the path"
        )));
    }

    /// `replaced-files`: files that are to be copied into the crate have the names of generated ones.
    pub fn replaced_files(&mut self, place: Option<Place>, paths: &[&str]) {
        let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
        let message = match names.as_slice() {
            [one] => format!("{one} among the files of the crate is a generated one"),
            all => format!(
                "{} among the files of the crate are generated ones",
                all.join(", ")
            ),
        };
        let mut draft = error("replaced-files", message);
        if let Some(place) = place {
            draft = draft.at_place(place);
        }
        self.report(draft.help("give the file in this folder another name"));
    }

    /// `name-taken`: what codegen.toml calls a type is what another one is called.
    pub fn name_taken(&mut self, place: Option<Place>, name: &str) {
        let mut draft = error(
            "name-taken",
            format!("another type is called `{name}`, too"),
        );
        if let Some(place) = place {
            draft = draft.at_place(place);
        }
        self.report(draft.help("choose another name, or rename the other type, too"));
    }

    /// `stale-config-entry`: an entry of codegen.toml that changes nothing. `list` is the key it
    /// stands under, such as `operations.skip`; `place` comes from `Config::place`; `meets` says what
    /// the entry names, where it names something; `known` are the names that there are.
    pub fn stale_config_entry(
        &mut self,
        place: Option<Place>,
        (list, entry): (&str, &str),
        meets: Option<&str>,
        known: &[&str],
    ) {
        let mut draft = error(
            "stale-config-entry",
            format!("`{entry}` under `{list}` changes nothing"),
        );
        let near = nearest(entry, known).filter(|near| meets.is_none() && *near != entry);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the entry, or remove it".to_owned(),
        };
        if let Some(place) = place {
            draft = draft.at_place(place);
        }
        self.report(
            draft
                .label(meets.unwrap_or("matches nothing that is generated"))
                .help(help),
        );
    }
}
