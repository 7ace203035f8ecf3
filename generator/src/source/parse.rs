//! From the text of a file to its value tree.
//!
//! Comes in: a file's name and text. Goes out: the tree, or none, and what is wrong with the text:
//! where, in bytes.

use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::position;
use super::tree::{Builder, Limit, MergeKeys};
use crate::diagnostic::Pointer;

/// The outcome of parsing a text.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    /// The format that the text is read as.
    pub(super) format: Format,
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
    /// A number that is larger than any that can be held.
    HugeNumber(Range<usize>),
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
}

/// Parses a text: as JSON where its name or its first character says so, else as YAML. A file that is
/// called JSON may be YAML all the same, and a YAML text may begin with a brace.
pub(super) fn parse(name: &str, text: &str) -> Parsed {
    if text.trim().is_empty() {
        return broken(Format::Yaml, Problem::Empty);
    }
    let is_called_json = name.ends_with(".json");
    let begins_as_json = text.trim_start().starts_with(['{', '[']);
    if !is_called_json && !begins_as_json {
        return yaml(text);
    }
    let parsed = json(text);
    let is_broken = matches!(parsed.problems.as_slice(), [Problem::Syntax { .. }]);
    if is_broken && is_called_json != begins_as_json {
        let again = yaml(text);
        // Nearly any text is a text in YAML.
        let is_whole = |value: &Value| !is_called_json || value.is_object();
        if again.value.as_ref().is_some_and(is_whole) {
            return again;
        }
    }
    parsed
}

fn json(text: &str) -> Parsed {
    let builder = Builder::new(text.len(), MergeKeys::Keep);
    let mut from = serde_json::Deserializer::from_str(text);
    let outcome = builder
        .build(&mut from)
        .and_then(|value| from.end().map(|()| value));
    match outcome {
        Ok(value) => whole(Format::Json, value, builder),
        Err(error) => {
            let range = position::at_byte_column(text, error.line(), error.column());
            let message = json_message(&error);
            let problem = match builder.hit() {
                Some(limit) => limited(limit, range),
                None if message == "number out of range" => {
                    Problem::HugeNumber(number_before(text, range.end))
                }
                None => Problem::Syntax {
                    format: Format::Json,
                    message,
                    context: None,
                    range,
                },
            };
            broken(Format::Json, problem)
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

/// The number that ends at a byte, or that the byte is in.
fn number_before(text: &str, end: usize) -> Range<usize> {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    let head = text.get(..end).unwrap_or_default();
    let start = head.trim_end_matches(is_digit).len();
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
    start..start + length
}

fn yaml(text: &str) -> Parsed {
    if let Some(range) = position::too_deep(text) {
        return broken(Format::Yaml, Problem::TooDeep(range));
    }
    let builder = Builder::new(text.len(), MergeKeys::Apply);
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let Some(first) = documents.next() else {
        return broken(Format::Yaml, Problem::Empty);
    };
    match builder.build(first) {
        Ok(value) => {
            let mut parsed = whole(Format::Yaml, value, builder);
            if !documents.all(is_empty) {
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
            let problem = match builder.hit() {
                Some(limit) => limited(limit, range),
                None => yaml_syntax(text, &error.to_string(), range),
            };
            broken(Format::Yaml, problem)
        }
    }
}

/// Whether a further YAML document has nothing in it: a `---` at the end of a file begins one.
fn is_empty(document: serde_yaml::Deserializer<'_>) -> bool {
    matches!(Option::<IgnoredAny>::deserialize(document), Ok(None))
}

fn whole(format: Format, value: Value, builder: Builder) -> Parsed {
    if value.is_null() {
        return broken(format, Problem::Empty);
    }
    Parsed {
        format,
        value: Some(value),
        problems: builder
            .repeated()
            .into_iter()
            .map(Problem::RepeatedKey)
            .collect(),
    }
}

fn broken(format: Format, problem: Problem) -> Parsed {
    Parsed {
        format,
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
