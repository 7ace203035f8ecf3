//! Which types an operation and a definition mention, and how.

use std::collections::BTreeMap;

use super::{Definition, Extra, Operation, Presence, Record, Shape, Type, TypeId, Types, Union};

/// One mention of a definition inside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
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
pub(crate) fn edges(definition: &Definition) -> Vec<Edge> {
    match &definition.shape {
        Shape::Record(record) => edges_of_record(record),
        Shape::Union(union) => edges_of_union(union),
        Shape::Choice(choice) => {
            let types = choice.alternatives.iter().map(|it| &it.ty);
            let edges = types.flat_map(mentions).map(|mention| Edge {
                required: false,
                ..mention.edge()
            });
            edges.collect()
        }
        Shape::Alias(ty) => mentions(ty).into_iter().map(Mention::edge).collect(),
        Shape::Enumeration(_) => Vec::new(),
    }
}

fn edges_of_record(record: &Record) -> Vec<Edge> {
    let mut found = Vec::new();
    for (position, field) in record.fields.iter().enumerate() {
        let required = field.presence == Presence::Required;
        let edge = |mention: Mention| Edge {
            field: Some(position),
            direct: mention.direct && !field.boxed,
            required: required && mention.required,
            ..mention.edge()
        };
        found.extend(mentions(&field.ty).into_iter().map(edge));
    }
    if let Extra::Kept { ty, .. } = &record.extra {
        let indirect = |mention: Mention| Edge {
            direct: false,
            required: false,
            ..mention.edge()
        };
        found.extend(mentions(ty).into_iter().map(indirect));
    }
    found
}

/// Of several members a value can be another one, and where the union is open too. What it cannot do
/// without is the member that its blank value is of.
fn edges_of_union(union: &Union) -> Vec<Edge> {
    let edge = |target, direct, required| Edge {
        target,
        field: None,
        direct,
        required,
    };
    let closed = union.fallback.is_none();
    let variants = union.variants.iter().enumerate();
    let members = variants.map(|(at, variant)| edge(variant.ty, true, closed && at == union.blank));
    let reader = union.tag_reader.ty.into_iter();
    members
        .chain(reader.map(|target| edge(target, false, false)))
        .collect()
}

/// The definitions that mention each definition.
pub(crate) fn holders(types: &Types) -> BTreeMap<TypeId, Vec<TypeId>> {
    let mut holders: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, definition) in types.iter() {
        for edge in edges(definition) {
            holders.entry(edge.target).or_default().push(id);
        }
    }
    holders
}

/// A definition that a type mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// What is mentioned.
    pub target: TypeId,
    /// The value stands in place: no list or map in between.
    pub direct: bool,
    /// It is always there.
    pub required: bool,
}

impl Mention {
    /// The mention inside a definition that holds the type in place, and always.
    fn edge(self) -> Edge {
        Edge {
            target: self.target,
            field: None,
            direct: self.direct,
            required: self.required,
        }
    }
}

/// The definitions that a type mentions.
pub(crate) fn mentions(ty: &Type) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut open = vec![(ty, true, true)];
    while let Some((ty, direct, required)) = open.pop() {
        match ty {
            Type::Named(id) => found.push(Mention {
                target: *id,
                direct,
                required,
            }),
            Type::List(inner) | Type::Map(inner) => open.push((inner, false, false)),
            Type::Nullable(inner) => open.push((inner, direct, false)),
            Type::Tuple(tuple) => {
                let elements = tuple.elements.iter().enumerate();
                open.extend(elements.map(|(position, element)| {
                    (element, direct, required && position < tuple.required)
                }));
                open.extend(tuple.rest.iter().map(|rest| (&**rest, false, false)));
            }
            other => open.extend(other.parts().map(|part| (part, direct, required))),
        }
    }
    found
}

/// The types that an operation sends.
pub(crate) fn sent_roots(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let body = operation.body.iter().map(|body| &body.ty);
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    body.chain(parameters).flat_map(named)
}

/// The types that an operation is answered with.
pub(crate) fn received_roots(operation: &Operation) -> impl Iterator<Item = TypeId> {
    let Operation {
        success, failure, ..
    } = operation;
    let arms = success.arms.iter().chain(&failure.arms);
    let bodies = arms.filter_map(|arm| arm.body.as_ref());
    let headers = operation.headers.all.iter().map(|header| &header.ty);
    let items = operation.row.iter().filter_map(|row| row.item.as_ref());
    bodies.chain(headers).chain(items).flat_map(named)
}

/// The types that operations name.
pub(crate) fn roots<'o>(
    operations: impl IntoIterator<Item = &'o Operation>,
) -> impl Iterator<Item = TypeId> {
    operations
        .into_iter()
        .flat_map(|operation| sent_roots(operation).chain(received_roots(operation)))
}

/// The definitions that a type mentions, by their ids.
pub(crate) fn named(ty: &Type) -> impl Iterator<Item = TypeId> + use<> {
    mentions(ty).into_iter().map(|mention| mention.target)
}

/// Walks from some types to all that they mention; `enter` says of each whether to go on from it.
pub(crate) fn walk(
    types: &Types,
    roots: impl Iterator<Item = TypeId>,
    mut enter: impl FnMut(TypeId) -> bool,
) {
    let mut open: Vec<TypeId> = roots.collect();
    while let Some(id) = open.pop() {
        if enter(id)
            && let Some(definition) = types.get(id)
        {
            open.extend(edges(definition).into_iter().map(|edge| edge.target));
        }
    }
}
