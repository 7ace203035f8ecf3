//! How the description's examples fit their types.
//!
//! An example that fits is shown in the docs and read again as a test; one that does not would be
//! a lie there, so it is reported and left out. Secrets are masked; where that cannot be, the example is
//! no text for docs either.

use serde_json::{Map, Value};

use super::masking::{MASK, mask};
use super::misfit::{Judged, Misfit};
use crate::{
    diagnostic::Diagnostics,
    model::{
        Api, Enumeration, Extra, Field, Fit, Numeral, Presence, Record, Shape, Tag, Tuple, Type,
        Types, Union, Width,
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
        let ty = Type::Named(id);
        for (name, example) in &mut examples {
            unquote(&api.types, &ty, &mut example.value);
            mask(&api.types, &ty, &mut example.value);
            let judged = fit(&api.types, &ty, &example.value);
            example.fit = judged.fit;
            if let Some(misfit) = judged.misfit {
                let type_name = &definition.name.source;
                let why = misfit.to_string();
                let help = misfit.help();
                let named = (name.as_str(), type_name.as_str());
                diagnostics.example_not_as_described(&definition.origin, named, &why, &help);
            }
        }
        if let Some(definition) = api.types.get_mut(id) {
            definition.examples = examples;
        }
    }
}

/// An example may be the text of the JSON that it is, where its type takes no text.
fn unquote(types: &Types, ty: &Type, value: &mut Value) {
    if let Value::String(text) = value
        && !takes_text(types, ty)
        && let Ok(meant) = serde_json::from_str(text)
    {
        *value = meant;
    }
}

fn takes_text(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::Bool
        | Type::Integer(_)
        | Type::Float32
        | Type::Float64
        | Type::AnyObject
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Map(_) => false,
        Type::Nullable(inner) => takes_text(types, inner),
        Type::Named(id) => match types.get(*id).map(|definition| &definition.shape) {
            Some(Shape::Record(_) | Shape::Union(_)) => false,
            Some(Shape::Enumeration(enumeration)) => enumeration.number.is_none(),
            Some(Shape::Alias(_) | Shape::Choice(_)) | None => true,
        },
        _ => true,
    }
}

/// How a value fits a type: the worst of its parts.
fn fit(types: &Types, ty: &Type, value: &Value) -> Judged {
    match ty {
        Type::Bool => Judged::when(value.is_boolean(), "a boolean"),
        Type::Integer(width) => integer_fit(*width, value),
        Type::Float64 if value.is_f64() => Fit::Exact.into(),
        // Written again, `1` is `1.0`, and a 32-bit number has other digits.
        Type::Float32 | Type::Float64 if value.is_number() => Fit::Lossy.into(),
        Type::Float32 | Type::Float64 => Misfit::new("a number").into(),
        Type::Numeral(numeral) => numeral_fit(types, numeral, value),
        Type::Text => Judged::when(value.is_string(), "a string"),
        Type::Uuid if !may_be_uuid(value) => Misfit::of_format("a UUID", "uuid", "text").into(),
        Type::Bytes(_)
        | Type::Raw
        | Type::File
        | Type::DateTime(_)
        | Type::Date
        | Type::Duration
        | Type::Uuid
        | Type::Foreign(_) => Fit::Unproven.into(),
        Type::Any => Fit::Exact.into(),
        Type::AnyObject => Judged::when(value.is_object(), "an object"),
        Type::List(item) => array(value, |items| {
            let items = items.iter().enumerate();
            Judged::worst(items.map(|(at, value)| fit(types, item, value).in_item(at)))
        }),
        Type::Tuple(tuple) => array(value, |items| tuple_fit(types, tuple, items)),
        Type::Map(element) => object(value, |object| {
            let entries = object.iter();
            Judged::worst(entries.map(|(key, value)| entry_fit(types, element, key, value)))
        }),
        Type::Nullable(_) if value.is_null() => Fit::Exact.into(),
        Type::Nullable(inner) => fit(types, inner, value),
        Type::Secret(inner) if value == MASK => masked_fit(types, inner, value),
        Type::Secret(inner) => fit(types, inner, value).at_least(Fit::Secret).untold(),
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
            Some(Shape::Choice(_)) if types.holds_secret(ty) => Fit::Secret.into(),
            Some(Shape::Choice(_)) => Fit::Unproven.into(),
            Some(Shape::Enumeration(enumeration)) => listed(enumeration, value),
            None => Fit::Unproven.into(),
        },
    }
}

fn integer_fit(width: Width, value: &Value) -> Judged {
    let is_whole = value.is_i64() || value.is_u64();
    match (width.allows(value), is_whole, width) {
        (true, _, _) => Fit::Exact.into(),
        (false, true, Width::I32) => {
            Misfit::of_format("a whole number of 32 bits", "int32", "int64").into()
        }
        (false, true, _) => {
            let (least, greatest) = width.bounds();
            Misfit::new(format!("a whole number from {least} to {greatest}")).into()
        }
        (false, false, _) => Misfit::new("a whole number").into(),
    }
}

/// How a text fits that is masked, so that nothing of its form is left.
fn masked_fit(types: &Types, ty: &Type, value: &Value) -> Judged {
    match types.resolve(ty) {
        Type::Uuid => Fit::Unproven.into(),
        ty => fit(types, ty, value),
    }
}

/// Whether a text has as many digits as a UUID, or is empty, which is none where it may be absent.
fn may_be_uuid(value: &Value) -> bool {
    let Value::String(text) = value else {
        return false;
    };
    let digits = text.trim_start_matches("urn:uuid:");
    let digits = digits.trim_matches(['{', '}']).replace('-', "");
    digits.is_empty() || digits.len() == 32 && digits.chars().all(|c| c.is_ascii_hexdigit())
}

