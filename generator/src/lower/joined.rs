//! Objects that several parts of an `allOf` describe as one property: all of them hold at once.
//!
//! Comes in: the descriptions, each with its place. Goes out: one type for the same descriptions, however
//! often they meet. Its properties may be such objects again, and may lead back to it: so a type gets its
//! id when it is first met and is lowered later, from a list, as components are.
//!
//! Objects that hold each other can meet in very many ways. Where there are too many, no such object is made
//! inside of another one: which ones were met first hangs on the order of keys.

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
    /// The one that is being lowered: what is met now is met inside of it.
    inside: Option<Spot>,
    /// How many were met inside of others alone, when they were first met.
    met_inside: usize,
    reach: Reach,
}

/// Which of such objects have types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reach {
    /// All of them.
    #[default]
    All,
    /// Those that are not inside of others.
    Outermost,
}

impl Joined<'_> {
    /// None yet, with as many to come as `reach` says.
    pub fn new(reach: Reach) -> Self {
        Self {
            reach,
            ..Self::default()
        }
    }

    /// Which of them can have types, after all that were met.
    pub fn reach(&self) -> Reach {
        match self.are_too_many() {
            true => Reach::Outermost,
            false => self.reach,
        }
    }

    fn are_too_many(&self) -> bool {
        self.met_inside > MOST
    }
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

/// How many there may be inside of others.
const MOST: usize = 1000;

/// How many descriptions one may have.
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
    let is_inside = lowering.joined.inside.is_some();
    let known = lowering.joined.types.get_mut(&key);
    if let Some(met) = known.filter(|_| !is_inside || lowering.joined.reach == Reach::All) {
        met.again(called, docs);
        return Some(met.id);
    }
    if is_left(lowering, spot, parts.len()) {
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

/// Whether the last description of an object is all that counts, of which the user is told.
fn is_left(lowering: &mut Lowering<'_>, spot: &Spot, parts: usize) -> bool {
    if parts > MOST_PARTS {
        let site = lowering.site(&spot.at);
        lowering.diagnostics.too_many_descriptions(site, parts);
        return true;
    }
    let Some(outer) = lowering.joined.inside.clone() else {
        return false;
    };
    match lowering.joined.reach {
        Reach::All if lowering.joined.are_too_many() => true,
        Reach::All => {
            lowering.joined.met_inside += 1;
            false
        }
        Reach::Outermost => {
            let site = lowering.site(&outer.at);
            lowering.diagnostics.too_many_joined(site, MOST);
            true
        }
    }
}

/// What the object of some descriptions is called at a place. Inside of another one it is called after the
/// schemas, where all of them have names.
pub(super) fn called(lowering: &Lowering<'_>, spot: &Spot, key: &[Pointer]) -> Called {
    let inside = lowering.joined.inside.is_some();
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
    lowering.joined.inside = Some(spot.clone());
    let shape = Shape::Record(object::record(lowering, &spot, &merged));
    lowering.joined.inside = None;
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
