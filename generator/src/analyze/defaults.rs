//! Which defaults the docs say: none with a secret in it, which may be one that is in use.

use crate::model::{Api, Record, Shape, TypeId};

/// Takes them from the properties. A parameter's default is never of a secret: `lower` keeps plain
/// values alone.
pub(super) fn decide(api: &mut Api) {
    let types = &api.types;
    let secret = |record: &Record| -> Vec<usize> {
        let fields = record.fields.iter().enumerate();
        let secret = fields.filter(|(_, field)| types.holds_secret(&field.ty));
        secret.map(|(position, _)| position).collect()
    };
    let found: Vec<(TypeId, Vec<usize>)> = types
        .iter()
        .filter_map(|(id, _)| Some((id, secret(types.record_of(id)?))))
        .collect();
    for (id, positions) in found {
        let shape = api
            .types
            .get_mut(id)
            .map(|definition| &mut definition.shape);
        let Some(Shape::Record(record)) = shape else {
            continue;
        };
        for position in positions {
            if let Some(field) = record.fields.get_mut(position) {
                field.default = None;
            }
        }
    }
}
