//! The four official files as one client, in parts: all of it has no warning, and one group's
//! feature compiles no type that only another group reaches.

use std::{collections::BTreeMap, path::Path};

use tests::{
    azure_ml::whole,
    crates::Workspace,
    features::{compiled, group_features, is_always, owners},
};

#[test]
fn a_group_compiles_nothing_of_another_one() {
    let Some(official) = whole() else {
        return;
    };
    let made = official.generate().unwrap();
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("azure_ml_features");
    let crates = BTreeMap::from([(official.name.to_owned(), made.files.clone())]);
    let workspace = Workspace::lay_out(&root, &crates).unwrap();

    let features = group_features(&made.files).unwrap();
    let quiet = |command: &str, last: &str| {
        let command = format!("{command} --features={}", features.join(","));
        let output = workspace.cargo(&command, last).unwrap();
        let printed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && printed.is_empty(), "{printed}");
    };
    quiet("clippy", "-- -D warnings");
    quiet("doc --no-deps", "");

    let compiled = compiled(&workspace, official.name, "compute").unwrap();
    let (reached, left_out): (Vec<_>, Vec<_>) = owners(&made.files)
        .into_iter()
        .partition(|(_, groups)| groups.contains("compute") || is_always(groups, features.len()));
    for (model, groups) in &reached {
        assert!(compiled.contains(model), "{model} of {groups:?}");
    }
    for (model, groups) in &left_out {
        assert!(!compiled.contains(model), "{model} of {groups:?}");
    }
    assert!(left_out.iter().any(|(_, groups)| groups.contains("jobs")));
}
