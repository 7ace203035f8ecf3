//! What `codegen.toml` says of operations and types, and which of it has been of use.
//!
//! An entry that changes nothing is an error: it was meant for something that is no longer
//! there.

use std::collections::BTreeSet;

use crate::{
    config::{Config, Entry, KeepUnknown},
    diagnostic::{Diagnostics, Origin, Pointer},
    import::Document,
};

/// The configuration's entries with a note of each that was used.
#[derive(Debug)]
pub(super) struct Selection<'a> {
    config: &'a Config,
    document: &'a Document,
    met: Met,
}

/// What the configuration's entries have met with so far.
#[derive(Debug, Default)]
pub(super) struct Met {
    used: BTreeSet<(List, usize)>,
    /// The operations that there are.
    operations: BTreeSet<String>,
}

/// What is to become of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// It is generated.
    Kept,
    /// The configuration leaves it out.
    Skipped,
    /// Others were asked for.
    Unwanted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Skip,
    Repeatable,
    Secret,
    Closed,
    KeepUnknown,
}

impl List {
    const ALL: [Self; 5] = [
        Self::Skip,
        Self::Repeatable,
        Self::Secret,
        Self::Closed,
        Self::KeepUnknown,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::Skip => "operations.skip",
            Self::Repeatable => "operations.repeatable",
            Self::Secret => "types.secret",
            Self::Closed => "types.closed",
            Self::KeepUnknown => "types.keep_unknown",
        }
    }
}

impl<'a> Selection<'a> {
    /// The configuration's entries, of which some have been of use before.
    pub fn new(config: &'a Config, document: &'a Document, met: Met) -> Self {
        Self {
            config,
            document,
            met,
        }
    }

    /// What has been of use.
    pub fn into_met(self) -> Met {
        self.met
    }

    /// Whether an operation is to be generated.
    pub fn choice(&mut self, id: &str, origin: &Origin) -> Choice {
        self.met.operations.insert(id.to_owned());
        let only = &self.config.only;
        let wanted = only.is_empty() || only.iter().any(|name| name == id);
        match self.lists(List::Skip, Some(id), origin) {
            _ if !wanted => Choice::Unwanted,
            true => Choice::Skipped,
            false => Choice::Kept,
        }
    }

    /// Whether the configuration declares an operation safe to repeat.
    pub fn is_repeatable(&mut self, id: &str, origin: &Origin) -> bool {
        self.lists(List::Repeatable, Some(id), origin)
    }

    /// Whether the configuration marks a schema's values as secret.
    pub fn is_secret(&mut self, origin: &Origin) -> bool {
        self.lists(List::Secret, None, origin)
    }

    /// Whether the configuration closes an enumeration.
    pub fn is_closed(&mut self, origin: &Origin) -> bool {
        self.lists(List::Closed, None, origin)
    }

    /// Whether the configuration has an object keep what is not described.
    pub fn keeps_unknown(&mut self, origin: &Origin) -> bool {
        match self.config.types.keep_unknown {
            KeepUnknown::Everywhere => true,
            KeepUnknown::In(_) => self.lists(List::KeepUnknown, None, origin),
        }
    }

    /// Reports every entry that was of no use. Entries about types are left alone where only
    /// some of the operations are generated: their types may not have been reached.
    pub fn report_stale(&self, diagnostics: &mut Diagnostics) {
        for name in &self.config.only {
            if !self.met.operations.contains(name) {
                diagnostics.stale_config_entry(None, "--only", name);
            }
        }
        if !self.config.only.is_empty() {
            return;
        }
        for list in List::ALL {
            for (index, entry) in self.entries(list).iter().enumerate() {
                if !self.met.used.contains(&(list, index)) {
                    diagnostics.stale_config_entry(
                        self.config.place(entry),
                        list.key(),
                        &entry.text,
                    );
                }
            }
        }
    }

    fn entries(&self, list: List) -> &'a [Entry] {
        match list {
            List::Skip => &self.config.operations.skip,
            List::Repeatable => &self.config.operations.repeatable,
            List::Secret => &self.config.types.secret,
            List::Closed => &self.config.types.closed,
            List::KeepUnknown => match &self.config.types.keep_unknown {
                KeepUnknown::Everywhere => &[],
                KeepUnknown::In(entries) => entries,
            },
        }
    }

    fn lists(&mut self, list: List, id: Option<&str>, origin: &Origin) -> bool {
        let mut found = false;
        for (index, entry) in self.entries(list).iter().enumerate() {
            let named = id == Some(entry.text.as_str());
            if named || self.points_at(&entry.text, origin) {
                self.met.used.insert((list, index));
                found = true;
            }
        }
        found
    }

    /// Whether an entry is the pointer of a part: `#/definitions/X` in any file, or
    /// `types.json#/definitions/X` in the files whose path ends so.
    fn points_at(&self, entry: &str, origin: &Origin) -> bool {
        let Some((file, fragment)) = entry.split_once('#') else {
            return false;
        };
        // Every schema is held against every entry.
        let is_same = if fragment.contains('%') {
            let part = Pointer::parse_fragment(&format!("#{fragment}"));
            part.as_ref() == Some(&origin.pointer)
        } else {
            fragment == origin.pointer.as_str()
        };
        is_same && (file.is_empty() || is_path_end(self.document.file_name(origin), file))
    }
}

/// Whether a path ends with the whole segments of another one.
fn is_path_end(path: &str, end: &str) -> bool {
    let before = path.strip_suffix(end);
    before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
}
