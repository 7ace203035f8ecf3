//! `clientforge`: a description in, a crate out, from the command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientforge::cli::{Generate, Inspect, generate, inspect};
use mimalloc::MiMalloc;

/// Millions of small pieces live and die in a run: a system's own allocator can slow down with
/// their number, so that time would grow faster than the description.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Writes Rust client crates from OpenAPI descriptions.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the crate of one description into a folder.
    Generate(Generate),
    /// Tells what a description comes to: operations, types, and what is left out.
    Inspect(Inspect),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate(&arguments),
        Command::Inspect(arguments) => inspect(&arguments),
    }
}
