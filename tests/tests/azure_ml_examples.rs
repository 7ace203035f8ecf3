//! The examples of the official descriptions, as proof: what the client sends for each is what it
//! implies, and each answer in it is read and written again unchanged.

use std::{collections::BTreeMap, io, path::Path};

use tests::{
    azure_ml::{Official, newest, whole},
    crates::Workspace,
    driver,
    examples::{Differences, UNEXPLAINED, cases},
    expectation::{check_text, updating},
    fixture::repository,
    swagger::Documents,
};

#[test]
fn every_example_is_sent_and_read_as_it_stands() {
    let official: Vec<Official> = [newest(), whole()].into_iter().flatten().collect();
    if official.is_empty() {
        return;
    }
    let workspace = build(&official).unwrap();
    let mut problems = Vec::new();
    for official in &official {
        let found = differences(official, &workspace).unwrap();
        let file = repository().join(format!("tests/azure_ml/{}_examples.toml", official.name));
        for (example, differences) in &found {
            let unexplained = differences
                .iter()
                .filter(|(_, reason)| reason.starts_with(UNEXPLAINED));
            problems.extend(unexplained.map(|(place, text)| format!("{example}, {place}: {text}")));
        }
        problems.extend(check_text(&file, &listed(&found), updating()).unwrap());
    }
    assert!(
        problems.is_empty(),
        "{}\n\nto rewrite: UPDATE_EXPECT=1 cargo test -p tests --test azure_ml_examples",
        problems.join("\n")
    );
}

/// The clients, each with a program that calls its operations.
fn build(official: &[Official]) -> io::Result<Workspace> {
    let mut crates = BTreeMap::new();
    for official in official {
        let made = official.generate()?;
        let name = driver_name(official);
        crates.insert(
            name.clone(),
            driver::files(&name, official.name, &made.files)?,
        );
        crates.insert(official.name.to_owned(), made.files);
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("azure_ml");
    let workspace = Workspace::lay_out(&root, &crates)?;
    let built = workspace.cargo("build --workspace", "")?;
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    Ok(workspace)
}

fn driver_name(official: &Official) -> String {
    format!("{}_driver", official.name)
}

/// What differs, by the example.
fn differences(
    official: &Official,
    workspace: &Workspace,
) -> io::Result<BTreeMap<String, Differences>> {
    let documents = Documents::read(&official.inputs)?;
    let cases = cases(&documents);
    let calls: Vec<_> = cases.iter().map(|case| case.call.clone()).collect();
    let program = workspace
        .root()
        .join("target/debug")
        .join(driver_name(official));
    let results = driver::run(&program, &calls)?;
    assert_eq!(results.len(), cases.len());
    let mut found: BTreeMap<String, Differences> = BTreeMap::new();
    for (case, result) in cases.iter().zip(&results) {
        let differences = case.differences(result);
        found
            .entry(case.example.clone())
            .or_default()
            .extend(differences);
    }
    found.retain(|_, differences| !differences.is_empty());
    Ok(found)
}

/// The differences as a file lists them.
fn listed(found: &BTreeMap<String, Differences>) -> String {
    let mut text = HEAD.to_owned();
    for (example, differences) in found {
        text.push_str(&format!("\n[{}]\n", quoted(example)));
        for (place, reason) in differences {
            text.push_str(&format!("{} = {}\n", quoted(place), quoted(reason)));
        }
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

const HEAD: &str = "\
# Examples that are not as their own description says: by operation and file, then by the place in
# the example, each with what the description says of it. An entry that is missing here or no
# longer true fails `tests/tests/azure_ml_examples.rs`.
";
