//! Objects that several parts of an `allOf` describe as one property: all of them hold at once.
//!
//! Comes in: the descriptions, each with its place. Goes out: one type for the same descriptions, however
//! often they meet. Its properties may be such objects again, and may lead back to it: so a type gets its
//! id when it is first met and is lowered later, from a list, as components are.

use std::collections::VecDeque;

use indexmap::IndexMap;
use openapiv3::Schema;

use super::{
    Lowering, all_of,
    compose::{self, Composition, Merged},
    keywords::Keywords,
    object,
    reference::{followed_name, referred_name},
    schema::{Spot, define, schemas_pointer},
};
use crate::{
    diagnostic::{Origin, Pointer},
    model::{Docs, Examples, Name, Shape, TypeId},
};

/// The types of such objects.
#[derive(Debug, Default)]
pub(super) struct Joined<'a> {
    /// By the places of the descriptions.
    types: IndexMap<Vec<Pointer>, Met>,
    /// Those that are still to be lowered.
    open: VecDeque<Open<'a>>,
    /// One is being lowered: what is met now is met inside of it.
    inside: bool,
}

/// A type that was met, and the best of its names.
#[derive(Debug)]
pub(super) struct Met {
    pub id: TypeId,
    called: Called,
    /// What all places say of it.
    docs: Docs,
}

/// What a type is called at a place.
#[derive(Debug)]
pub(super) struct Called {
    name: Name,
    origin: Origin,
    /// The place is inside of another such object, whose properties nobody describes as they are.
    inside: bool,
}

impl Met {
    /// A type that was met for the first time.
    pub fn new(id: TypeId, called: Called, docs: Docs) -> Self {
        Self { id, called, docs }
    }

    /// Says what there is to say of the type.
    pub fn describe(&mut self, docs: Docs) {
        self.docs = docs;
    }

    /// Notes that the type was met at another place.
    pub fn again(&mut self, called: Called, docs: &Docs) {
        if called.rank() < self.called.rank() {
            self.called = called;
        }
        if self.docs != *docs {
            self.docs = Docs::default();
        }
    }

    /// Calls the type by the best of its names.
    pub fn name(self, lowering: &mut Lowering<'_>) {
        let Self { id, called, docs } = self;
        lowering.table.call(id, called.name, called.origin, docs);
    }
}

impl Called {
    /// How good the name is, less is better. What stands in an operation does not name what all
    /// operations share.
    fn rank(&self) -> (bool, bool, usize, &str) {
        let name = &self.name.source;
        let in_operation = self.origin.pointer.as_str().starts_with("/paths/");
        (self.inside, in_operation, name.len(), name)
    }
}

#[derive(Debug)]
struct Open<'a> {
    id: TypeId,
    spot: Spot,
    merged: Merged<'a>,
    /// The operation or type in which it was met.
    within: String,
}

/// How many there are, and how many descriptions one has, before the last description alone counts:
/// objects that hold each other can meet in very many ways.
const MOST: usize = 1000;
const MOST_PARTS: usize = 16;

/// The type of the object that some descriptions give together; `None` where that is no one object.
pub(super) fn type_of<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    parts: Vec<(Pointer, &'d Schema)>,
    docs: &Docs,
) -> Option<TypeId> {
    let key = parts.iter().map(|(at, part)| substance(lowering, at, part));
    let key: Vec<Pointer> = key.collect();
    let called = called(lowering, spot, &key);
    if let Some(met) = lowering.joined.types.get_mut(&key) {
        met.again(called, docs);
        return Some(met.id);
    }
    if lowering.joined.types.len() >= MOST || parts.len() > MOST_PARTS {
        return None;
    }
    let Composition::Objects(objects) = compose::compose_all(lowering, parts) else {
        return None;
    };
    let [merged] = <[Merged<'d>; 1]>::try_from(objects).ok()?;
    let id = lowering.table.reserve();
    let within = lowering.within.clone();
    let open = Open {
        id,
        spot: spot.clone(),
        merged,
        within,
    };
    lowering.joined.open.push_back(open);
    let met = Met::new(id, called, docs.clone());
    lowering.joined.types.insert(key, met);
    Some(id)
}

/// What the object of some descriptions is called at a place. Inside of another one it is called after the
/// schemas, where all of them have names.
pub(super) fn called(lowering: &Lowering<'_>, spot: &Spot, key: &[Pointer]) -> Called {
    let inside = lowering.joined.inside;
    let names: Option<Vec<String>> = key.iter().map(compose::own_name).collect();
    let name = match names.filter(|_| inside) {
        Some(names) => Name::new(names.join(" ")),
        None => spot.name(),
    };
    Called {
        name,
        origin: lowering.origin(&spot.at),
        inside,
    }
}

/// Where the description stands that one only annotates, or itself.
fn substance<'d>(lowering: &Lowering<'d>, at: &Pointer, part: &'d Schema) -> Pointer {
    let wrapped = all_of::wrapped(&Keywords::of(part));
    let name = wrapped.and_then(|it| referred_name(it.substance));
    match name {
        Some(name) => schemas_pointer().child(followed_name(lowering, name)),
        None => at.clone(),
    }
}

/// Lowers the next of the types that were met; whether there was one.
pub(super) fn lower_next(lowering: &mut Lowering<'_>) -> bool {
    let Some(open) = lowering.joined.open.pop_front() else {
        return false;
    };
    let Open {
        id,
        spot,
        merged,
        within,
    } = open;
    lowering.within = within;
    let mark = lowering.diagnostics.mark();
    lowering.joined.inside = true;
    let shape = Shape::Record(object::record(lowering, &spot, &merged));
    lowering.joined.inside = false;
    let (docs, examples) = (Docs::default(), Examples::new());
    let definition = define(lowering, &spot, spot.name(), docs, shape, examples);
    lowering.table.define(id, definition);
    let costly = lowering.diagnostics.costly_since(mark);
    lowering.needs.of_type(id, costly);
    true
}

/// Calls each type by the shortest of the names that it has where it was met, whichever came first.
pub(super) fn name(lowering: &mut Lowering<'_>) {
    for (_, met) in std::mem::take(&mut lowering.joined.types) {
        met.name(lowering);
    }
}
