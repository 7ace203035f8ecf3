//! A scope hands out identifiers, each once.

use std::collections::BTreeSet;

use super::ident::{Case, ascii, cased, written};

/// Names that are taken.
#[derive(Debug, Default)]
pub(in super::super) struct Scope {
    taken: BTreeSet<String>,
}

/// File names that Windows keeps for devices, whatever their extension.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

impl Scope {
    /// A scope in which some names are taken from the start.
    pub fn reserving(names: &[&str]) -> Self {
        let mut scope = Self::default();
        scope.reserve(names);
        scope
    }

    /// Takes further names.
    pub fn reserve(&mut self, names: &[&str]) {
        self.taken
            .extend(names.iter().map(|name| (*name).to_owned()));
    }

    /// An identifier for a text: its words in the case, with a number where that is taken.
    pub(super) fn take(&mut self, source: &str, case: Case) -> String {
        written(self.take_unique(cased(source, case)))
    }

    /// A name for a module with a file of its own. `rustc` finds no file whose name is not ASCII.
    pub fn take_file(&mut self, source: &str) -> String {
        let name = cased(&ascii(&cased(source, Case::Value)), Case::Value);
        let free = if DEVICES.contains(&name.as_str()) {
            format!("{name}_")
        } else {
            name
        };
        written(self.take_unique(free))
    }

    fn take_unique(&mut self, name: String) -> String {
        let mut candidate = name.clone();
        let mut number = 2;
        while !self.taken.insert(candidate.clone()) {
            candidate = format!("{name}{number}");
            number += 1;
        }
        candidate
    }
}
