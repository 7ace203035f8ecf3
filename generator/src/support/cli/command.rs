//! The commands: one per operation, under its group.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use super::argument::{Argument, arguments};
use super::names::Names;
use super::program::Program;
use super::{common, sign};
use crate::dispatch::{Operation, operations};

/// An operation's command.
pub(super) struct Leaf {
    /// The command above it, if there is one.
    group: Option<&'static str>,
    name: String,
    /// The operation that it calls.
    pub operation: &'static Operation,
    /// The options for its parameters.
    pub arguments: Vec<Argument>,
}

/// All commands.
pub(super) struct Commands {
    program: Program,
    leaves: Vec<Leaf>,
    completions: String,
}

/// A command that somebody chose.
pub(super) enum Chosen<'m> {
    /// A call of an operation.
    Call(&'m Leaf, &'m ArgMatches),
    /// The completions of a shell.
    Completions(Shell),
}

impl Commands {
    /// The commands of a program.
    pub fn of(program: Program) -> Self {
        let groups = program.groups.iter().map(|(name, _)| *name);
        let mut top = Names::reserving(groups.chain(["help"]));
        let mut within: Vec<Names> = vec![Names::reserving(["help"]); program.groups.len()];
        let mut leaves = Vec::new();
        for operation in operations() {
            let place = |group| program.groups.iter().position(|(name, _)| *name == group);
            let names = operation.group.and_then(place);
            let names = names.and_then(|place| within.get_mut(place));
            leaves.push(Leaf {
                group: operation.group,
                name: names.unwrap_or(&mut top).take(operation.name),
                operation,
                arguments: arguments(operation, &common::names(operation)),
            });
        }
        let completions = top.take("completions");
        Self {
            program,
            leaves,
            completions,
        }
    }

    /// The whole command line.
    pub fn command(&self) -> Command {
        let Program {
            name,
            about,
            groups,
        } = self.program;
        let signing = sign::help(&self.program);
        let mut command = Command::new(name)
            .bin_name(name)
            .about(first_sentence(about))
            .long_about(about)
            .version(env!("CARGO_PKG_VERSION"))
            .subcommand_required(true)
            .arg_required_else_help(true)
            .args(common::common())
            .after_long_help(signing.clone());
        for (group, about) in groups {
            let leaves = self.leaves.iter();
            let own = leaves.filter(|leaf| leaf.group == Some(group));
            let commands: Vec<Command> =
                own.map(|leaf| leaf.command(&self.program, &signing)).collect();
            if !commands.is_empty() {
                command = command.subcommand(
                    Command::new(*group)
                        .about(first_sentence(about))
                        .long_about(*about)
                        .subcommand_required(true)
                        .arg_required_else_help(true)
                        .subcommands(commands),
                );
            }
        }
        let alone = self.leaves.iter().filter(|leaf| leaf.group.is_none());
        command
            .subcommands(alone.map(|leaf| leaf.command(&self.program, &signing)))
            .subcommand(self.completions())
    }

    fn completions(&self) -> Command {
        Command::new(self.completions.clone())
            .about("Prints the completions of a shell")
            .arg(
                Arg::new("shell")
                    .value_name("SHELL")
                    .required(true)
                    .value_parser(value_parser!(Shell)),
            )
    }

    /// What was chosen.
    pub fn chosen<'m>(&'m self, matches: &'m ArgMatches) -> Option<Chosen<'m>> {
        let (first, below) = matches.subcommand()?;
        if first == self.completions {
            return below.get_one("shell").copied().map(Chosen::Completions);
        }
        let (group, name, matches) = match below.subcommand() {
            Some((name, matches)) => (Some(first), name, matches),
            None => (None, first, below),
        };
        let mut leaves = self.leaves.iter();
        let leaf = leaves.find(|leaf| leaf.group == group && leaf.name == name)?;
        Some(Chosen::Call(leaf, matches))
    }
}

impl Leaf {
    fn command(&self, program: &Program, signing: &str) -> Command {
        let summary = self.operation.summary;
        let arguments = self.arguments.iter();
        let command = Command::new(self.name.clone())
            .about(first_sentence(summary))
            .args(arguments.map(|it| it.arg(program, self.operation.kind)))
            .args(common::special(self.operation))
            .after_long_help(signing.to_owned());
        match summary.is_empty() {
            true => command,
            false => command.long_about(summary),
        }
    }
}

/// What stands in a list beside a name.
fn first_sentence(text: &str) -> String {
    match text.split_once(". ") {
        Some((first, _)) => first.to_owned(),
        None => text.trim_end_matches('.').to_owned(),
    }
}
