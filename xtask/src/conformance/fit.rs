//! Whether a value is what a document says: the document may have lost what it was.

use clientforge::model::{
    Access, Api, BytesFormat, DateTimeFormat, Field, Presence, Shape, Tag, Type,
};
use serde_json::{Map, Value};

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Sent,
    Received,
}

/// Why a value is none of that type; `None`: it is one.
pub fn misfit(api: &Api, ty: &Type, value: &Value, way: Way) -> Option<String> {
    match (api.types.resolve(ty), value) {
        (Type::Nullable(_), Value::Null) => None,
        (Type::Nullable(inner) | Type::Secret(inner), value) => misfit(api, inner, value, way),
        (Type::List(item), Value::Array(items)) => {
            items.iter().find_map(|value| misfit(api, item, value, way))
        }
        (Type::Map(item), Value::Object(entries)) => entries
            .values()
            .find_map(|value| misfit(api, item, value, way)),
        (Type::Map(_), Value::Array(_)) => {
            Some("the document says of a list that it is an object".to_owned())
        }
        (Type::Integer(_), Value::Number(number)) if !is_whole(number) => {
            Some(format!("the document says that {number} is a whole number"))
        }
        (Type::DateTime(DateTimeFormat::Rfc3339), Value::String(text)) if text.ends_with("GMT") => {
            Some("the document says `date-time` of a date in the form of HTTP".to_owned())
        }
        (Type::Bytes(BytesFormat::Base64), Value::String(text)) if text.len() % 4 != 0 => {
            Some("the document says `byte` of bytes in base64url".to_owned())
        }
        (Type::Named(id), value) => {
            let shape = api.types.get(*id).map(|found| &found.shape);
            shape.and_then(|shape| named(api, shape, value, way))
        }
        _ => None,
    }
}

fn is_whole(number: &serde_json::Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|it| it.fract() == 0.0)
}

fn named(api: &Api, shape: &Shape, value: &Value, way: Way) -> Option<String> {
    match (shape, value) {
        (Shape::Enumeration(known), Value::String(text)) if known.fallback.is_none() => {
            let mut values = known.values.iter();
            let found = values.any(|value| value.name.source == *text);
            (!found).then(|| format!("the document closes an enumeration that has no {text:?}"))
        }
        (Shape::Record(record), Value::Object(object)) => {
            let other = record.tag.as_ref().and_then(|tag| mistagged(tag, object));
            let mut fields = record.fields.iter();
            other.or_else(|| fields.find_map(|field| unfit(api, field, object, way)))
        }
        _ => None,
    }
}

/// An object with another tag than its type's.
fn mistagged(tag: &Tag, object: &Map<String, Value>) -> Option<String> {
    let (known, property) = (tag.value.as_deref()?, &tag.property);
    let found = object.get(property)?.as_str()?;
    (found != known).then(|| format!("the document says of `{property}` that it is {known:?}"))
}

fn unfit(api: &Api, field: &Field, object: &Map<String, Value>, way: Way) -> Option<String> {
    let name = &field.name.source;
    match object.get(name) {
        Some(value) => misfit(api, &field.ty, value, way),
        None => {
            let needed = field.presence == Presence::Required
                && !(way == Way::Sent && field.access == Access::ReadOnly);
            needed.then(|| format!("the document requires `{name}`"))
        }
    }
}
