//! Schemas in place that references lead to: `#/components/schemas/Place/properties/geo`.
//!
//! `import` brings what such a reference leads to into `components`. The schema where it stands is of
//! the same type, and the type is called as that of any schema that stands there.

use std::collections::BTreeMap;

use super::{
    Lowering,
    keywords::Keywords,
    schema::{Spot, schemas_pointer},
};
use crate::{
    diagnostic::Origin,
    import::Document,
    model::{Name, Type},
};

/// What stands in place, and as a component too.
#[derive(Debug, Default)]
pub(super) struct Pointed {
    /// The components, by where they stand.
    components: BTreeMap<Origin, String>,
    /// What their types are called.
    names: BTreeMap<String, Name>,
}

impl Pointed {
    /// The components of a document that stand somewhere else in it.
    pub fn of(document: &Document) -> Self {
        let components = document.api.components.iter();
        let names = components.flat_map(|components| components.schemas.keys());
        let placed = names.map(|name| (document.origin(&schemas_pointer().child(name)), name));
        let pointed = placed.filter(|(origin, _)| document.schema_name(origin).is_none());
        Self {
            components: pointed.map(|(at, name)| (at, name.clone())).collect(),
            names: BTreeMap::new(),
        }
    }
}

/// The type of a schema that stands here, where it has one of its own and a reference leads to it.
pub(super) fn try_pointed(
    lowering: &mut Lowering<'_>,
    spot: &Spot,
    origin: &Origin,
    keywords: &Keywords<'_>,
) -> Option<Type> {
    let component = lowering.pointed.components.get(origin)?.clone();
    let is_composed = [keywords.one_of, keywords.any_of, keywords.all_of];
    let has_type = keywords.properties.is_some_and(|all| !all.is_empty())
        || !keywords.enumeration.is_empty()
        || is_composed.iter().any(|members| !members.is_empty());
    if !has_type || spot.at == schemas_pointer().child(&component) {
        return None;
    }
    let name = spot.name();
    let names = &mut lowering.pointed.names;
    let rank = |name: &Name| (name.source.len(), name.source.clone());
    let known = names.get(&component);
    if known.is_none_or(|known| rank(&name) < rank(known)) {
        names.insert(component.clone(), name);
    }
    Some(Type::Named(lowering.table.component(&component)))
}

/// Calls the types as those of other schemas in place are called.
pub(super) fn name(lowering: &mut Lowering<'_>) {
    for (component, name) in std::mem::take(&mut lowering.pointed.names) {
        lowering.table.name(&component, name);
    }
}
