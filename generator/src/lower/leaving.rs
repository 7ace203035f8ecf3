//! What is left out because it needs something that is wrong, or not supported.
//!
//! Comes in: what was reported while each operation and each type was lowered, and what `import`
//! found wrong with them. Goes out: the operations that cannot do without it, themselves or through
//! the types that they reach; of a document without operations, the schemas.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::{
    config::LeaveOut,
    diagnostic::{Cause, Diagnostic, Diagnostics, Origin, Pointer},
    import::{Faults, Lost},
    model::{
        Api, Definition, Operation, TypeId, Types,
        graph::{roots, walk},
    },
};

/// Reports by their positions.
type Reports = BTreeSet<usize>;

/// What needs something that is wrong, or not supported: the reports of it, by who needs it.
#[derive(Debug, Default)]
pub(super) struct Needs {
    operations: BTreeMap<Origin, Reports>,
    types: BTreeMap<TypeId, Reports>,
    /// What `import` found wrong and somebody needs, by its position there.
    faults: BTreeSet<usize>,
    /// The same of operations that nobody asked for, or that are skipped.
    unasked: BTreeSet<usize>,
}

/// An operation or a schema that cannot be generated.
#[derive(Clone, Debug)]
pub(super) struct Loss {
    origin: Origin,
    /// What it is called in a report.
    name: String,
    /// What is reported first of it.
    why: String,
    reports: Reports,
}

/// What is left out, with the reason.
#[derive(Debug, Default)]
pub(super) struct Leaving {
    whys: BTreeMap<Origin, String>,
    /// What was found wrong and has been told of.
    told: BTreeSet<usize>,
    /// What was found wrong with operations that nobody asked for.
    unasked: BTreeSet<usize>,
}

impl Needs {
    /// An operation needs what these reports are about.
    pub fn of_operation(&mut self, origin: &Origin, reports: impl Iterator<Item = usize>) {
        for report in reports {
            let known = self.operations.entry(origin.clone()).or_default();
            known.insert(report);
        }
    }

    /// A type needs what these reports are about.
    pub fn of_type(&mut self, id: TypeId, reports: impl Iterator<Item = usize>) {
        for report in reports {
            self.types.entry(id).or_default().insert(report);
        }
    }

    /// What cannot be generated, in the order of the model. What only webhooks carry no client can do
    /// without, so that it is left out in any case.
    pub fn losses(&self, api: &Api, found: &Diagnostics, leave_out: LeaveOut) -> Vec<Loss> {
        if self.operations.is_empty() && self.types.is_empty() {
            return Vec::new();
        }
        let loss = |origin: &Origin, name: String, mut reports: Reports, leave_out| {
            reports.retain(|at| found.at(*at).is_some_and(|it| covers(leave_out, it)));
            let first = reports.first().and_then(|at| found.at(*at));
            Some(Loss {
                origin: origin.clone(),
                name,
                why: first?.message.clone(),
                reports,
            })
        };
        let of_type = |id: TypeId, definition: &Definition, leave_out| {
            let name = format!("type `{}`", definition.name.source);
            let reports = self.reached(api, std::iter::once(id));
            loss(&definition.origin, name, reports, leave_out)
        };
        if api.groups.is_empty() {
            let schemas = api.types.iter();
            return schemas
                .filter_map(|(id, definition)| of_type(id, definition, leave_out))
                .collect();
        }
        let operations = api.operations().filter_map(|operation| {
            let name = format!("operation `{}`", operation.id);
            let reports = self.reached_from(api, operation);
            loss(&operation.origin, name, reports, leave_out)
        });
        let incoming = api.incoming.types();
        let incoming = incoming.filter_map(|id| of_type(id, api.types.get(id)?, LeaveOut::Wrong));
        operations.chain(incoming).collect()
    }

    /// The reports that keep no crate from being written: those that are covered, and those of what only
    /// webhooks carry.
    pub fn left(&self, api: &Api, found: &Diagnostics, leave_out: LeaveOut) -> Reports {
        let mut incoming = self.reached(api, api.incoming.types());
        if !incoming.is_empty() {
            let operations = api.operations();
            let asked = operations.flat_map(|operation| self.reached_from(api, operation));
            let asked: Reports = asked.collect();
            incoming.retain(|at| !asked.contains(at));
        }
        let is_covered = |at: &usize| found.at(*at).is_some_and(|it| covers(leave_out, it));
        let mut left = self.all();
        left.retain(|at| is_covered(at) || !api.groups.is_empty() && incoming.contains(at));
        left
    }

    /// The reports of what some operation or type needs.
    fn all(&self) -> Reports {
        let needs = self.operations.values().chain(self.types.values());
        needs.flatten().copied().collect()
    }

