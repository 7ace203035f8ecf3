//! What is left out because it is wrong, or not supported.
//!
//! Comes in: the reports of a room, and for each the operations and types that cannot do without
//! what it is about. Goes out: the same reports as warnings that say what they cost.

use super::{Cause, Diagnostic, Diagnostics, Severity};

/// A point in time in a room's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(usize);

impl Diagnostics {
    /// The present, to ask later what was reported since then.
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.costly.len())
    }

    /// The positions of the reports since then of what cannot be done without.
    pub(crate) fn costly_since(&self, mark: Mark) -> impl Iterator<Item = usize> {
        self.costly.iter().skip(mark.0).copied()
    }

    /// The report at a position.
    pub(crate) fn at(&self, position: usize) -> Option<&Diagnostic> {
        self.reports.get_index(position)
    }

    /// Reports what another room found, where an operation or a type turns out to need it.
    pub(crate) fn costs(&mut self, report: Diagnostic) {
        let at = self.push(report);
        self.costly.push(at);
    }

    /// The reports of what goes with something that is left out, as warnings, and all others.
    /// `lost` names what goes with each, by its position; `None` where a report stays what it is.
    pub(crate) fn divided(self, lost: impl Fn(usize) -> Option<Vec<String>>) -> (Self, Self) {
        let (mut leaving, mut others) = (Self::new(), Self::new());
        for (at, report) in self.reports.into_iter().enumerate() {
            match lost(at) {
                None => others.push(report),
                Some(lost) => leaving.push(report.leaving(&lost)),
            };
        }
        (leaving, others)
    }
}

impl Diagnostics {
    /// The reports on what only people read, as warnings: nothing depends on it.
    pub(crate) fn for_people(self) -> Self {
        self.divided(|_| Some(Vec::new())).0
    }
}

impl Diagnostic {
    /// The same as a warning that says what is left out on its account.
    pub(crate) fn leaving(mut self, lost: &[String]) -> Self {
        self.severity = Severity::Warning;
        self.notes.retain(|note| !is_advice(note));
        self.notes.extend(note(lost));
        self
    }

    /// The same with the advice how to go on without what it is about.
    pub(crate) fn with_advice(mut self) -> Self {
        self.notes.push(advice(self.cause));
        self
    }
}

/// How to go on without what is wrong, or not supported.
pub(super) fn advice(cause: Cause) -> String {
    let word = match cause {
        Cause::Generator => "unsupported",
        Cause::Input => "wrong",
    };
    format!("{ADVICE}, or `leave_out = \"{word}\"` under `[operations]` in codegen.toml")
}

const ADVICE: &str = "to generate the rest, say `--keep-going`";

fn is_advice(note: &str) -> bool {
    note.starts_with(ADVICE)
}

/// How many names a note lists.
const NAMES: usize = 3;

fn note(lost: &[String]) -> Option<String> {
    let shown = lost.iter().take(NAMES).map(String::as_str);
    let shown = shown.collect::<Vec<_>>().join(", ");
    match lost.len() {
        0 => None,
        count if count > NAMES => Some(format!("left out: {shown} and {} more", count - NAMES)),
        _ => Some(format!("left out: {shown}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Origin, Pointer, SourceId};

    fn site() -> Origin {
        Origin::new(SourceId(0), Pointer::root())
    }

    #[test]
    fn a_report_that_is_made_again_counts_again() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.unsupported_schema(site(), "a", "b");
        let mark = diagnostics.mark();
        diagnostics.unresolved_reference(site(), "c");
        diagnostics.unsupported_schema(site(), "a", "b");
        assert_eq!(diagnostics.len(), 2);
        let since: Vec<usize> = diagnostics.costly_since(mark).collect();
        assert_eq!(since, [0]);
    }

    #[test]
    fn what_nothing_is_left_out_for_stays_an_error() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.unresolved_reference(site(), "c");
        diagnostics.unsupported_schema(site(), "a", "b");
        let names = ["a", "b", "c", "d", "e"].map(str::to_owned);
        let (warnings, others) = diagnostics.divided(|at| (at == 1).then(|| names.to_vec()));
        assert!(!warnings.has_errors() && others.has_errors());
        let notes: Vec<_> = warnings.iter().flat_map(|it| &it.notes).collect();
        assert_eq!(notes, ["left out: a, b, c and 2 more"]);
    }
}
