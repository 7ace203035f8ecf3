//! `cargo xtask conformance`: what generated clients send and read is what the scenarios of others
//! say, with all documents of one version as modules of one crate.

use std::process::Command;

use tests::{command, fixture::repository, shared::shared};

#[test]
fn clients_of_swagger_2_0_play_every_scenario_that_their_documents_can_say() {
    if shared("http-specs").is_none() {
        return;
    }
    let output = Command::new(command::xtask().unwrap())
        .current_dir(repository())
        .env("CARGO_MANIFEST_DIR", repository().join("xtask"))
        .args(["conformance", "--version", "2.0"])
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}\n{wrong}");
    let line = printed.lines().last().unwrap_or_default();
    assert!(line.starts_with("conformance: scenarios=959 "), "{line}");
    assert!(line.contains(" failed=0 "), "{line}\n{wrong}");
}
