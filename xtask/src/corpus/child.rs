//! One document, in a process of its own.
//!
//! Comes in: the document, the folder that reading may not leave, and the folder for its crate. Goes
//! out: the crate, the reports on the standard error, and what there
//! is to say about the run ([`Told`]) on the standard output, as one line of JSON.

use std::{
    io::Result,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clientforge::{
    config::{LeaveOut, Workspace},
    diagnostic::{Diagnostics, Severity},
    source::{Project, Sources},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::process;

/// What to do with one document.
#[derive(Clone, Debug, clap::Args)]
pub struct One {
    /// The document.
    #[arg(long)]
    pub input: PathBuf,
    /// The folder that reading may not leave.
    #[arg(long)]
    pub root: PathBuf,
    /// The folder to write the crate to.
    #[arg(long)]
    pub out: PathBuf,
    /// The crate's name.
    #[arg(long)]
    pub name: String,
}

/// What a child tells about its run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// How many operations the document has.
    pub operations: usize,
    /// How many operations the crate has; `None` when no crate was written.
    pub generated: Option<usize>,
    /// How many errors were reported.
    pub errors: usize,
    /// How many warnings were reported.
    pub warnings: usize,
    /// How many reports name no place.
    pub unlocated: usize,
    /// The first error, or the first warning where there is none.
    pub first: String,
    /// The most memory that was in use, in kibibytes.
    pub peak: u64,
}

/// Runs the document. Whatever ends well has the exit code 0, be there a crate or not.
pub fn run(one: &One) -> ExitCode {
    match tell(one).and_then(|told| Ok(serde_json::to_string(&told)?)) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tell(one: &One) -> Result<Told> {
    let mut project = Project::default();
    project.config.package.workspace = Workspace::Member;
    project.config.package.name = Some(one.name.clone());
    project.config.operations.leave_out = LeaveOut::Wrong;
    project.read_inputs(&[&one.input].map(PathBuf::clone), &one.root);
    let mut told = Told {
        operations: operations(&project.sources),
        ..Told::default()
    };
    let mut diagnostics = project.diagnostics;
    if !diagnostics.has_errors() {
        let outcome = clientforge::generate(&project.sources, &project.config);
        diagnostics.append(outcome.diagnostics);
        if let Some(files) = outcome.files {
            files.write(&one.out)?;
            told.generated = Some(outcome.operations);
        }
    }
    report(one, &diagnostics, &project.sources, &mut told);
    told.peak = process::peak(std::process::id()).unwrap_or_default();
    Ok(told)
}

fn report(one: &One, diagnostics: &Diagnostics, sources: &Sources, told: &mut Told) {
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|it| it.severity == severity)
            .count()
    };
    told.errors = count(Severity::Error);
    told.warnings = count(Severity::Warning);
    told.unlocated = diagnostics.iter().filter(|it| it.at.is_none()).count();
    let text = diagnostics.render(sources);
    told.first = ["error[", "warning["]
        .iter()
        .find_map(|kind| first(&text, kind, &one.input))
        .unwrap_or_default();
    eprint!("{text}");
}

/// The first report of a kind, in one line: what is wrong, and where; the document itself is not
/// named again.
fn first(text: &str, kind: &str, document: &Path) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| !line.starts_with(kind));
    let what = lines.next()?;
    let place = lines
        .next()
        .and_then(|line| line.trim().strip_prefix("--> "));
    let document = format!("{}:", document.display());
    Some(match place {
        Some(place) => format!(
            "{what} ({})",
            place.strip_prefix(&document).unwrap_or(place)
        ),
        None => what.to_owned(),
    })
}

/// How many operations a document has that a client could call.
fn operations(sources: &Sources) -> usize {
    const METHODS: [&str; 6] = ["get", "put", "post", "delete", "patch", "head"];
    let documents = sources.inputs().iter().filter_map(|id| sources.value(*id));
    let paths = documents.flat_map(|document| {
        ["paths", "x-ms-paths"].map(|key| document.get(key).and_then(Value::as_object))
    });
    let items = paths.flatten().flat_map(|paths| paths.values());
    items
        .filter_map(Value::as_object)
        .flat_map(|item| item.keys())
        .filter(|key| METHODS.contains(&key.as_str()))
        .count()
}
