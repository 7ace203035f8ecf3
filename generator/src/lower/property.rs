//! Properties that several parts of an object describe (`allOf`).
//!
//! Comes in: the descriptions of one property, parents first. Goes out: one. All of them hold at
//! once (JSON Schema, section 10.2.1.1): what a later one does not say stays what an earlier one
//! says. One that says another thing of the shape of the values stands in place of the earlier.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use openapiv3::{AdditionalProperties, Schema};

use super::{
    Lowering, all_of,
    choice::Member,
    component::schema_name,
    compose, conditional,
    element::{Holder, Inside},
    facets::Facets,
    joined,
    keywords::{Keywords, Kind},
    reference::{Used, followed_name},
    schema::{Spot, Typed, annotated, schemas_pointer, used},
};
use crate::{diagnostic::Pointer, model::Type};

/// A property as the parts of an object describe it.
#[derive(Clone, Debug)]
pub(super) struct Property<'a> {
    /// Where the description stands that says what its values are.
    pub at: Pointer,
    /// That description.
    pub schema: Used<'a>,
    /// It is described under a condition alone.
    conditional: bool,
    /// What else is said of it under conditions: a value is as any of them says.
    others: Vec<Member<'a>>,
    /// Earlier descriptions that say nothing of the shape of the values.
    before: Vec<&'a Schema>,
    /// Later ones that say no more of it.
    after: Vec<&'a Schema>,
    /// Objects that the description adds properties to, or lists and maps of such objects, the earliest
    /// first.
    beneath: Vec<(Pointer, &'a Schema)>,
    /// What all of these say of each value inside, where they are lists or maps.
    inside: Option<Inside<'a>>,
    /// How many lists and maps it is inside of.
    depth: usize,
}

impl<'a> Property<'a> {
    /// A property that one part describes.
    pub fn new(at: Pointer, schema: Used<'a>, conditional: bool) -> Self {
        Self {
            at,
            schema,
            conditional,
            others: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            beneath: Vec::new(),
            inside: None,
            depth: 0,
        }
    }

    /// A value inside of so many lists and maps, as one part describes it: of some of the values alone where
    /// it is conditional.
    pub fn inside_of(depth: usize, at: Pointer, schema: Used<'a>, conditional: bool) -> Self {
        Self {
            depth,
            ..Self::new(at, schema, conditional)
        }
    }

    /// A list as a schema describes it beside the parts of its `allOf`.
    pub fn beside(at: &Pointer, schema: &'a Schema) -> Option<Self> {
        let inside = Inside::beside(at, schema).filter(|it| it.holder == Holder::List)?;
        Some(Self {
            inside: Some(inside),
            ..Self::new(at.clone(), Used::Here(schema), false)
        })
    }

    /// Whether no one description says all of it.
    pub fn is_of_several(&self) -> bool {
        !self.beneath.is_empty() || !self.others.is_empty()
    }

    /// Whether it is described under a condition alone.
    pub fn is_conditional(&self) -> bool {
        self.conditional
    }

    /// Whether another property has the same descriptions.
    pub fn is_the_same_as(&self, other: &Self) -> bool {
        let same = |all: &[&'a Schema], others: &[&'a Schema]| {
            let mut both = all.iter().zip(others);
            all.len() == others.len() && both.all(|(one, other)| std::ptr::eq(*one, *other))
        };
        let beneath = |it: &Self| it.beneath.iter().map(|(_, it)| *it).collect::<Vec<_>>();
        let places = |it: &Self| {
            it.others
                .iter()
                .map(|(at, _)| at.clone())
                .collect::<Vec<_>>()
        };
        self.at == other.at
            && places(self) == places(other)
            && same(&self.before, &other.before)
            && same(&self.after, &other.after)
            && same(&beneath(self), &beneath(other))
    }

