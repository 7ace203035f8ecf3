//! Objects of arbitrary keys become maps.

use openapiv3::AdditionalProperties;

use super::{
    Lowering,
    keywords::{Keywords, Kind},
    schema::{Spot, value},
};
use crate::model::Type;

/// A map, where a schema is an object without properties of its own.
pub(super) fn try_map<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    keywords: &Keywords<'d>,
) -> Option<Type> {
    match keywords.additional {
        Some(AdditionalProperties::Schema(schema)) => {
            let inner = spot.inner(spot.at.child("additionalProperties"), "value");
            let element = value(lowering, &inner, schema).into_element();
            Some(match element {
                Type::Any => Type::AnyObject,
                element => Type::Map(Box::new(element)),
            })
        }
        Some(AdditionalProperties::Any(_)) => Some(Type::AnyObject),
        None if keywords.kind == Some(Kind::Object) => Some(Type::AnyObject),
        None => None,
    }
}
