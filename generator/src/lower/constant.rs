//! Constants among the alternatives of choices.
//!
//! Comes in: the alternatives of a schema. Goes out: those of them that are a single text, number or
//! truth value, written in place. Beside alternatives of another kind such a value is a variant of its
//! own; a number beside any number is one of those.

use indexmap::IndexMap;
use openapiv3::Schema;
use serde_json::Value;

use super::{
    Lowering,
    azure::MsEnum,
    beside,
    choice::Member,
    enums,
    facets::Facets,
    keywords::{Keywords, Kind},
    reference::Used,
    schema::{Spot, replaced},
};
use crate::model::{Constant, Tag};

/// Takes the constants away from the alternatives that they stand beside, all of them within what is said
/// around them.
pub(super) fn take<'d>(
    lowering: &mut Lowering<'d>,
    spot: &Spot,
    around: &Keywords<'_>,
    members: &mut Vec<Member<'d>>,
    facets: &mut Facets,
) -> Vec<Constant> {
    let values = members.iter().map(|member| single(lowering, member));
    let values: Vec<Option<Single<'d>>> = values.collect();
    let beside = Beside::of(lowering, around, members, &values);
    let mut constants: IndexMap<(bool, String), Constant> = IndexMap::new();
    let mut kept = Vec::new();
    for (member, value) in members.drain(..).zip(values) {
        match value.filter(|it| beside.leaves(it.kind)) {
            Some(single) => {
                let keywords = Keywords::of(single.schema);
                facets.nullable |= Facets::of(single.schema, &keywords).nullable;
                let constant = constant(lowering, spot, &single);
                let key = (constant.literal, constant.name.source.clone());
                constants.entry(key).or_insert(constant);
            }
            None => kept.push(member),
        }
    }
    *members = kept;
    constants.into_values().collect()
}

/// An alternative that has one value alone.
struct Single<'d> {
    schema: &'d Schema,
    value: Value,
    kind: Kind,
}

/// What stands beside a constant.
struct Beside {
    /// The kinds of constants.
    constants: Vec<Kind>,
    /// The kinds of the others' values; `None` where that is open.
    others: Vec<Option<Kind>>,
}

impl Beside {
    fn of<'d>(
        lowering: &mut Lowering<'d>,
        around: &Keywords<'_>,
        members: &[Member<'d>],
        values: &[Option<Single<'d>>],
    ) -> Self {
        let constants = values.iter().flatten().map(|it| it.kind).collect();
        let others = members.iter().zip(values).filter(|(_, it)| it.is_none());
        let around = beside::kind(around).map(wide);
        let own = |part: Used<'d>| part.followed(lowering).and_then(kind);
        let others = others.map(|((_, part), _)| own(*part).or(around));
        let mut beside = Self {
            constants,
            others: others.collect(),
        };
        beside.constants.sort_unstable();
        beside.constants.dedup();
        beside.others.sort_unstable();
        beside.others.dedup();
        beside
    }

    /// Whether a constant of this kind is told from what it stands beside. A number or a truth value is
    /// not told from an alternative that takes all of them.
    fn leaves(&self, kind: Kind) -> bool {
        let is_alone = self.others.is_empty() && self.constants.len() == 1;
        !is_alone && (kind == Kind::String || !self.others.contains(&Some(kind)))
    }
}

/// The kind of a schema's values, whole numbers being numbers.
fn kind(schema: &Schema) -> Option<Kind> {
    let keywords = Keywords::of(schema);
    match keywords.kind {
        Some(kind) => Some(wide(kind)),
        None => keywords.enumeration.iter().find_map(kind_of),
    }
}

/// The kind, whole numbers being numbers.
pub(super) fn wide(kind: Kind) -> Kind {
    match kind {
        Kind::Integer => Kind::Number,
        other => other,
    }
}

/// The kind of a text, a number or a truth value.
pub(super) fn kind_of(value: &Value) -> Option<Kind> {
    match value {
        Value::String(_) => Some(Kind::String),
        Value::Bool(_) => Some(Kind::Boolean),
        Value::Number(_) => Some(Kind::Number),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The only value of an alternative in place, unless it is secret, has a type with a name or is
/// replaced.
fn single<'d>(lowering: &mut Lowering<'_>, member: &Member<'d>) -> Option<Single<'d>> {
    let (at, Used::Here(schema)) = member else {
        return None;
    };
    let single = only_value(schema)?;
    let is_plain = !is_secret(lowering, member)
        && MsEnum::of(&schema.schema_data.extensions).name.is_none()
        && replaced(lowering, &lowering.origin(at)).is_none();
    is_plain.then_some(single)
}

/// Whether the values of an alternative in place are secret, so that nothing is called after them.
pub(super) fn is_secret(lowering: &mut Lowering<'_>, (at, part): &Member<'_>) -> bool {
    let origin = lowering.origin(at);
    let described = |schema| Facets::of(schema, &Keywords::of(schema)).secret;
    let schema = part.here();
    schema.is_some_and(|it| lowering.selection.is_secret(&origin, described(it)))
}

/// The only value that a schema lists, where it says no more than of what kind that is.
fn only_value(schema: &Schema) -> Option<Single<'_>> {
    let keywords = Keywords::of(schema);
    let mut values = keywords.enumeration.iter().filter(|it| !it.is_null());
    let value = values.next().filter(|_| values.next().is_none())?.clone();
    let kind = kind_of(&value)?;
    let is_of_kind = match keywords.kind {
        None => true,
        Some(Kind::Integer) => value.is_i64() || value.is_u64(),
        described => described == Some(kind),
    };
    let alone = Keywords {
        kind: None,
        enumeration: Vec::new(),
        ..keywords
    };
    let single = Single {
        schema,
        value,
        kind,
    };
    (is_of_kind && alone.is_open()).then_some(single)
}

fn constant(lowering: &mut Lowering<'_>, spot: &Spot, single: &Single<'_>) -> Constant {
    let Single { schema, value, .. } = single;
    let text = Tag::spelled(value).unwrap_or_default();
    let found = enums::only_value(schema, &Keywords::of(schema), &text);
    let origin = lowering.origin(&spot.at);
    let renamed = lowering.selection.value_name(&origin, &text);
    Constant {
        name: found.name.suggest(renamed.or(found.suggested)),
        docs: found.docs,
        literal: !value.is_string(),
    }
}