/// How a number fits that may be written as text: exactly in the form in which it is written again.
fn numeral_fit(types: &Types, numeral: &Numeral, value: &Value) -> Judged {
    let read = value.as_str().map(serde_json::from_str::<Value>);
    let plain = fit(types, &numeral.number, value);
    match (plain.fit, read) {
        (Fit::Broken, Some(Ok(number))) => match fit(types, &numeral.number, &number) {
            Judged {
                fit: Fit::Exact, ..
            } if numeral.quoted => Fit::Exact.into(),
            broken @ Judged {
                fit: Fit::Broken, ..
            } => broken,
            _ => Fit::Lossy.into(),
        },
        (Fit::Exact, _) if numeral.quoted => Fit::Lossy.into(),
        _ => plain,
    }
}

/// Elements beyond the last position are not kept.
fn tuple_fit(types: &Types, tuple: &Tuple, items: &[Value]) -> Judged {
    if items.len() < tuple.required {
        return Misfit::new(format!("{} elements", tuple.required)).into();
    }
    let judged = items.iter().enumerate().map(|(at, value)| {
        match tuple.elements.get(at).or(tuple.rest.as_deref()) {
            Some(ty) => fit(types, ty, value).in_item(at),
            None => Fit::Lossy.into(),
        }
    });
    Judged::worst(judged)
}

fn array(value: &Value, fit: impl FnOnce(&[Value]) -> Judged) -> Judged {
    match value {
        Value::Array(items) => fit(items),
        _ => Misfit::new("an array").into(),
    }
}

fn object(value: &Value, fit: impl FnOnce(&Map<String, Value>) -> Judged) -> Judged {
    match value {
        Value::Object(object) => fit(object),
        _ => Misfit::new("an object").into(),
    }
}

fn record_fit(types: &Types, record: &Record, object: &Map<String, Value>) -> Judged {
    let fields = record.fields.iter();
    let fields = fields.map(|field| field_fit(types, field, object.get(&field.name.source)));
    let tag = record.tag.iter();
    let tag = tag.map(|tag| tag_fit(object.get(&tag.property), tag));
    let described = |name: &String| {
        record.fields.iter().any(|field| field.name.source == *name)
            || record.tag.as_ref().is_some_and(|tag| tag.property == *name)
    };
    let others = object.iter().filter(|(name, _)| !described(name));
    let others = others.map(|(name, value)| match &record.extra {
        Extra::Ignored => Fit::Lossy.into(),
        Extra::Kept { ty, .. } => entry_fit(types, ty, name, value),
    });
    Judged::worst(fields.chain(tag).chain(others))
}

/// How an entry fits that no property describes. What a secret is kept under is not told either.
fn entry_fit(types: &Types, element: &Type, key: &str, value: &Value) -> Judged {
    let judged = fit(types, element, value);
    match element.is_secret() {
        true => judged,
        false => judged.in_member(key),
    }
}

/// A record's own tag is always written, so that an absent one is not the same afterwards.
fn tag_fit(found: Option<&Value>, tag: &Tag) -> Judged {
    let found = found.map(|value| Tag::spelled(value).filter(|_| tag.literal || value.is_string()));
    match (found, tag.value.as_deref()) {
        (Some(Some(found)), Some(expected)) if found == expected => Fit::Exact.into(),
        (Some(Some(_)), None) => Fit::Exact.into(),
        (None, _) => Fit::Lossy.into(),
        (Some(_), Some(expected)) => Judged::from(Misfit::new(format!("`{expected}`"))),
        (Some(_), None) => Misfit::new("a string").into(),
    }
    .in_member(&tag.property)
}

fn field_fit(types: &Types, field: &Field, value: Option<&Value>) -> Judged {
    let name = &field.name.source;
    match (value, field.presence) {
        (None, Presence::Optional | Presence::OptionalNullable) => Fit::Exact.into(),
        (None, Presence::Required | Presence::Nullable) => {
            Misfit::new(format!("the property `{name}`")).into()
        }
        (Some(Value::Null), Presence::Nullable | Presence::OptionalNullable) => Fit::Exact.into(),
        (Some(Value::Null), Presence::Optional) => Fit::Lossy.into(),
        (Some(value), _) => fit(types, &field.ty, value).in_member(name),
    }
}

/// `unknown` is the fit of a member that is not described: beside one with a secret it is secret, too.
fn union_fit(types: &Types, union: &Union, unknown: Fit, object: &Map<String, Value>) -> Judged {
    let Some((value, tag)) = object
        .get(&union.tag)
        .and_then(|value| Some((value, Tag::spelled(value)?)))
    else {
        return match object.contains_key(&union.tag) {
            true => Judged::from(Misfit::new("a string")).in_member(&union.tag),
            false => Misfit::new(format!("the property `{}`", union.tag)).into(),
        };
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
        (None, Some(_)) => unknown.into(),
        (None, None) => {
            let tags = union.variants.iter().map(|it| it.name.source.as_str());
            Judged::from(Misfit::one_of(tags)).in_member(&union.tag)
        }
    }
}

fn listed(enumeration: &Enumeration, value: &Value) -> Judged {
    let is_known = enumeration.fallback.is_some() || enumeration.known(value).is_some();
    match (enumeration.number, is_known) {
        (Some(width), _) if !width.allows(value) => integer_fit(width, value),
        (None, _) if !value.is_string() => Misfit::new("a string").into(),
        (_, true) => Fit::Exact.into(),
        (_, false) => {
            Misfit::one_of(enumeration.values.iter().map(|it| it.name.source.as_str())).into()
        }
    }
}