    /// This property with what a later part says of it.
    pub fn refined_by(&mut self, lowering: &Lowering<'a>, later: Self) {
        // What is said under a condition narrows some values alone.
        if later.conditional {
            self.or(later);
            return;
        }
        if later.at == self.at {
            return;
        }
        let described = self.schema.followed(lowering);
        let (Some(own), Some(added)) = (described, later.schema.followed(lowering)) else {
            *self = later;
            return;
        };
        let is_here = later.schema.here().is_some();
        if self.conditional {
            *self = later;
        } else if is_here && says_no_more(added, own) || lists_more(added, own) {
            self.after.push(added);
        } else if is_here && is_open(own) && self.schema.here().is_some() {
            let before = std::mem::take(&mut self.before);
            *self = later;
            self.before = [before, vec![own]].concat();
        } else if is_here && is_plain_object(added) && is_object_alone(lowering, self.schema, own) {
            self.join((self.at.clone(), own), later);
        } else if let Some((inside, added_inside)) = self.insides(lowering, &later) {
            self.refine_inside(lowering, (inside, added_inside), later, added);
        } else if self.would_lose(lowering, own, &later, added) {
            match described_at(lowering, &self.at, self.schema) {
                Some(described) => self.join(described, later),
                None => *self = later,
            }
        } else {
            *self = later;
        }
    }

    /// Adds what is said under another condition, where this property is described under one, too.
    fn or(&mut self, later: Self) {
        if !self.conditional {
            return;
        }
        let added = std::iter::once((later.at, later.schema)).chain(later.others);
        for (at, schema) in added {
            let is_known = at == self.at
                || schema.is_equal(self.schema)
                || self.others.iter().any(|(_, known)| schema.is_equal(*known));
            if !is_known {
                self.others.push((at, schema));
            }
        }
    }

    /// Where the property stands, seen from the object around it. What is said under conditions of several
    /// schemas is of that object.
    pub fn spot(&self, around: &Spot, name: &str) -> Spot {
        let owner = compose::owner(&self.at);
        let mut others = self.others.iter();
        match others.all(|(at, _)| compose::owner(at) == owner) {
            true => around.inherited(self.at.clone(), name),
            false => around.inner(self.at.clone(), name),
        }
    }

    /// What this property and a later one say of each value inside, where both are lists or both are maps.
    fn insides(&self, lowering: &Lowering<'a>, later: &Self) -> Option<(Inside<'a>, Inside<'a>)> {
        let inside = |it: &Self| match &it.inside {
            Some(known) => Some(known.clone()),
            None => {
                let (at, schema) = described_at(lowering, &it.at, it.schema)?;
                Inside::of(it.depth, &at, schema)
            }
        };
        let (own, added) = (inside(self)?, inside(later)?);
        (own.holder == added.holder).then_some((own, added))
    }

    /// Adds what a later list or map says of each value inside.
    fn refine_inside(
        &mut self,
        lowering: &Lowering<'a>,
        (mut inside, added_inside): (Inside<'a>, Inside<'a>),
        later: Self,
        added: &'a Schema,
    ) {
        let before = (inside.value.at.clone(), inside.value.others.len());
        inside.value.refined_by(lowering, *added_inside.value);
        let after = (inside.value.at.clone(), inside.value.others.len());
        let is_of_several = inside.value.is_of_several();
        match described_at(lowering, &self.at, self.schema) {
            _ if after == before => self.after.push(added),
            Some(described) if is_of_several => {
                self.join(described, later);
                self.inside = Some(inside);
            }
            Some(_) | None => *self = later,
        }
    }

