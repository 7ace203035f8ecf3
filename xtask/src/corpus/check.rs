//! The crates, compiled as members of one workspace.
//!
//! Comes in: a folder of crates. Goes out: what the compiler complains about, by crate. All of
//! them share the dependencies that are built once, and a crate that fails keeps none of the
//! others from being checked.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader, Error, Result},
    path::Path,
    process::{Command, Stdio},
};

use indicatif::ProgressBar;
use serde::Deserialize;

const MANIFEST: &str = "\
[workspace]
resolver = \"3\"
members = [\"crates/*\"]

[profile.dev]
debug = false
incremental = false
";

/// The lines of `cargo check --message-format json` that matter.
#[derive(Debug, Deserialize)]
struct Message {
    reason: String,
    #[serde(default)]
    target: Target,
    message: Option<Complaint>,
}

#[derive(Debug, Default, Deserialize)]
struct Target {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Complaint {
    level: String,
    rendered: Option<String>,
}

/// What became of the crates.
#[derive(Debug, Default)]
pub struct Checked {
    passed: BTreeSet<String>,
    complaints: BTreeMap<String, String>,
}

impl Checked {
    /// What keeps a crate from compiling, if anything: the first error.
    pub fn complaint(&self, name: &str) -> Option<String> {
        match self.complaints.get(name) {
            Some(complaint) => Some(complaint.clone()),
            None if self.passed.contains(name) => None,
            None => Some("the compiler ended without a word".to_owned()),
        }
    }

    /// How many crates something is known of.
    fn len(&self) -> usize {
        self.passed.len() + self.complaints.len()
    }

    fn note(&mut self, message: Message) {
        let name = message.target.name;
        match (message.reason.as_str(), message.message) {
            ("compiler-message", Some(said)) if said.level == "error" => {
                let rendered = said.rendered.unwrap_or_default();
                self.complaints.entry(name).or_insert(rendered);
            }
            ("compiler-artifact", _) if is_member(&name) => {
                self.passed.insert(name);
            }
            _ => {}
        }
    }
}

/// Checks every crate in `work/crates`.
///
/// # Errors
/// A folder that cannot be written, a `cargo` that does not come to compiling.
pub fn check(repository: &Path, work: &Path, jobs: usize, bar: &ProgressBar) -> Result<Checked> {
    fs::write(work.join("Cargo.toml"), MANIFEST)?;
    fs::copy(repository.join("Cargo.lock"), work.join("Cargo.lock"))?;
    let mut cargo = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--keep-going"])
        .args(["--no-default-features", "--message-format=json"])
        .args(["--jobs", &jobs.to_string()])
        .current_dir(work)
        .env("CARGO_TARGET_DIR", work.join("target"))
        .stdout(Stdio::piped())
        .spawn()?;
    let output = cargo.stdout.take().map(BufReader::new);
    let mut checked = Checked::default();
    for line in output.into_iter().flat_map(BufRead::lines) {
        if let Ok(message) = serde_json::from_str(&line?) {
            checked.note(message);
            bar.set_position(u64::try_from(checked.len()).unwrap_or_default());
        }
    }
    let status = cargo.wait()?;
    if checked.len() == 0 && !status.success() {
        return Err(Error::other(format!(
            "`cargo check` did not begin: {status}"
        )));
    }
    Ok(checked)
}

/// Whether a crate is one of ours, by its name (`d00001`).
fn is_member(name: &str) -> bool {
    name.strip_prefix('d')
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}
