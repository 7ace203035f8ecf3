//! `inspect`: what a description comes to, without a crate being written.
//!
//! Comes in: descriptions, with a `codegen.toml` or without. Goes out: tables of the operations, the
//! types and what is left out, in a hundred columns; or the same as JSON ([`Summary`]).

use std::process::ExitCode;

use anstream::{eprint, eprintln, print, println};

use super::{
    given::Given,
    summary::{Reports, Summary},
    table::Table,
};
use crate::config::LeaveOut;

/// `inspect`: what a description comes to.
#[derive(Clone, Debug, clap::Args)]
pub struct Inspect {
    /// What to read.
    #[command(flatten)]
    pub given: Given,
    /// Prints JSON, with a stable shape, in place of tables.
    #[arg(long)]
    pub json: bool,
}

/// Prints what a description comes to. What is wrong or not supported is left out, and
/// told.
pub fn inspect(arguments: &Inspect) -> ExitCode {
    let mut project = arguments.given.project();
    project.config.operations.leave_out = LeaveOut::Wrong;
    let mut diagnostics = std::mem::take(&mut project.diagnostics);
    let (api, found) = crate::model(&project.sources, &project.config);
    diagnostics.append(found);
    let Some(api) = api else {
        eprint!("{}", diagnostics.render_styled(&project.sources));
        eprintln!("{}", diagnostics.summary());
        return ExitCode::FAILURE;
    };
    let summary = Summary::of(&api, Reports::of(&diagnostics));
    if !arguments.json {
        print!("{}", tables(&summary));
        return ExitCode::SUCCESS;
    }
    match serde_json::to_string_pretty(&summary) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: cannot write the summary: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tables(summary: &Summary) -> String {
    let mut text = format!("{}, version {}\n", summary.title, summary.version);
    text.push_str(&format!("{}\n", counts(summary)));
    let operations = summary.operations.iter();
    text.push_str(
        &Table::new(["operation", "request", "takes", "gives"])
            .with(operations.map(|found| {
                let takes = found.parameters.iter().map(|parameter| {
                    let mark = if parameter.required { "" } else { "?" };
                    format!("{}{mark}", parameter.name)
                });
                let body = found.body.iter().map(|body| body.r#type.clone());
                [
                    found.id.clone(),
                    format!("{} {}", found.method, found.path),
                    takes.chain(body).collect::<Vec<_>>().join(", "),
                    found.gives.clone().unwrap_or_default(),
                ]
            }))
            .text(),
    );
    let types = summary.types.iter();
    let rows = types.map(|found| [found.name.clone(), found.kind.to_owned(), found.of.clone()]);
    text.push_str(&Table::new(["type", "kind", "of"]).with(rows).text());
    let missing = summary.left_out.iter();
    let rows = missing.map(|missing| {
        let request = missing.request.clone().unwrap_or_default();
        [missing.id.clone(), request, missing.why.clone()]
    });
    text.push_str(&Table::new(["left out", "request", "why"]).with(rows).text());
    text
}

fn counts(summary: &Summary) -> String {
    let count = |number: usize, noun: &str| match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    };
    let Reports { errors, warnings } = summary.diagnostics;
    let mut parts = vec![
        count(summary.operations.len(), "operation"),
        count(summary.types.len(), "type"),
        format!("{} left out", summary.left_out.len()),
        count(errors, "error"),
        count(warnings, "warning"),
    ];
    if errors > 0 {
        parts.push("`generate` shows them and writes nothing".to_owned());
    }
    parts.join(", ")
}
