//! How values in JSON become those of a request: one function for each way in which a type of parameter,
//! or of body, becomes text.
//!
//! In: what a caller gives. Out: what a request builder keeps, once the value's own type has read it.

use secrecy::SecretString;

use super::{Failure, Given, value};
use crate::support::runtime::time::OffsetDateTime;
use crate::support::{
    Codec, InvalidParameter, RequestBody, Spelled, ToText, Value, json_value_as, text,
};

/// Reads a parameter of that key, if it is given.
pub(crate) type Read = for<'a> fn(Given<'a>, &'static str) -> Result<Option<Value<'a>>, Failure>;

/// Reads the body, if it is given.
pub(crate) type ReadBody = for<'a> fn(Given<'a>) -> Result<Option<RequestBody<'a>>, Failure>;

fn read<'a, C: Codec>(
    given: Given<'a>,
    key: &'static str,
    said: impl FnOnce(C::Value) -> Result<Value<'a>, InvalidParameter>,
) -> Result<Option<Value<'a>>, Failure> {
    let value = value::<C>(&given.call.parameters, key)?;
    Ok(value.map(|value| said(value).unwrap_or_else(Value::Refused)))
}

/// A value that has one text.
pub(crate) fn plain<'a, C>(given: Given<'a>, key: &'static str) -> Result<Option<Value<'a>>, Failure>
where
    C: Codec,
    C::Value: ToText,
{
    read::<C>(given, key, |value| {
        Ok(Value::Text(value.to_text().into_owned().into()))
    })
}

/// A value whose one text is that of its codec.
pub(crate) fn coded<'a, C: Codec>(
    given: Given<'a>,
    key: &'static str,
) -> Result<Option<Value<'a>>, Failure> {
    read::<C>(given, key, |value| {
        let json = json_value_as::<C>(key, &value)?;
        let text = serde_json::from_str(&json).unwrap_or(json);
        Ok(Value::Text(text.into()))
    })
}

/// A date and a time as RFC 3339 has it, in UTC.
pub(crate) fn rfc3339<'a, C: Codec<Value = OffsetDateTime>>(
    given: Given<'a>,
    key: &'static str,
) -> Result<Option<Value<'a>>, Failure> {
    read::<C>(given, key, |value| {
        text::rfc3339(key, &value).map(|text| Value::Text(text.into()))
    })
}

/// A date and a time as HTTP has it.
pub(crate) fn rfc7231<'a, C: Codec<Value = OffsetDateTime>>(
    given: Given<'a>,
    key: &'static str,
) -> Result<Option<Value<'a>>, Failure> {
    read::<C>(given, key, |value| {
        text::rfc7231(key, &value).map(|text| Value::Text(text.into()))
    })
}

/// A text that is never printed.
pub(crate) fn secret<'a, C>(given: Given<'a>, key: &'static str) -> Result<Option<Value<'a>>, Failure>
where
    C: Codec<Value = SecretString>,
{
    read::<C>(given, key, |value| Ok(Value::Secret(value)))
}

/// A list whose items have one text each.
pub(crate) fn items<'a, C, T>(
    given: Given<'a>,
    key: &'static str,
) -> Result<Option<Value<'a>>, Failure>
where
    C: Codec<Value = Vec<T>>,
    T: ToText,
{
    read::<C>(given, key, |items| {
        let items = items.iter().map(|item| item.to_text().into_owned());
        Ok(Value::Items(items.collect()))
    })
}

/// A value that is spelled by a style.
pub(crate) fn tree<'a, C: Codec>(
    given: Given<'a>,
    key: &'static str,
) -> Result<Option<Value<'a>>, Failure> {
    read::<C>(given, key, |value| Spelled::of_as::<C>(key, &value).map(Value::Tree))
}

/// A value that travels as JSON.
pub(crate) fn json<'a, C: Codec>(
    given: Given<'a>,
    key: &'static str,
) -> Result<Option<Value<'a>>, Failure> {
    read::<C>(given, key, |value| json_value_as::<C>(key, &value).map(Value::Json))
}

/// A body of JSON.
pub(crate) fn json_body<C>(given: Given<'_>) -> Result<Option<RequestBody<'_>>, Failure>
where
    C: Codec,
    C::Value: Send + Sync + 'static,
{
    given.made(given.body::<C>(), |value| RequestBody::json_as::<C>(value))
}
