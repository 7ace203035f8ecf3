//! What the crate depends on: the base, what every crate needs, and what its needs bring.
//!
//! Each has its reason in `ARCHITECTURE.md`.

use crate::model::{Api, Base, Dependency};

const fn dependency(name: &'static str, version: &'static str) -> Dependency {
    Dependency {
        name,
        version,
        features: &[],
        default_features: true,
        optional: false,
    }
}

const ASYNC_TRAIT: Dependency = dependency("async-trait", "0.1");

const FUTURES_CORE: Dependency = dependency("futures-core", "0.3");

const SECRECY: Dependency = Dependency {
    features: &["serde"],
    ..dependency("secrecy", "0.10")
};

const SERDE: Dependency = dependency("serde", "1");

/// Without `float_roundtrip` a number may come out as its neighbour.
const SERDE_JSON: Dependency = Dependency {
    features: &["float_roundtrip"],
    ..dependency("serde_json", "1")
};

/// The same where a part of a body is taken out of it as it is written.
const SERDE_JSON_RAW: Dependency = Dependency {
    features: &["float_roundtrip", "raw_value"],
    ..SERDE_JSON
};

/// Without `tokio` every wait of its retries and time limits would cost a thread.
const AZURE_CORE: Dependency = Dependency {
    default_features: false,
    features: &["tokio"],
    ..dependency("azure_core", "1.1")
};

const TYPESPEC_CLIENT_CORE: Dependency = Dependency {
    default_features: false,
    features: &["http", "json", "tokio"],
    ..dependency("typespec_client_core", "1.1")
};

/// What checks patterns.
const REGRESS: Dependency = dependency("regress", "0.12");

/// What calendar dates are made of.
const TIME: Dependency = Dependency {
    features: &["formatting", "macros", "parsing"],
    ..dependency("time", "0.3")
};

/// What a body is read from as it is sent.
const FUTURES_IO: Dependency = dependency("futures-io", "0.3");

/// Elements, attributes and text alone: no serde, no other encodings.
const QUICK_XML: Dependency = dependency("quick-xml", "0.42");

/// What lets one request alone ask for a token, where the base does not; the base has it already.
const TOKIO_SYNC: Dependency = Dependency {
    default_features: false,
    features: &["sync"],
    ..dependency("tokio", "1")
};

const CLAP: Dependency = Dependency {
    features: &["env", "string", "wrap_help"],
    optional: true,
    ..dependency("clap", "4")
};

const CLAP_COMPLETE: Dependency = Dependency {
    optional: true,
    ..dependency("clap_complete", "4")
};

const COMFY_TABLE: Dependency = Dependency {
    default_features: false,
    optional: true,
    ..dependency("comfy-table", "8")
};

const SERDE_YAML: Dependency = Dependency {
    optional: true,
    ..dependency("serde_yaml", "0.9")
};

/// What the command line runs on.
const TOKIO_RUNTIME: Dependency = Dependency {
    features: &["rt", "signal"],
    optional: true,
    ..TOKIO_SYNC
};

/// What knows who has signed in on this machine.
const AZURE_IDENTITY: Dependency = Dependency {
    default_features: false,
    optional: true,
    ..dependency("azure_identity", "1.0")
};

/// Every crate that a generated crate may depend on, and whether this one does. A crate that is needed
/// and added by the command line, too, is there twice.
fn every(api: &Api) -> impl Iterator<Item = (bool, Dependency)> {
    let needs = api.needs;
    let is_azure = api.base == Base::AzureCore;
    let signs_in = is_azure && api.security.has_tokens();
    let own = [
        (true, ASYNC_TRAIT),
        (true, FUTURES_CORE),
        (true, SECRECY),
        (true, SERDE),
        (is_azure, AZURE_CORE),
        (!is_azure, TYPESPEC_CLIENT_CORE),
        (!needs.long_running, SERDE_JSON),
        (needs.long_running, SERDE_JSON_RAW),
        (needs.pattern, REGRESS),
        (needs.date, TIME),
        (needs.uploads, FUTURES_IO),
        (needs.xml, QUICK_XML),
        (needs.tokens && !is_azure, TOKIO_SYNC),
    ];
    let added = [
        (true, CLAP),
        (true, CLAP_COMPLETE),
        (true, COMFY_TABLE),
        (true, SERDE_YAML),
        (true, TOKIO_RUNTIME),
        (signs_in, AZURE_IDENTITY),
    ];
    let added = added.map(|(is_needed, added)| (is_needed && needs.dispatch, added));
    own.into_iter().chain(added)
}

/// Decides the dependencies: what the crate needs itself, then what the command line adds.
pub(super) fn decide(api: &mut Api) {
    let needed = every(api).filter(|(is_needed, _)| *is_needed);
    let mut needed: Vec<Dependency> = needed.map(|(_, dependency)| dependency).collect();
    needed.sort_by_key(|dependency| (dependency.optional, dependency.name));
    api.dependencies = needed;
}

/// Whether a generated crate may depend on a crate that Rust code knows by this name.
pub(super) fn is_one(library: &str) -> bool {
    every(&Api::default()).any(|(_, known)| known.library() == library)
}
