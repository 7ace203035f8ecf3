//! Values inside of lists and maps that several parts describe: all of the parts hold of each of them.
//!
//! Comes in: a description of a list or a map. Goes out: what it says of each value in it, to be refined by
//! what others say, and the type of a list or map of such values.

use openapiv3::{AdditionalProperties, Schema};

use super::{
    Lowering,
    keywords::{Keywords, Kind},
    property::Property,
    reference::Used,
    schema::Spot,
};
use crate::{diagnostic::Pointer, model::Type};

/// What values are inside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// A list of them.
    List,
    /// A map of them.
    Map,
}

/// What is said of each value in a list or a map.
#[derive(Clone, Debug)]
pub(super) struct Inside<'a> {
    /// Which of the two.
    pub holder: Holder,
    /// The value.
    pub value: Box<Property<'a>>,
}

/// How many lists and maps may be inside of each other before the last description alone counts: they
/// may hold themselves.
const MOST_DEPTH: usize = 8;

impl<'a> Inside<'a> {
    /// What a schema says of the values inside, where it is a list or a map and nothing else. `depth` is how
    /// many others that one is inside of.
    pub fn of(depth: usize, at: &Pointer, schema: &'a Schema) -> Option<Self> {
        let keywords = Keywords::of(schema);
        let is_composed = !keywords.all_of.is_empty();
        Self::found(depth, at, &keywords).filter(|_| !is_composed)
    }

    /// What a schema says of the values inside beside the parts of its `allOf`.
    pub fn beside(at: &Pointer, schema: &'a Schema) -> Option<Self> {
        Self::found(0, at, &Keywords::of(schema))
    }

    fn found(depth: usize, at: &Pointer, keywords: &Keywords<'a>) -> Option<Self> {
        let (holder, key, value, of_some) = match (list(keywords), map(keywords)) {
            (Some(items), _) => (Holder::List, "items", items, false),
            (None, Some(values)) => (
                Holder::Map,
                "additionalProperties",
                values,
                keywords.patterned,
            ),
            (None, None) => return None,
        };
        let parts = [keywords.one_of, keywords.any_of];
        let is_alone =
            parts.iter().all(|parts| parts.is_empty()) && keywords.enumeration.is_empty();
        (is_alone && depth < MOST_DEPTH).then(|| Self {
            holder,
            value: Box::new(Property::inside_of(
                depth + 1,
                at.child(key),
                value,
                of_some,
            )),
        })
    }

    /// The type of the list or map.
    pub fn typed(&self, lowering: &mut Lowering<'a>, spot: &Spot) -> Type {
        let at = self.value.at.clone();
        let word = match self.holder {
            Holder::List => "item",
            Holder::Map => "value",
        };
        let spot = spot.inner(at, word);
        let value = self.value.typed(lowering, &spot).into_element();
        match self.holder {
            Holder::List => Type::List(Box::new(value)),
            Holder::Map => Type::Map(Box::new(value)),
        }
    }
}

/// The items of a list. Those of a tuple have each its own description.
fn list<'a>(keywords: &Keywords<'a>) -> Option<Used<'a>> {
    let items = Used::from(keywords.items?);
    let is_tuple = match items {
        Used::Here(schema) => Keywords::of(schema).positions.is_some(),
        Used::Named(_) => false,
    };
    let is_list = matches!(keywords.kind, None | Some(Kind::Array));
    (is_list && !is_tuple).then_some(items)
}

/// The values of a map.
fn map<'a>(keywords: &Keywords<'a>) -> Option<Used<'a>> {
    let names = keywords.properties.is_some_and(|found| !found.is_empty());
    match keywords.additional? {
        AdditionalProperties::Schema(schema) if keywords.describes_object() && !names => {
            Some(Used::from(schema.as_ref()))
        }
        AdditionalProperties::Schema(_) | AdditionalProperties::Any(_) => None,
    }
}
