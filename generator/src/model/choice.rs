//! Untagged unions: what `oneOf` and `anyOf` describe where no `discriminator` tells members apart.

use serde_json::Value;

use super::{Docs, Name, Type};

/// One of several types, told apart by what a value looks like.
///
/// It is open: a value that is none of them is kept as it came.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The alternatives of a single value, in document order.
    pub constants: Vec<Constant>,
    /// The others, in document order.
    pub alternatives: Vec<Alternative>,
    /// The variant that keeps any other value.
    pub fallback: Name,
}

/// An alternative of a [`Choice`] that is a single value.
#[derive(Clone, Debug)]
pub struct Constant {
    /// The value, and the variant's identifier.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// The value is a number or a truth value on the wire, spelled here as in JSON.
    pub literal: bool,
}

impl Constant {
    /// Its value as JSON.
    pub fn value(&self) -> Value {
        let text = self.name.source.as_str();
        match self.literal {
            true => serde_json::from_str(text).unwrap_or_default(),
            false => Value::from(text),
        }
    }
}

/// One alternative of a [`Choice`] that has a type.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// What the variant is called.
    pub name: Name,
    /// What the description says of it, where the alternative is written in place.
    pub docs: Docs,
    /// The type of its values.
    pub ty: Type,
    /// Properties whose values are this alternative's and no other's.
    pub marks: Vec<Mark>,
    /// Properties of which it, or the objects in a list or a map, lists the texts, where other alternatives
    /// list others.
    pub listed: Vec<Mark>,
    /// Properties of it, or of the objects in a list or a map, that hold other objects than those of other
    /// alternatives, which look alike without.
    pub inside: Vec<Inside>,
    /// Its type is this choice's alone, and a value of it may be of other alternatives, too (`anyOf`).
    pub joint: bool,
    /// A value of its type becomes the choice by itself, decided by `analyze::conversions`.
    pub converts: bool,
}

impl Alternative {
    /// Whether a property tells it from another alternative.
    pub fn is_told_from(&self, other: &Self) -> bool {
        self.marks.iter().any(|mark| {
            let mut theirs = other.marks.iter();
            theirs.any(|other| other.property == mark.property)
        })
    }
}

/// A property that holds objects, and what tells them from those that other alternatives hold there.
#[derive(Clone, Debug)]
pub struct Inside {
    /// The property's wire name.
    pub property: String,
    /// The type of its values: a record, or lists or maps of one.
    pub ty: Type,
    /// Properties of that record of which it lists the values, where the others list others.
    pub listed: Vec<Mark>,
    /// What is inside of that record, where the others have the same properties.
    pub inside: Vec<Inside>,
}

/// A property that tells an alternative from the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The property's wire name.
    pub property: String,
    /// The values that mean this alternative: texts, or how JSON spells them.
    pub values: Vec<String>,
    /// They are numbers or truth values on the wire.
    pub literal: bool,
}
