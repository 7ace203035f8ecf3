//! What stands behind a cargo feature.
//!
//! Of a large API a caller uses a small part, and compiles that part alone: each group of
//! operations is a feature, and a type is there when a group that reaches it is. What the client
//! itself reaches, or most of the groups, is always there.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    names::{Scope, plain},
    reachability::client_roots,
};
use crate::{
    config::{Config, Features},
    model::{
        Api, Group, Home, TypeId,
        graph::{roots, walk},
    },
};

/// How many operations and types an API has that is worth the choice; a smaller one is checked in
/// less than a second.
const LARGE: usize = 200;

/// Features that mean something else.
const RESERVED: [&str; 4] = ["cli", "default", "dispatch", "transport"];

/// Decides where every group and every type lives.
pub(super) fn decide(api: &mut Api, config: &Config) {
    if !is_split(api, config) {
        return;
    }
    let mut features = Scope::reserving(&RESERVED);
    for group in api.groups.iter_mut().filter(|group| group.name.is_some()) {
        group.feature = Some(plain(&features.take_file(plain(&group.module))).to_owned());
    }
    let reached = reached(api);
    let shared = shared_folder(api);
    for (id, definition) in api.types.iter_mut() {
        definition.decisions.home = reached.get(&id).map_or_else(
            || Home::in_folder(&shared),
            |groups| home(&api.groups, groups, &shared),
        );
    }
}

fn is_split(api: &Api, config: &Config) -> bool {
    let named = api.groups.iter().filter(|group| group.name.is_some());
    match config.package.features {
        Some(Features::Groups) => true,
        Some(Features::None) => false,
        None => named.count() > 1 && api.operations().count() + api.types.iter().count() >= LARGE,
    }
}

/// The groups that reach each type, by their place; none for what the client itself reaches.
fn reached(api: &Api) -> BTreeMap<TypeId, BTreeSet<usize>> {
    let mut reached: BTreeMap<TypeId, BTreeSet<usize>> = BTreeMap::new();
    for (place, group) in api.groups.iter().enumerate() {
        walk(&api.types, roots(&group.operations), |id| {
            reached.entry(id).or_default().insert(place)
        });
    }
    let mut always = BTreeSet::new();
    walk(&api.types, client_roots(api), |id| always.insert(id));
    reached.retain(|id, _| !always.contains(id));
    reached
}

/// Where a type lives that these groups reach.
fn home(groups: &[Group], reached_by: &BTreeSet<usize>, shared: &str) -> Home {
    let by: Vec<&Group> = reached_by
        .iter()
        .filter_map(|place| groups.get(*place))
        .collect();
    let features: Option<Vec<String>> = by.iter().map(|group| group.feature.clone()).collect();
    let gated = groups.iter().filter(|group| group.feature.is_some());
    let is_most = by.len() > 1 && by.len() * 2 > gated.count();
    match (by.as_slice(), features) {
        ([group], Some(features)) => Home {
            folder: Some(group.module.clone()),
            features,
        },
        (_, Some(features)) if !is_most => Home {
            features,
            ..Home::in_folder(shared)
        },
        _ => Home::in_folder(shared),
    }
}

/// The folder of types that are no single group's, beside those of the groups.
fn shared_folder(api: &Api) -> String {
    let groups: Vec<&str> = api
        .groups
        .iter()
        .map(|group| plain(&group.module))
        .collect();
    Scope::reserving(&groups).take_file("shared")
}
