//! The error of buffered values: where reading failed and what was wanted there.
//!
//! In go the reports that serde's visitors make; out comes a path and the name of what was
//! expected. The value itself is dropped on the way in, free text too (other types' messages
//! quote it), so that no secret can come out again.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::de::{Error, Expected, Unexpected};

/// Where reading failed and what was wanted there, without any part of the value.
#[derive(Debug)]
pub struct Fault(Box<Cause>);

#[derive(Debug)]
struct Cause {
    kind: Kind,
    expected: Cow<'static, str>,
    /// Names and positions on the way to the value, the innermost first.
    path: Vec<String>,
    /// The tag of the innermost union member around the value: the tag's name and its text.
    member: Option<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Value,
    Missing,
    Duplicate,
    Variant,
}

impl Fault {
    /// What was wanted, for instance `a string`.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// The JSON pointer (RFC 6901) of the value; empty for the whole document.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in self.0.path.iter().rev() {
            pointer.push('/');
            pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        }
        pointer
    }

    /// The innermost union member that the value stands in: the tag's name and its text.
    pub fn member(&self) -> Option<(&str, &str)> {
        let (key, tag) = self.0.member.as_ref()?;
        Some((key, tag))
    }

    /// The same fault seen from one level further out.
    pub(super) fn under(mut self, step: impl Into<String>) -> Self {
        self.0.path.push(step.into());
        self
    }

    /// The same fault, known to lie in an object that is read as a union.
    ///
    /// The tag's text is kept where the union has accepted it as one of its own. A fault of the
    /// tag itself only gets the tag's name: its text would be a part of the value.
    pub(super) fn in_union(self, key: &str, tag: Option<&str>) -> Self {
        let accepted = match (self.0.path.last(), self.0.kind) {
            (None, Kind::Variant) => return self.under(key),
            (None, Kind::Missing) => true,
            (None, Kind::Value | Kind::Duplicate) => false,
            (Some(step), _) => step != key,
        };
        match tag {
            Some(tag) if accepted && self.0.member.is_none() => self.with_member(key, tag),
            _ => self,
        }
    }

    fn with_member(mut self, key: &str, tag: &str) -> Self {
        self.0.member = Some((key.to_owned(), tag.to_owned()));
        self
    }

    #[cold]
    fn new(kind: Kind, expected: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Cause {
            kind,
            expected: expected.into(),
            path: Vec::new(),
            member: None,
        }))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = self.pointer();
        if !pointer.is_empty() {
            write!(out, "{}: ", OneLine(&pointer))?;
        }
        write!(out, "expected {}", self.expected())?;
        match self.member() {
            Some((key, tag)) => write!(out, " (in {key} {tag})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}

impl Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(Kind::Value, "a well-formed value")
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Kind::Value, expected.to_string())
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Kind::Value, expected.to_string())
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::new(Kind::Value, expected.to_string())
    }

    fn unknown_variant(_: &str, allowed: &'static [&'static str]) -> Self {
        Self::new(Kind::Variant, OneOf(allowed).to_string())
    }

    fn unknown_field(_: &str, allowed: &'static [&'static str]) -> Self {
        Self::new(Kind::Value, format!("no field but {}", OneOf(allowed)))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Kind::Missing, format!("the field `{field}`"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Kind::Duplicate, format!("the field `{field}` only once"))
    }
}

/// A choice of texts as it stands in a sentence, each in backquotes.
pub struct OneOf(pub &'static [&'static str]);

impl fmt::Display for OneOf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => out.write_str("nothing"),
            [only] => write!(out, "`{only}`"),
            [first, others @ ..] => {
                write!(out, "one of `{first}`")?;
                others.iter().try_for_each(|text| write!(out, ", `{text}`"))
            }
        }
    }
}

/// Text from the wire as it may stand in a message: control characters, which could end the line
/// or steer a terminal, are escaped.
pub struct OneLine<'a>(pub &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| match char.is_control() {
            true => write!(out, "{}", char.escape_default()),
            false => out.write_char(char),
        })
    }
}
