//! The types that were met so far.
//!
//! A component gets its id when it is first referred to and is lowered later, from a list: so a
//! type may refer to itself, and no chain of references can exhaust the stack.

use std::collections::VecDeque;

use indexmap::IndexMap;

use crate::{
    diagnostic::Pointer,
    model::{Definition, TypeId, Types},
};

/// What of a named schema a type stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Side {
    /// Whatever is meant where the schema is referred to: with members, their union.
    Whole,
    /// The schema's own properties, as one member of the union that it heads.
    Own,
}

/// A named schema that is still to be lowered.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// Its name.
    pub name: String,
    /// What of it.
    pub side: Side,
    /// The id that refers to it.
    pub id: TypeId,
}

/// Ids, definitions, and what is still to be lowered.
#[derive(Debug, Default)]
pub(super) struct TypeTable {
    types: Types,
    components: IndexMap<(String, Side), TypeId>,
    inline: IndexMap<Pointer, TypeId>,
    shared: IndexMap<(String, Vec<String>), TypeId>,
    pending: VecDeque<Pending>,
    next: usize,
}

impl TypeTable {
    /// The id of a component; the first call puts it on the list.
    pub fn component(&mut self, name: &str) -> TypeId {
        self.side(name, Side::Whole)
    }

    /// The id of one side of a component; the first call puts it on the list.
    pub fn side(&mut self, name: &str, side: Side) -> TypeId {
        let key = (name.to_owned(), side);
        if let Some(id) = self.components.get(&key) {
            return *id;
        }
        let id = self.fresh();
        self.components.insert(key, id);
        self.pending.push_back(Pending {
            name: name.to_owned(),
            side,
            id,
        });
        id
    }

    /// The next component to lower.
    pub fn next_pending(&mut self) -> Option<Pending> {
        self.pending.pop_front()
    }

    /// Gives a component its definition.
    pub fn define(&mut self, id: TypeId, definition: Definition) {
        self.types.insert(id, definition);
    }

    /// The type of the schema that is written in place there, where it has been begun.
    pub fn inline(&self, at: &Pointer) -> Option<TypeId> {
        self.inline.get(at).copied()
    }

    /// Begins the type of a schema that is written in place. Whoever inherits it gets the same
    /// type, and so does the schema itself where it leads back to its own place.
    pub fn begin_inline(&mut self, at: &Pointer) -> TypeId {
        let id = self.fresh();
        self.inline.insert(at.clone(), id);
        id
    }

    /// Forgets a type that was begun: the schema has no need of one.
    pub fn forget_inline(&mut self, at: &Pointer) {
        self.inline.shift_remove(at);
    }

    /// Adds a definition that is not a component.
    pub fn add(&mut self, definition: Definition) -> TypeId {
        let id = self.fresh();
        self.types.insert(id, definition);
        id
    }

    /// Adds a definition that may be met again under the same name with the same values; then it
    /// is the same type.
    pub fn add_shared(&mut self, key: (String, Vec<String>), definition: Definition) -> TypeId {
        if let Some(id) = self.shared.get(&key) {
            return *id;
        }
        let id = self.add(definition);
        self.shared.insert(key, id);
        id
    }

    /// All definitions.
    pub fn into_types(self) -> Types {
        self.types
    }

    fn fresh(&mut self) -> TypeId {
        let id = TypeId(self.next);
        self.next += 1;
        id
    }
}
