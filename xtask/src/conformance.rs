//! `cargo xtask conformance`: what generated clients send and read, beside what others say that
//! they must.
//!
//! Comes in: the TypeSpec HTTP specs as documents of a version, and their scenarios. Goes out: what
//! differs, scenario by scenario, and one line in the end.

mod compare;
mod document;
mod fit;
mod given;
mod inexpressible;
mod lost;
mod program;
mod report;
mod route;
mod scenario;
mod server;

use std::{
    collections::BTreeSet,
    io::{Error, Result},
    path::{Path, PathBuf},
    process::ExitCode,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use document::{Document, Version, documents};
use inexpressible::Listed;
use program::Program;
use report::{Report, Verdict};
use scenario::{Exchange, Scenario};
use server::Server;

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
    /// Starts that server, which takes node and npm.
    #[arg(long, conflicts_with = "server")]
    serve: bool,
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
    let mut server = match (&arguments.server, arguments.serve) {
        (Some(url), _) => Some(Server::at(url)?),
        (None, true) => Some(Server::start(&root)?),
        (None, false) => None,
    };
    // Clients send tokens by TLS alone; what they send is taken to the server without.
    let base_url = match &server {
        Some(server) => format!("https://{}", server.authority()),
        None => scenario::BASE_URL.to_owned(),
    };
    let base_url = base_url.as_str();
    let mut scenarios = scenario::read(&root, base_url)?;
    if let Some(prefix) = &arguments.only {
        scenarios.retain(|scenario| scenario.name.starts_with(prefix));
    }
    let listed = Listed::read(&repository.join("tests/conformance/inexpressible.txt"))?;
    let mut report = Report::default();
    for version in versions {
        let documents = documents(&root, version)?;
        let work = repository.join("target/conformance").join(version.name());
        let target = repository.join("target/conformance/target");
        let program = Program::build(repository, &work, &target, &documents)?;
        let mut judge = Judge {
            version,
            listed: &listed,
            documents: &documents,
            program,
            base_url,
            alone: !arguments.serve && arguments.server.is_none(),
        };
        for scenario in &scenarios {
            let mut verdict = judge.verdict(scenario)?;
            if let Some(server) = &mut server
                && !server.note()?
            {
                // What it cut off as it ended is played again.
                server.revive()?;
                verdict = judge.verdict(scenario)?;
                server.note()?;
            }
            report.add(version, scenario, verdict);
        }
    }
    if let Some(server) = &server {
        println!("{}", server.coverage());
    }
    report.finish(arguments.report.as_deref())
}

/// Who runs the scenarios of a version.
struct Judge<'d> {
    version: Version,
    listed: &'d Listed,
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
        let lost = inexpressible::reason(scenario, &documents);
        let listed = self.listed.has(self.version, scenario);
        if let Some(why) = lost.clone().filter(|_| listed) {
            return Ok(Verdict::Inexpressible(why));
        }
        let mut wrong = self.run(scenario, &documents)?;
        if listed {
            wrong.push("listed as inexpressible, which it is not".to_owned());
        } else if let (Some(why), false) = (lost, wrong.is_empty()) {
            wrong.push(format!("not listed as inexpressible: {why}"));
        }
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
            let begun = scenario.requests.len() - left.len();
            let Some(route) = route::find(documents, first) else {
                wrong.push(format!("no operation {} {}", first.method, first.path()));
                break;
            };
            let mut task = given::call(&route, first, self.base_url);
            if self.alone
                && let Some(task) = task.as_object_mut()
            {
                let answers = left.iter().enumerate();
                let mut answers: Vec<Value> = answers
                    .map(|(at, it)| {
                        let made = lost::body(&route, scenario, begun + at, self.base_url);
                        answer(at, it, made)
                    })
                    .collect();
                answers.extend(lost::ends(&route, left));
                task.insert("answers".to_owned(), answers.into());
            }
            let result = self.program.run(&task)?;
            let sent = result.get("sent").and_then(Value::as_array);
            let sent = sent.map(Vec::as_slice).unwrap_or_default();
            let taken = taken(left, sent);
            for (expected, sent) in taken.iter().zip(sent) {
                wrong.extend(compare::request(&route, expected, sent));
            }
            let outcome = result.get("outcome").unwrap_or(&Value::Null);
            wrong.extend(compare::outcome(
                &taken,
                outcome,
                scenario.code.or(first.request.status),
            ));
            if sent.is_empty() {
                break;
            }
            let asked = taken.iter().map(|it| std::ptr::from_ref(*it));
            let asked: BTreeSet<*const Exchange> = asked.collect();
            left = left.get(asked.len()..).unwrap_or_default();
        }
        Ok(wrong)
    }
}

/// The requests of a scenario that were sent, in the order in which they were: a service of our own
/// says which each of them is. A real one is asked for a state as often as it takes, and for one of
/// several before another.
fn taken<'s>(left: &'s [Exchange], sent: &[Value]) -> Vec<&'s Exchange> {
    let mut taken: Vec<&Exchange> = Vec::new();
    for (at, sent) in sent.iter().enumerate() {
        let number = sent.get("number").and_then(Value::as_u64);
        let number = number.and_then(|number| usize::try_from(number).ok());
        let is_it = |it: &&Exchange| compare::is_of(it, sent);
        let is_new = |it: &Exchange| !taken.iter().any(|known| std::ptr::eq(*known, it));
        let found = match number {
            Some(number) => left.get(number),
            None => left.iter().find(|it| is_it(it) && is_new(it)),
        };
        let found = found.or_else(|| left.iter().find(is_it));
        taken.extend(found.or_else(|| left.get(at)));
    }
    taken
}

/// What the service answers, for the program.
fn answer(number: usize, exchange: &Exchange, made: Option<Value>) -> Value {
    let mut headers = exchange.response.headers.clone();
    let body = exchange.response.body.as_ref();
    if let Some(body) = body {
        headers.insert("content-type".to_owned(), body.content_type.clone().into());
    }
    if made.is_some() {
        headers.insert("content-type".to_owned(), "application/json".into());
    }
    let bytes = match made {
        Some(made) => made.to_string().into_bytes(),
        None => body.map(scenario::Body::bytes).unwrap_or_default(),
    };
    json!({
        "number": number,
        "method": exchange.method,
        "path": exchange.path(),
        "status": exchange.response.status,
        "headers": headers,
        "body": STANDARD.encode(bytes),
    })
}
