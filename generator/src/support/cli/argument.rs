//! An option for each parameter, and the values that it is given.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};
use serde_json::{Map, Value};

use super::common::RESUME;
use super::names::Names;
use super::program::Program;
use crate::dispatch::{CLIENT_PARAMETERS, is_large, Failure, Form, Kind, Operation, Parameter};

/// An option that stands for a parameter.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    /// Its name after `--`.
    pub long: String,
    parameter: &'static Parameter,
    /// Its key among the operation's parameters.
    key: Option<&'static str>,
    /// The client's own parameter behind it.
    client: Option<&'static Parameter>,
    /// A command without it is wrong.
    required: bool,
}

/// What was given, by the keys of parameters: the operation's, and the client's.
#[derive(Clone, Default)]
pub(super) struct Given {
    pub call: Map<String, Value>,
    pub client: Map<String, Value>,
}

/// The options of an operation; those of the client come last where the operation does without.
pub(super) fn arguments(operation: &'static Operation, own: &[&'static str]) -> Vec<Argument> {
    let mut names = Names::reserving(own.iter().copied());
    let of_client = |parameter: &Parameter| {
        let mut all = CLIENT_PARAMETERS.iter();
        let same = |it: &&'static Parameter| it.name == parameter.name;
        parameter.client_wide.then(|| all.find(same)).flatten()
    };
    let mut all = Vec::new();
    for parameter in operation.parameters {
        let client = of_client(parameter);
        all.push(Argument {
            long: long(parameter, &mut names),
            parameter,
            key: Some(parameter.key),
            client,
            required: parameter.required || client.is_some_and(|it| it.required),
        });
    }
    for parameter in CLIENT_PARAMETERS {
        let is_there = all.iter().any(|it| it.client.is_some_and(|it| it.key == parameter.key));
        if !is_there {
            all.push(Argument {
                long: long(parameter, &mut names),
                parameter,
                key: None,
                client: Some(parameter),
                required: parameter.required,
            });
        }
    }
    all
}

/// An option's name: the parameter's, or one that says what it is where the command line has that
/// name itself.
fn long(parameter: &Parameter, names: &mut Names) -> String {
    if names.has(parameter.name) {
        return names.take(&format!("parameter-{}", parameter.name));
    }
    names.take(parameter.name)
}

impl Argument {
    /// The option as `clap` knows it.
    pub fn arg(&self, program: &Program, kind: Kind) -> Arg {
        let Parameter {
            form,
            secret,
            values,
            ..
        } = *self.parameter;
        let is_list = matches!(form, Form::Texts | Form::List);
        let mut arg = Arg::new(self.long.clone())
            .long(self.long.clone())
            .value_name(value_name(form))
            .help(self.help())
            .allow_hyphen_values(true)
            .action(match is_list {
                true => ArgAction::Append,
                false => ArgAction::Set,
            });
        if secret || self.client.is_some() {
            arg = arg
                .env(program.variable(&self.long))
                .hide_env_values(true);
        }
        if is_closed(form, values) {
            arg = arg.value_parser(PossibleValuesParser::new(values));
        }
        match (self.required, kind, self.client) {
            (false, _, _) => arg,
            (true, kind, None) if kind.is_long_running() => arg.required_unless_present(RESUME),
            (true, _, _) => arg.required(true),
        }
    }

    fn help(&self) -> String {
        let Parameter {
            form,
            summary,
            values,
            ..
        } = *self.parameter;
        let mut parts: Vec<String> = Vec::new();
        parts.extend((!summary.is_empty()).then(|| summary.to_owned()));
        if !is_closed(form, values) && !values.is_empty() {
            parts.push(format!("[known values: {}]", values.join(", ")));
        }
        if matches!(form, Form::Texts | Form::List) {
            parts.push("[may be repeated]".to_owned());
        }
        parts.join(" ")
    }

    /// Takes its value, if it was given one.
    pub fn take(&self, matches: &ArgMatches, given: &mut Given) -> Result<(), Failure> {
        let Some(value) = self.value(matches)? else {
            return Ok(());
        };
        if let Some(client) = self.client {
            given.client.insert(client.key.to_owned(), value.clone());
        }
        if let Some(key) = self.key {
            given.call.insert(key.to_owned(), value);
        }
        Ok(())
    }

    fn value(&self, matches: &ArgMatches) -> Result<Option<Value>, Failure> {
        let Some(mut texts) = matches.get_many::<String>(&self.long) else {
            return Ok(None);
        };
        Ok(Some(match self.parameter.form {
            Form::Text => return Ok(texts.next_back().map(|text| text.as_str().into())),
            Form::Texts => texts.map(|text| Value::from(text.as_str())).collect(),
            Form::List => {
                let items: Result<Vec<Value>, Failure> =
                    texts.map(|text| self.read(text)).collect();
                Value::Array(items?)
            }
            Form::Plain | Form::Json => match texts.next_back() {
                Some(text) => self.read(text)?,
                None => return Ok(None),
            },
        }))
    }

    /// JSON, or a text as it stands where it does not look like JSON.
    fn read(&self, text: &str) -> Result<Value, Failure> {
        match serde_json::from_str(text) {
            Ok(_) if is_large(text) => Ok(text.into()),
            Ok(value) => Ok(value),
            Err(error) if text.trim_start().starts_with(['{', '[', '"']) => {
                let reason = format!("is not JSON: {error}");
                Err(Failure::input(self.parameter.key, reason))
            }
            Err(_) => Ok(text.into()),
        }
    }

    /// Whether a failure speaks of this parameter when it names one so.
    pub fn is_called(&self, name: &str) -> bool {
        let key = self.key.or(self.client.map(|it| it.key));
        key == Some(name) || self.parameter.name == name.replace('_', "-")
    }
}

/// Whether there are no other values: of truth values there are two, and numbers with names may be new.
fn is_closed(form: Form, values: &[&str]) -> bool {
    form == Form::Plain && values == ["true", "false"]
}

fn value_name(form: Form) -> &'static str {
    match form {
        Form::Text | Form::Texts => "TEXT",
        Form::Plain => "VALUE",
        Form::List | Form::Json => "JSON",
    }
}
