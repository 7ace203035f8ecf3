//! What stands behind a cargo feature.
//!
//! Of a large API a caller uses a small part, and compiles that part alone: each group of
//! operations is a feature, and so are the types that this group alone reaches. What two groups
//! reach, or the client itself, is always there.

use std::collections::{BTreeMap, btree_map::Entry};

use super::{
    names::Scope,
    reachability::{client_roots, roots, walk},
};
use crate::{
    config::{Config, Features},
    model::{Api, Home, TypeId},
};

/// How many operations and types an API has that is worth the choice; a smaller one is checked in
/// less than a second.
const LARGE: usize = 200;

/// Features that mean something else.
const RESERVED: [&str; 2] = ["default", "transport"];

/// Decides where every group and every type lives.
pub(super) fn decide(api: &mut Api, config: &Config) {
    if !is_split(api, config) {
        return;
    }
    let mut features = Scope::reserving(&RESERVED);
    for group in api.groups.iter_mut().filter(|group| group.name.is_some()) {
        group.feature = Some(plain(&features.take_file(plain(&group.module))).to_owned());
    }
    let homes = homes(api);
    let shared = shared_home(api);
    for (id, definition) in api.types.iter_mut() {
        let home = homes.get(&id).cloned().flatten();
        definition.decisions.home = home.unwrap_or_else(|| shared.clone());
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

/// The home of every type that is reached; `None` where it is no single group's. Whatever such a
/// type leads to is no single group's either, and is known to be, so that no walk goes on there.
fn homes(api: &Api) -> BTreeMap<TypeId, Option<Home>> {
    let mut homes: BTreeMap<TypeId, Option<Home>> = BTreeMap::new();
    walk(&api.types, client_roots(api), |id| {
        homes.insert(id, None).is_none()
    });
    for group in &api.groups {
        let home = group.feature.as_ref().map(|feature| Home {
            folder: Some(group.module.clone()),
            feature: Some(feature.clone()),
        });
        walk(&api.types, roots(&group.operations), |id| {
            match homes.entry(id) {
                Entry::Vacant(place) => {
                    place.insert(home.clone());
                    true
                }
                Entry::Occupied(place) if *place.get() == home => false,
                Entry::Occupied(mut place) => place.insert(None).is_some(),
            }
        });
    }
    homes
}

/// The folder of types that are always there, beside those of the groups.
fn shared_home(api: &Api) -> Home {
    let groups: Vec<&str> = api
        .groups
        .iter()
        .map(|group| plain(&group.module))
        .collect();
    Home {
        folder: Some(Scope::reserving(&groups).take_file("shared")),
        feature: None,
    }
}

/// An identifier's text: a feature may be called what Rust keeps for itself.
fn plain(ident: &str) -> &str {
    ident.trim_start_matches("r#")
}
