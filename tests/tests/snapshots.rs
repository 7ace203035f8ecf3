//! Every fixture: what is generated or reported is what the folder expects, and what is generated
//! compiles without a warning.

use std::fs;

use tests::{
    crates::Workspace,
    expectation::{check_folder, check_text, updating},
    fixture::{cases, emitted_crates, originals, own_files},
};

/// The crates that are compiled with their command line.
const COMMAND_LINES: &str = "fixture_command_line/cli,fixture_command_line_neutral/cli";

const MEND: &str = "to rewrite: UPDATE_EXPECT=1 cargo test -p tests --test snapshots";

#[test]
fn generated_crates_are_as_expected() {
    let mut differences = Vec::new();
    for fixture in cases("emit").unwrap() {
        let run = fixture.run();
        let Some(files) = run.files else {
            differences.push(format!("emit/{}: refused:\n{}", fixture.name, run.printed));
            continue;
        };
        let expected = fixture.folder.join("expected");
        let mut found = check_folder(&expected, &own_files(&files), updating()).unwrap();
        let warnings = fixture.folder.join("warnings.txt");
        found.extend(check_text(&warnings, &run.printed, updating()).unwrap());
        found.extend(fixture.unknown_entries().unwrap());
        differences.extend(
            found
                .iter()
                .map(|text| format!("emit/{}/{text}", fixture.name)),
        );
    }
    assert!(
        differences.is_empty(),
        "{}\n\n{MEND}",
        differences.join("\n\n")
    );
}

#[test]
fn reports_are_as_expected() {
    let mut differences = Vec::new();
    for fixture in cases("diagnostics").unwrap() {
        let run = fixture.run();
        if run.files.is_some() && run.printed.contains("\nerror") {
            differences.push(format!("diagnostics/{}: errors, and a crate", fixture.name));
        }
        if run.printed.is_empty() {
            differences.push(format!("diagnostics/{}: nothing is reported", fixture.name));
        }
        let expected = fixture.folder.join("expected.txt");
        let found = check_text(&expected, &run.printed, updating()).unwrap();
        differences.extend(
            found
                .iter()
                .map(|text| format!("diagnostics/{}/{text}", fixture.name)),
        );
    }
    assert!(
        differences.is_empty(),
        "{}\n\n{MEND}",
        differences.join("\n\n")
    );
}

#[test]
fn the_runtime_is_copied_as_it_is() {
    let mut copied = 0;
    for (name, files) in emitted_crates().unwrap() {
        let manifest = files.iter().find(|(path, _)| *path == "Cargo.toml");
        let manifest = String::from_utf8_lossy(manifest.unwrap().1);
        let other_base = if manifest.contains("azure_core") {
            "neutral"
        } else {
            "azure"
        };
        let own = own_files(&files);
        for (path, bytes) in files.iter() {
            let mut originals = originals(path);
            originals.retain(|file| !file.parent().unwrap().ends_with(other_base));
            if !path.starts_with("src/") || path.ends_with("/mod.rs") || own.contains_key(path) {
                continue;
            }
            let copy = String::from_utf8_lossy(bytes);
            let (_, copy) = copy.split_once("\n\n").unwrap();
            let mut texts = originals
                .iter()
                .map(|file| fs::read_to_string(file).unwrap());
            assert!(texts.any(|text| text == copy), "{name}: {path}");
            copied += 1;
        }
    }
    assert!(copied > 0);
}

/// Clippy, and rustdoc where the texts are hostile: it must not take them for links or tags.
#[test]
fn generated_crates_compile_without_a_warning() {
    let workspace = Workspace::of_fixtures(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let checked = workspace
        .cargo(
            &format!("clippy --workspace --keep-going --features={COMMAND_LINES}"),
            "-- -D warnings",
        )
        .unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    let packages = "doc --no-deps -p fixture_docs -p fixture_examples -p fixture_names_types";
    let documented = workspace.cargo(packages, "").unwrap();
    let printed = String::from_utf8_lossy(&documented.stderr);
    assert!(
        documented.status.success() && printed.is_empty(),
        "{printed}"
    );
}

/// The tests that fixtures bring along, which call what is generated.
#[test]
fn generated_crates_do_what_their_tests_say() {
    let workspace = Workspace::of_fixtures(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let command = format!("test --workspace --test wire --features={COMMAND_LINES}");
    let tested = workspace.cargo(&command, "").unwrap();
    let printed = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        tested.status.success(),
        "{}\n{}",
        printed(&tested.stdout),
        printed(&tested.stderr)
    );
}
