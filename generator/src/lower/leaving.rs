//! What is left out because it needs something that is not supported.
//!
//! Comes in: what was reported while each operation and each type was lowered. Goes out: the
//! operations that cannot do without it, themselves or through the types that they reach; of a
//! document without operations, the schemas.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Diagnostics, Origin},
    model::{
        Api, TypeId,
        graph::{roots, walk},
    },
};

/// Reports by their positions.
type Reports = BTreeSet<usize>;

/// What needs something that is not supported: the reports of it, by who needs it.
#[derive(Debug, Default)]
pub(super) struct Needs {
    operations: BTreeMap<Origin, Reports>,
    types: BTreeMap<TypeId, Reports>,
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
pub(super) struct Leaving(BTreeMap<Origin, String>);

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

    /// What cannot be generated, in the order of the model.
    pub fn losses(&self, api: &Api, diagnostics: &Diagnostics) -> Vec<Loss> {
        if self.operations.is_empty() && self.types.is_empty() {
            return Vec::new();
        }
        let loss = |origin: &Origin, name: String, reports: Reports| {
            let first = reports.first().and_then(|at| diagnostics.message(*at));
            Some(Loss {
                origin: origin.clone(),
                name,
                why: first?.to_owned(),
                reports,
            })
        };
        if api.groups.is_empty() {
            let schemas = api.types.iter().filter_map(|(id, definition)| {
                let name = format!("type `{}`", definition.name.source);
                let reports = self.reached(api, std::iter::once(id));
                loss(&definition.origin, name, reports)
            });
            return schemas.collect();
        }
        let operations = api.operations().filter_map(|operation| {
            let mut reports = self.reached(api, roots([operation]));
            let own = self.operations.get(&operation.origin);
            reports.extend(own.into_iter().flatten());
            loss(
                &operation.origin,
                format!("operation `{}`", operation.id),
                reports,
            )
        });
        operations.collect()
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

/// The names of what is lost for a report.
pub(super) fn lost(losses: &[Loss], report: usize) -> Vec<String> {
    let lost = losses.iter().filter(|loss| loss.reports.contains(&report));
    lost.map(|loss| loss.name.clone()).collect()
}

impl Leaving {
    /// Leaves out what cannot be generated.
    pub fn add(&mut self, losses: Vec<Loss>) {
        self.0
            .extend(losses.into_iter().map(|loss| (loss.origin, loss.why)));
    }

    /// Why an operation or a schema is left out; `None` where it is not.
    pub fn why(&self, origin: &Origin) -> Option<&str> {
        self.0.get(origin).map(String::as_str)
    }
}
