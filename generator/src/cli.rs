//! The commands behind `clientforge` and `cargo xtask`: reading, generating, writing, telling.
//!
//! Comes in: arguments. Goes out: files on the disk, reports on the standard error, and an exit
//! code: 0 when all went well, 1 when something was reported that keeps a crate from being
//! written or the crate differs from what it should be.

mod given;
mod inspect;
pub mod summary;
mod table;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anstream::{eprint, eprintln, println};

use crate::{
    Outcome,
    config::{LeaveOut, Runtime, Workspace},
    files::{Drift, Files, Written},
    source::Project,
};

pub use given::Given;
pub use inspect::{Inspect, inspect};

/// `generate`: the crate of any description, into any folder.
#[derive(Clone, Debug, clap::Args)]
pub struct Generate {
    /// What to read.
    #[command(flatten)]
    pub given: Given,
    /// The folder to write the crate to.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Leaves out what is wrong or not supported, with a warning, in place of writing nothing.
    #[arg(long)]
    pub keep_going: bool,
    /// What the crate makes requests with; without it what the description is made for.
    #[arg(long, value_enum, value_name = "LIBRARY")]
    pub runtime: Option<Runtime>,
    /// The crate's name.
    #[arg(long, value_name = "CRATE")]
    pub name: Option<String>,
}

/// Writes the crate of any description into any folder, to be built by itself.
pub fn generate(arguments: &Generate) -> ExitCode {
    let mut project = arguments.given.project();
    if arguments.keep_going {
        project.config.operations.leave_out = LeaveOut::Wrong;
    }
    if let Some(runtime) = arguments.runtime {
        project.config.runtime = Some(runtime.into());
    }
    project.config.package.workspace = Workspace::Own;
    if arguments.name.is_some() {
        project.config.package.name.clone_from(&arguments.name);
    }
    match run(project) {
        Some((files, _)) => finish_writing(&files, &arguments.out),
        None => ExitCode::FAILURE,
    }
}

/// Generates every project below a folder (or the named ones), or checks that what is on disk is
/// what would be generated. `mend` is the command that a drift report names.
pub fn codegen(specs: &Path, names: &[String], check: bool, mend: &str) -> ExitCode {
    let Some(files) = project_files(specs, names) else {
        return ExitCode::FAILURE;
    };
    let mut good = true;
    for file in files {
        let Some((files, output)) = run(Project::read(&file)) else {
            good = false;
            continue;
        };
        let Some(output) = output else {
            eprintln!("error: {} has no `output`", file.display());
            good = false;
            continue;
        };
        good &= if check {
            report_drift(&files.drift(&output), &output, mend)
        } else {
            write(&files, &output)
        };
    }
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The `codegen.toml` of every folder in `specs`, or of the named ones.
fn project_files(specs: &Path, names: &[String]) -> Option<Vec<PathBuf>> {
    let mut all: Vec<PathBuf> = match std::fs::read_dir(specs) {
        Ok(entries) => entries
            .filter_map(|entry| Some(entry.ok()?.path().join("codegen.toml")))
            .filter(|file| file.is_file())
            .collect(),
        Err(error) => {
            eprintln!("error: cannot read {}: {error}", specs.display());
            return None;
        }
    };
    all.sort();
    if names.is_empty() {
        return Some(all);
    }
    let known = |file: &PathBuf, name: &str| {
        file.parent()
            .and_then(Path::file_name)
            .is_some_and(|folder| folder == name)
    };
    for name in names {
        if !all.iter().any(|file| known(file, name)) {
            let there = all.iter().filter_map(|file| file.parent()?.file_name());
            let there: Vec<_> = there.map(|folder| folder.to_string_lossy()).collect();
            eprintln!(
                "error: no description `{name}`; there are: {}",
                there.join(", ")
            );
            return None;
        }
    }
    all.retain(|file| names.iter().any(|name| known(file, name)));
    Some(all)
}

/// Generates one project and prints what was reported. `None`: there is nothing to write.
fn run(project: Project) -> Option<(Files, Option<PathBuf>)> {
    let Project {
        config,
        sources,
        overlays: _,
        output,
        mut diagnostics,
    } = project;
    let mut files = None;
    if !diagnostics.has_errors() {
        let outcome: Outcome = crate::generate(&sources, &config);
        diagnostics.append(outcome.diagnostics);
        files = outcome.files;
    }
    eprint!("{}", diagnostics.render_styled(&sources));
    if !diagnostics.is_empty() {
        let consequence = if files.is_some() {
            ""
        } else {
            "; nothing was written"
        };
        eprintln!("{}{consequence}", diagnostics.summary());
    }
    files.map(|files| (files, output))
}

fn finish_writing(files: &Files, output: &Path) -> ExitCode {
    if write(files, output) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn write(files: &Files, output: &Path) -> bool {
    match files.write(output) {
        Ok(Written {
            changed,
            removed,
            unchanged,
        }) => {
            println!(
                "{}: {} written, {} removed, {unchanged} unchanged",
                output.display(),
                changed.len(),
                removed.len(),
            );
            true
        }
        Err(error) => {
            eprintln!("error: cannot write {}: {error}", output.display());
            false
        }
    }
}

fn report_drift(drift: &[Drift], output: &Path, mend: &str) -> bool {
    if drift.is_empty() {
        println!("{}: up to date", output.display());
        return true;
    }
    for difference in drift {
        eprintln!("{}", difference.to_string().trim_end());
    }
    eprintln!(
        "error: {} differs from its description in {} files; to mend it: {mend}",
        output.display(),
        drift.len(),
    );
    false
}
