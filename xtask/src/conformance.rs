//! `cargo xtask conformance`: what generated clients send and read, beside what others say that
//! they must.
//!
//! Comes in: the TypeSpec HTTP specs as documents of a version, and their scenarios. Goes out: what
//! differs, scenario by scenario, and one line in the end.

mod compare;
mod document;
mod given;
mod inexpressible;
mod program;
mod report;
mod route;
mod scenario;

use std::{
    io::{Error, Result},
    path::{Path, PathBuf},
    process::ExitCode,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use document::{Document, Version, documents};
use program::Program;
use report::{Report, Verdict};
use scenario::{Condition, Exchange, Scenario};

/// Which scenarios to run, and against what.
#[derive(Clone, Debug, clap::Args)]
pub struct Conformance {
    /// The version of the documents; all of them by default.
    #[arg(long)]
    version: Option<Version>,
    /// Only scenarios whose name begins so.
    #[arg(long, value_name = "PREFIX")]
    only: Option<String>,
    /// A server that judges what is sent; without it nothing leaves the process.
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// A folder to write `conformance.md` to.
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
}

/// Runs the scenarios.
///
/// # Errors
/// The data is not there; clients that cannot be made or do not compile.
pub fn run(repository: &Path, arguments: &Conformance) -> Result<ExitCode> {
    let root = repository.join("../shared/http-specs");
    if !root.is_dir() {
        return Err(Error::other(format!(
            "{}: no scenarios there",
            root.display()
        )));
    }
    let versions = match arguments.version {
        Some(version) => vec![version],
        None => Version::ALL.to_vec(),
    };
    let base_url = arguments.server.as_deref().unwrap_or(scenario::BASE_URL);
    let base_url = base_url.trim_end_matches('/');
    let mut scenarios = scenario::read(&root, base_url)?;
    if let Some(prefix) = &arguments.only {
        scenarios.retain(|scenario| scenario.name.starts_with(prefix));
    }
    let mut report = Report::default();
    for version in versions {
        let documents = documents(&root, version)?;
        let work = repository.join("target/conformance").join(version.name());
        let target = repository.join("target/conformance/target");
        let program = Program::build(repository, &work, &target, &documents)?;
        let mut judge = Judge {
            version,
            documents: &documents,
            program,
            base_url,
            alone: arguments.server.is_none(),
        };
        for scenario in &scenarios {
            let verdict = judge.verdict(scenario)?;
            report.add(version, scenario, verdict);
        }
    }
    report.finish(arguments.report.as_deref())
}

/// Who runs the scenarios of a version.
struct Judge<'d> {
    version: Version,
    documents: &'d [Document],
    program: Program,
    base_url: &'d str,
    /// No server is asked.
    alone: bool,
}

impl<'d> Judge<'d> {
    fn verdict(&mut self, scenario: &Scenario) -> Result<Verdict> {
        let folder = scenario.folder();
        let inside = |document: &&Document| {
            let rest = document.folder.strip_prefix(&folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let documents: Vec<&Document> = self.documents.iter().filter(inside).collect();
        if let Some(why) = inexpressible::reason(self.version, scenario, &documents) {
            return Ok(Verdict::Inexpressible(why));
        }
        let wrong = self.run(scenario, &documents)?;
        Ok(if !wrong.is_empty() {
            Verdict::Failed(wrong)
        } else if scenario.is_vacuous() {
            Verdict::Vacuous
        } else {
            Verdict::Passed
        })
    }

    /// Calls operations until every request of the scenario was sent.
    fn run(&mut self, scenario: &Scenario, documents: &[&'d Document]) -> Result<Vec<String>> {
        let mut left: &[Exchange] = &scenario.requests;
        let mut wrong = Vec::new();
        while let Some(first) = left.first() {
            let Some(route) = route::find(documents, first) else {
                wrong.push(format!("no operation {} {}", first.method, first.path()));
                break;
            };
            let mut task = given::call(&route, first, self.base_url);
            let answers = match scenario.pass_condition {
                Condition::ByKey => left.get(..1).unwrap_or_default(),
                Condition::ResponseSuccess | Condition::StatusCode => left,
            };
            if self.alone
                && let Some(task) = task.as_object_mut()
            {
                let answers: Vec<Value> = answers.iter().map(answer).collect();
                task.insert("answers".to_owned(), answers.into());
            }
            let result = self.program.run(&task)?;
            let sent = result.get("sent").and_then(Value::as_array);
            let sent = sent.map(Vec::as_slice).unwrap_or_default();
            let taken: Vec<&Exchange> = left.iter().take(sent.len()).collect();
            for (expected, sent) in taken.iter().zip(sent) {
                wrong.extend(compare::request(expected, sent));
            }
            let outcome = result.get("outcome").unwrap_or(&Value::Null);
            wrong.extend(compare::outcome(&taken, outcome, scenario.code));
            if sent.is_empty() {
                break;
            }
            left = left.get(sent.len()..).unwrap_or_default();
        }
        Ok(wrong)
    }
}

/// What the service answers, for the program.
fn answer(exchange: &Exchange) -> Value {
    let mut headers = exchange.response.headers.clone();
    let body = exchange.response.body.as_ref();
    if let Some(body) = body {
        headers.insert("content-type".to_owned(), body.content_type.clone().into());
    }
    json!({
        "status": exchange.response.status,
        "headers": headers,
        "body": STANDARD.encode(body.map(scenario::Body::bytes).unwrap_or_default()),
    })
}
