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

/// What the feature is called that brings what comes in, and the folder of what it alone brings.
const INCOMING: &str = "webhook payloads";

/// Decides where every group and every type lives.
pub(super) fn decide(api: &mut Api, config: &Config) {
    if !is_split(api, config) {
        return;
    }
    let mut features = Scope::reserving(&RESERVED);
    for group in api.groups.iter_mut().filter(|group| group.name.is_some()) {
        group.feature = Some(plain(&features.take_file(plain(&group.module))).to_owned());
    }
    let mut folders = folders(api);
    if !api.incoming.senders.is_empty() {
        api.incoming.feature = Some(plain(&features.take_file(INCOMING)).to_owned());
    }
    let reached = reached(api);
    let shared = folders.take_file("shared");
    let mut bringers: Vec<Bringer> = api.groups.iter().map(Bringer::from).collect();
    bringers.push(Bringer {
        folder: folders.take_file(INCOMING),
        feature: api.incoming.feature.clone(),
    });
    for (id, definition) in api.types.iter_mut() {
        definition.decisions.home = reached.get(&id).map_or_else(
            || Home::in_folder(&shared),
            |reached_by| home(&bringers, reached_by, &shared),
        );
    }
}

/// What brings types of its own: a group of operations, or what comes in.
struct Bringer {
    folder: String,
    feature: Option<String>,
}

impl From<&Group> for Bringer {
    fn from(group: &Group) -> Self {
        Self {
            folder: group.module.clone(),
            feature: group.feature.clone(),
        }
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

/// The groups that reach each type, by their place, and what comes in after them; none for what the
/// client itself reaches.
fn reached(api: &Api) -> BTreeMap<TypeId, BTreeSet<usize>> {
    let mut reached: BTreeMap<TypeId, BTreeSet<usize>> = BTreeMap::new();
    for (place, group) in api.groups.iter().enumerate() {
        walk(&api.types, roots(&group.operations), |id| {
            reached.entry(id).or_default().insert(place)
        });
    }
    walk(&api.types, api.incoming.types(), |id| {
        reached.entry(id).or_default().insert(api.groups.len())
    });
    let mut always = BTreeSet::new();
    walk(&api.types, client_roots(api), |id| always.insert(id));
    reached.retain(|id, _| !always.contains(id));
    reached
}

/// Where a type lives that these reach.
fn home(bringers: &[Bringer], reached_by: &BTreeSet<usize>, shared: &str) -> Home {
    let by: Vec<&Bringer> = reached_by
        .iter()
        .filter_map(|place| bringers.get(*place))
        .collect();
    let features: Option<Vec<String>> = by.iter().map(|it| it.feature.clone()).collect();
    let gated = bringers.iter().filter(|it| it.feature.is_some());
    let is_most = by.len() > 1 && by.len() * 2 > gated.count();
    match (by.as_slice(), features) {
        ([alone], Some(features)) => Home {
            folder: Some(alone.folder.clone()),
            features,
        },
        (_, Some(features)) if !is_most => Home {
            features,
            ..Home::in_folder(shared)
        },
        _ => Home::in_folder(shared),
    }
}

/// The folders of the groups' types, to which others come.
fn folders(api: &Api) -> Scope {
    let groups: Vec<&str> = api
        .groups
        .iter()
        .map(|group| plain(&group.module))
        .collect();
    Scope::reserving(&groups)
}
