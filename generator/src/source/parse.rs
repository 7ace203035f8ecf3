//! From the text of a file to its value tree.
//!
//! Comes in: a file's name and text. Goes out: the tree, or none, and what is wrong with the text:
//! where, in bytes.

use std::ops::Range;

use serde_json::Value;

use super::position;
use super::tree::{Builder, Limit, MergeKeys};
use crate::diagnostic::Pointer;

/// The outcome of parsing a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Parsed {
    /// The tree, when the text has one.
    pub(super) value: Option<Value>,
    /// What is wrong with the text.
    pub(super) problems: Vec<Problem>,
}

/// Something wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The text has nothing in it.
    Empty,
    /// The text breaks the rules of its format.
    Syntax {
        format: Format,
        message: String,
        context: Option<String>,
        range: Range<usize>,
    },
    /// A key stands twice in one object.
    RepeatedKey(Pointer),
    /// Too many objects and arrays inside each other.
    TooDeep(Range<usize>),
    /// Aliases unfold to far more than the text itself.
    TooLarge(Range<usize>),
    /// A second YAML document begins here.
    SecondDocument(Range<usize>),
}

/// The two formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Yaml,
}

impl Format {
    /// The format's name as people write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Yaml => "YAML",
        }
    }

    /// The format of a text: JSON when its name or its first character says so.
    pub(super) fn of(name: &str, text: &str) -> Self {
        if name.ends_with(".json") || text.trim_start().starts_with(['{', '[']) {
            Self::Json
        } else {
            Self::Yaml
        }
    }
}

/// Parses a text.
pub(super) fn parse(name: &str, text: &str) -> Parsed {
    if text.trim().is_empty() {
        return broken(Problem::Empty);
    }
    match Format::of(name, text) {
        Format::Yaml => yaml(text),
        Format::Json => {
            let parsed = json(text);
            let is_broken = matches!(parsed.problems.as_slice(), [Problem::Syntax { .. }]);
            // A YAML text may begin with a brace as well.
            if is_broken && !name.ends_with(".json") {
                let again = yaml(text);
                if again.value.is_some() {
                    return again;
                }
            }
            parsed
        }
    }
}

fn json(text: &str) -> Parsed {
    let builder = Builder::new(text.len(), MergeKeys::Keep);
    let mut from = serde_json::Deserializer::from_str(text);
    let outcome = builder
        .build(&mut from)
        .and_then(|value| from.end().map(|()| value));
    match outcome {
        Ok(value) => whole(value, builder),
        Err(error) => {
            let range = position::at_byte_column(text, error.line(), error.column());
            let problem = match builder.hit() {
                Some(limit) => limited(limit, range),
                None => Problem::Syntax {
                    format: Format::Json,
                    message: json_message(&error),
                    context: None,
                    range,
                },
            };
            broken(problem)
        }
    }
}

/// The parser's own text without the place, which is shown otherwise.
fn json_message(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "the text ends in the middle of a value".to_owned();
    }
    let full = error.to_string();
    let tail = format!(" at line {} column {}", error.line(), error.column());
    full.strip_suffix(&tail).unwrap_or(&full).to_owned()
}

fn yaml(text: &str) -> Parsed {
    if let Some(range) = position::too_deep(text) {
        return broken(Problem::TooDeep(range));
    }
    let builder = Builder::new(text.len(), MergeKeys::Apply);
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let Some(first) = documents.next() else {
        return Parsed::default();
    };
    match builder.build(first) {
        Ok(value) => {
            let mut parsed = whole(value, builder);
            if documents.next().is_some() {
                let range = position::second_document(text);
                parsed.problems.push(Problem::SecondDocument(range));
            }
            parsed
        }
        Err(error) => {
            let range = match error.location() {
                Some(at) => position::at_byte(text, at.index()),
                None => 0..0,
            };
            broken(match builder.hit() {
                Some(limit) => limited(limit, range),
                None => yaml_syntax(text, &error.to_string(), range),
            })
        }
    }
}

fn whole(value: Value, builder: Builder) -> Parsed {
    if value.is_null() {
        return broken(Problem::Empty);
    }
    Parsed {
        value: Some(value),
        problems: builder
            .repeated()
            .into_iter()
            .map(Problem::RepeatedKey)
            .collect(),
    }
}

fn broken(problem: Problem) -> Parsed {
    Parsed {
        value: None,
        problems: vec![problem],
    }
}

fn limited(limit: Limit, range: Range<usize>) -> Problem {
    match limit {
        Limit::Depth => Problem::TooDeep(range),
        Limit::Size => Problem::TooLarge(range),
    }
}

/// The parser's own text names the place once more, and what it was doing after that.
fn yaml_syntax(text: &str, full: &str, range: Range<usize>) -> Problem {
    if full.contains("recursion limit exceeded") {
        return Problem::TooDeep(range);
    }
    if full.contains("repetition limit exceeded") {
        return Problem::TooLarge(range);
    }
    let (message, context, range) = if let Some((message, at)) = full.split_once(" at position ") {
        // What is no text at all has a place in bytes instead.
        let at = at.trim().parse().unwrap_or(0);
        (message, None, position::at_byte(text, at))
    } else if full.contains("expected a string") {
        ("a key must be text, not a list or an object", None, range)
    } else if text.get(range.clone()) == Some("\t") {
        ("a tab cannot stand here, only spaces indent", None, range)
    } else {
        let (message, rest) = full.split_once(" at line ").unwrap_or((full, ""));
        let context = rest.split_once(", ").map(|(_, context)| context);
        (message, context, range)
    };
    Problem::Syntax {
        format: Format::Yaml,
        message: message.to_owned(),
        context: context.map(str::to_owned),
        range,
    }
}
