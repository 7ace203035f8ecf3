//! Types in place that are called after a parameter or a header, as others of its name are.
//!
//! Comes in: what the description calls every type. Goes out: for such a type of one operation alone, that
//! operation's name before its own, where another type would be called alike: `list_users_sort`, not the
//! seventh `sort`, whose number hangs on what else the description has.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::{Case, cased};
use crate::model::{Api, Definition, Operation, Type, TypeId};

/// Gives them their longer names.
pub(super) fn settle(api: &mut Api) {
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for (_, definition) in api.types.iter() {
        let name = cased(definition.name.wanted(), Case::Type);
        *wanted.entry(name).or_default() += 1;
    }
    let longer = longer(api);
    for (id, definition) in api.types.iter_mut() {
        let is_crowded = |name: &str| wanted.get(&cased(name, Case::Type)) > Some(&1);
        if definition.name.suggested.is_none() && is_crowded(&definition.name.source) {
            definition.name.suggested = longer.get(&id).cloned();
        }
    }
}

/// The longer names of those types that stand in one operation alone.
fn longer(api: &Api) -> BTreeMap<TypeId, String> {
    let mut users: BTreeMap<TypeId, BTreeSet<&str>> = BTreeMap::new();
    let mut longer = BTreeMap::new();
    for operation in api.operations() {
        for (name, id) in parts(operation) {
            users.entry(id).or_default().insert(&operation.id);
            let found = api.types.get(id);
            if let Some(found) = found.filter(|found| is_called_after(found, name, operation)) {
                let own = &found.name.source;
                longer.insert(id, format!("{} {own}", operation.name.source));
            }
        }
    }
    longer.retain(|id, _| users.get(id).is_some_and(|users| users.len() == 1));
    longer
}

/// Whether a type stands in an operation, and is called after a parameter or a header there.
fn is_called_after(found: &Definition, name: &str, operation: &Operation) -> bool {
    let (whole, part) = (&operation.origin, &found.origin);
    let rest = found.name.source.strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        && part.file == whole.file
        && part.pointer.below(&whole.pointer).is_some()
}

/// The types of an operation's parameters and of the headers of its answers, and what those are called.
fn parts(operation: &Operation) -> impl Iterator<Item = (&str, TypeId)> {
    let parameters = operation.parameters.iter().map(|it| (&it.name, &it.ty));
    let headers = operation.headers.all.iter().map(|it| (&it.name, &it.ty));
    parameters.chain(headers).flat_map(|(name, ty)| {
        let named = ty.layers().filter_map(|ty| match ty {
            Type::Named(id) => Some(*id),
            _ => None,
        });
        named.map(|id| (name.source.as_str(), id))
    })
}
