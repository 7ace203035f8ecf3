//! The types that were met so far.
//!
//! A component gets its id when it is first referred to and is lowered later, from a list: so a
//! type may refer to itself, and no chain of references can exhaust the stack.

use std::collections::{HashMap, VecDeque};

use indexmap::IndexMap;

use crate::{
    diagnostic::{Origin, Pointer},
    model::{Definition, Docs, Name, Shape, Type, TypeId, Types},
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
    alike: HashMap<String, TypeId>,
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

    /// Names the type of a component; one that the configuration or the description gives it stays.
    pub fn name(&mut self, component: &str, name: Name) {
        let key = (component.to_owned(), Side::Whole);
        let id = self.components.get(&key);
        if let Some(definition) = id.and_then(|id| self.types.get_mut(*id)) {
            let suggested = definition.name.suggested.take();
            definition.name = name.suggest(suggested);
        }
    }

    /// Makes the enumeration of a component another name of one in place that has the same values, if there
    /// is one.
    pub fn share_enumeration(&mut self, component: &str) {
        let key = (component.to_owned(), Side::Whole);
        let own = self.components.get(&key).copied();
        let Some((own, definition)) = own.and_then(|id| Some((id, self.types.get_mut(id)?))) else {
            return;
        };
        if let Shape::Enumeration(_) = definition.shape {
            let known = self.alike.entry(spelled(&definition.shape)).or_insert(own);
            if *known != own {
                definition.shape = Shape::Alias(Type::Named(*known));
            }
        }
    }

    /// Names types by what is told of each; what the configuration or the description calls them stays.
    pub fn rename(&mut self, name: impl Fn(&Definition) -> Option<String>) {
        for (_, definition) in self.types.iter_mut() {
            if let Some(renamed) = name(definition) {
                definition.name.source = renamed;
            }
        }
    }

    /// An id, for a definition that follows.
    pub fn reserve(&mut self) -> TypeId {
        self.fresh()
    }

    /// Calls a type as it is called at another place.
    pub fn call(&mut self, id: TypeId, name: Name, origin: Origin, docs: Docs) {
        if let Some(definition) = self.types.get_mut(id) {
            definition.name = name;
            definition.origin = origin;
            definition.docs = docs;
        }
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

    /// Gives a schema that is written in place its definition. One that says the same as an earlier
    /// one is the same type: of the names it has the shortest, whichever comes first, and one from
    /// outside of operations rather than one of an operation's.
    pub fn define_inline(&mut self, at: &Pointer, definition: Definition) -> TypeId {
        let begun = self.inline.get(at).copied();
        let next = &mut self.next;
        let known = self.alike.entry(spelled(&definition.shape));
        let id = *known.or_insert_with(|| begun.unwrap_or_else(|| fresh(next)));
        self.inline.insert(at.clone(), id);
        match self.types.get_mut(id) {
            Some(known) => unite(known, definition),
            None => self.types.insert(id, definition),
        }
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
        fresh(&mut self.next)
    }
}

fn fresh(next: &mut usize) -> TypeId {
    let id = TypeId(*next);
    *next += 1;
    id
}

/// What a shape says, whatever order its keys are written in.
fn spelled(shape: &Shape) -> String {
    match shape {
        Shape::Record(record) => {
            let mut record = record.clone();
            record
                .fields
                .sort_by(|a, b| a.name.source.cmp(&b.name.source));
            format!("{record:?}")
        }
        Shape::Union(union) => {
            let mut union = union.clone();
            union
                .variants
                .sort_by(|a, b| a.name.source.cmp(&b.name.source));
            format!("{union:?}")
        }
        Shape::Choice(_) | Shape::Enumeration(_) | Shape::Alias(_) => format!("{shape:?}"),
    }
}

/// What two places say of one type; where they differ, the places say it themselves. What stands in an
/// operation does not rename what all operations share.
fn unite(known: &mut Definition, other: Definition) {
    if known.docs != other.docs {
        known.docs = Docs::default();
    }
    let rank = |definition: &Definition| {
        let name = &definition.name.source;
        let in_operation = definition.origin.pointer.as_str().starts_with("/paths/");
        (in_operation, name.len(), name.clone())
    };
    if rank(&other) < rank(known) {
        known.name = other.name;
        known.origin = other.origin;
    }
}
