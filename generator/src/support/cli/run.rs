//! From the words of a command line to what is printed, and the code to end with.

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::argument::Given;
use super::body::body;
use super::command::{Chosen, Commands, Leaf};
use super::common::{Common, Special};
use super::head::head;
use super::interrupt::{Interrupt, keyboard, unless_interrupted};
use super::output::Output;
use super::output_file::OutputFile;
use super::progress::Watch;
use super::stop::{DONE, Stop, USAGE};
use super::{PROGRAM, Sink, dry_run, sign};
use crate::dispatch::{Answer, Call, Content, Credentials, Failure, Kind, SCHEMES, Way};
use crate::{Client, ClientOptions, dispatch};

/// What the command line has around it.
#[derive(Clone)]
pub struct Surroundings {
    /// Takes what was asked for.
    pub out: Sink,
    /// Takes everything else.
    pub err: Sink,
    /// What clients are made with, where no option says otherwise.
    pub options: ClientOptions,
    /// Ends the wait for a long-running operation.
    pub interrupt: Interrupt,
}

impl Default for Surroundings {
    fn default() -> Self {
        Self {
            out: Sink::stdout(),
            err: Sink::stderr(),
            options: ClientOptions::default(),
            interrupt: keyboard(),
        }
    }
}

/// Does what the words of the process say.
pub fn main() -> ExitCode {
    run(std::env::args_os(), &Surroundings::default()).into()
}

/// Does what these words say, the program's name being the first.
///
/// The code to end with is 0 when all is well, 1 when the service refused, 2 when the words make no
/// call, and 3 when there was no usable answer.
pub fn run<W: Into<OsString> + Clone>(
    words: impl IntoIterator<Item = W>,
    surroundings: &Surroundings,
) -> u8 {
    let commands = Commands::of(PROGRAM);
    let mut command = commands.command();
    let matches = match command.try_get_matches_from_mut(words) {
        Ok(matches) => matches,
        Err(error) => return told(&error, surroundings),
    };
    match commands.chosen(&matches) {
        Some(Chosen::Call(leaf, matches)) => ended(leaf, matches, surroundings),
        Some(Chosen::Completions(shell)) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, PROGRAM.name, &mut script);
            // Who asks for a script and does not read it has read enough.
            let _ = surroundings.out.write(script);
            DONE
        }
        None => USAGE,
    }
}

/// Prints what `clap` has to say: help, or what is wrong.
fn told(error: &clap::Error, surroundings: &Surroundings) -> u8 {
    let Surroundings { out, err, .. } = surroundings;
    let (sink, code) = match error.use_stderr() {
        true => (err, USAGE),
        false => (out, DONE),
    };
    let is_plain = !sink.is_terminal || std::env::var_os("NO_COLOR").is_some();
    let text = error.render();
    sink.tell(&match is_plain {
        true => text.to_string(),
        false => text.ansi().to_string(),
    });
    code
}

/// Calls an operation, and tells why where that comes to nothing.
fn ended(leaf: &Leaf, matches: &ArgMatches, surroundings: &Surroundings) -> u8 {
    let common = Common::given(matches);
    let watch = Watch::new(&surroundings.err);
    let mut is_signed = false;
    let Err(stop) = called(leaf, matches, &common, surroundings, &watch, &mut is_signed) else {
        return DONE;
    };
    if let Some(text) = stop.text(leaf, common.output) {
        surroundings.err.tell(&text);
    }
    if stop.leaves_it_going() {
        watch.left(common.show_secrets);
    }
    if stop.is_unsigned() && !is_signed && !SCHEMES.is_empty() {
        surroundings.err.tell("note: the request was not signed");
        surroundings.err.tell(&sign::help(&PROGRAM));
    }
    stop.code()
}

