//! Every named type of an API, and what a type is behind its names.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Choice, Definition, Enumeration, Record, Shape, Type};

/// Index of a definition in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// Every definition of an API, in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Types {
    definitions: IndexMap<TypeId, Definition>,
}

impl Types {
    /// Puts a definition at its place; an earlier one there is replaced.
    pub fn insert(&mut self, id: TypeId, definition: Definition) {
        self.definitions.insert(id, definition);
    }

    /// Adds a definition; gives its id.
    pub fn add(&mut self, definition: Definition) -> TypeId {
        let last = self.definitions.keys().max();
        let id = TypeId(last.map_or(0, |last| last.0.saturating_add(1)));
        self.insert(id, definition);
        id
    }

    /// The definition behind an id.
    pub fn get(&self, id: TypeId) -> Option<&Definition> {
        self.definitions.get(&id)
    }

    /// The definition behind an id, to decide something about it.
    pub fn get_mut(&mut self, id: TypeId) -> Option<&mut Definition> {
        self.definitions.get_mut(&id)
    }

    /// Keeps the definitions that `keep` names, in their order.
    pub fn retain(&mut self, mut keep: impl FnMut(TypeId) -> bool) {
        self.definitions.retain(|id, _| keep(*id));
    }

    /// All definitions, in order.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Definition)> {
        self.definitions
            .iter()
            .map(|(id, definition)| (*id, definition))
    }

    /// All definitions, in order, to decide something about each.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (TypeId, &mut Definition)> {
        self.definitions
            .iter_mut()
            .map(|(id, definition)| (*id, definition))
    }

    /// Sorts by a key, so that the order of a document's keys does not reach the output.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&Definition) -> K) {
        self.definitions
            .sort_by_cached_key(|_, definition| key(definition));
    }

    /// Follows aliases until something else stands there.
    pub fn resolve<'t>(&'t self, mut ty: &'t Type) -> &'t Type {
        // Lowering leaves no cycle of aliases; the bound keeps this total without relying on it.
        for _ in 0..=self.definitions.len() {
            match ty {
                Type::Named(id) => match self.get(*id).map(|definition| &definition.shape) {
                    Some(Shape::Alias(target)) => ty = target,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }

    /// The same, and a number's own type where JSON may carry it as text.
    pub fn number<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match self.resolve(ty) {
            Type::Numeral(numeral) => &numeral.number,
            other => other,
        }
    }

    /// Whether a value of the type is one text wherever it is no JSON.
    pub fn is_one_text(&self, ty: &Type) -> bool {
        match self.resolve(ty) {
            Type::Bool
            | Type::Integer(_)
            | Type::Float32
            | Type::Float64
            | Type::Numeral(_)
            | Type::Text
            | Type::Bytes(_)
            | Type::DateTime(_)
            | Type::Date
            | Type::Duration
            | Type::Uuid => true,
            Type::Secret(inner) => matches!(self.resolve(inner), Type::Text),
            Type::Named(id) => self
                .get(*id)
                .is_some_and(|definition| matches!(definition.shape, Shape::Enumeration(_))),
            Type::Raw
            | Type::File
            | Type::Any
            | Type::Foreign(_)
            | Type::AnyObject
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Nullable(_) => false,
        }
    }

    /// Whether code can write a value of the type down.
    pub fn writes(&self, ty: &Type, value: &Value) -> bool {
        match self.number(ty) {
            Type::Text => value.is_string(),
            Type::Bool => value.is_boolean(),
            Type::Integer(width) => width.allows(value),
            Type::Float32 | Type::Float64 => value.is_number(),
            ty @ Type::Named(_) => self
                .enumeration(ty)
                .is_some_and(|enumeration| enumeration.known(value).is_some()),
            Type::Numeral(_)
            | Type::Bytes(_)
            | Type::Raw
            | Type::File
            | Type::DateTime(_)
            | Type::Date
            | Type::Duration
            | Type::Uuid
            | Type::Any
            | Type::Foreign(_)
            | Type::AnyObject
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Nullable(_)
            | Type::Secret(_) => false,
        }
    }

    /// Whether a secret can be reached from the type, once `analyze::derives` has found which
    /// definitions have one.
    pub fn holds_secret(&self, ty: &Type) -> bool {
        ty.layers().any(|layer| match layer {
            Type::Named(id) => self
                .get(*id)
                .is_some_and(|definition| definition.decisions.secret),
            Type::Secret(_) => true,
            _ => false,
        })
    }

    /// The record behind a type, through aliases.
    pub fn record<'t>(&'t self, ty: &'t Type) -> Option<&'t Record> {
        match self.resolve(ty) {
            Type::Named(id) => self.record_of(*id),
            _ => None,
        }
    }

    /// A type without aliases anywhere in it.
    pub fn seen_through(&self, ty: &Type) -> Type {
        let inside = |inner: &Type| Box::new(self.seen_through(inner));
        match self.resolve(ty) {
            Type::List(inner) => Type::List(inside(inner)),
            Type::Map(inner) => Type::Map(inside(inner)),
            Type::Nullable(inner) => Type::Nullable(inside(inner)),
            Type::Secret(inner) => Type::Secret(inside(inner)),
            ty => ty.clone(),
        }
    }

    /// The enumeration behind a type, through aliases.
    pub fn enumeration<'t>(&'t self, ty: &'t Type) -> Option<&'t Enumeration> {
        let Type::Named(id) = self.resolve(ty) else {
            return None;
        };
        match &self.get(*id)?.shape {
            Shape::Enumeration(enumeration) => Some(enumeration),
            Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) | Shape::Alias(_) => None,
        }
    }

    /// The enumeration of texts behind a type, through aliases.
    pub fn text_enumeration<'t>(&'t self, ty: &'t Type) -> Option<&'t Enumeration> {
        self.enumeration(ty).filter(|found| found.number.is_none())
    }

    /// The choice behind a type, through aliases.
    pub fn choice<'t>(&'t self, ty: &'t Type) -> Option<&'t Choice> {
        let Type::Named(id) = self.resolve(ty) else {
            return None;
        };
        match &self.get(*id)?.shape {
            Shape::Choice(choice) => Some(choice),
            Shape::Record(_) | Shape::Union(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
        }
    }

    /// The record of that id.
    pub fn record_of(&self, id: TypeId) -> Option<&Record> {
        match &self.get(id)?.shape {
            Shape::Record(record) => Some(record),
            Shape::Union(_) | Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => None,
        }
    }
}
