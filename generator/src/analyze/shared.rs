//! What all members of a union have: such a property can be read without knowing the member.

use crate::model::{Api, Field, Record, Shape, TypeId, Types, Union};

/// Notes the shared properties of every union.
pub(super) fn decide(api: &mut Api) {
    let shared: Vec<(TypeId, Vec<Field>)> = api
        .types
        .iter()
        .filter_map(|(id, definition)| match &definition.shape {
            Shape::Union(union) => Some((id, shared_fields(&api.types, union))),
            Shape::Record(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
        })
        .collect();
    for (id, fields) in shared {
        if let Some(Shape::Union(union)) = api.types.get_mut(id).map(|found| &mut found.shape) {
            union.shared = fields;
        }
    }
}

/// The fields of the first member that every other member has too, just so. One that is called as the
/// tag's reader is (`Type` beside `type`) is read from the members.
fn shared_fields(types: &Types, union: &Union) -> Vec<Field> {
    let members: Vec<&Record> = union
        .variants
        .iter()
        .filter_map(|variant| types.record_of(variant.ty))
        .collect();
    let (Some((first, others)), true) =
        (members.split_first(), members.len() == union.variants.len())
    else {
        return Vec::new();
    };
    let everywhere = |field: &&Field| {
        others
            .iter()
            .all(|other| other.fields.iter().any(|theirs| is_same(theirs, field)))
    };
    let is_free = |field: &&Field| field.name.ident != union.tag_reader.name.ident;
    let shared = first.fields.iter().filter(everywhere);
    shared.filter(is_free).cloned().collect()
}

/// Whether one accessor can serve both. Runs once identifiers are decided: in another member the
/// same property may have another one.
fn is_same(one: &Field, other: &Field) -> bool {
    one.name == other.name
        && one.ty == other.ty
        && one.presence == other.presence
        && one.boxed == other.boxed
}
