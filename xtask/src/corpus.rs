//! `cargo xtask corpus`: what becomes of many descriptions.
//!
//! Comes in: a folder of descriptions, and which of them to take. Goes out: a crate of each below
//! the target folder, or why there is none, as a table for people and one line for scripts. Each
//! description has a process, a time limit and a memory limit of its own.

pub mod batch;
mod check;
mod child;
mod floor;
mod index;
mod lint;
mod messages;
mod page;
mod parent;
mod report;

use std::{
    collections::BTreeSet,
    fs,
    io::{Error, Result},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use indicatif::{ProgressBar, ProgressStyle};

use check::{Complaints, Judge, Place};
pub use child::{One, run as run_document};
use floor::Floor;
use index::Document;
use parent::{Complaint, Places, Run};
use report::Totals;

use crate::release;

/// Which descriptions to take, and what to do with them.
#[derive(Clone, Debug, clap::Args)]
pub struct Corpus {
    /// The folder of descriptions.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The table of documents; without it `index.tsv` in the folder, and without that whatever in
    /// the folder looks like a description.
    #[arg(long, value_name = "TSV")]
    index: Option<PathBuf>,
    /// Classes of the table; without any, all of them.
    #[arg(long, value_delimiter = ',', value_name = "CLASS")]
    class: Vec<String>,
    /// Only documents whose path begins so.
    #[arg(long, value_name = "PREFIX")]
    under: Option<String>,
    /// Only documents that the official schema of their version finds nothing wrong with, that
    /// have operations, and that refer to nothing that is not there.
    #[arg(long)]
    valid: bool,
    /// Only every so-manieth document.
    #[arg(long, value_name = "N", default_value_t = 1)]
    every: usize,
    /// Compiles the crates too, many to a batch.
    #[arg(long)]
    check: bool,
    /// Has clippy and rustdoc look at the crates too, in the same batches.
    #[arg(long)]
    lint: bool,
    /// A file that says how many valid documents have to become a crate at least.
    #[arg(long, value_name = "TOML")]
    at_least: Option<PathBuf>,
    /// The folder for `report.md` and `report.html`; without it, one below the target folder.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// How many documents to run at once; without it, as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

/// Runs the documents, prints one line and writes the report. The exit code says whether every
/// crate compiles and nothing panicked or ran out of time; documents may be refused.
///
/// # Errors
/// A table that cannot be read, a folder that cannot be written, a `cargo` that fails.
pub fn run(repository: &Path, arguments: &Corpus) -> Result<ExitCode> {
    let jobs = arguments
        .jobs
        .or_else(|| thread::available_parallelism().ok().map(usize::from))
        .map_or(1, |jobs| jobs.max(1));
    let documents = arguments.documents()?;
    let target = release::target_folder(repository);
    let work = target.join("corpus");
    let places = Places {
        program: release::program(repository, &target)?,
        corpus: arguments.folder.clone(),
        crates: work.join("crates"),
        logs: work.join("logs"),
    };
    make_room(&places, &documents)?;
    let mut runs = run_all(&places, &documents, jobs)?;
    let place = Place {
        repository: repository.to_path_buf(),
        work: work.clone(),
        jobs,
    };
    if arguments.check {
        let names = names(&runs);
        let bar = bar(names.len(), "checking");
        note(
            &mut runs,
            &check::check(&place, &names, Judge::Compiler, &bar)?,
            Complaint::Error,
        );
        bar.finish_and_clear();
    }
    if arguments.lint {
        let names = names(&runs);
        let bar = bar(names.len(), "linting");
        note(
            &mut runs,
            &lint::lint(&place, &names, &bar)?,
            Complaint::Lint,
        );
        bar.finish_and_clear();
    }
    let totals = Totals::of(&runs);
    let folder = arguments.report.clone().unwrap_or(work);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("report.md"), report::markdown(&totals, &runs))?;
    fs::write(folder.join("report.html"), page::html(&totals, &runs))?;
    println!("{}", folder.join("report.html").display());
    let below = match &arguments.at_least {
        Some(file) => Floor::read(file)?.below(&runs),
        None => Vec::new(),
    };
    for text in &below {
        println!("{text}");
    }
    println!("{totals}");
    Ok(ExitCode::from(u8::from(
        !totals.good() || !below.is_empty(),
    )))
}

impl Corpus {
    /// Whether something was asked for that only a table of documents says.
    fn asks_index(&self) -> bool {
        self.valid || !self.class.is_empty() || self.at_least.is_some()
    }

    fn documents(&self) -> Result<Vec<Document>> {
        let beside = self.folder.join("index.tsv");
        let all = match &self.index {
            Some(index) => index::read(index)?,
            None if beside.is_file() => index::read(&beside)?,
            None if self.asks_index() => {
                let why = "`--valid`, `--class` and `--at-least` need a table of documents";
                let help = "name one by `--index`, or put `index.tsv` into the folder";
                return Err(Error::other(format!("{why}: {help}")));
            }
            None => index::recognised(&self.folder)?,
        };
        let prefix = self.under.as_deref().unwrap_or_default();
        let wanted = |document: &Document| {
            (self.class.is_empty() || self.class.contains(&document.class))
                && document.file.starts_with(prefix)
                && (document.valid || !self.valid)
        };
        let chosen = all.into_iter().filter(wanted);
        Ok(chosen.step_by(self.every.max(1)).collect())
    }
}

/// Makes the folders, without the crates of documents that are not in this run.
fn make_room(places: &Places, documents: &[Document]) -> Result<()> {
    fs::create_dir_all(&places.crates)?;
    fs::create_dir_all(&places.logs)?;
    let names: BTreeSet<&str> = documents.iter().map(|it| it.name.as_str()).collect();
    for entry in fs::read_dir(&places.crates)? {
        let entry = entry?;
        if !names.contains(&*entry.file_name().to_string_lossy()) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn run_all(places: &Places, documents: &[Document], jobs: usize) -> Result<Vec<Run>> {
    let bar = bar(documents.len(), "generating");
    let next = AtomicUsize::new(0);
    let runs = Mutex::new(Vec::with_capacity(documents.len()));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(document) = documents.get(at) else {
                return;
            };
            let run = places.run(document);
            let mut runs = runs.lock().unwrap_or_else(PoisonError::into_inner);
            runs.push((at, run));
            bar.inc(1);
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(work);
        }
    });
    bar.finish_and_clear();
    let mut runs = runs.into_inner().unwrap_or_else(PoisonError::into_inner);
    runs.sort_by_key(|(at, _)| *at);
    runs.into_iter().map(|(_, run)| run).collect()
}

/// The crates that nothing is wrong with so far.
fn names(runs: &[Run]) -> Vec<String> {
    let fine = runs.iter().filter(|run| run.is_fine());
    fine.map(|run| run.document.name.clone()).collect()
}

fn note(runs: &mut [Run], complaints: &Complaints, kind: fn(Vec<String>) -> Complaint) {
    for run in runs {
        if let Some(texts) = complaints.get(&run.document.name) {
            run.complaint = Some(kind(texts.clone()));
        }
    }
}

fn bar(length: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or_default()).with_message(what);
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed_precise}");
    style.map_or(bar.clone(), |style| bar.with_style(style))
}
