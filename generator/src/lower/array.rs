//! Arrays become lists, or tuples where each element has a type of its own.

use openapiv3::ReferenceOr;

use super::{
    Lowering,
    facets::Facets,
    keywords::{Keywords, Kind},
    schema::{Spot, boxed_value, value},
};
use crate::model::{Tuple, Type};

/// As many elements as Rust has `Debug` and its like for.
const MOST: usize = 12;

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

/// A tuple, where the elements of an array are told apart by their position. Whoever says nothing
/// of its length means all of them. A long one is a list of any of its elements.
pub(super) fn try_tuple<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    keywords: &Keywords<'d>,
    facets: &mut Facets,
) -> Option<Type> {
    let ReferenceOr::Item(items) = keywords.items? else {
        return None;
    };
    let items = Keywords::of(items);
    let count = items.positions?;
    if items.any_of.len() > MOST {
        return None;
    }
    let at = spot.at.child("items").child("anyOf");
    let mut elements = Vec::with_capacity(items.any_of.len());
    for (index, part) in items.any_of.iter().enumerate() {
        let name = if index < count {
            format!("item {}", index + 1)
        } else {
            "item".to_owned()
        };
        let inner = spot.inner(at.index(index), &name);
        elements.push(value(lowering, &inner, part).into_element());
    }
    let rest = elements.split_off(count.min(elements.len())).pop();
    let least = facets.constraints.min_items.take();
    facets.constraints.max_items = None;
    let least = least.and_then(|least| usize::try_from(least).ok());
    Some(Type::Tuple(Tuple {
        required: least.unwrap_or(count).min(count),
        elements,
        rest: rest.map(Box::new),
    }))
}
