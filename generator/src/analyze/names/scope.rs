//! A scope hands out identifiers, each once.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::{Case, ascii, cased, plain, with_signs, written};

/// Names that are taken.
#[derive(Debug, Default)]
pub(in super::super) struct Scope {
    taken: BTreeSet<String>,
    /// The number that a name gets next: thousands may want the same one.
    next: BTreeMap<String, usize>,
}

/// File names that Windows keeps for devices, whatever their extension.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// How long the name of a file may be: the disk takes 255 bytes, the path of a folder beside it
/// and a mark for a file that is being written among them.
const LONGEST_FILE: usize = 120;

/// How long an identifier may be, in bytes: `rustdoc` makes the name of a file of it.
const LONGEST_IDENTIFIER: usize = 200;

/// As much of a name as fits into so many bytes.
fn shortened(name: &str, longest: usize) -> &str {
    let ends = name.char_indices().map(|(at, char)| at + char.len_utf8());
    let end = ends.take_while(|end| *end <= longest).last();
    end.and_then(|end| name.get(..end)).unwrap_or_default()
}

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

    /// An identifier for a text: its words in the case; where that is taken with its signs as words,
    /// or else with a number.
    pub(super) fn take(&mut self, source: &str, case: Case) -> String {
        let name = |text: &str| shortened(&cased(text, case), LONGEST_IDENTIFIER).to_owned();
        let plainly = name(source);
        let is_free = |name: &String| !self.taken.contains(plain(&written(name.clone())));
        if !is_free(&plainly)
            && let Some(spelled) = with_signs(source).map(|text| name(&text)).filter(is_free)
        {
            return self.take_unique(&spelled);
        }
        self.take_unique(&plainly)
    }

    /// A name for a module with a file of its own. `rustc` finds no file whose name is not ASCII.
    pub fn take_file(&mut self, source: &str) -> String {
        let name = cased(&ascii(&cased(source, Case::Value)), Case::Value);
        let name = shortened(&name, LONGEST_FILE).trim_end_matches('_');
        if DEVICES.contains(&name) {
            self.take_unique(&format!("{name}_"))
        } else {
            self.take_unique(name)
        }
    }

    /// Names are told apart as they are written: `Self` and `Self_` are one.
    fn take_unique(&mut self, name: &str) -> String {
        let identifier = written(name.to_owned());
        if self.taken.insert(plain(&identifier).to_owned()) {
            return identifier;
        }
        let next = self.next.entry(name.to_owned()).or_insert(2);
        loop {
            let identifier = written(format!("{name}{next}"));
            *next += 1;
            if self.taken.insert(plain(&identifier).to_owned()) {
                return identifier;
            }
        }
    }
}