/// Makes the call and prints what comes of it; tells whether there was something to sign it with.
fn called(
    leaf: &Leaf,
    matches: &ArgMatches,
    common: &Common,
    surroundings: &Surroundings,
    watch: &Arc<Watch>,
    is_signed: &mut bool,
) -> Result<(), Stop> {
    let operation = leaf.operation;
    let out = &match &common.output_file {
        Some(path) => Sink::new(OutputFile::Due(path.clone())),
        None => surroundings.out.clone(),
    };
    let (mut call, of_client) = asked(leaf, matches, common)?;
    call.progress = Some(watch.hearer());
    if matches!(operation.kind, Kind::Row | Kind::PlainOrRow) && common.output.item(&Value::Null).is_some() {
        call.each = Some(printer(out, common.output));
    }
    let unwritten = Arc::new(Mutex::new(None));
    call.chunks = Some(writer(out, &unwritten));
    let credentials = match common.anonymous || common.dry_run {
        true => Credentials::default(),
        false => sign::credentials(&PROGRAM).map_err(Stop::Client)?,
    };
    *is_signed = sign::is_some(&credentials);
    let client = client(&of_client, &credentials, common, surroundings)?;
    let outcome = wait(&client, leaf, &call, &surroundings.interrupt);
    watch.done();
    let unwritten = unwritten.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(error) = unwritten {
        return Err(error.into());
    }
    if common.show_headers {
        surroundings.err.tell(&head(&outcome, operation, common.show_secrets));
    }
    print(outcome?, &call, common.output, (out, &surroundings.err))
}

/// The call that the words ask for, and what they say of the client.
fn asked(leaf: &Leaf, matches: &ArgMatches, common: &Common) -> Result<(Call, Map<String, Value>), Stop> {
    let operation = leaf.operation;
    let special = Special::given(matches, operation);
    let mut given = Given::default();
    for argument in &leaf.arguments {
        argument.take(matches, &mut given)?;
    }
    let mut call = Call {
        parameters: given.call,
        content_type: special.content_type,
        headers: common.headers.clone(),
        limit: special.limit,
        item_by_item: special.as_stream,
        show_secrets: common.show_secrets,
        way: match (special.resume, special.no_wait) {
            _ if common.dry_run => Way::Request,
            (Some(token), _) => Way::Resume(token),
            (None, true) => Way::Begin,
            (None, false) => Way::Whole,
        },
        ..Call::default()
    };
    if let (Some(text), Some(described)) = (&special.body, &operation.body) {
        call.body = Some(body(text, described)?);
    }
    Ok((call, given.client))
}

/// The client to call with.
fn client(
    parameters: &Map<String, Value>,
    credentials: &Credentials,
    common: &Common,
    surroundings: &Surroundings,
) -> Result<Client, Stop> {
    let mut options = surroundings.options.clone();
    common.apply(&mut options);
    let client = dispatch::client(parameters)?.options(options);
    let client = dispatch::sign(client, credentials).build();
    client.map_err(|error| Stop::Client(error.to_string()))
}

/// Waits for the outcome of a call. Nothing is lost with a call that ends with the program, but for the
/// token of a long-running operation.
fn wait(
    client: &Client,
    leaf: &Leaf,
    call: &Call,
    interrupt: &Interrupt,
) -> Result<Answer, Stop> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Transport(error.to_string()))?;
    let outcome = leaf.operation.call(client, call);
    if !leaf.operation.kind.is_long_running() {
        return Ok(runtime.block_on(outcome)?);
    }
    let outcome = runtime.block_on(unless_interrupted(interrupt, outcome));
    Ok(outcome.ok_or(Stop::Interrupted)??)
}

/// What prints items as they come, as long as somebody reads them.
fn printer(out: &Sink, output: Output) -> dispatch::Each {
    let out = out.clone();
    Arc::new(move |item| {
        let text = output.item(item).unwrap_or_default();
        out.write(text).is_ok()
    })
}

/// What writes bytes as they come, and notes why it no longer can.
fn writer(out: &Sink, unwritten: &Arc<Mutex<Option<io::Error>>>) -> dispatch::Chunks {
    let (out, unwritten) = (out.clone(), Arc::clone(unwritten));
    Arc::new(move |bytes| match out.write(bytes) {
        Ok(()) => true,
        Err(error) => {
            *unwritten.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            false
        }
    })
}

/// Prints what came of a call.
fn print(
    answer: Answer,
    call: &Call,
    output: Output,
    (out, err): (&Sink, &Sink),
) -> Result<(), Stop> {
    let Some(mut content) = answer.content else {
        return Ok(());
    };
    if let Content::Json(value) = &mut content {
        match call.way {
            Way::Request => dry_run::shown(value, call),
            // The answer to the end of the operation has a status.
            Way::Begin if answer.status.is_none() => {
                match value.get("token").and_then(Value::as_str) {
                    Some(token) => out.write(format!("{token}\n"))?,
                    None => err.tell("note: it has begun; no token goes on with it"),
                }
                return Ok(());
            }
            Way::Begin | Way::Whole | Way::Pages | Way::Resume(_) => {}
        }
    }
    Ok(out.write(output.content(&content))?)
}
