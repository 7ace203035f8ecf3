//! The program that has all clients of a version and calls them.
//!
//! Comes in: documents with their clients. Goes out: a process that takes tasks and tells what was
//! sent and what came of it (`harness.rs` has the form).

use std::{
    fs,
    io::{BufRead, BufReader, Error, Result, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::Value;
use toml::Table;

use super::document::Document;
use crate::corpus::batch::{Batch, write};

const NAME: &str = "clients";

/// What the harness needs beside what the clients do.
const DEPENDENCIES: &str = "\
async-trait = \"0.1\"
azure_core = { version = \"1.1\", default-features = false, features = [\"reqwest\", \"tokio\"] }
secrecy = { version = \"0.10\", features = [\"serde\"] }
serde = { version = \"1\", features = [\"derive\"] }
serde_json = { version = \"1\", features = [\"raw_value\"] }
tokio = { version = \"1\", features = [\"rt\", \"time\", \"net\", \"test-util\"] }
";

/// The running program.
pub struct Program {
    child: Child,
    tasks: ChildStdin,
    results: BufReader<ChildStdout>,
}

impl Program {
    /// Writes, compiles and starts it below `work`.
    ///
    /// # Errors
    /// Whatever the disk refuses; clients that do not compile.
    pub fn build(
        repository: &Path,
        work: &Path,
        target: &Path,
        documents: &[Document],
    ) -> Result<Self> {
        let crates = work.join("crates");
        let program = work.join("program");
        let _ = fs::remove_dir_all(&crates);
        for document in documents {
            document.files.write(&crates.join(&document.module))?;
        }
        let members: Vec<String> = documents.iter().map(|it| it.module.clone()).collect();
        let modules = format!("modules! {{ {} }}\n", members.join(", "));
        let batch = Batch { members };
        batch.write(&crates, &program, NAME, "#![allow(warnings)]\n")?;
        write(&program.join("src/modules.rs"), &modules)?;
        write(&program.join("src/main.rs"), include_str!("harness.rs"))?;
        let manifest = program.join("Cargo.toml");
        fs::write(&manifest, with_harness(&fs::read_to_string(&manifest)?)?)?;
        fs::copy(repository.join("Cargo.lock"), program.join("Cargo.lock"))?;
        let status = Command::new(env!("CARGO"))
            .current_dir(&program)
            .args(["build", "--quiet", "--offline", "--target-dir"])
            .arg(target)
            .status()?;
        if !status.success() {
            return Err(Error::other("the clients do not compile"));
        }
        Self::start(&target.join("debug").join(NAME))
    }

    fn start(program: &Path) -> Result<Self> {
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let missing = || Error::other("no pipe to the program");
        let tasks = child.stdin.take().ok_or_else(missing)?;
        let results = BufReader::new(child.stdout.take().ok_or_else(missing)?);
        Ok(Self {
            child,
            tasks,
            results,
        })
    }

    /// What a task comes to.
    ///
    /// # Errors
    /// The program has ended.
    pub fn run(&mut self, task: &Value) -> Result<Value> {
        writeln!(self.tasks, "{task}")?;
        self.tasks.flush()?;
        let mut line = String::new();
        if self.results.read_line(&mut line)? == 0 {
            return Err(Error::other(format!("the program has ended in {task}")));
        }
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The manifest of the clients with what the harness needs.
fn with_harness(manifest: &str) -> Result<String> {
    let mut manifest: Table = manifest.parse().map_err(Error::other)?;
    let own: Table = DEPENDENCIES.parse().map_err(Error::other)?;
    let section = |manifest: &mut Table, name: &str| match manifest.remove(name) {
        Some(toml::Value::Table(table)) => table,
        Some(_) | None => Table::new(),
    };
    let mut dependencies = section(&mut manifest, "dependencies");
    dependencies.extend(own);
    let mut features = section(&mut manifest, "features");
    let none = || toml::Value::Array(Vec::new());
    features.insert("dispatch".to_owned(), none());
    let default = features.entry("default").or_insert_with(none);
    if let toml::Value::Array(default) = default {
        default.push("dispatch".into());
    }
    manifest.insert("dependencies".to_owned(), dependencies.into());
    manifest.insert("features".to_owned(), features.into());
    manifest.insert("workspace".to_owned(), Table::new().into());
    let mut profile = Table::new();
    profile.insert("debug".to_owned(), false.into());
    profile.insert("incremental".to_owned(), false.into());
    let mut profiles = Table::new();
    profiles.insert("dev".to_owned(), profile.into());
    manifest.insert("profile".to_owned(), profiles.into());
    Ok(manifest.to_string())
}
