//! Entries of lists and tables, each with its place in the file.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// One entry of a list in the configuration, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "toml::Spanned<String>")]
pub struct Entry {
    /// The entry's text.
    pub text: String,
    /// Its bytes in the configuration file; empty when it came from elsewhere.
    pub span: Range<usize>,
}

impl From<toml::Spanned<String>> for Entry {
    fn from(spanned: toml::Spanned<String>) -> Self {
        Self {
            span: spanned.span(),
            text: spanned.into_inner(),
        }
    }
}

impl From<&str> for Entry {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            span: 0..0,
        }
    }
}

/// A table of texts, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(Entry, Entry)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Pairs, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = table.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

/// A table of such tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairsBy(pub Vec<(Entry, Pairs)>);

impl<'de> Deserialize<'de> for PairsBy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsByVisitor)
    }
}

struct PairsByVisitor;

impl<'de> Visitor<'de> for PairsByVisitor {
    type Value = PairsBy;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of tables of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<PairsBy, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = table.next_entry()? {
            all.push(entry);
        }
        Ok(PairsBy(all))
    }
}

/// `types.keep_unknown`: which objects keep properties that the description does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepUnknown {
    /// `true`: all of them.
    Everywhere,
    /// The listed ones, and no others but those that the description says it of.
    In(Vec<Entry>),
}

impl Default for KeepUnknown {
    fn default() -> Self {
        Self::In(Vec::new())
    }
}

impl<'de> Deserialize<'de> for KeepUnknown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeepUnknownVisitor)
    }
}

struct KeepUnknownVisitor;

impl<'de> Visitor<'de> for KeepUnknownVisitor {
    type Value = KeepUnknown;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`true`, or a list of pointers")
    }

    fn visit_bool<E>(self, everywhere: bool) -> Result<KeepUnknown, E> {
        Ok(if everywhere {
            KeepUnknown::Everywhere
        } else {
            KeepUnknown::default()
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<KeepUnknown, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            entries.push(entry);
        }
        Ok(KeepUnknown::In(entries))
    }
}
