//! A large API in parts: none of its features, each alone and all of them compile without a
//! warning, and a feature compiles nothing that only another one needs.

use std::{collections::BTreeMap, io};

use clientforge::files::Files;
use tests::{
    crates::Workspace,
    features::{choices, compiled, group_features, is_always, owners},
    fixture::emitted_crates,
};

#[test]
fn each_choice_of_features_compiles_without_a_warning() {
    let workspace = Workspace::of_fixtures(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (name, files) in split_crates().unwrap() {
        for choice in choices(&group_features(&files).unwrap()) {
            let command = format!("clippy -p {} --features={choice}", package(&name));
            let checked = workspace.cargo(&command, "-- -D warnings").unwrap();
            let printed = String::from_utf8_lossy(&checked.stderr);
            assert!(checked.status.success(), "{name}, `{choice}`: {printed}");
        }
    }
}

/// And all that it reaches itself, as the text of the files has it.
#[test]
fn a_feature_compiles_no_type_that_only_another_one_reaches() {
    let mut left_out = 0;
    let workspace = Workspace::of_fixtures(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (name, files) in split_crates().unwrap() {
        let owners = owners(&files);
        let groups = group_features(&files).unwrap();
        for feature in &groups {
            let compiled = compiled(&workspace, &package(&name), feature).unwrap();
            for (model, owners) in &owners {
                let is_needed = is_always(owners, groups.len()) || owners.contains(feature);
                let is_compiled = compiled.contains(model);
                assert_eq!(is_compiled, is_needed, "{name}, `{feature}`: {model}");
                left_out += usize::from(!is_needed);
            }
        }
    }
    assert!(left_out > 0);
}

/// What the crate of a fixture is called.
fn package(fixture: &str) -> String {
    format!("fixture_{}", fixture.replace('-', "_"))
}

/// The fixtures that have features.
fn split_crates() -> io::Result<BTreeMap<String, Files>> {
    let mut split = BTreeMap::new();
    for (name, files) in emitted_crates()? {
        if !group_features(&files)?.is_empty() {
            split.insert(name, files);
        }
    }
    assert!(!split.is_empty());
    Ok(split)
}
