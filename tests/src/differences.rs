//! Differences between two outlines, each of them listed with a reason.
//!
//! Comes in: two outlines and a file that lists what is known to differ. Goes out: what differs and
//! is not listed, and what is listed and does not differ.

use std::{collections::BTreeSet, fs, io, path::Path};

use toml::Value;

/// The differences that are known.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// What the configuration marks as secret, by pointer.
    pub secrets: Vec<String>,
    known: Vec<(String, String)>,
}

impl Listed {
    /// Reads the file: `[[difference]]` with `ours`, `theirs` or both, and a `reason`.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is no TOML, or a difference has no reason.
    pub fn read(file: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(file)?;
        let table: toml::Table = text.parse().map_err(io::Error::other)?;
        let mut listed = Self {
            secrets: texts(table.get("secrets")),
            ..Self::default()
        };
        let entries = table.get("difference").and_then(Value::as_array);
        for entry in entries.into_iter().flatten() {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
            if text("reason").is_empty() {
                return Err(io::Error::other(format!("without a reason: {entry}")));
            }
            for (sign, key) in [("-", "ours"), ("+", "theirs")] {
                let lines = text(key)
                    .lines()
                    .map(|line| format!("{sign} {}", line.trim()));
                let reason = text("reason");
                listed
                    .known
                    .extend(lines.map(|line| (line, reason.to_owned())));
            }
        }
        Ok(listed)
    }
}

fn texts(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What differs without being listed, and what is listed without differing.
pub fn compare(listed: &Listed, ours: &[String], theirs: &[String]) -> Vec<String> {
    let ours: BTreeSet<&String> = ours.iter().collect();
    let theirs: BTreeSet<&String> = theirs.iter().collect();
    let missing = ours.difference(&theirs).map(|line| format!("- {line}"));
    let added = theirs.difference(&ours).map(|line| format!("+ {line}"));
    let found: BTreeSet<String> = missing.chain(added).collect();
    let known: BTreeSet<&String> = listed.known.iter().map(|(line, _)| line).collect();
    let unlisted = found.iter().filter(|line| !known.contains(line));
    let stale = known.iter().filter(|line| !found.contains(**line));
    unlisted
        .map(|line| format!("not listed: {line}"))
        .chain(stale.map(|line| format!("listed, but not so: {line}")))
        .collect()
}
