//! A scope hands out identifiers, each once.

use std::collections::BTreeSet;

use super::ident::{Case, ascii, cased, plain, written};

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
            .extend(names.iter().map(|name| plain(name).to_owned()));
    }

    /// An identifier for a text: its words in the case, with a number where that is taken.
    pub(super) fn take(&mut self, source: &str, case: Case) -> String {
        self.take_unique(&cased(source, case))
    }

    /// A name for a module with a file of its own. `rustc` finds no file whose name is not ASCII.
    pub fn take_file(&mut self, source: &str) -> String {
        let name = cased(&ascii(&cased(source, Case::Value)), Case::Value);
        if DEVICES.contains(&name.as_str()) {
            self.take_unique(&format!("{name}_"))
        } else {
            self.take_unique(&name)
        }
    }

    /// Names are told apart as they are written: `Self` and `Self_` are one.
    fn take_unique(&mut self, name: &str) -> String {
        let mut identifier = written(name.to_owned());
        let mut number = 2;
        while !self.taken.insert(plain(&identifier).to_owned()) {
            identifier = written(format!("{name}{number}"));
            number += 1;
        }
        identifier
    }
}
