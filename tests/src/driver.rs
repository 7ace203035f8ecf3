//! A small program beside a generated crate that calls any of its operations by name.
//!
//! Comes in: a client's crate. Goes out: the files of a crate whose program reads calls as lines of
//! JSON and prints what they come to (`driver/main.rs` has their form), by the client's own calls in
//! JSON (its feature `dispatch`).

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
};

use clientforge::files::Files;
use serde_json::Value;

use crate::features::group_features;

/// The driver `name` of the crate `package`, which stands in a folder beside the driver's own, named
/// as the package.
///
/// # Errors
///
/// The crate's manifest is none.
pub fn files(name: &str, package: &str, client: &Files) -> io::Result<Files> {
    let files = BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest(name, package, client)?),
        (
            "src/main.rs".to_owned(),
            include_str!("driver/main.rs").to_owned(),
        ),
    ]);
    Ok(Files::headed(
        files,
        &BTreeMap::new(),
        "tests/src/driver.rs",
    ))
}

/// Runs a driver's program on some calls; what each of them comes to, in their order.
///
/// # Errors
///
/// The program cannot be run, or does not come to its end.
pub fn run(program: &Path, calls: &[Value]) -> io::Result<Vec<Value>> {
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let lines: String = calls.iter().map(|call| format!("{call}\n")).collect();
    let input = child.stdin.take();
    let writer = std::thread::spawn(move || match input {
        Some(mut input) => input.write_all(lines.as_bytes()),
        None => Ok(()),
    });
    let output = child.wait_with_output()?;
    writer
        .join()
        .map_err(|_| io::Error::other("not written"))??;
    if !output.status.success() {
        return Err(io::Error::other(format!(
            "{}: {}",
            program.display(),
            output.status
        )));
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let results = printed.lines().map(serde_json::from_str);
    Ok(results.collect::<Result<_, _>>()?)
}

fn manifest(name: &str, package: &str, client: &Files) -> io::Result<String> {
    let mut features = group_features(client)?;
    features.push("dispatch".to_owned());
    Ok(format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\napi = {{ package = \"{package}\", path = \"../{package}\", \
         default-features = false, features = {features:?} }}\nasync-trait = \"0.1\"\n\
         azure_core = {{ version = \"1.1\", default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"test-util\", \"time\"] }}\n\n[workspace]\n"
    ))
}
