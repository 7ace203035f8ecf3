//! What is wrong inside of a description, and how far it reaches.
//!
//! Comes in: reports, by the place in the imported document, and the references in it. Goes out: to
//! whoever asks what is wrong with an operation or a schema, the reports on it and on all that it is
//! made of; and which operations are so wrong that the document does not have them. The rule of what
//! is wrong in a part, and what with the whole, stands here alone.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::METHODS;
use crate::diagnostic::{Diagnostic, Diagnostics, Origin, Pointer};

/// What is wrong with a document.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    reports: IndexSet<Diagnostic>,
    /// The positions of the reports, by where in the document they belong.
    places: BTreeMap<Pointer, BTreeSet<usize>>,
    lost: Vec<Lost>,
}

/// An operation, or a path with its operations, that the document does not have.
#[derive(Clone, Debug)]
pub struct Lost {
    /// Where it would stand.
    pub at: Pointer,
    /// Where it stands in the description.
    pub origin: Origin,
    /// The `operationId`, or what stands for it; of a path, its key.
    pub id: String,
    /// The method, in capitals, and the path, of an operation.
    pub request: Option<String>,
}

/// A reference in the document.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// Where it stands.
    pub from: Pointer,
    /// The component that it names.
    pub to: Pointer,
}

impl Lost {
    /// What it is called in a report.
    pub fn name(&self) -> String {
        match self.request {
            Some(_) => format!("operation `{}`", self.id),
            None => format!("path `{}`", self.id),
        }
    }
}

impl Faults {
    /// The reports on a part of the document: on what stands in it, and on what that is made of.
    pub fn of(&self, at: &Pointer) -> BTreeSet<usize> {
        self.below(at)
            .flat_map(|(_, found)| found)
            .copied()
            .collect()
    }

    /// The reports on what all operations of a path share. `at` is the path's.
    pub fn of_path(&self, at: &Pointer) -> BTreeSet<usize> {
        let is_shared = |place: &Pointer| {
            let key = place.below(at).and_then(|rest| rest.segments().next());
            !key.is_some_and(|key| METHODS.contains(&key.as_str()))
        };
        let shared = self.below(at).filter(|(place, _)| is_shared(place));
        shared.flat_map(|(_, found)| found).copied().collect()
    }

    /// The report at a position.
    pub fn report(&self, position: usize) -> Option<&Diagnostic> {
        self.reports.get_index(position)
    }

    /// Every report, with whether it is on something that all of the document needs.
    pub fn all(&self) -> impl Iterator<Item = (usize, &Diagnostic, bool)> {
        let mut whole: BTreeSet<usize> = BTreeSet::new();
        for (at, found) in &self.places {
            if is_of_the_whole(at) {
                whole.extend(found);
            }
        }
        let reports = self.reports.iter().enumerate();
        reports.map(move |(position, report)| (position, report, whole.contains(&position)))
    }

    /// What the document does not have.
    pub fn lost(&self) -> &[Lost] {
        &self.lost
    }

    /// Something is wrong at a place.
    pub(super) fn add(&mut self, at: &Pointer, found: &Diagnostics) {
        for report in found {
            let (position, _) = self.reports.insert_full(report.clone());
            self.places.entry(at.clone()).or_default().insert(position);
        }
    }

    /// Something is so wrong that it is gone.
    pub(super) fn lose(&mut self, lost: Lost) {
        self.lost.push(lost);
    }

    /// The keys at a place below which something is wrong.
    pub(super) fn keys_below(&self, at: &Pointer) -> BTreeSet<String> {
        let keys = self
            .below(at)
            .filter_map(|(place, _)| place.below(at)?.segments().next());
        keys.collect()
    }

    /// What was lost below a place is lost with it.
    pub(super) fn forget_below(&mut self, at: &Pointer) {
        self.lost.retain(|lost| lost.at.below(at).is_none());
    }

