//! The types of forms with parts, where the same travels as JSON, too.
//!
//! Comes in: which records have files in a form. Goes out: a definition of its own for each that
//! something else than a form mentions, and for a choice of forms that something else mentions: what is
//! a file there is a text everywhere else.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use crate::model::{
    Api, Body, Coding, Name, Operation, Shape, Type, TypeId, Types,
    graph::{edges, named, received_roots},
};

/// The bodies that travel as forms with parts.
pub(super) fn bodies(api: &Api) -> impl Iterator<Item = &Body> {
    let bodies = api.operations();
    let bodies = bodies.filter_map(|operation| operation.body.as_ref());
    bodies.filter(|body| body.coding == Coding::Multipart)
}

/// The record of a form; each of them, where it is one of some.
pub(super) fn records(types: &Types, ty: &Type) -> Vec<TypeId> {
    let record = |ty: &Type| match types.resolve(ty) {
        Type::Named(id) => types.record_of(*id).map(|_| *id),
        _ => None,
    };
    let Type::Named(id) = types.resolve(ty) else {
        return Vec::new();
    };
    match types.get(*id).map(|definition| &definition.shape) {
        Some(Shape::Choice(choice)) => {
            let alternatives = choice.alternatives.iter();
            alternatives.filter_map(|it| record(&it.ty)).collect()
        }
        Some(Shape::Union(union)) => union.variants.iter().map(|it| it.ty).collect(),
        Some(Shape::Record(_)) => vec![*id],
        Some(Shape::Enumeration(_) | Shape::Alias(_)) | None => Vec::new(),
    }
}

/// Gives what has files in a form a definition of its own for the form, where it is of use elsewhere, too.
pub(super) fn separate(api: &mut Api, with_files: &IndexSet<TypeId>) {
    let mentioned = mentioned(api, &BTreeSet::new());
    let mut shared = choices(api, with_files);
    shared.retain(|choice| mentioned.contains(choice));
    give_own(api, shared, &BTreeSet::new());
    let choices = choices(api, with_files);
    let mentioned = self::mentioned(api, &choices);
    let shared = with_files.iter().copied();
    give_own(api, shared.filter(|it| mentioned.contains(it)), &choices);
}

/// The choices and unions of forms, some with files.
fn choices(api: &Api, with_files: &IndexSet<TypeId>) -> BTreeSet<TypeId> {
    let types = &api.types;
    let found = bodies(api).filter_map(|body| match types.resolve(&body.ty) {
        Type::Named(id) if types.record_of(*id).is_none() => {
            let mut records = records(types, &body.ty).into_iter();
            records.any(|it| with_files.contains(&it)).then_some(*id)
        }
        _ => None,
    });
    found.collect()
}

/// Puts definitions of their own in the place of others in forms, and in choices of them.
fn give_own(api: &mut Api, shared: impl IntoIterator<Item = TypeId>, choices: &BTreeSet<TypeId>) {
    let Api { groups, types, .. } = api;
    let mut owns: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    for id in shared {
        if let Some(mut definition) = types.get(id).cloned() {
            definition.name = Name::new(format!("{} form", definition.name.source));
            owns.insert(id, types.add(definition));
        }
    }
    let own = |types: &Types, ty: &Type| match types.resolve(ty) {
        Type::Named(id) => owns.get(id).copied(),
        _ => None,
    };
    let operations = groups.iter_mut().flat_map(|group| &mut group.operations);
    let bodies = operations.filter_map(|operation| operation.body.as_mut());
    for body in bodies.filter(|body| body.coding == Coding::Multipart) {
        if let Some(own) = own(types, &body.ty) {
            body.ty = Type::Named(own);
        }
    }
    for choice in choices {
        let Some(mut shape) = types.get(*choice).map(|found| found.shape.clone()) else {
            continue;
        };
        match &mut shape {
            Shape::Choice(choice) => {
                for alternative in &mut choice.alternatives {
                    if let Some(own) = own(types, &alternative.ty) {
                        alternative.ty = Type::Named(own);
                    }
                }
            }
            Shape::Union(union) => {
                for variant in &mut union.variants {
                    variant.ty = owns.get(&variant.ty).copied().unwrap_or(variant.ty);
                }
            }
            Shape::Record(_) | Shape::Enumeration(_) | Shape::Alias(_) => {}
        }
        if let Some(definition) = types.get_mut(*choice) {
            definition.shape = shape;
        }
    }
}

/// The definitions that something other than a form, or one of those choices of forms, mentions.
fn mentioned(api: &Api, choices: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let in_operation = |operation: &Operation| {
        let sent = operation.body.iter();
        let sent = sent.filter(|body| body.coding != Coding::Multipart);
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let sent = sent.map(|body| &body.ty).chain(parameters).flat_map(named);
        sent.chain(received_roots(operation)).collect::<Vec<_>>()
    };
    let definitions = api.types.iter().filter(|(it, _)| !choices.contains(it));
    let in_definitions = definitions.flat_map(|(_, definition)| edges(definition));
    let mentioned = in_definitions.map(|edge| edge.target);
    let mentioned = mentioned.chain(api.operations().flat_map(in_operation));
    mentioned.chain(api.incoming.types()).collect()
}
