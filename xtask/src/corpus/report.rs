//! The report as Markdown, and as one line.
//!
//! Comes in: how the documents' runs ended. Goes out: the totals, and a table of all documents,
//! with those in front that something is wrong with.

use std::{collections::BTreeMap, fmt};

use super::parent::{Complaint, End, Run};

/// How many documents ended how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    documents: usize,
    generated: usize,
    refused: usize,
    failed_check: usize,
    panicked: usize,
    timed_out: usize,
    operations: usize,
    operations_generated: usize,
}

impl Totals {
    /// Adds the runs up.
    pub fn of(runs: &[Run]) -> Self {
        let ended = |end| runs.iter().filter(|run| run.end == end).count();
        Self {
            documents: runs.len(),
            generated: ended(End::Generated),
            refused: ended(End::Refused),
            failed_check: runs.iter().filter(|run| run.complaint.is_some()).count(),
            panicked: ended(End::Panicked),
            timed_out: ended(End::TimedOut),
            operations: runs.iter().map(Run::operations).sum(),
            operations_generated: runs.iter().map(Run::generated).sum(),
        }
    }

    /// Whether every crate compiles and every run ended by itself.
    pub fn good(&self) -> bool {
        self.failed_check == 0 && self.panicked == 0 && self.timed_out == 0
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "corpus: documents={} generated={} refused={} failed_check={} panicked={} \
             timed_out={} operations={} operations_generated={}",
            self.documents,
            self.generated,
            self.refused,
            self.failed_check,
            self.panicked,
            self.timed_out,
            self.operations,
            self.operations_generated,
        )
    }
}

impl Run {
    /// How the run ended, in a word or two.
    pub fn verdict(&self) -> &'static str {
        match (self.end, &self.complaint) {
            (End::Generated, None) => "generated",
            (End::Generated, Some(Complaint::Error(_))) => "does not compile",
            (End::Generated, Some(Complaint::Lint(_))) => "warned of",
            (End::Refused, _) => "refused",
            (End::Panicked, _) => "panicked",
            (End::TimedOut, _) => "timed out",
        }
    }

    /// What is complained about, else what the generator reported first, in one line.
    pub fn remark(&self) -> String {
        self.remarks().join(" ")
    }

    /// The same, one by one.
    fn remarks(&self) -> Vec<String> {
        let in_one_line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        match &self.complaint {
            Some(Complaint::Error(texts) | Complaint::Lint(texts)) => {
                texts.iter().map(in_one_line).collect()
            }
            None => vec![self.told.first.clone()],
        }
    }

    /// How many operations are left out.
    pub fn skipped(&self) -> usize {
        self.operations().saturating_sub(self.generated())
    }

    /// What sets the causes of a failure apart: the report or the complaints without their places.
    fn causes(&self) -> Vec<String> {
        let cause = |remark: &String| {
            let what = remark.split(" --> ").next().unwrap_or_default();
            let what = what.rsplit_once(" (").map_or(what, |(what, _)| what);
            without_names(what)
        };
        self.remarks().iter().map(cause).collect()
    }
}

/// A text with `…` for whatever stands between backquotes.
fn without_names(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts: Vec<&str> = parts
        .map(|(at, part)| if at % 2 == 1 { "…" } else { part })
        .collect();
    parts.join("`")
}

/// The report as Markdown.
pub fn markdown(totals: &Totals, runs: &[Run]) -> String {
    let mut text = format!("# Corpus\n\n`{totals}`\n\n## Causes\n\n");
    text.push_str("| documents | outcome | first report | for example |\n|---:|---|---|---|\n");
    let mut causes: BTreeMap<(&str, String), Vec<&Run>> = BTreeMap::new();
    for run in runs.iter().filter(|run| run.verdict() != "generated") {
        for cause in run.causes() {
            causes.entry((run.verdict(), cause)).or_default().push(run);
        }
    }
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_key(|(_, runs)| std::cmp::Reverse(runs.len()));
    for ((verdict, cause), runs) in causes {
        let example = runs.first().map_or("", |run| &run.document.file);
        let count = runs.len();
        let cause = cell(&cause);
        text.push_str(&format!("| {count} | {verdict} | {cause} | {example} |\n"));
    }
    text.push_str("\n## Documents\n\n");
    text.push_str("| name | document | version | outcome | operations | generated | skipped |");
    text.push_str(" time | peak memory | first report |\n");
    text.push_str("|---|---|---|---|---:|---:|---:|---:|---:|---|\n");
    for run in by_trouble(runs) {
        text.push_str(&row(run));
    }
    text
}

/// The runs, those in front that something is wrong with.
pub fn by_trouble(runs: &[Run]) -> Vec<&Run> {
    let mut sorted: Vec<&Run> = runs.iter().collect();
    sorted.sort_by_key(|run| run.verdict() == "generated");
    sorted
}

fn row(run: &Run) -> String {
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} ms | {} MB | {} |\n",
        run.document.name,
        cell(&run.document.file),
        run.document.version,
        run.verdict(),
        run.operations(),
        run.generated(),
        run.skipped(),
        run.time.as_millis(),
        run.told.peak / 1024,
        cell(&run.remark()),
    )
}

/// A text that stays in its cell.
fn cell(text: &str) -> String {
    let text: String = text.chars().take(400).collect();
    text.replace('|', "\\|")
        .replace('<', "\\<")
        .replace('\n', " ")
}
