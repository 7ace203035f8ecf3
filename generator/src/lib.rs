//! From an API description to a Rust client crate.
//!
//! A description goes in at one end and the files of a crate come out at the other; nothing
//! flows back. `ARCHITECTURE.md` at the top of the repository names the rooms in between.

mod analyze;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
mod emit;
pub mod files;
pub mod import;
mod lower;
pub mod model;
pub mod source;
#[cfg(test)]
#[allow(dead_code, unused_imports, unused_macros)]
#[path = "support/azure/mod.rs"]
mod support;

use config::Config;
use diagnostic::{Diagnostics, Texts};
use files::Files;
use model::Api;
use source::Sources;

/// What a run gives.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The crate; `None` when something was reported that keeps it from being written.
    pub files: Option<Files>,
    /// How many operations of the inputs have a method in the crate.
    pub operations: usize,
    /// Everything that was reported.
    pub diagnostics: Diagnostics,
}

/// Makes a crate of the inputs among `sources`. Touches neither disk nor network.
pub fn generate(sources: &Sources, config: &Config) -> Outcome {
    let (api, mut diagnostics) = model(sources, config);
    let api = api.filter(|_| !diagnostics.has_errors());
    // An operation whose body has several forms is one all the same.
    let origins = api
        .iter()
        .flat_map(|api| api.operations().map(|found| &found.origin));
    let operations = origins.collect::<std::collections::BTreeSet<_>>().len();
    let files = api.and_then(|api| {
        let source = format!("{}: {}, {}", input_names(sources), api.title, api.version);
        let generated = emit::emit(&api, config);
        let copied = config.verbatim.keys();
        let replaced: Vec<&str> = copied
            .filter(|path| generated.contains_key(*path))
            .map(String::as_str)
            .collect();
        if !replaced.is_empty() {
            diagnostics.replaced_files(config.copied_from(), &replaced);
            return None;
        }
        Some(Files::headed(generated, &config.verbatim, &source))
    });
    Outcome {
        files,
        operations,
        diagnostics,
    }
}

/// The finished model of the inputs, for those who look at an API rather than write it.
pub fn model(sources: &Sources, config: &Config) -> (Option<Api>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let Some(document) = import::import(sources, config, &mut diagnostics) else {
        return (None, diagnostics);
    };
    let mut found = Diagnostics::new();
    let mut api = lower::lower(&document, config, &mut found);
    analyze::analyze(&mut api, config, &mut found);
    diagnostics.append(found.relocated(|origin| document.written(origin)));
    (Some(api), diagnostics)
}

/// Makes what a crate is printed from, and drops it: so a benchmark can tell how long the rest of
/// [`generate`] takes, which is printing. Gives the number of items.
#[doc(hidden)]
pub fn unprinted(api: &Api, config: &Config) -> usize {
    emit::items(api, config)
}

/// The inputs' file names: where a crate was made does not belong in it.
fn input_names(sources: &Sources) -> String {
    let names = sources.inputs().iter().map(|id| sources.name(*id));
    let names: Vec<&str> = names
        .map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name))
        .collect();
    names.join(", ")
}
