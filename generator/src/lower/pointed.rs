//! Schemas in place that references lead to: `#/components/schemas/Place/properties/geo`.
//!
//! `import` brings what such a reference leads to into `components`. The schema where it stands is of
//! the same type. That type and those beneath it are called as those of any schema that stands there.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Lowering,
    keywords::Keywords,
    schema::{Spot, schemas_pointer},
};
use crate::{
    diagnostic::Origin,
    import::Document,
    model::{Definition, Name, Type},
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

    /// Whether a reference leads to what stands in place there.
    pub fn is_at(&self, origin: &Origin) -> bool {
        self.components.contains_key(origin)
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
    if spot.at == schemas_pointer().child(&component) {
        return None;
    }
    let name = spot.name();
    let names = &mut lowering.pointed.names;
    let rank = |name: &Name| (name.source.len(), name.source.clone());
    let known = names.get(&component);
    if known.is_none_or(|known| rank(&name) < rank(known)) {
        names.insert(component.clone(), name);
    }
    has_type.then(|| Type::Named(lowering.table.component(&component)))
}

/// Makes enumerations one with those in place that have the same values, as all in place are.
pub(super) fn share(lowering: &mut Lowering<'_>) {
    let names: BTreeSet<&String> = lowering.pointed.components.values().collect();
    for component in names {
        lowering.table.share_enumeration(component);
    }
}

/// Calls the types, and those beneath them, as those of other schemas in place are called.
pub(super) fn name(lowering: &mut Lowering<'_>) {
    let Pointed { components, names } = std::mem::take(&mut lowering.pointed);
    let mut placed: Vec<(Origin, String)> = components.into_iter().collect();
    // One may stand beneath another, and is called after that.
    placed.sort_by_key(|(origin, _)| origin.pointer.as_str().len());
    let mut settled: Vec<Settled> = Vec::new();
    for (origin, component) in placed {
        let Some(name) = names.get(&component) else {
            continue;
        };
        let around = settled.iter().rev();
        let source = around
            .filter_map(|it| it.renamed(&name.source, &origin))
            .next();
        settled.push(Settled {
            source: source.unwrap_or_else(|| name.source.clone()),
            origin,
            component,
        });
    }
    for it in &settled {
        lowering.table.name(&it.component, Name::new(&it.source));
        let rename =
            |definition: &Definition| it.renamed(&definition.name.source, &definition.origin);
        lowering.table.rename(rename);
    }
}

/// A schema in place with the name of its type.
struct Settled {
    origin: Origin,
    component: String,
    source: String,
}

impl Settled {
    /// What a type is called that stands at a place, if that is beneath this schema and it is called after
    /// the component.
    fn renamed(&self, name: &str, at: &Origin) -> Option<String> {
        let inner = name.strip_prefix(&self.component)?.strip_prefix(' ')?;
        let beneath =
            at.file == self.origin.file && at.pointer.below(&self.origin.pointer).is_some();
        beneath.then(|| format!("{} {inner}", self.source))
    }
}
