//! Generated crates with a cargo feature per group of operations.
//!
//! Comes in: the files of a crate. Goes out: its features, what each group's operations reach by
//! the text of the files, and what the compiler reads when a feature is on. So the generator's own
//! idea of what a group reaches is not what proves it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
};

use clientforge::files::Files;

use crate::crates::Workspace;

/// The features of a crate's groups; none where the crate has only that of its transport.
///
/// # Errors
///
/// The crate's manifest is none.
pub fn group_features(files: &Files) -> io::Result<Vec<String>> {
    let manifest = text_of(files, "Cargo.toml");
    let manifest: toml::Table = manifest.parse().map_err(io::Error::other)?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let names = features.into_iter().flat_map(toml::Table::keys);
    let own =
        names.filter(|name| !matches!(name.as_str(), "cli" | "default" | "dispatch" | "transport"));
    Ok(own.cloned().collect())
}

/// The features to turn on, as `cargo` takes them: none, each alone, and all.
pub fn choices(features: &[String]) -> Vec<String> {
    let mut choices = vec![String::new()];
    choices.extend(features.iter().cloned());
    choices.push(features.join(","));
    choices
}

/// Who reaches each model: its file, and the features of the groups; the empty text stands for
/// what is always there.
pub fn owners(files: &Files) -> BTreeMap<String, BTreeSet<String>> {
    let mut roots = operations(files);
    roots.push((String::new(), "src/client.rs".to_owned()));
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (feature, file) in roots {
        for model in reached(files, file) {
            owners.entry(model).or_default().insert(feature.clone());
        }
    }
    owners
}

/// Whether a model of these owners is there in every choice of so many groups.
pub fn is_always(owners: &BTreeSet<String>, groups: usize) -> bool {
    owners.contains("") || (owners.len() > 1 && owners.len() * 2 > groups)
}

/// The files of the crate that the compiler reads when these features are on, by their path in it.
///
/// # Errors
///
/// The crate does not compile.
pub fn compiled(
    workspace: &Workspace,
    package: &str,
    features: &str,
) -> io::Result<BTreeSet<String>> {
    let report = workspace.root().join(format!("{package}.d"));
    let command = format!("rustc --profile check -p {package} --features={features}");
    let output = workspace.cargo(
        &command,
        &format!("-- --emit=dep-info={}", report.display()),
    )?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    let report = fs::read_to_string(report)?;
    let paths = report.split_whitespace();
    let own = paths.filter_map(|path| Some(path.trim_end_matches(':').rsplit_once("/src/")?.1));
    Ok(own.map(|path| format!("src/{path}")).collect())
}

/// The files in `operations/`, each after the feature that it stands behind.
fn operations(files: &Files) -> Vec<(String, String)> {
    let index = text_of(files, "src/operations/mod.rs");
    let mut found = Vec::new();
    let mut feature = "";
    for line in index.lines() {
        if let Some(gate) = line.strip_prefix("#[cfg(feature = \"") {
            feature = gate.trim_end_matches("\")]");
            continue;
        }
        if let Some(module) = line.trim_start_matches("pub ").strip_prefix("mod ") {
            let module = module.trim_start_matches("r#").trim_end_matches(';');
            found.push((feature.to_owned(), format!("src/operations/{module}.rs")));
        }
        feature = "";
    }
    found
}

/// The files of the models that a file mentions, directly and through each other.
fn reached(files: &Files, from: String) -> BTreeSet<String> {
    let models = models(files);
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(path) = open.pop() {
        for name in mentioned(&text_of(files, &path)) {
            if let Some(file) = models.get(name)
                && reached.insert(file.clone())
            {
                open.push(file.clone());
            }
        }
    }
    reached
}

/// The file of each model, by the model's name.
fn models(files: &Files) -> BTreeMap<String, String> {
    let models = files.iter().filter_map(|(path, _)| {
        let text = text_of(files, path.strip_prefix("src/models/").map(|_| path)?);
        let (_, name) = text.split_once("//! The model `")?;
        let (name, _) = name.split_once('`')?;
        Some((name.to_owned(), path.clone()))
    });
    models.collect()
}

/// The models that a text mentions.
fn mentioned(text: &str) -> impl Iterator<Item = &str> {
    let mentions = text.split("crate::models::").skip(1);
    mentions.filter_map(|rest| {
        rest.split(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
            .next()
    })
}

fn text_of(files: &Files, path: &str) -> String {
    let bytes = files.get(path).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}
