//! The options that every command has, and those that go with the kind of an operation.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::output::Output;
use super::seconds::seconds;
use crate::ClientOptions;
use crate::dispatch::{CLIENT_PARAMETERS, Kind, Operation};

const ANONYMOUS: &str = "anonymous";
const AS_STREAM: &str = "as-stream";
const BODY: &str = "body";
const CONTENT_TYPE: &str = "content-type";
const DRY_RUN: &str = "dry-run";
const ENDPOINT: &str = "endpoint";
const HEADER: &str = "header";
const LIMIT: &str = "limit";
const NO_WAIT: &str = "no-wait";
const OUTPUT: &str = "output";
const OUTPUT_FILE: &str = "output-file";
pub(super) const RESUME: &str = "resume";
const SHOW_HEADERS: &str = "show-headers";
const SHOW_SECRETS: &str = "show-secrets";
const TIMEOUT: &str = "timeout";

/// What was given of the options that every command has.
pub(super) struct Common {
    pub output: Output,
    pub output_file: Option<PathBuf>,
    pub headers: Vec<(String, String)>,
    pub anonymous: bool,
    pub dry_run: bool,
    pub show_headers: bool,
    pub show_secrets: bool,
    endpoint: Option<String>,
    timeout: Option<Duration>,
}

/// What was given of those that go with an operation.
pub(super) struct Special {
    pub body: Option<String>,
    pub content_type: Option<String>,
    pub limit: Option<usize>,
    pub as_stream: bool,
    pub no_wait: bool,
    pub resume: Option<String>,
}

impl Common {
    /// Reads what was given.
    pub fn given(matches: &ArgMatches) -> Self {
        let headers = matches.get_many::<(String, String)>(HEADER);
        Self {
            output: Output::named(text(matches, OUTPUT).as_deref()),
            output_file: matches.get_one(OUTPUT_FILE).cloned(),
            headers: headers.into_iter().flatten().cloned().collect(),
            anonymous: matches.get_flag(ANONYMOUS),
            dry_run: matches.get_flag(DRY_RUN),
            show_headers: matches.get_flag(SHOW_HEADERS),
            show_secrets: matches.get_flag(SHOW_SECRETS),
            endpoint: has_endpoint().then(|| text(matches, ENDPOINT)).flatten(),
            timeout: matches.get_one(TIMEOUT).copied(),
        }
    }

    /// Puts what concerns the client into its options.
    pub fn apply(&self, options: &mut ClientOptions) {
        if let Some(endpoint) = &self.endpoint {
            options.endpoint = Some(endpoint.clone());
        }
        if let Some(timeout) = self.timeout {
            options.timeout = Some(timeout);
        }
    }
}

impl Special {
    /// Reads what was given for an operation.
    pub fn given(matches: &ArgMatches, operation: &Operation) -> Self {
        let Kinds {
            has_body,
            has_choice,
            listed,
            chosen,
            lasting,
        } = Kinds::of(operation);
        Self {
            body: has_body.then(|| text(matches, BODY)).flatten(),
            content_type: has_choice.then(|| text(matches, CONTENT_TYPE)).flatten(),
            limit: listed.then(|| matches.get_one(LIMIT).copied()).flatten(),
            as_stream: chosen && matches.get_flag(AS_STREAM),
            no_wait: lasting && matches.get_flag(NO_WAIT),
            resume: lasting.then(|| text(matches, RESUME)).flatten(),
        }
    }
}

/// What an operation has that brings options.
struct Kinds {
    has_body: bool,
    has_choice: bool,
    listed: bool,
    chosen: bool,
    lasting: bool,
}

impl Kinds {
    fn of(operation: &Operation) -> Self {
        let body = operation.body;
        Self {
            has_body: body.is_some(),
            has_choice: body.is_some_and(|body| body.choice),
            listed: operation.kind.has_items(),
            chosen: operation.kind == Kind::PlainOrRow,
            lasting: operation.kind.is_long_running(),
        }
    }
}

