//! The types of forms with parts, where the same travels as JSON, too.
//!
//! Comes in: which records have files in a form. Goes out: a definition of its own for each that
//! something else than a form mentions, and for a choice of forms that something else mentions: what is
//! a file there is a text everywhere else.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use crate::model::{Api, Body, Coding, Extra, Name, Operation, Shape, Type, TypeId, Types};

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
    for choice in choices(api, with_files) {
        if is_used(api, choice, &BTreeSet::new()) {
            give_own(api, choice, &BTreeSet::new());
        }
    }
    let choices = choices(api, with_files);
    for record in with_files {
        if is_used(api, *record, &choices) {
            give_own(api, *record, &choices);
        }
    }
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

/// Puts a definition of its own in the place of another one in forms, and in choices of them.
fn give_own(api: &mut Api, id: TypeId, choices: &BTreeSet<TypeId>) {
    let Some(mut definition) = api.types.get(id).cloned() else {
        return;
    };
    definition.name = Name::new(format!("{} form", definition.name.source));
    let own = api.types.add(definition);
    let Api { groups, types, .. } = api;
    let operations = groups.iter_mut().flat_map(|group| &mut group.operations);
    for body in operations.filter_map(|operation| operation.body.as_mut()) {
        if body.coding == Coding::Multipart && *types.resolve(&body.ty) == Type::Named(id) {
            body.ty = Type::Named(own);
        }
    }
    for choice in choices {
        let Some(mut shape) = types.get(*choice).map(|found| found.shape.clone()) else {
            continue;
        };
        match &mut shape {
            Shape::Choice(choice) => {
                let meant = choice.alternatives.iter_mut();
                let meant = meant.filter(|it| *types.resolve(&it.ty) == Type::Named(id));
                meant.for_each(|it| it.ty = Type::Named(own));
            }
            Shape::Union(union) => {
                let meant = union.variants.iter_mut().filter(|it| it.ty == id);
                meant.for_each(|it| it.ty = own);
            }
            Shape::Record(_) | Shape::Enumeration(_) | Shape::Alias(_) => {}
        }
        if let Some(definition) = types.get_mut(*choice) {
            definition.shape = shape;
        }
    }
}

/// Whether something other than a form, or one of those choices of forms, mentions the definition.
fn is_used(api: &Api, id: TypeId, choices: &BTreeSet<TypeId>) -> bool {
    let mentions = |ty: &Type| ty.layers().any(|layer| *layer == Type::Named(id));
    let in_definition = |shape: &Shape| match shape {
        Shape::Record(record) => {
            let extra = match &record.extra {
                Extra::Kept { ty, .. } => mentions(ty),
                Extra::Ignored => false,
            };
            extra || record.fields.iter().any(|field| mentions(&field.ty))
        }
        Shape::Union(union) => union.variants.iter().any(|variant| variant.ty == id),
        Shape::Choice(choice) => choice.alternatives.iter().any(|it| mentions(&it.ty)),
        Shape::Alias(ty) => mentions(ty),
        Shape::Enumeration(_) => false,
    };
    let in_operation = |operation: &Operation| {
        let sent = operation.body.iter();
        let sent = sent.filter(|body| body.coding != Coding::Multipart);
        let arms = operation.success.arms.iter().chain(&operation.failure.arms);
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        sent.map(|body| &body.ty)
            .chain(arms.filter_map(|arm| arm.body.as_ref()))
            .chain(parameters)
            .any(mentions)
    };
    let mut definitions = api.types.iter().filter(|(it, _)| !choices.contains(it));
    api.operations().any(in_operation)
        || definitions.any(|(_, definition)| in_definition(&definition.shape))
}
