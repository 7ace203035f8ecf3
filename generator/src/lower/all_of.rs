//! `allOf`: one schema out of several.
//!
//! Two uses are told apart. A single schema wrapped to say something beside it (the usual way to
//! annotate a `$ref`) is that schema; several schemas that describe objects are merged into one
//! list of properties, parents first.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::{
    Lowering, azure,
    component::schema_name,
    facets::Facets,
    keywords::Keywords,
    schema::{Spot, Typed, named, schemas_pointer, value},
};
use crate::diagnostic::Pointer;

/// One schema with annotations around it: that schema's type, with the annotations.
pub(super) fn try_wrapped<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    keywords: &Keywords<'d>,
) -> Option<Typed> {
    let Wrapped {
        index,
        substance,
        around,
    } = wrapped(keywords)?;
    let spot = Spot {
        at: spot.at.child("allOf").index(index),
        ..spot.clone()
    };
    let inner = value(lowering, &spot, substance);
    Some(Typed {
        ty: inner.ty,
        facets: inner.facets.refined_by(around),
    })
}

/// The one part of an `allOf` that says what values there are.
pub(super) struct Wrapped<'d> {
    /// Its position.
    pub index: usize,
    /// The part.
    pub substance: &'d ReferenceOr<Schema>,
    /// What the other parts annotate.
    pub around: Facets,
}

/// Finds the part that all others only annotate.
pub(super) fn wrapped<'d>(keywords: &Keywords<'d>) -> Option<Wrapped<'d>> {
    // A `type` beside the parts repeats what they say.
    let alone = Keywords {
        all_of: &[],
        kind: None,
        ..keywords.clone()
    };
    let adds_required = !keywords.required.is_empty();
    if keywords.all_of.is_empty() || adds_required || !alone.is_open() {
        return None;
    }
    let mut inner = None;
    let mut around = Facets::default();
    for (index, part) in keywords.all_of.iter().enumerate() {
        match part {
            ReferenceOr::Item(schema) if is_annotation(schema) => {
                around = around.refined_by(Facets::of(schema, &Keywords::of(schema)));
            }
            substance if inner.is_none() => inner = Some((index, substance)),
            _ => return None,
        }
    }
    let (index, substance) = inner?;
    Some(Wrapped {
        index,
        substance,
        around,
    })
}

fn is_annotation(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    keywords.is_open() && keywords.required.is_empty()
}

/// The properties of an object and of everything that it is composed of.
#[derive(Debug, Default)]
pub(super) struct Merged<'a> {
    /// Properties in order, parents first; a later one of the same name replaces an earlier one.
    pub properties: IndexMap<&'a str, (Pointer, &'a ReferenceOr<Box<Schema>>)>,
    /// Names that some part lists as required, in that order.
    pub required: Vec<&'a str>,
    /// The last part's word on properties that are not described.
    pub additional: Option<(Pointer, &'a AdditionalProperties)>,
    /// Some part is a resource of Azure's.
    pub resource: bool,
    /// Named parts that have been merged; one that is met on two ways counts once.
    visited: Vec<&'a str>,
}

/// Merges an object schema with the parts of its `allOf`. `None`: some part is no object.
pub(super) fn merge<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    schema: &'d Schema,
) -> Option<Merged<'d>> {
    let mut merged = Merged::default();
    let mut complete = true;
    // A list of what is still to be merged instead of recursion: chains of parents can be long.
    let mut open = vec![Step::Schema(at.clone(), schema)];
    while let Some(step) = open.pop() {
        match step {
            Step::Own(at, schema) => take_own(&mut merged, &at, schema),
            Step::Schema(at, schema) => {
                complete &= is_object_part(schema);
                open.push(Step::Own(at.clone(), schema));
                let parts = Keywords::of(schema).all_of.iter().enumerate().rev();
                open.extend(
                    parts.map(|(index, part)| Step::Part(at.child("allOf").index(index), part)),
                );
            }
            Step::Part(at, ReferenceOr::Item(schema)) => {
                // Alternatives in place are of this schema; those of a named part are its own
                // union's, whose members inherit from it.
                complete &= Keywords::of(schema).one_of.is_empty();
                open.push(Step::Schema(at, schema));
            }
            Step::Part(_, ReferenceOr::Reference { reference }) => {
                open.extend(target(lowering, &mut merged, reference));
            }
        }
    }
    complete.then_some(merged)
}

enum Step<'a> {
    /// A schema with its `allOf` before it.
    Schema(Pointer, &'a Schema),
    /// A part of an `allOf`.
    Part(Pointer, &'a ReferenceOr<Schema>),
    /// A schema's own properties.
    Own(Pointer, &'a Schema),
}

/// A named part that has not been merged yet. `import` has cut every circle of parts.
fn target<'d>(
    lowering: &Lowering<'d>,
    merged: &mut Merged<'d>,
    reference: &'d str,
) -> Option<Step<'d>> {
    let name = schema_name(reference)?;
    if merged.visited.contains(&name) {
        return None;
    }
    merged.visited.push(name);
    let at = schemas_pointer().child(name);
    Some(match named(lowering, name)? {
        ReferenceOr::Item(schema) => Step::Schema(at, schema),
        reference @ ReferenceOr::Reference { .. } => Step::Part(at, reference),
    })
}

fn take_own<'d>(merged: &mut Merged<'d>, at: &Pointer, schema: &'d Schema) {
    let keywords = Keywords::of(schema);
    merged.resource |= azure::is_resource(&schema.schema_data.extensions);
    for (name, property) in keywords.properties.into_iter().flatten() {
        let place = at.child("properties").child(name);
        merged.properties.insert(name, (place, property));
    }
    for name in keywords.required {
        if !merged.required.contains(&name.as_str()) {
            merged.required.push(name);
        }
    }
    if let Some(additional) = keywords.additional {
        merged.additional = Some((at.child("additionalProperties"), additional));
    }
}

fn is_object_part(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    let narrowed = !keywords.enumeration.is_empty()
        || keywords.items.is_some()
        || !keywords.any_of.is_empty()
        || !keywords.one_of.is_empty() && schema.schema_data.discriminator.is_none()
        || keywords.not;
    let object = keywords.kind.is_none() || keywords.describes_object();
    object && !narrowed
}
