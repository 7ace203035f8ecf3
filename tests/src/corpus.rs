//! Descriptions of real APIs, by the table of `../shared/corpus`.
//!
//! Comes in: how large they may be. Goes out: the valid ones that refer to no other file, where the
//! data is there.

use std::{collections::BTreeMap, fs, io, ops::RangeInclusive};

use crate::shared::shared;

/// A description.
#[derive(Clone, Debug)]
pub struct Real {
    /// Its path in the corpus.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Valid descriptions of so many bytes, one of each source: so that they are written by different
/// hands. None where there is no corpus.
///
/// # Errors
///
/// The table or a file of it cannot be read.
pub fn of_each_source(bytes: &RangeInclusive<usize>) -> io::Result<Vec<Real>> {
    let mut found: BTreeMap<String, Real> = BTreeMap::new();
    let Some(index) = shared("corpus/index.tsv") else {
        return Ok(Vec::new());
    };
    let table = fs::read_to_string(&index)?;
    let mut lines = table
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let columns = lines.next().unwrap_or_default();
    for line in lines {
        let cell = |name: &str| {
            let at = columns.iter().position(|column| *column == name);
            at.and_then(|at| line.get(at)).copied().unwrap_or_default()
        };
        let is_valid = cell("class") == "real"
            && cell("schema_valid") == "yes"
            && cell("unresolved_internal_refs") == "0"
            && cell("operations")
                .parse::<usize>()
                .is_ok_and(|count| count > 0);
        let fits = cell("bytes")
            .parse()
            .is_ok_and(|size| bytes.contains(&size));
        let (name, source) = (cell("file"), cell("source"));
        if !is_valid || !fits || found.contains_key(source) {
            continue;
        }
        let text = fs::read_to_string(index.with_file_name(name))?;
        if is_whole(&text) {
            let name = name.to_owned();
            found.insert(source.to_owned(), Real { name, text });
        }
    }
    Ok(found.into_values().collect())
}

/// Whether every reference stays in the text.
fn is_whole(text: &str) -> bool {
    let references = text.split("$ref").skip(1);
    let mut targets = references.map(|rest| {
        rest.trim_start_matches(|c: char| c == '"' || c == '\'' || c == ':' || c.is_whitespace())
    });
    targets.all(|target| target.starts_with('#'))
}
