//! Decoding a JSON body, with a failure that says where: bytes go in, any type comes out, or the
//! path to what was wrong and what was expected there.
//!
//! The usual case is one pass that tracks nothing. Only once that has failed is the body read
//! again, into a tree that knows its paths, and that has a whole number where one is written as
//! `2.0`, and an empty list or map where one is written as `null`. serde's own error texts quote the
//! value and are therefore dropped.

use std::borrow::Cow;
use std::fmt;

use serde::de::Deserialize;

use super::{Buffered, Fault, OneLine};

/// Decodes a JSON body.
///
/// # Errors
/// Text that is not JSON, or JSON of another shape; the failure holds no part of the body but
/// the names on the path.
pub fn from_json<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, Failure> {
    match serde_json::from_slice(body) {
        Ok(value) => Ok(value),
        Err(_) => from_tree(body),
    }
}

#[cold]
fn from_tree<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, Failure> {
    let tree = serde_json::from_slice::<Buffered<'de>>(body);
    let tree = tree.map_err(|error| Failure::syntax(&error))?;
    T::deserialize(tree).map_err(|fault| Failure::at(&fault))
}

/// Why a body could not be decoded, without any part of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    path: String,
    expected: Cow<'static, str>,
    member: Option<(String, String)>,
    position: Option<(usize, usize)>,
}

impl Failure {
    /// The JSON pointer (RFC 6901) of the value; empty for the whole body.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there, for instance `a string`.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The innermost union member that the value stands in: the name of the tag and its text.
    pub fn member(&self) -> Option<(&str, &str)> {
        let (key, tag) = self.member.as_ref()?;
        Some((key, tag))
    }

    /// The line and the column, both from 1, where the body stops being JSON; `None` where it is
    /// JSON of another shape.
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }

    /// A body that as a whole is not what was expected.
    pub fn whole(expected: impl Into<Cow<'static, str>>) -> Self {
        Self {
            path: String::new(),
            expected: expected.into(),
            member: None,
            position: None,
        }
    }

    /// A body that is JSON and lacks what is expected at a place.
    pub fn expected_at(path: &str, expected: &'static str) -> Self {
        Self {
            path: path.to_owned(),
            ..Self::whole(expected)
        }
    }

    /// What a fault says.
    pub(super) fn at(fault: &Fault) -> Self {
        let member = fault.member();
        Self {
            path: fault.pointer(),
            expected: Cow::Owned(fault.expected().to_owned()),
            member: member.map(|(key, tag)| (key.to_owned(), tag.to_owned())),
            position: None,
        }
    }

    fn syntax(error: &serde_json::Error) -> Self {
        Self {
            position: Some((error.line(), error.column())),
            ..Self::whole("JSON")
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.position {
            return write!(out, "not JSON: line {line} column {column}");
        }
        if !self.path.is_empty() {
            write!(out, "{}: ", OneLine(&self.path))?;
        }
        write!(out, "expected {}", self.expected)?;
        match &self.member {
            Some((key, tag)) => write!(out, " (in {key} {tag})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}