    /// What is wrong with a component is wrong with whatever is made of it.
    pub(super) fn spread(&mut self, links: &[Link]) {
        let mut users: BTreeMap<&Pointer, Vec<&Pointer>> = BTreeMap::new();
        for Link { from, to } in links {
            users.entry(to).or_default().push(from);
        }
        let mut open: Vec<(Pointer, usize)> = Vec::new();
        for (at, found) in &self.places {
            open.extend(found.iter().map(|position| (at.clone(), *position)));
        }
        while let Some((at, position)) = open.pop() {
            let used = component(&at).and_then(|component| users.get(&component));
            for user in used.into_iter().flatten() {
                let known = self.places.entry((*user).clone()).or_default();
                if known.insert(position) {
                    open.push(((*user).clone(), position));
                }
            }
        }
    }

    /// All reports, where there is no document to leave anything out of.
    pub(super) fn into_errors(self) -> Diagnostics {
        let mut errors = Diagnostics::new();
        for report in self.reports {
            errors.costs(report);
        }
        errors
    }

    fn below(&self, at: &Pointer) -> impl Iterator<Item = (&Pointer, &BTreeSet<usize>)> {
        let prefix = at.clone();
        let places = self.places.range(at.clone()..);
        let near = places.take_while(move |(place, _)| place.as_str().starts_with(prefix.as_str()));
        let prefix = at.clone();
        near.filter(move |(place, _)| place.below(&prefix).is_some())
    }
}

/// Whether a place is of no operation and of no component: what stands there holds for all.
fn is_of_the_whole(at: &Pointer) -> bool {
    let mut segments = at.segments();
    let depth = match segments.next().as_deref() {
        Some("paths") => 1,
        Some("components") => 2,
        _ => return true,
    };
    segments.count() < depth
}

/// The component in which something stands.
fn component(at: &Pointer) -> Option<Pointer> {
    let mut segments = at.segments();
    let section = segments.next().filter(|first| first == "components");
    let (section, key, name) = (section?, segments.next()?, segments.next()?);
    Some(Pointer::root().child(&section).child(&key).child(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceId;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    fn faults(places: &[&str]) -> Faults {
        let mut faults = Faults::default();
        for place in places {
            let mut found = Diagnostics::new();
            found.unresolved_reference(Origin::new(SourceId(0), at(place)), "#/x");
            faults.add(&at(place), &found);
        }
        faults
    }

    #[test]
    fn a_fault_reaches_what_is_made_of_it() {
        let mut faults = faults(&["/components/headers/H/schema", "/paths/~1a/get-/x"]);
        let links = [
            ("/components/responses/R/headers/x", "/components/headers/H"),
            ("/paths/~1a/get/responses/200", "/components/responses/R"),
        ];
        faults.spread(&links.map(|(from, to)| Link {
            from: at(from),
            to: at(to),
        }));
        assert_eq!(faults.of(&at("/paths/~1a/get")), BTreeSet::from([0]));
        assert_eq!(
            faults.of(&at("/components/responses/R")),
            BTreeSet::from([0])
        );
        assert!(faults.of(&at("/components/responses/Other")).is_empty());
    }

    #[test]
    fn what_a_path_shares_is_of_no_operation() {
        let faults = faults(&[
            "/paths/~1a/parameters/0",
            "/paths/~1a/get/responses",
            "/paths/~1ab",
        ]);
        assert_eq!(faults.of_path(&at("/paths/~1a")), BTreeSet::from([0]));
    }

    #[test]
    fn the_rest_of_a_description_is_of_the_whole() {
        let places = [
            "/servers/0",
            "/paths/~1a",
            "/components/schemas",
            "/components/schemas/A",
        ];
        let faults = faults(&places);
        let whole: Vec<bool> = faults.all().map(|(_, _, is_whole)| is_whole).collect();
        assert_eq!(whole, [true, false, true, false]);
    }
}
