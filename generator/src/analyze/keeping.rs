//! Which records keep properties that the description does not name.
//!
//! A caller gets an Azure resource, changes it and puts it back: what is newer than the crate must
//! come back too, however deep in the resource it stands. So every record that is reached from a
//! resource which requests and responses carry keeps what it does not know; all other records,
//! error bodies and filters among them, stay as small as they are.
//!
//! An object out of an `anyOf` may be another alternative's, too. It is read as the one that knows most
//! of it, and what the others describe is kept beside.

use std::collections::BTreeSet;

use super::derives::secret_types;
use crate::model::graph::edges;
use crate::model::{Alternative, Api, Choice, Extra, Name, Record, Shape, Type, TypeId, Types};

/// Decides it, once directions are known.
pub(super) fn decide(api: &mut Api) {
    let mut open: Vec<TypeId> = api
        .types
        .iter()
        .filter(|(_, definition)| match &definition.shape {
            Shape::Record(record) => record.resource && definition.decisions.is_round_trip(),
            Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => false,
        })
        .map(|(id, _)| id)
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(definition) = api.types.get(id)
        {
            open.extend(edges(definition).into_iter().map(|edge| edge.target));
        }
    }
    for id in reached {
        keep(&mut api.types, id, Type::Any);
    }
    for (id, ty) in joint_records(&api.types) {
        keep(&mut api.types, id, ty);
    }
}

/// Makes a record keep what it does not know.
fn keep(types: &mut Types, id: TypeId, ty: Type) {
    if let Some(definition) = types.get_mut(id)
        && let Shape::Record(record) = &mut definition.shape
        && record.extra == Extra::Ignored
    {
        record.extra = Extra::Kept {
            name: Name::new("additional properties"),
            ty,
        };
    }
}

/// The alternatives that responses carry and that another one may say more of, with the type of that.
fn joint_records(types: &Types) -> Vec<(TypeId, Type)> {
    let secret = secret_types(types);
    let mut found = Vec::new();
    for (_, definition) in types.iter().filter(|(_, it)| it.decisions.received) {
        let Shape::Choice(choice) = &definition.shape else {
            continue;
        };
        for alternative in choice.alternatives.iter().filter(|it| it.joint) {
            let Type::Named(id) = types.resolve(&alternative.ty) else {
                continue;
            };
            let others = others(types, choice, alternative);
            let is_secret = others.iter().any(|other| secret.contains(other));
            let ty = match is_secret {
                true => Type::Secret(Box::new(Type::Any)),
                false => Type::Any,
            };
            found.extend((!others.is_empty()).then_some((*id, ty)));
        }
    }
    found
}

/// The alternatives that may hold of the same value as this one, and name properties that it has not.
fn others(types: &Types, choice: &Choice, one: &Alternative) -> Vec<TypeId> {
    let Some(record) = types.record(&one.ty) else {
        return Vec::new();
    };
    let others = choice.alternatives.iter().filter_map(|other| {
        let Type::Named(id) = types.resolve(&other.ty) else {
            return None;
        };
        let theirs = types.record_of(*id)?;
        let says_more = theirs.fields.iter().any(|it| !has(record, &it.name.source));
        (says_more && !one.is_told_from(other) && !is_told(record, theirs)).then_some(*id)
    });
    others.collect()
}

fn has(record: &Record, property: &str) -> bool {
    let mut fields = record.fields.iter();
    fields.any(|field| field.name.source == property)
}

/// Whether a tag tells two records apart.
fn is_told(one: &Record, other: &Record) -> bool {
    match (&one.tag, &other.tag) {
        (Some(one), Some(other)) => one.property == other.property && one.value != other.value,
        _ => false,
    }
}
