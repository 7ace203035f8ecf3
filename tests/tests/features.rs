//! A large API in parts: none of its features, each alone and all of them compile without a
//! warning, and a feature compiles nothing that only another one needs.

use std::{collections::BTreeMap, path::Path, sync::LazyLock};

use clientforge::files::Files;
use tests::{
    crates::Workspace,
    features::{choices, compiled, group_features, owners},
    fixture::emitted_crates,
};

#[test]
fn each_choice_of_features_compiles_without_a_warning() {
    let (workspace, crates) = split_crates();
    for (name, files) in crates {
        for choice in choices(&group_features(&files).unwrap()) {
            let command = format!("clippy -p fixture_{name} --features={choice}");
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
    let (workspace, crates) = split_crates();
    for (name, files) in crates {
        let owners = owners(&files);
        for feature in group_features(&files).unwrap() {
            let compiled = compiled(&workspace, &format!("fixture_{name}"), &feature).unwrap();
            for (model, owners) in &owners {
                let is_always = owners.contains("") || owners.len() > 1;
                let is_needed = is_always || owners.contains(&feature);
                let is_compiled = compiled.contains(model);
                assert_eq!(is_compiled, is_needed, "{name}, `{feature}`: {model}");
                left_out += usize::from(!is_needed);
            }
        }
    }
    assert!(left_out > 0);
}

/// The fixtures that have features, in the workspace of all fixtures: what they depend on is
/// built there.
fn split_crates() -> (Workspace, BTreeMap<String, Files>) {
    static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
        Workspace::lay_out(&root, &emitted_crates().unwrap()).unwrap()
    });
    let mut crates = emitted_crates().unwrap();
    crates.retain(|_, files| !group_features(files).unwrap().is_empty());
    assert!(!crates.is_empty());
    (WORKSPACE.clone(), crates)
}
