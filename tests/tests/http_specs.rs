//! The same API in three versions of the description language gives one model, but for what a
//! version cannot say: each such difference is listed in `tests/http_specs/`, with the reason.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use clientforge::{
    config::{Config, Runtime},
    source::Sources,
};
use tests::{
    fixture::repository,
    outline::{Called, outline},
    shared::shared,
    spellings::{OTHERS, Spec, listed, specs},
};

#[test]
fn three_spellings_give_one_model() {
    let Some(root) = shared("http-specs") else {
        return;
    };
    let lists = repository().join("tests/http_specs");
    let mut problems = Vec::new();
    let mut compared = BTreeMap::new();
    let specs = specs(&root).unwrap();
    for entry in fs::read_dir(&lists).unwrap() {
        let file = entry.unwrap().path();
        let is_of = |spec: &Spec| file.file_stem().is_some_and(|stem| stem == &*spec.name);
        assert!(specs.iter().any(is_of), "{}: of no spec", file.display());
    }
    for spec in specs {
        let ours = lines(&root, &spec.file);
        let list = lists.join(format!("{}.txt", spec.name));
        for version in OTHERS {
            let Some(file) = spec.in_version(&root, version) else {
                continue;
            };
            let found = differences(&ours, &lines(&root, &file));
            let known = listed(&list, version).unwrap();
            let name = format!("{} in {}", spec.name, version.name);
            let unlisted = found.difference(&known);
            problems.extend(unlisted.map(|line| format!("{name}, not listed: {line}")));
            let stale = known.difference(&found);
            problems.extend(stale.map(|line| format!("{name}, listed, but not so: {line}")));
            *compared.entry(found.is_empty()).or_insert(0) += 1;
        }
    }
    println!("compared, by whether they are the same: {compared:?}");
    assert!(compared.get(&true) > Some(&100), "{compared:?}");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn lines(root: &Path, file: &Path) -> BTreeSet<String> {
    let (sources, _) = Sources::read([file], root);
    let (api, _) = clientforge::model(&sources, &config());
    let lines = api.as_ref().map(|api| outline(api, Called::ByPath));
    lines.unwrap_or_default().into_iter().collect()
}

fn differences(ours: &BTreeSet<String>, theirs: &BTreeSet<String>) -> BTreeSet<String> {
    let missing = ours.difference(theirs).map(|line| format!("- {line}"));
    let added = theirs.difference(ours).map(|line| format!("+ {line}"));
    missing.chain(added).collect()
}

/// What a crate stands on is not a matter of versions, though only one may have keys that tell.
fn config() -> Config {
    Config {
        runtime: Some(Runtime::AzureCore.into()),
        ..Config::default()
    }
}
