//! `clientforge`: a description in, a crate out, from the command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientforge::cli::{Generate, generate};

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
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate(&arguments),
    }
}
