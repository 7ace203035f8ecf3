//! The crates as they are, by clippy and rustdoc.
//!
//! Comes in: a folder of crates. Goes out: what the two of them complain about, by crate. Each crate
//! is compiled by itself here, with its own manifest, which makes this the slower and stricter
//! sister of [`check`](super::check).

use std::{fs, io::Result, path::Path};

use indicatif::ProgressBar;
use toml::{Table, Value};

use super::{
    check::{Complaints, Place},
    messages::cargo,
};

/// Lints the crates of these names in `work/crates`, every group of theirs on.
///
/// # Errors
/// A folder that cannot be written, a `cargo` that does not come to compiling.
pub fn lint(place: &Place, names: &[String], bar: &ProgressBar) -> Result<Complaints> {
    place.make_workspace(&place.work)?;
    let mut groups = Vec::new();
    for name in names {
        groups.extend(groups_of(&place.work, name)?);
    }
    let (jobs, groups) = (place.jobs.to_string(), groups.join(","));
    let packages: Vec<String> = names
        .iter()
        .map(|name| format!("--package={name}"))
        .collect();
    let mut last = vec![
        "--no-default-features",
        "--jobs",
        &jobs,
        "--features",
        &groups,
    ];
    last.extend(packages.iter().map(String::as_str));
    let mut complaints = Complaints::new();
    for command in [&["clippy"] as &[&str], &["doc", "--no-deps"]] {
        bar.reset();
        let arguments = [command, &last].concat();
        cargo(&place.work, &place.target(), &arguments, |message| {
            let name = message.about().to_owned();
            if !names.contains(&name) {
                return;
            }
            if let Some(said) = message.complaint() {
                complaints.entry(name).or_insert_with(|| said.text());
            } else if message.is_done() {
                bar.inc(1);
            }
        })?;
    }
    Ok(complaints)
}

/// The features that a crate's groups stand behind, as `cargo` is told them for one of many crates.
fn groups_of(work: &Path, name: &str) -> Result<Vec<String>> {
    let manifest = fs::read_to_string(work.join("crates").join(name).join("Cargo.toml"))?;
    let table: Table = manifest.parse().map_err(std::io::Error::other)?;
    let features = table.get("features").and_then(Value::as_table);
    let features = features.into_iter().flat_map(Table::keys);
    let groups = features.filter(|it| !["default", "transport"].contains(&it.as_str()));
    Ok(groups.map(|group| format!("{name}/{group}")).collect())
}
