//! Reading `codegen.toml`.
//!
//! Comes in: the text. Goes out: the configuration, or every mistake in the text. `serde` stops at
//! the first one; so the entry that it stopped at is reported and taken out, and the rest is read
//! again.

use std::ops::Range;
use std::sync::Arc;

use semver::Version;
use serde::Deserialize;
use toml::de::{DeTable, DeValue, Deserializer, Error};

use super::{Chosen, Config, ConfigFile, Pairs, Replacement, WORDS, dependencies};
use crate::diagnostic::{Diagnostics, Place};

/// Reads the text of a configuration.
pub(super) fn parse(name: &str, text: &str) -> Result<Config, Diagnostics> {
    let file = ConfigFile {
        name: name.to_owned(),
        text: text.into(),
    };
    let mut diagnostics = Diagnostics::new();
    let (mut table, broken) = DeTable::parse_recoverable(text);
    for error in &broken {
        let message = format!("this is not TOML: {}", error.message());
        let place = place(&file, error.span());
        diagnostics.bad_config(place, &message, "mend the TOML");
    }
    if !broken.is_empty() {
        return Err(diagnostics);
    }
    loop {
        let error = match Config::deserialize(Deserializer::from(table.clone())) {
            Ok(config) => {
                check_replacements(&config, &file, &mut diagnostics);
                check_version(&config, &file, &mut diagnostics);
                for refused in dependencies::refused(table.get_ref()) {
                    let place = place(&file, Some(refused.span));
                    diagnostics.bad_config(place, &refused.message, refused.help);
                }
                return match diagnostics.is_empty() {
                    true => Ok(Config {
                        file: Some(file),
                        ..config
                    }),
                    false => Err(diagnostics),
                };
            }
            Err(error) => error,
        };
        report(&error, &file, &mut diagnostics);
        let is_removed = error
            .span()
            .is_some_and(|span| remove(table.get_mut(), &span));
        if !is_removed {
            return Err(diagnostics);
        }
    }
}

fn check_replacements(config: &Config, file: &ConfigFile, diagnostics: &mut Diagnostics) {
    let Pairs(replaced) = &config.types.replace;
    let Pairs(formats) = &config.types.formats;
    for (_, value) in replaced.iter().chain(formats) {
        if Replacement::parse(&value.text).is_none() {
            diagnostics.bad_replacement(place(file, Some(value.span.clone())), &value.text, &WORDS);
        }
    }
}

fn check_version(config: &Config, file: &ConfigFile, diagnostics: &mut Diagnostics) {
    let Chosen { value, span } = &config.package.version;
    if Version::parse(value).is_err() {
        let message = format!("`{value}` is no version that cargo takes");
        let place = place(file, Some(span.clone()));
        diagnostics.bad_config(place, &message, "write three numbers: `1.0.0`");
    }
}

fn place(file: &ConfigFile, span: Option<Range<usize>>) -> Place {
    match span {
        Some(range) => Place::Excerpt {
            name: file.name.clone(),
            text: Arc::clone(&file.text),
            range,
        },
        None => Place::File(file.name.clone()),
    }
}

fn report(error: &Error, file: &ConfigFile, diagnostics: &mut Diagnostics) {
    let place = place(file, error.span());
    let message = error.message().trim();
    if let Some((key, known)) = unknown_key(message) {
        diagnostics.unknown_config_key(place, key, &known);
    } else if let Some((found, expected)) = wrong_value(message) {
        let message = format!("this must be {expected}, but is {found}");
        diagnostics.bad_config(place, &message, &format!("write {expected} here"));
    } else if let Some(key) = message.strip_prefix("missing field ") {
        let message = format!("{key} is missing here");
        diagnostics.bad_config(place, &message, &format!("add {key}"));
    } else {
        diagnostics.bad_config(place, message, "correct the value");
    }
}

/// The key and those that are known, of ``unknown field `a`, expected one of `b`, `c` ``; of an
/// unknown variant the same.
fn unknown_key(message: &str) -> Option<(&str, Vec<&str>)> {
    let (what, expected) = message.split_once(", expected ")?;
    let key = what
        .strip_prefix("unknown field ")
        .or_else(|| what.strip_prefix("unknown variant "))?;
    let known = expected.split('`').skip(1).step_by(2).collect();
    Some((key.trim_matches('`'), known))
}

/// What is there and what is expected, of `invalid type: integer 5, expected a string`.
fn wrong_value(message: &str) -> Option<(&str, &str)> {
    let rest = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, expected) = rest.split_once(", expected ")?;
    let expected = match expected {
        "a sequence" => "a list",
        text if text.starts_with("struct ") => "a table",
        text => text,
    };
    Some((found, expected))
}

/// Takes out the entry at a place; `false` when there is none.
fn remove(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let mut is_removed = false;
    for (key, mut value) in std::mem::take(table) {
        let around = value.span();
        let is_here = key.span() == *span || around == *span;
        is_removed = match value.get_mut() {
            _ if is_removed => true,
            DeValue::Table(inner) if !is_here => remove(inner, span),
            _ if is_here || (around.start <= span.start && span.end <= around.end) => {
                is_removed = true;
                continue;
            }
            _ => false,
        };
        table.insert(key, value);
    }
    is_removed
}
