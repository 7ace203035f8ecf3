//! Where an example is not what its type says, and what is expected there.

use std::fmt;

use crate::{diagnostic::Pointer, model::Fit};

/// How a value fits a type, and why where it does not.
pub(super) struct Judged {
    pub fit: Fit,
    /// The first reason; there is one just where the fit is [`Fit::Broken`].
    pub misfit: Option<Misfit>,
}

/// A place in a value, and what is expected there. It never says what is there.
pub(super) struct Misfit {
    /// The steps to the place, the last first.
    steps: Vec<String>,
    expected: String,
    /// The format that is not kept to, and the word of one that takes more.
    format: Option<(&'static str, &'static str)>,
}

/// How many values a list names.
const NAMES: usize = 5;

impl Misfit {
    pub fn new(expected: impl Into<String>) -> Self {
        Self {
            steps: Vec::new(),
            expected: expected.into(),
            format: None,
        }
    }

    /// The same of a format, in place of which `wider` would take the value.
    pub fn of_format(expected: &str, format: &'static str, wider: &'static str) -> Self {
        Self {
            format: Some((format, wider)),
            ..Self::new(expected)
        }
    }

    /// None of the texts that there may be.
    pub fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let all: Vec<String> = names.map(|name| format!("`{name}`")).collect();
        let shown = all
            .iter()
            .take(NAMES)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        Self::new(match all.len() {
            1 => shown,
            count if count > NAMES => format!("one of {shown} and {} more", count - NAMES),
            _ => format!("one of {shown}"),
        })
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self.format {
            Some((format, wider)) => format!(
                "correct the example; or, where values are like that, say `{format} = \"{wider}\"` \
                 under `[types.formats]` in codegen.toml"
            ),
            None => "correct the example, or the schema".to_owned(),
        }
    }

    fn under(mut self, step: String) -> Self {
        self.steps.push(step);
        self
    }
}

impl fmt::Display for Misfit {
    /// As failures of generated code have it: `/pets/0/id: expected a UUID`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = self.steps.iter().rev();
        let pointer = steps.fold(Pointer::root(), |pointer, step| pointer.child(step));
        if !self.steps.is_empty() {
            write!(out, "{}: ", pointer.as_str())?;
        }
        write!(out, "expected {}", self.expected)
    }
}

impl Judged {
    pub fn when(fits: bool, expected: &str) -> Self {
        match fits {
            true => Fit::Exact.into(),
            false => Misfit::new(expected).into(),
        }
    }

    /// The worst of several, with the first reason.
    pub fn worst(all: impl Iterator<Item = Self>) -> Self {
        all.fold(Fit::Exact.into(), |worst, next| Self {
            fit: worst.fit.max(next.fit),
            misfit: worst.misfit.or(next.misfit),
        })
    }

    /// The same of a value that is part of an array.
    pub fn in_item(self, at: usize) -> Self {
        self.under(|| at.to_string())
    }

    /// The same of a value that is part of an object.
    pub fn in_member(self, key: &str) -> Self {
        self.under(|| key.to_owned())
    }

    pub fn at_least(self, fit: Fit) -> Self {
        Self {
            fit: self.fit.max(fit),
            ..self
        }
    }

    /// The same of a secret, of which nothing is told that the description says, nor where inside it.
    pub fn untold(self) -> Self {
        let untold = |_| Misfit::new("another value for a secret");
        Self {
            misfit: self.misfit.map(untold),
            ..self
        }
    }

    fn under(self, step: impl FnOnce() -> String) -> Self {
        Self {
            misfit: self.misfit.map(|misfit| misfit.under(step())),
            ..self
        }
    }
}

impl From<Fit> for Judged {
    fn from(fit: Fit) -> Self {
        Self { fit, misfit: None }
    }
}

impl From<Misfit> for Judged {
    fn from(misfit: Misfit) -> Self {
        Self {
            fit: Fit::Broken,
            misfit: Some(misfit),
        }
    }
}
