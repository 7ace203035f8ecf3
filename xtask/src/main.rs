//! `cargo xtask`: the commands of this repository.

mod bench_input;
mod ci;
mod compile_time;
mod conformance;
mod corpus;
mod process;
mod release;

use std::{path::PathBuf, process::ExitCode};

use bench_input::BenchInput;
use clap::{Parser, Subcommand};
use clientforge::cli::{self, Generate, Inspect};
use conformance::Conformance;
use corpus::Corpus;
use mimalloc::MiMalloc;

/// Millions of small pieces live and die in a run: a system's own allocator can slow down with
/// their number, so that time would grow faster than the description.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The commands of this repository.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the crates of the descriptions in `spec/`.
    Codegen {
        /// Folders of `spec/`; without any, all of them.
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// Writes nothing, and fails where a crate differs from its description.
        #[arg(long)]
        check: bool,
    },
    /// Writes the crate of any description into any folder.
    Generate(Generate),
    /// Tells what a description comes to: operations, types, and what is left out.
    Inspect(Inspect),
    /// Runs everything that CI runs.
    Ci,
    /// Tells what becomes of many descriptions: a table of all, and one line in the end.
    Corpus(Corpus),
    /// Plays the scenarios of the TypeSpec HTTP specs with generated clients.
    Conformance(Conformance),
    /// Runs one document of a corpus, in place of the process that asks for it.
    #[command(hide = true)]
    CorpusDocument(corpus::One),
    /// Writes a description of any size, to measure with.
    BenchInput(BenchInput),
    /// Measures what generated types cost the compiler, beside serde's derive; or what one
    /// description costs, the generator and the compiler.
    CompileTime {
        /// A description: it is generated, and its crate checked with all features on.
        #[arg(long, value_name = "FILE", conflicts_with = "types")]
        input: Option<PathBuf>,
        /// How many types to compile.
        #[arg(long, value_name = "N", default_value_t = 1500)]
        types: usize,
        /// How often to measure; medians are printed.
        #[arg(long, value_name = "N", default_value_t = 3)]
        rounds: usize,
    },
}

fn main() -> ExitCode {
    if let Some(code) = compile_time::wrapped() {
        return code;
    }
    match Arguments::parse().command {
        Command::Codegen { names, check } => {
            // Relative, so that what is printed is the same on every machine.
            let specs = PathBuf::from("spec");
            std::env::set_current_dir(root())
                .map(|()| cli::codegen(&specs, &names, check, "cargo xtask codegen"))
                .unwrap_or_else(|error| {
                    eprintln!("error: cannot enter {}: {error}", root().display());
                    ExitCode::FAILURE
                })
        }
        Command::Generate(arguments) => cli::generate(&arguments),
        Command::Inspect(arguments) => cli::inspect(&arguments),
        Command::Ci => ci::run(&root()),
        Command::Corpus(arguments) => told(corpus::run(&root(), &arguments)),
        Command::Conformance(arguments) => told(conformance::run(&root(), &arguments)),
        Command::CorpusDocument(one) => corpus::run_document(&one),
        Command::BenchInput(arguments) => {
            told(bench_input::run(&arguments).map(|()| ExitCode::SUCCESS))
        }
        Command::CompileTime {
            input,
            types,
            rounds,
        } => {
            let measured = match input {
                Some(input) => compile_time::of_description(&root(), &input, rounds),
                None => compile_time::run(&root(), types, rounds),
            };
            told(measured.map(|()| ExitCode::SUCCESS))
        }
    }
}

/// The exit code of a command, with the error told that ended it.
fn told(end: std::io::Result<ExitCode>) -> ExitCode {
    end.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

/// The top of the repository: where `cargo` runs this from, be it a copy of the one that it was
/// built in.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), PathBuf::from)
}
