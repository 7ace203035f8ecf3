//! What can be derived for a type.
//!
//! A type that holds a secret has no `PartialEq`: comparing secrets in variable time is a leak.
//! `Default` exists where nothing is required.

use std::collections::BTreeSet;

use super::features::mentioned;
use crate::model::graph::holders;
use crate::model::{Api, Definition, Extra, Presence, Shape, Type, TypeId, Types};

/// Decides it for every definition.
pub(super) fn decide(api: &mut Api) {
    let secret = secret_types(&api.types);
    let wiped = wiped_types(api);
    for (id, definition) in api.types.iter_mut() {
        definition.decisions.secret = secret.contains(&id);
        definition.decisions.wiped = wiped.contains(&id);
        definition.decisions.comparable = !definition.decisions.secret;
        definition.decisions.defaultable = is_defaultable(definition);
    }
}

/// The types from which a secret can be reached.
pub(super) fn secret_types(types: &Types) -> BTreeSet<TypeId> {
    let holders = holders(types);
    let mut open: Vec<TypeId> = types
        .iter()
        .filter(|(_, definition)| holds_secret(definition))
        .map(|(id, _)| id)
        .collect();
    let mut secret = BTreeSet::new();
    while let Some(id) = open.pop() {
        if secret.insert(id) {
            open.extend(holders.get(&id).into_iter().flatten());
        }
    }
    secret
}

/// The types of secrets, and what stands in a list, a map or a tuple that is one.
fn wiped_types(api: &Api) -> BTreeSet<TypeId> {
    let types = mentioned(api).into_iter().flat_map(Type::layers);
    let mut open: Vec<&Type> = types.filter(|layer| layer.is_secret()).collect();
    let mut wiped = BTreeSet::new();
    while let Some(ty) = open.pop() {
        match api.types.resolve(ty) {
            Type::Named(id) => {
                wiped.insert(*id);
            }
            other => open.extend(other.parts()),
        }
    }
    wiped
}

fn holds_secret(definition: &Definition) -> bool {
    match &definition.shape {
        Shape::Record(record) => {
            record.fields.iter().any(|field| field.ty.is_secret())
                || matches!(&record.extra, Extra::Kept { ty, .. } if ty.is_secret())
        }
        Shape::Choice(choice) => choice.alternatives.iter().any(|it| it.ty.is_secret()),
        Shape::Alias(ty) => ty.is_secret(),
        Shape::Union(_) | Shape::Enumeration(_) => false,
    }
}

fn is_defaultable(definition: &Definition) -> bool {
    match &definition.shape {
        Shape::Record(record) => record.fields.iter().all(|field| match field.presence {
            Presence::Required => false,
            Presence::Nullable | Presence::Optional | Presence::OptionalNullable => true,
        }),
        Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => false,
    }
}
