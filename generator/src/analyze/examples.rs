//! How the description's examples fit their types.
//!
//! An example that fits is shown in the docs and read again as a test; one that does not would be
//! a lie there, so it is reported and left out. Secrets are masked; where that cannot be, the example is
//! no text for docs either.

use serde_json::{Map, Value};

use super::masking::{MASK, mask};
use crate::{
    diagnostic::Diagnostics,
    model::{
        Api, Enumeration, Extra, Field, Fit, Numeral, Presence, Record, Shape, Tag, Tuple, Type,
        Types, Union,
    },
};

/// Decides it for every example.
pub(super) fn decide(api: &mut Api, diagnostics: &mut Diagnostics) {
    let ids: Vec<_> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Some(definition) = api.types.get(id) else {
            continue;
        };
        let mut examples = definition.examples.clone();
        for (name, example) in &mut examples {
            mask(&api.types, &Type::Named(id), &mut example.value);
            example.fit = fit(&api.types, &Type::Named(id), &example.value);
            if example.fit == Fit::Broken {
                let type_name = &definition.name.source;
                diagnostics.example_not_as_described(&definition.origin, name, type_name);
            }
        }
        if let Some(definition) = api.types.get_mut(id) {
            definition.examples = examples;
        }
    }
}

/// How a value fits a type: the worst of its parts.
fn fit(types: &Types, ty: &Type, value: &Value) -> Fit {
    let when = |fits: bool| if fits { Fit::Exact } else { Fit::Broken };
    match ty {
        Type::Bool => when(value.is_boolean()),
        Type::Integer(width) => when(width.allows(value)),
        Type::Float64 if value.is_f64() => Fit::Exact,
        // Written again, `1` is `1.0`, and a 32-bit number has other digits.
        Type::Float32 | Type::Float64 if value.is_number() => Fit::Lossy,
        Type::Float32 | Type::Float64 => Fit::Broken,
        Type::Numeral(numeral) => numeral_fit(types, numeral, value),
        Type::Text => when(value.is_string()),
        Type::Bytes(_)
        | Type::Raw
        | Type::File
        | Type::DateTime(_)
        | Type::Date
        | Type::Duration
        | Type::Uuid
        | Type::Foreign(_) => Fit::Unproven,
        Type::Any => Fit::Exact,
        Type::AnyObject => when(value.is_object()),
        Type::List(item) => match value {
            Value::Array(items) => worst(items.iter().map(|value| fit(types, item, value))),
            _ => Fit::Broken,
        },
        Type::Tuple(tuple) => match value {
            Value::Array(items) => tuple_fit(types, tuple, items),
            _ => Fit::Broken,
        },
        Type::Map(element) => match value {
            Value::Object(object) => worst(object.values().map(|value| fit(types, element, value))),
            _ => Fit::Broken,
        },
        Type::Nullable(_) if value.is_null() => Fit::Exact,
        Type::Nullable(inner) => fit(types, inner, value),
        Type::Secret(inner) if value == MASK => fit(types, inner, value),
        Type::Secret(inner) => fit(types, inner, value).max(Fit::Secret),
        Type::Named(id) => match types.get(*id).map(|definition| &definition.shape) {
            Some(Shape::Alias(target)) => fit(types, target, value),
            Some(Shape::Record(record)) => {
                object(value, |object| record_fit(types, record, object))
            }
            Some(Shape::Union(union)) => {
                let unknown = match types.holds_secret(ty) {
                    true => Fit::Secret,
                    false => Fit::Exact,
                };
                object(value, |object| union_fit(types, union, unknown, object))
            }
            // Which alternative a value is read as is decided when it is read.
            Some(Shape::Choice(_)) if types.holds_secret(ty) => Fit::Secret,
            Some(Shape::Choice(_)) => Fit::Unproven,
            Some(Shape::Enumeration(enumeration)) => when(listed(enumeration, value)),
            None => Fit::Unproven,
        },
    }
}

/// How a number fits that may be written as text: exactly in the form in which it is written again.
fn numeral_fit(types: &Types, numeral: &Numeral, value: &Value) -> Fit {
    let read = value.as_str().map(serde_json::from_str::<Value>);
    match (fit(types, &numeral.number, value), read) {
        (Fit::Broken, Some(Ok(number))) => match fit(types, &numeral.number, &number) {
            Fit::Exact if numeral.quoted => Fit::Exact,
            Fit::Broken => Fit::Broken,
            _ => Fit::Lossy,
        },
        (Fit::Exact, _) if numeral.quoted => Fit::Lossy,
        (fit, _) => fit,
    }
}

