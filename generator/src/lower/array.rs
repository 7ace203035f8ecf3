//! Arrays become lists.

use super::{
    Lowering,
    keywords::{Keywords, Kind},
    schema::{Spot, boxed_value},
};
use crate::model::Type;

/// A list, where a schema is an array. Without `items` it may hold anything.
pub(super) fn try_list<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    keywords: &Keywords<'d>,
) -> Option<Type> {
    if keywords.kind != Some(Kind::Array) && keywords.items.is_none() {
        return None;
    }
    let element = keywords.items.map_or(Type::Any, |items| {
        let inner = spot.inner(spot.at.child("items"), "item");
        boxed_value(lowering, &inner, items).into_element()
    });
    Some(Type::List(Box::new(element)))
}
