//! The report as one page that needs nothing beside it: a table that can be sorted and searched.
//!
//! Comes in: how the documents' runs ended. Goes out: HTML.

use super::{
    parent::Run,
    report::{Totals, by_trouble},
};

/// Style and script, with a place for the totals and one for the rows.
const PAGE: &str = include_str!("page.html");

/// The report as a page.
pub fn html(totals: &Totals, runs: &[Run]) -> String {
    let rows: String = by_trouble(runs).into_iter().map(row).collect();
    let (before, rest) = PAGE.split_once("{totals}").unwrap_or((PAGE, ""));
    let (between, after) = rest.split_once("{rows}").unwrap_or((rest, ""));
    [before, &escaped(&totals.to_string()), between, &rows, after].concat()
}

fn row(run: &Run) -> String {
    let texts = [
        &run.document.name,
        &run.document.file,
        &run.document.version,
    ];
    let texts: String = texts.map(|text| format!("<td>{}", escaped(text))).concat();
    let verdict = run.verdict();
    let time = usize::try_from(run.time.as_millis()).unwrap_or(usize::MAX);
    let peak = usize::try_from(run.told.peak / 1024).unwrap_or(usize::MAX);
    let figures = [run.operations(), run.generated(), run.skipped(), time, peak];
    let figures: String = figures.map(|figure| format!("<td>{figure}")).concat();
    let remark = escaped(&run.remark());
    format!("<tr class=\"{verdict}\">{texts}<td>{verdict}{figures}<td>{remark}\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
