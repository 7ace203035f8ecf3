//! What `cargo` says of many crates at once.
//!
//! Comes in: a command and its folder. Goes out: its messages, one after the other.

use std::{
    io::{BufRead, BufReader, Error, Result},
    path::Path,
    process::{Command, Stdio},
};

use serde::Deserialize;
use serde_json::Value;

/// A line of `--message-format=json`, as far as it matters.
#[derive(Debug, Deserialize)]
pub struct Message {
    reason: String,
    #[serde(default)]
    target: Target,
    message: Option<Said>,
}

#[derive(Debug, Default, Deserialize)]
struct Target {
    name: String,
}

/// What the compiler says.
#[derive(Debug, Deserialize)]
pub struct Said {
    level: String,
    rendered: Option<String>,
    code: Option<Code>,
    #[serde(default)]
    spans: Vec<Value>,
}

/// Which lint or error it is.
#[derive(Debug, Deserialize)]
struct Code {
    code: String,
}

impl Message {
    /// The crate that it is about.
    pub fn about(&self) -> &str {
        &self.target.name
    }

    /// Whether it says that the crate is done.
    pub fn is_done(&self) -> bool {
        self.reason == "compiler-artifact"
    }

    /// What is wrong with the crate, where it says so.
    pub fn error(&self) -> Option<&Said> {
        self.message.as_ref().filter(|said| said.level == "error")
    }

    /// What is not as it should be in the crate, be it wrong or not.
    pub fn complaint(&self) -> Option<&Said> {
        let warns = |said: &&Said| ["error", "warning"].contains(&said.level.as_str());
        self.message.as_ref().filter(warns)
    }
}

impl Said {
    /// The text as people read it.
    pub fn text(&self) -> String {
        self.rendered.clone().unwrap_or_default()
    }

    /// The name of the lint, or the number of the error.
    pub fn lint(&self) -> Option<&str> {
        self.code.as_ref().map(|code| code.code.as_str())
    }

    /// What is first found of the files that it names, be it that a macro is called there.
    pub fn find<T>(&self, find: &dyn Fn(&str) -> Option<T>) -> Option<T> {
        let is_primary = |span: &&Value| span.get("is_primary") == Some(&Value::Bool(true));
        let primary = self.spans.iter().filter(is_primary);
        primary
            .chain(&self.spans)
            .find_map(|span| find_called(span, find))
    }
}

fn find_called<T>(span: &Value, find: &dyn Fn(&str) -> Option<T>) -> Option<T> {
    let mut span = Some(span);
    while let Some(here) = span {
        let file = here.get("file_name").and_then(Value::as_str);
        if let Some(found) = file.and_then(find) {
            return Some(found);
        }
        span = here.get("expansion").and_then(|it| it.get("span"));
    }
    None
}

/// Runs `cargo` in a workspace, with the target folder and without the network, and hands over each
/// of its messages. Whether all went well.
///
/// # Errors
/// A `cargo` that does not come to compiling, with what it prints.
pub fn cargo(
    workspace: &Path,
    target: &Path,
    arguments: &[&str],
    mut note: impl FnMut(Message),
) -> Result<bool> {
    let mut cargo = Command::new(env!("CARGO"))
        .args(arguments)
        .args([
            "--quiet",
            "--offline",
            "--keep-going",
            "--message-format=json",
        ])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .stdout(Stdio::piped())
        .spawn()?;
    let mut heard = false;
    let output = cargo.stdout.take().map(BufReader::new);
    for line in output.into_iter().flat_map(BufRead::lines) {
        if let Ok(message) = serde_json::from_str(&line?) {
            heard = true;
            note(message);
        }
    }
    let status = cargo.wait()?;
    if !heard && !status.success() {
        let command = arguments.first().copied().unwrap_or_default();
        return Err(Error::other(format!(
            "`cargo {command}` did not begin: {status}"
        )));
    }
    Ok(status.success())
}