/// The names that no parameter of an operation can have for its option.
pub(super) fn names(operation: &Operation) -> Vec<&'static str> {
    let Kinds {
        has_body,
        has_choice,
        listed,
        chosen,
        lasting,
    } = Kinds::of(operation);
    let always = [
        ANONYMOUS, DRY_RUN, HEADER, "help", OUTPUT, OUTPUT_FILE, SHOW_HEADERS, SHOW_SECRETS, TIMEOUT,
    ];
    let sometimes = [
        (has_endpoint(), ENDPOINT),
        (has_body, BODY),
        (has_choice, CONTENT_TYPE),
        (listed, LIMIT),
        (chosen, AS_STREAM),
        (lasting, NO_WAIT),
        (lasting, RESUME),
    ];
    let sometimes = sometimes.into_iter().filter(|(is_there, _)| *is_there);
    always.into_iter().chain(sometimes.map(|(_, name)| name)).collect()
}

/// The options of every command.
pub(super) fn common() -> Vec<Arg> {
    let mut all = vec![
        option(OUTPUT, "FORM")
            .short('o')
            .help("The form in which values are printed")
            .value_parser(PossibleValuesParser::new(Output::NAMES))
            .default_value(Output::NAMES.first().copied()),
        option(OUTPUT_FILE, "FILE")
            .help("Writes the answer to a file, in place of printing it")
            .value_parser(value_parser!(PathBuf)),
        option(HEADER, "NAME=VALUE")
            .help("Sends a header, in place of any other of its name [may be repeated]")
            .value_parser(header)
            .action(ArgAction::Append),
        option(TIMEOUT, "TIME")
            .help("Limits the time of the whole call, retries included: 30s, 2m, 500ms")
            .value_parser(seconds),
        flag(DRY_RUN).help("Prints the request, and sends nothing"),
        flag(ANONYMOUS).help("Sends requests unsigned"),
        flag(SHOW_HEADERS)
            .help("Prints the answer's status and headers, to the standard error"),
        flag(SHOW_SECRETS).help("Prints secrets, in place of [REDACTED]"),
    ];
    if has_endpoint() {
        let help = "The URL that paths are appended to, in place of the description's";
        all.push(option(ENDPOINT, "URL").help(help));
    }
    let heading = "Options of every command";
    all.into_iter().map(|arg| arg.global(true).help_heading(heading)).collect()
}

/// The options that go with an operation.
pub(super) fn special(operation: &Operation) -> Vec<Arg> {
    let Kinds {
        has_choice,
        listed,
        chosen,
        lasting,
        ..
    } = Kinds::of(operation);
    let mut all = Vec::new();
    if let Some(described) = &operation.body {
        let kind = match described.json {
            true => "JSON|@FILE|-",
            false => "TEXT|@FILE|-",
        };
        let mut help = described.summary.to_owned();
        if !described.media_type.is_empty() {
            help = format!("{help} [{}]", described.media_type);
        }
        if let [one, ..] = described.files {
            let name = if *one == "*" { "file" } else { *one };
            help = format!("{help} [files as {{\"{name}\": \"@FILE\"}}]");
        }
        let body = option(BODY, kind).help(help.trim_start().to_owned()).allow_hyphen_values(true);
        all.push(match (described.required, lasting) {
            (false, _) => body,
            (true, true) => body.required_unless_present(RESUME),
            (true, false) => body.required(true),
        });
    }
    if has_choice {
        let help = "The media type of the body, which the description leaves open";
        all.push(option(CONTENT_TYPE, "TYPE").help(help));
    }
    if listed {
        all.push(
            option(LIMIT, "N")
                .help("Prints the first items alone, and asks for no more pages than they take")
                .value_parser(value_parser!(usize)),
        );
    }
    if chosen {
        let help = "Asks for the answer item by item, and prints each as it comes";
        all.push(flag(AS_STREAM).help(help));
    }
    if lasting {
        all.push(flag(NO_WAIT).help("Prints a token as soon as the operation has begun"));
        all.push(
            option(RESUME, "TOKEN")
                .help("Goes on with the operation of a token, to its end")
                .conflicts_with_all([NO_WAIT, DRY_RUN]),
        );
    }
    all
}

/// An endpoint that is a parameter of the client takes the place of ours.
fn has_endpoint() -> bool {
    CLIENT_PARAMETERS.iter().all(|parameter| parameter.name != ENDPOINT)
}

fn option(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value)
}

fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

fn text(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one::<String>(name).cloned()
}

fn header(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.to_owned())),
        None => Err("a header is a name and a value, with `=` between them".to_owned()),
    }
}