    /// What an operation needs, itself and through its types.
    fn reached_from(&self, api: &Api, operation: &Operation) -> Reports {
        let mut reports = self.reached(api, roots([operation]));
        let own = self.operations.get(&operation.origin);
        reports.extend(own.into_iter().flatten());
        reports
    }

    /// What the types need that are reached from some.
    fn reached(&self, api: &Api, roots: impl Iterator<Item = TypeId>) -> Reports {
        let mut seen = BTreeSet::new();
        let mut found = Reports::new();
        walk(&api.types, roots, |id| {
            found.extend(self.types.get(&id).into_iter().flatten());
            seen.insert(id)
        });
        found
    }
}

/// Whether what a report is about is left out.
fn covers(leave_out: LeaveOut, report: &Diagnostic) -> bool {
    match (leave_out, report.cause) {
        (LeaveOut::Nothing, _) | (LeaveOut::Unsupported, Cause::Input) => false,
        (LeaveOut::Unsupported, Cause::Generator) | (LeaveOut::Wrong, _) => true,
    }
}

/// The reports that keep nothing from being written, as warnings that name what is lost, and all others.
pub(super) fn divided(
    found: Diagnostics,
    left: &Reports,
    losses: &[Loss],
) -> (Diagnostics, Diagnostics) {
    found.divided(|report| {
        left.get(&report)?;
        let lost = losses.iter().filter(|loss| loss.reports.contains(&report));
        Some(lost.map(|loss| loss.name.clone()).collect())
    })
}

impl Lowering<'_> {
    /// Reports what is wrong with an operation, or with the path that it is one of.
    pub(super) fn faults_of_operation(&mut self, at: &Pointer) {
        let path = at.parent().unwrap_or_default();
        let faults = self.document.faults();
        let mut found = faults.of(at);
        found.extend(faults.of_path(&path));
        self.claim(found);
    }

    /// Reports what is wrong with a component.
    pub(super) fn faults_of_component(&mut self, at: &Pointer) {
        self.claim(self.document.faults().of(at));
    }

    /// What is wrong with an operation that nobody asked for is of no interest.
    pub(super) fn unasked_operation(&mut self, at: &Pointer) {
        self.needs.unasked.extend(self.document.faults().of(at));
    }

    fn claim(&mut self, faults: BTreeSet<usize>) {
        for fault in faults {
            if let Some(report) = self.document.faults().report(fault) {
                self.diagnostics.costs(report.clone().with_advice());
                self.needs.faults.insert(fault);
            }
        }
    }
}

impl Leaving {
    /// Leaves out what cannot be generated.
    pub fn add(&mut self, losses: Vec<Loss>) {
        let whys = losses.into_iter().map(|loss| (loss.origin, loss.why));
        self.whys.extend(whys);
    }

    /// Takes out the schemas that are left out and were lowered all the same, for something asked for
    /// them that does not have them in the end. What does have them is found to be lost itself.
    pub fn take_out(&self, types: &mut Types) {
        if self.whys.is_empty() {
            return;
        }
        let is_kept = |it: &(TypeId, &Definition)| self.why(&it.1.origin).is_none();
        let kept: Vec<TypeId> = types.iter().filter(is_kept).map(|(id, _)| id).collect();
        let mut seen = BTreeSet::new();
        walk(types, kept.into_iter(), |id| seen.insert(id));
        types.retain(|id| seen.contains(&id));
    }

    /// Somebody needs what was found wrong, and it has been told of.
    pub fn has_told(&mut self, needs: &Needs) {
        self.told.extend(&needs.faults);
        self.unasked.extend(&needs.unasked);
    }

    /// What was found wrong and no operation or type that is there needs. With the whole document,
    /// that is an error, and so it is with what is so wrong that the document does not have it, but is
    /// to be kept.
    pub fn rest(&self, faults: &Faults, kept: &[&Lost], leave_out: LeaveOut) -> Diagnostics {
        let mut rest = Diagnostics::new();
        let mut lost: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for part in kept {
            for position in faults.of(&part.at) {
                lost.entry(position).or_default().push(part.name());
            }
        }
        for (position, report, is_whole) in faults.all() {
            let lost = lost.remove(&position).unwrap_or_default();
            let report = report.clone();
            let is_news = !lost.is_empty() || !self.unasked.contains(&position);
            if is_whole {
                rest.costs(report);
            } else if !lost.is_empty() && !covers(leave_out, &report) {
                rest.costs(report.with_advice());
            } else if is_news && !self.told.contains(&position) {
                rest.costs(report.leaving(&lost));
            }
        }
        rest
    }

    /// Why an operation or a schema is left out; `None` where it is not.
    pub fn why(&self, origin: &Origin) -> Option<&str> {
        self.whys.get(origin).map(String::as_str)
    }
}