/// Elements beyond the last position are not kept.
fn tuple_fit(types: &Types, tuple: &Tuple, items: &[Value]) -> Fit {
    if items.len() < tuple.required {
        return Fit::Broken;
    }
    let rest = items.get(tuple.elements.len()..).unwrap_or_default();
    let rest = match &tuple.rest {
        Some(ty) => worst(rest.iter().map(|value| fit(types, ty, value))),
        None if rest.is_empty() => Fit::Exact,
        None => Fit::Lossy,
    };
    let elements = tuple.elements.iter().zip(items);
    worst(elements.map(|(ty, value)| fit(types, ty, value))).max(rest)
}

fn worst(fits: impl Iterator<Item = Fit>) -> Fit {
    fits.max().unwrap_or(Fit::Exact)
}

fn object(value: &Value, fit: impl FnOnce(&Map<String, Value>) -> Fit) -> Fit {
    value.as_object().map_or(Fit::Broken, fit)
}

fn record_fit(types: &Types, record: &Record, object: &Map<String, Value>) -> Fit {
    let fields = worst(
        record
            .fields
            .iter()
            .map(|field| field_fit(types, field, object.get(&field.name.source))),
    );
    let tag = match &record.tag {
        Some(tag) => tag_fit(object.get(&tag.property), tag),
        None => Fit::Exact,
    };
    let described = |name: &String| {
        record.fields.iter().any(|field| field.name.source == *name)
            || record.tag.as_ref().is_some_and(|tag| tag.property == *name)
    };
    let others = object.iter().filter(|(name, _)| !described(name));
    let others = worst(others.map(|(_, value)| match &record.extra {
        Extra::Ignored => Fit::Lossy,
        Extra::Kept { ty, .. } => fit(types, ty, value),
    }));
    fields.max(tag).max(others)
}

/// A record's own tag is always written, so that an absent one is not the same afterwards.
fn tag_fit(found: Option<&Value>, tag: &Tag) -> Fit {
    let found = found.map(|value| Tag::spelled(value).filter(|_| tag.literal || value.is_string()));
    match (found, tag.value.as_deref()) {
        (Some(Some(found)), Some(expected)) if found == expected => Fit::Exact,
        (Some(Some(_)), None) => Fit::Exact,
        (None, _) => Fit::Lossy,
        (Some(_), _) => Fit::Broken,
    }
}

fn field_fit(types: &Types, field: &Field, value: Option<&Value>) -> Fit {
    match (value, field.presence) {
        (None, Presence::Optional | Presence::OptionalNullable) => Fit::Exact,
        (None, Presence::Required | Presence::Nullable) => Fit::Broken,
        (Some(Value::Null), Presence::Nullable | Presence::OptionalNullable) => Fit::Exact,
        (Some(Value::Null), Presence::Optional) => Fit::Lossy,
        (Some(value), _) => fit(types, &field.ty, value),
    }
}

/// `unknown` is the fit of a member that is not described: beside one with a secret it is secret, too.
fn union_fit(types: &Types, union: &Union, unknown: Fit, object: &Map<String, Value>) -> Fit {
    let Some((value, tag)) = object
        .get(&union.tag)
        .and_then(|value| Some((value, Tag::spelled(value)?)))
    else {
        return Fit::Broken;
    };
    let member = union
        .variants
        .iter()
        .find(|variant| variant.name.source == tag && (variant.literal || value.is_string()));
    match (member, &union.fallback) {
        (Some(member), _) => {
            let whole = Value::Object(object.clone());
            fit(types, &Type::Named(member.ty), &whole)
        }
        (None, Some(_)) => unknown,
        (None, None) => Fit::Broken,
    }
}

fn listed(enumeration: &Enumeration, value: &Value) -> bool {
    let is_kept = match enumeration.number {
        Some(width) => width.allows(value),
        None => value.is_string(),
    };
    is_kept && (enumeration.fallback.is_some() || enumeration.known(value).is_some())
}