    /// Adds a later description to the object that this one is.
    fn join(&mut self, own: (Pointer, &'a Schema), later: Self) {
        let Self {
            mut before,
            after,
            mut beneath,
            ..
        } = std::mem::replace(self, later);
        beneath.push(own);
        before.extend(after);
        self.beneath = beneath;
        self.before = before;
    }

    /// Whether this property and a later one are two objects, and this one has properties that the other has
    /// not, or an object in it has.
    fn would_lose(
        &self,
        lowering: &Lowering<'a>,
        own: &'a Schema,
        later: &Self,
        added: &'a Schema,
    ) -> bool {
        let is_object = |part, schema: &Schema| {
            let is_secret = Facets::of(schema, &Keywords::of(schema)).secret;
            !is_secret && is_object_alone(lowering, part, schema)
        };
        let beneath = self.beneath.iter().map(|(_, schema)| *schema);
        let mut all = beneath.chain([own]);
        is_object(self.schema, own)
            && is_object(later.schema, added)
            && all.any(|own| has_more(lowering, own, added))
    }

    /// The type of the property, with what all parts say around it.
    pub fn typed(&self, lowering: &mut Lowering<'a>, spot: &Spot) -> Typed {
        let typed = match self.together(lowering, spot) {
            Some(typed) => typed,
            None if !self.others.is_empty() => {
                let own = std::iter::once((self.at.clone(), self.schema));
                let members = own.chain(self.others.iter().cloned());
                conditional::typed(lowering, spot, members.collect())
            }
            None => used(lowering, spot, self.schema),
        };
        let around = |schemas: &[&Schema]| {
            let facets = schemas.iter().map(|it| Facets::of(it, &Keywords::of(it)));
            facets.fold(Facets::default(), Facets::refined_by)
        };
        if self.before.is_empty() && self.after.is_empty() {
            return typed;
        }
        let facets = around(&self.before).refined_by(typed.facets);
        let typed = Typed { facets, ..typed };
        annotated(lowering, spot, typed, around(&self.after))
    }

    /// The object of several descriptions, or the list or map of such objects.
    fn together(&self, lowering: &mut Lowering<'a>, spot: &Spot) -> Option<Typed> {
        if self.beneath.is_empty() && self.inside.is_none() {
            return None;
        }
        let mut parts = self.beneath.clone();
        parts.extend(described_at(lowering, &self.at, self.schema));
        let all: Vec<Facets> = parts.iter().map(|(at, it)| facets_at(at, it)).collect();
        let notes: IndexSet<String> = all.iter().flat_map(|it| it.docs.notes.clone()).collect();
        let mut facets = all.into_iter().fold(Facets::default(), Facets::refined_by);
        // Each of several patterns is one that keys may match.
        if self.inside.as_ref().is_some_and(|it| it.value.conditional) {
            facets.docs.notes = notes.into_iter().collect();
        }
        let ty = match &self.inside {
            Some(inside) => inside.typed(lowering, spot),
            None => Type::Named(joined::type_of(lowering, spot, parts, &facets.docs)?),
        };
        let typed = Typed { ty, facets };
        Some(annotated(lowering, spot, typed, Facets::default()))
    }
}

/// What a description says around the object that it is. What a named schema says is of the schema.
fn facets_at(at: &Pointer, schema: &Schema) -> Facets {
    let keywords = Keywords::of(schema);
    let own = Facets::of(schema, &keywords);
    let own = match all_of::wrapped(&keywords) {
        Some(wrapped) => wrapped.around.refined_by(own),
        None => own,
    };
    match compose::own_name(at) {
        Some(_) => own.inherited(),
        None => own,
    }
}

/// A description, and where it stands: what a reference names stands at its own place.
pub(super) fn described_at<'a>(
    lowering: &Lowering<'a>,
    at: &Pointer,
    part: Used<'a>,
) -> Option<(Pointer, &'a Schema)> {
    let schema = part.followed(lowering)?;
    let place = match part {
        Used::Named(reference) => {
            schemas_pointer().child(followed_name(lowering, schema_name(reference)?))
        }
        Used::Here(_) => at.clone(),
    };
    Some((place, schema))
}

/// Whether a schema says nothing of the shape of its values.
fn is_open(schema: &Schema) -> bool {
    let keywords = Keywords {
        not: false,
        ..Keywords::of(schema)
    };
    keywords.is_open() && keywords.format.is_none() && keywords.required.is_empty()
}

