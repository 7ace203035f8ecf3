//! A crate that does not stand on `azure_core` says nothing of Azure.

use std::fs;

use clientforge::files::Files;
use tests::fixture::{cases, repository};

/// The lines of a text that say it.
fn sayings<'t>(path: &str, text: &'t str) -> Vec<String> {
    let says = |line: &&'t str| line.to_lowercase().contains("azure");
    let lines = text.lines().filter(says);
    lines
        .map(|line| format!("{path}: {}", line.trim()))
        .collect()
}

fn is_neutral(files: &Files) -> bool {
    let manifest = files.iter().find(|(path, _)| *path == "Cargo.toml");
    manifest.is_some_and(|(_, bytes)| {
        String::from_utf8_lossy(bytes).contains("[dependencies.typespec_client_core]")
    })
}

#[test]
fn a_neutral_crate_says_nothing_of_azure() {
    let mut looked_at = 0;
    for case in cases("emit").unwrap() {
        let text = case.text().unwrap_or_default();
        let Some(files) = case.run().files.filter(is_neutral) else {
            continue;
        };
        // What the description itself says of it is the description's.
        if !sayings("", &text.replace("azure_core", "")).is_empty() {
            continue;
        }
        for (path, bytes) in files.iter() {
            let found = sayings(path, &String::from_utf8_lossy(bytes));
            assert!(found.is_empty(), "{}: {}", case.name, found.join("\n"));
        }
        looked_at += 1;
    }
    assert!(looked_at > 0);
}

#[test]
fn what_stands_on_any_base_says_nothing_of_azure() {
    let folder = repository().join("generator/src/support");
    let mut looked_at = 0;
    for folder in [folder.clone(), folder.join("neutral")] {
        for entry in fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().path();
            if file.is_file() {
                let text = fs::read_to_string(&file).unwrap();
                let found = sayings(&file.to_string_lossy(), &text);
                assert!(found.is_empty(), "{}", found.join("\n"));
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 40);
}

/// It would be found.
#[test]
fn an_azure_crate_does() {
    let long_running = cases("emit").unwrap();
    let case = long_running.iter().find(|case| case.name == "long-running");
    let files = case.unwrap().run().files.unwrap();
    assert!(!is_neutral(&files));
    let texts = files
        .iter()
        .flat_map(|(path, bytes)| sayings(path, &String::from_utf8_lossy(bytes)));
    assert!(texts.count() > 10);
}
