//! Which required properties have one value alone, so that no caller has to give it.
//!
//! `const`, or `enum` with one value. A service may answer with another one, which is kept.

use serde_json::Value;

use crate::model::{Access, Api, Field, Presence, Record, Shape, TypeId, Types};

/// Decides it for every property.
pub(super) fn decide(api: &mut Api) {
    let types = &api.types;
    let found: Vec<(TypeId, usize, Value)> = types
        .iter()
        .filter_map(|(id, _)| Some((id, types.record_of(id)?)))
        .flat_map(|(id, record)| {
            let fields = record.fields.iter().enumerate();
            let fields = fields.filter(|(_, field)| is_required(record, field));
            fields.filter_map(move |(at, field)| Some((id, at, only_value(types, field)?)))
        })
        .collect();
    for (id, position, value) in found {
        let shape = api.types.get_mut(id).map(|found| &mut found.shape);
        if let Some(Shape::Record(record)) = shape
            && let Some(field) = record.fields.get_mut(position)
        {
            field.constant = Some(value);
        }
    }
}

fn is_required(record: &Record, field: &Field) -> bool {
    field.presence == Presence::Required
        && field.access != Access::ReadOnly
        && record.constructor.contains(&field.name.source)
}

/// The one value that a property may have, where code can write it down.
fn only_value(types: &Types, field: &Field) -> Option<Value> {
    let value = match (types.enumeration(&field.ty), field.literals.as_slice()) {
        (Some(enumeration), _) => enumeration.only()?,
        (None, [only]) => serde_json::from_str(only).ok()?,
        (None, _) => return None,
    };
    types.writes(&field.ty, &value).then_some(value)
}