/// Whether a schema says nothing of the shape of its values that the other does not say, too: at
/// most the kind of a value that the other says more of.
fn says_no_more(schema: &Schema, other: &Schema) -> bool {
    if is_open(schema) {
        return true;
    }
    let (own, other) = (Keywords::of(schema), Keywords::of(other));
    let kind = own.kind;
    // That a map may have any values says no more of those that are described.
    let may_have_any = matches!(own.additional, Some(AdditionalProperties::Any(true)));
    let are_described = matches!(other.additional, Some(AdditionalProperties::Schema(_)));
    let alone = Keywords {
        kind: None,
        additional: own.additional.filter(|_| !(may_have_any && are_described)),
        ..own
    };
    let says_more = other.format.is_some()
        || !Keywords {
            kind: None,
            ..other.clone()
        }
        .is_open();
    let is_kind_alone = alone.is_open() && alone.format.is_none() && alone.required.is_empty();
    is_kind_alone && kind == other.kind && says_more
}

/// Whether a schema lists every value that the other lists, and more.
fn lists_more(schema: &Schema, other: &Schema) -> bool {
    let [more, fewer] = [schema, other].map(|it| Keywords::of(it).enumeration);
    let is_listed = fewer.iter().all(|value| more.contains(value));
    !fewer.is_empty() && fewer.len() < more.len() && is_listed
}

/// Whether a schema names properties or says that there are others, and is composed of nothing.
fn is_plain_object(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    let composed = [keywords.all_of, keywords.one_of, keywords.any_of];
    let names = keywords.properties.is_some_and(|found| !found.is_empty());
    let takes_others = match keywords.additional {
        Some(AdditionalProperties::Any(takes_others)) => *takes_others,
        Some(AdditionalProperties::Schema(_)) => true,
        None => false,
    };
    (names || takes_others)
        && composed.iter().all(|parts| parts.is_empty())
        && compose::is_object_part(schema)
}

/// Whether an object has properties that another has not, itself or in objects that both have.
fn has_more<'a>(lowering: &Lowering<'a>, own: &'a Schema, other: &'a Schema) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![(own, other)];
    while let Some((own, other)) = open.pop() {
        let is_new = seen.insert((std::ptr::from_ref(own), std::ptr::from_ref(other)));
        if std::ptr::eq(own, other) || !is_new || seen.len() > MOST_PAIRS {
            continue;
        }
        let others = compose::properties(lowering, other);
        for (name, part) in compose::properties(lowering, own) {
            let Some(other) = others.get(name) else {
                return true;
            };
            let both = inmost(lowering, part.into(), (*other).into()).map(|part| {
                let schema = part.followed(lowering)?;
                is_object_alone(lowering, part, schema).then_some(schema)
            });
            if let [Some(own), Some(other)] = both {
                open.push((own, other));
            }
        }
    }
    false
}

/// Two descriptions, or what they say of each value inside as far as both are lists or both are maps.
fn inmost<'a>(lowering: &Lowering<'a>, own: Used<'a>, other: Used<'a>) -> [Used<'a>; 2] {
    let mut both = [own, other];
    for depth in 0.. {
        let insides = both.map(|part| {
            let schema = part.followed(lowering)?;
            Inside::of(depth, &Pointer::root(), schema)
        });
        match insides {
            [Some(own), Some(other)] if own.holder == other.holder => {
                both = [own.value.schema, other.value.schema];
            }
            _ => break,
        }
    }
    both
}

/// How many pairs of objects are compared before the later one is taken to say all.
const MOST_PAIRS: usize = 256;

/// Whether a property is an object with properties that stands for no other.
fn is_object_alone(lowering: &Lowering<'_>, part: Used<'_>, schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    let stands_for_others = match part {
        Used::Named(reference) => {
            schema_name(reference).is_some_and(|name| lowering.hierarchy.has_members(name))
        }
        Used::Here(_) => false,
    };
    let is_choice = !keywords.one_of.is_empty()
        || !keywords.any_of.is_empty()
        || schema.schema_data.discriminator.is_some();
    let names = keywords.properties.is_some_and(|found| !found.is_empty());
    let is_object = keywords.kind != Some(Kind::Array) && compose::is_object_part(schema);
    let composed = !keywords.all_of.is_empty();
    is_object && (names || composed) && !is_choice && !stands_for_others
}
