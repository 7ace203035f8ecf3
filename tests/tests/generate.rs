//! `cargo xtask generate` writes the crate of any description into any folder, or nothing.

use std::{fs, process::Output};

use tests::{command::Copy, expectation::read_folder};

const INPUT: [&str; 3] = ["generate", "--input", "spec/azure-ml-compute/openapi.yaml"];

fn printed(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes))
        .concat()
}

#[test]
fn a_crate_of_its_own_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let copy = Copy::new(folder.path()).unwrap();
    let rest = [
        "--out",
        "out/mine",
        "--name",
        "mine",
        "--only",
        "Compute_ListKeys",
    ];
    let output = copy.run(&[&INPUT[..], &rest].concat()).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let manifest = fs::read_to_string(folder.path().join("out/mine/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"mine\"\n"), "{manifest}");
    assert!(manifest.contains("[workspace]"), "{manifest}");
    assert!(
        folder
            .path()
            .join("out/mine/src/operations/compute.rs")
            .is_file()
    );
}

#[test]
fn what_a_crate_makes_requests_with_can_be_said() {
    let folder = tempfile::tempdir().unwrap();
    let copy = Copy::new(folder.path()).unwrap();
    let rest = ["--out", "out", "--only", "Compute_ListKeys"];
    let manifest = |more: &[&str]| {
        let output = copy.run(&[&INPUT[..], &rest, more].concat()).unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
        fs::read_to_string(folder.path().join("out/Cargo.toml")).unwrap()
    };
    let usual = manifest(&[]);
    assert!(usual.contains("[dependencies.azure_core]"), "{usual}");
    let neutral = manifest(&["--runtime", "typespec_client_core"]);
    assert!(!neutral.contains("azure_core"), "{neutral}");
    assert!(
        neutral.contains("[dependencies.typespec_client_core]"),
        "{neutral}"
    );
}

#[test]
fn an_operation_that_is_not_there_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let copy = Copy::new(folder.path()).unwrap();
    let output = copy
        .run(&[&INPUT[..], &["--out", "out", "--only", "Nothing"]].concat())
        .unwrap();
    let printed = printed(&output);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(
        printed.contains("`Nothing`") && printed.contains("nothing was written"),
        "{printed}"
    );
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let copy = Copy::new(folder.path()).unwrap();
    fs::create_dir(folder.path().join("theirs")).unwrap();
    fs::write(folder.path().join("theirs/diary.txt"), "private\n").unwrap();
    let before = read_folder(&folder.path().join("theirs")).unwrap();
    let output = copy
        .run(&[&INPUT[..], &["--out", "theirs"]].concat())
        .unwrap();
    let printed = printed(&output);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(printed.contains("theirs"), "{printed}");
    assert_eq!(read_folder(&folder.path().join("theirs")).unwrap(), before);
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let copy = Copy::new(folder.path()).unwrap();
    let output = copy
        .run(&["generate", "--input", "no.yaml", "nor.yaml", "--out", "out"])
        .unwrap();
    let printed = printed(&output);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(printed.contains("cannot read `no.yaml`"), "{printed}");
    assert!(printed.contains("cannot read `nor.yaml`"), "{printed}");
    assert!(!folder.path().join("out").exists());
}

/// The derive writes one comparison inside of the next: of 10,000 fields the compiler's stack is full.
#[test]
fn many_fields_are_compared_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let copy = Copy::new(folder.path()).unwrap();
    let model = |fields: usize| {
        let properties: Vec<String> = (0..fields)
            .map(|at| format!(r#""p{at}": {{"type": "integer"}}"#))
            .collect();
        let description = format!(
            r#"{{"openapi": "3.0.3", "info": {{"title": "Wide", "version": "1"}}, "paths": {{}},
                "components": {{"schemas": {{"Wide": {{"type": "object", "properties": {{{}}}}}}}}}}}"#,
            properties.join(",")
        );
        fs::write(folder.path().join("wide.json"), description).unwrap();
        let output = copy.run(&["generate", "--input", "wide.json", "--out", "out"]);
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
        fs::read_to_string(folder.path().join("out/src/models/wide.rs")).unwrap()
    };
    let few = model(1000);
    assert!(few.contains("#[derive(Clone, Default, PartialEq)]"));
    let many = model(1001);
    assert!(many.contains("#[derive(Clone, Default)]"));
    assert!(many.contains("self.p1000 == other.p1000"));
    assert!(!many.contains("&& self.p"));
}

#[test]
fn references_reach_the_folder_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let copy = Copy::new(folder.path()).unwrap();
    let description = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\n\
                       components: {schemas: {Pet: {$ref: '../parts.yaml#/Pet'}}}\n";
    fs::create_dir(folder.path().join("pets")).unwrap();
    fs::write(folder.path().join("pets/pets.yaml"), description).unwrap();
    fs::write(folder.path().join("parts.yaml"), "Pet: {type: object}\n").unwrap();
    let words = ["generate", "--input", "pets/pets.yaml", "--out", "out"];
    let refused = copy.run(&words).unwrap();
    let told = printed(&refused);
    assert_eq!(refused.status.code(), Some(1), "{told}");
    assert!(told.contains("help: let `--root`, or `root` in"), "{told}");
    let written = copy.run(&[&words[..], &["--root", "."]].concat()).unwrap();
    assert_eq!(written.status.code(), Some(0), "{}", printed(&written));
    assert!(folder.path().join("out/src/models/pet.rs").is_file());
}
