//! Which types a definition mentions, and how.

use std::collections::BTreeMap;

use crate::model::{Definition, Extra, Presence, Shape, Type, TypeId, Types};

/// One mention of a definition inside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    /// What is mentioned.
    pub target: TypeId,
    /// The position of the field, in a record.
    pub field: Option<usize>,
    /// The value stands in place: no list, map or pointer in between.
    pub direct: bool,
    /// A value cannot be made without one of the target.
    pub required: bool,
}

/// Every definition that this one mentions.
pub(super) fn edges(definition: &Definition) -> Vec<Edge> {
    let mut found = Vec::new();
    match &definition.shape {
        Shape::Record(record) => {
            for (position, field) in record.fields.iter().enumerate() {
                let required = field.presence == Presence::Required;
                let edge = |(target, direct)| Edge {
                    target,
                    field: Some(position),
                    direct: direct && !field.boxed,
                    required: required && direct,
                };
                found.extend(mentions(&field.ty).map(edge));
            }
            if let Extra::Kept { ty, .. } = &record.extra {
                let indirect = |(target, _)| Edge {
                    target,
                    field: None,
                    direct: false,
                    required: false,
                };
                found.extend(mentions(ty).map(indirect));
            }
        }
        Shape::Union(union) => {
            let member = |target, required| Edge {
                target,
                field: None,
                direct: true,
                required,
            };
            // Of several members a value can be another one, and where the union is open too. What
            // it cannot do without is the member that its blank value is of.
            let closed = union.fallback.is_none();
            let variants = union.variants.iter().enumerate();
            found.extend(
                variants.map(|(at, variant)| member(variant.ty, closed && at == union.blank)),
            );
            let reader = union.tag_reader.ty.into_iter();
            found.extend(reader.map(|target| Edge {
                direct: false,
                ..member(target, false)
            }));
        }
        Shape::Alias(ty) => {
            let edge = |(target, direct)| Edge {
                target,
                field: None,
                direct,
                required: direct,
            };
            found.extend(mentions(ty).map(edge));
        }
        Shape::Enumeration(_) => {}
    }
    found
}

/// The definitions that mention each definition.
pub(super) fn holders(types: &Types) -> BTreeMap<TypeId, Vec<TypeId>> {
    let mut holders: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, definition) in types.iter() {
        for edge in edges(definition) {
            holders.entry(edge.target).or_default().push(id);
        }
    }
    holders
}

/// The definition that a type mentions, if any, and whether a value of it stands in place.
pub(super) fn mentions(ty: &Type) -> Option<(TypeId, bool)> {
    let direct = !ty
        .layers()
        .any(|layer| matches!(layer, Type::List(_) | Type::Map(_)));
    ty.layers().find_map(|layer| match layer {
        Type::Named(id) => Some((*id, direct)),
        _ => None,
    })
}
