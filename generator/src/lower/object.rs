//! Objects with named properties become records, or where they have alternatives a choice of some.

use openapiv3::Schema;

use super::{
    Lowering, choice, compose,
    compose::{Additional, Composition, Merged},
    facets::Facets,
    keywords::Keywords,
    schema::{Spot, Typed},
    union,
};
use crate::model::{Extra, Field, Name, Presence, Record, Shape, Type};

/// What an object schema is, alone or with what it is composed of.
pub(super) enum Object {
    /// A record, where it names properties; one for each combination of its alternatives, where
    /// it has some.
    Shape(Box<Shape>),
    /// Nothing is named: a map, or any object.
    Unnamed,
    /// Part of it is no object, or no part names anything: it is what the strongest of them is.
    Other,
}

/// The shape of an object; `None` where a schema is not composed and does not describe one. Alternatives
/// that are one object describe it.
pub(super) fn try_object<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    schema: &'d Schema,
    keywords: &Keywords<'d>,
) -> Option<Object> {
    if !keywords.describes_object()
        && keywords.all_of.is_empty()
        && !compose::is_one_object(lowering, spot, schema, keywords)
    {
        return None;
    }
    // Objects that are listed whole are data, whatever is said of their properties.
    if keywords.all_of.is_empty() && !keywords.enumeration.is_empty() {
        return None;
    }
    let composition = compose::compose(lowering, spot, schema);
    if composition.has_choices()
        && let Some(union) = union::try_part(lowering, spot, schema)
    {
        return Some(Object::Shape(Box::new(Shape::Union(union))));
    }
    Some(match composition {
        Composition::NotAnObject => Object::Other,
        Composition::TooMany => {
            let at = lowering.site(&spot.at);
            lowering.diagnostics.too_many_combinations(at);
            Object::Unnamed
        }
        Composition::Objects(objects) => match <[Merged<'d>; 1]>::try_from(objects) {
            Ok([merged]) if merged.properties.is_empty() && keywords.all_of.is_empty() => {
                Object::Unnamed
            }
            Ok([merged]) if merged.properties.is_empty() && merged.additional.is_none() => {
                Object::Other
            }
            Ok([merged]) => Object::Shape(Box::new(Shape::Record(record(lowering, spot, &merged)))),
            Err(objects) => Object::Shape(Box::new(choice::of_objects(lowering, spot, &objects))),
        },
    })
}

/// The record of merged properties.
pub(super) fn record<'d>(lowering: &mut Lowering<'d>, spot: &Spot, merged: &Merged<'d>) -> Record {
    let origin = lowering.origin(&spot.at);
    let mut fields = Vec::with_capacity(merged.properties.len());
    for (name, property) in &merged.properties {
        let at = &property.at;
        let typed = property.typed(lowering, &property.spot(spot, name));
        let mut field = field(name, typed, merged.required.contains(name));
        let property = lowering.origin(at);
        if let Some(renamed) = lowering.selection.field_name(&origin, &property, name) {
            field.name = field.name.suggest(Some(renamed));
        }
        fields.push(field);
    }
    check_required(lowering, spot, merged);
    let constructor = merged
        .required
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    Record {
        fields,
        constructor,
        extra: extra(lowering, spot, merged),
        resource: merged.resource,
        tag: None,
    }
}

/// Reports what is required and no property. Where a part has alternatives, another one may have it.
fn check_required<'d>(lowering: &mut Lowering<'d>, spot: &Spot, merged: &Merged<'d>) {
    let takes_others = merged.additional.as_ref().is_some_and(Additional::are_some);
    if takes_others || !merged.chosen.is_empty() {
        return;
    }
    let known = merged.properties.keys().chain(&merged.discriminators);
    let known: Vec<&str> = known.copied().collect();
    for name in merged.required.iter().filter(|name| !known.contains(name)) {
        let at = lowering.site(&spot.at.child("required"));
        lowering
            .diagnostics
            .required_and_no_property(at, name, &known);
    }
}

fn field(name: &str, typed: Typed, required: bool) -> Field {
    let Typed { ty, facets } = typed;
    let access = facets.access();
    let presence = match (required, facets.nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::Nullable,
        (false, false) => Presence::Optional,
        (false, true) => Presence::OptionalNullable,
    };
    let Facets {
        only,
        docs,
        default,
        literals,
        constraints,
        client_name,
        xml,
        ..
    } = facets;
    Field {
        name: Name::new(name).suggest(client_name),
        docs,
        ty,
        presence,
        access,
        only,
        constraints,
        default,
        literals,
        constant: None,
        xml,
        boxed: false,
    }
}

/// Properties beyond the described ones are kept where the description or the configuration asks
/// for them, and in Azure's resources: reading one, changing it and putting it back must not drop
/// what is newer than the crate.
fn extra<'d>(lowering: &mut Lowering<'d>, spot: &Spot, merged: &Merged<'d>) -> Extra {
    let configured = lowering
        .selection
        .keeps_unknown(&lowering.document.origin(&spot.at));
    let keep = configured || merged.resource;
    let ty = match &merged.additional {
        Some(Additional::Described(property)) => {
            let inner = spot.inner(property.at.clone(), "value");
            property.typed(lowering, &inner).into_element()
        }
        Some(Additional::Any(_, true)) => Type::Any,
        Some(Additional::Any(_, false)) | None if keep => Type::Any,
        Some(Additional::Any(_, false)) | None => return Extra::Ignored,
    };
    Extra::Kept {
        name: Name::new("additional properties"),
        ty,
    }
}
