//! Every decision that the description leaves open, made once and written into the model.
//!
//! Comes in: the model as `lower` built it. Goes out: the same model, complete: what is reached
//! and in which direction, which fields need a pointer, what can be derived, which identifiers
//! are used, what stands behind a cargo feature, and what the crate depends on. `emit` decides
//! nothing.

mod blanks;
mod boxing;
mod carried;
mod constants;
mod conversions;
mod defaults;
mod dependencies;
mod depth;
mod derives;
mod examples;
mod features;
mod gates;
mod keeping;
mod masking;
mod misfit;
mod names;
mod package;
mod presence;
mod reachability;
mod shared;
mod xml;

use crate::{
    config::Config,
    diagnostic::Diagnostics,
    model::{Api, Place},
};

/// Makes every decision.
pub fn analyze(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    sort(api);
    reachability::decide(api);
    presence::decide(api);
    constants::decide(api);
    keeping::decide(api);
    blanks::decide(api);
    boxing::decide(api, diagnostics);
    depth::decide(api);
    derives::decide(api);
    conversions::decide(api);
    defaults::decide(api);
    examples::decide(api, diagnostics);
    names::decide(api);
    names::check_renamed(api, config, diagnostics);
    carried::decide(api);
    gates::decide(api, config);
    package::decide(api, config, diagnostics);
    shared::decide(api);
    xml::decide(api);
    features::decide(api, config, diagnostics);
    dependencies::decide(api);
    package::check_foreign(api, config, diagnostics);
}

/// Orders what a document's keys order, so that shuffled keys give the same public API.
fn sort(api: &mut Api) {
    api.types.sort_by_key(|definition| {
        (
            definition.name.source.clone(),
            definition.origin.pointer.clone(),
        )
    });
    api.groups
        .sort_by_cached_key(|group| group.name.as_ref().map(|name| name.source.clone()));
    for group in &mut api.groups {
        group
            .operations
            .sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.origin.cmp(&b.origin)));
    }
    api.left_out.sort();
    let host = api.host.clone().unwrap_or_default();
    api.client_parameters.sort_by_key(|parameter| {
        let name = parameter.name.source.clone();
        let in_host = host
            .position(&name)
            .filter(|_| parameter.place == Place::Host);
        let rank = match (in_host, host.last) {
            (Some(position), false) => (0, position),
            (None, _) => (1, 0),
            (Some(position), true) => (2, position),
        };
        (rank, parameter.place, name)
    });
}
