//! Names that have to differ from each other: those of commands, those of a command's options.

use std::collections::BTreeSet;

/// The names that are taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// Names of which these are taken already.
    pub fn reserving<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self(names.into_iter().map(str::to_owned).collect())
    }

    /// Whether somebody has the name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Takes the name, or one with a number after it where somebody has it.
    pub fn take(&mut self, name: &str) -> String {
        let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let free = names.find(|name| !self.has(name));
        let free = free.unwrap_or_else(|| name.to_owned());
        self.0.insert(free.clone());
        free
    }
}
