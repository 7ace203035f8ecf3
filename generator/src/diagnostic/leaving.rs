//! What is left out because it is not supported.
//!
//! Comes in: the reports of a room, and for each of what is not supported the operations and types
//! that cannot do without it. Goes out: the same reports as warnings that say what they cost.

use super::{Cause, Diagnostics, Severity};

/// A point in time in a room's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(usize);

impl Diagnostics {
    /// The present, to ask later what was reported since then.
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.unsupported.len())
    }

    /// The positions of the reports since then of what is not supported and cannot be done without.
    pub(crate) fn unsupported_since(&self, mark: Mark) -> impl Iterator<Item = usize> {
        self.unsupported.iter().skip(mark.0).copied()
    }

    /// The message of the report at a position.
    pub(crate) fn message(&self, at: usize) -> Option<&str> {
        self.reports.get_index(at).map(|it| it.message.as_str())
    }

    /// The reports of what is not supported, as warnings, and all others. `lost` names what goes
    /// with each, by its position.
    pub(crate) fn divided(self, lost: impl Fn(usize) -> Vec<String>) -> (Self, Self) {
        let (mut unsupported, mut others) = (Self::new(), Self::new());
        for (at, mut report) in self.reports.into_iter().enumerate() {
            match report.cause {
                Cause::Input => others.push(report),
                Cause::Generator => {
                    report.severity = Severity::Warning;
                    report.notes = Vec::from_iter(note(&lost(at)));
                    unsupported.push(report)
                }
            };
        }
        (unsupported, others)
    }
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
        let since: Vec<usize> = diagnostics.unsupported_since(mark).collect();
        assert_eq!(since, [0]);
    }

    #[test]
    fn what_is_wrong_stays_an_error() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.unresolved_reference(site(), "c");
        diagnostics.unsupported_schema(site(), "a", "b");
        let names = ["a", "b", "c", "d", "e"].map(str::to_owned);
        let (warnings, others) = diagnostics.divided(|_| names.to_vec());
        assert!(!warnings.has_errors() && others.has_errors());
        let notes: Vec<_> = warnings.iter().flat_map(|it| &it.notes).collect();
        assert_eq!(notes, ["left out: a, b, c and 2 more"]);
    }
}
