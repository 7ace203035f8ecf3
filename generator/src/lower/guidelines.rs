//! What an operation of Azure is by its guidelines, where no extension says it.
//!
//! Comes in: an operation as it is described. Goes out: whether it is a long-running one, where the
//! pages of its list are, and which parameter of its path is a path itself. A description that speaks
//! Azure's vocabulary (`x-ms-…`) is taken by its word; one in OpenAPI 3 often has none of it, and what
//! its answers look like says the same: Microsoft's Azure REST API guidelines, "Collections" and
//! "Long-running operations", and the RPC of Azure Resource Manager, "Asynchronous operations".

use openapiv3::{MediaType, Operation as Described, ReferenceOr, Response, StatusCode};

use super::{
    Lowering, answer, azure,
    azure::{LongRunningOptions, Pageable},
    keywords::{Keywords, Kind},
    media_type,
};
use crate::{
    diagnostic::Pointer,
    model::{Base, PathPart},
};

/// Headers that lead to the monitor of an operation, whatever the status.
const MONITORS: [&str; 2] = ["operation-location", "azure-asyncoperation"];

/// Whether, and how, an operation goes on after its first answer.
pub(super) fn long_running<'d>(
    lowering: &Lowering<'d>,
    described: &'d Described,
) -> Option<LongRunningOptions<'d>> {
    let said = azure::long_running(&described.extensions);
    said.or_else(|| (hold(lowering) && is_accepted(lowering, described)).then(Default::default))
}

/// Where the pages of an operation's list keep what.
pub(super) fn pageable(lowering: &Lowering<'_>, described: &Described) -> Option<Pageable> {
    let said = Pageable::of(&described.extensions);
    said.or_else(|| (hold(lowering) && is_list(lowering, described)).then(Pageable::usual))
}

/// The parameter that is the scope of an extension resource: a whole resource identifier, slashes
/// included (`/{scope}/providers/…`, the RPC's "Extension resources").
pub(super) fn scope(base: Base, path: &[PathPart]) -> Option<&str> {
    match path {
        [
            PathPart::Literal(root),
            PathPart::Parameter(scope),
            PathPart::Literal(rest),
            ..,
        ] if base == Base::AzureCore && root == "/" && rest.starts_with("/providers/") => {
            Some(scope)
        }
        _ => None,
    }
}

/// Whether the guidelines hold: for Azure's base alone, and where nothing else is said.
fn hold(lowering: &Lowering<'_>) -> bool {
    lowering.base == Base::AzureCore && !lowering.document.speaks_azure()
}

/// Whether a success leads to a monitor, or one of 202 to where the value will be.
fn is_accepted(lowering: &Lowering<'_>, described: &Described) -> bool {
    successes(lowering, described).any(|(code, response)| {
        let mut names = response
            .headers
            .keys()
            .map(|name| name.to_ascii_lowercase());
        names.any(|name| MONITORS.contains(&&*name) || code == 202 && name == "location")
    })
}

/// Whether the answer is an object with `value`, a list, and `nextLink`, a text.
fn is_list(lowering: &Lowering<'_>, described: &Described) -> bool {
    successes(lowering, described).any(|(_, response)| {
        let media = response.content.get("application/json");
        media.is_some_and(|media| {
            property(lowering, media, Pageable::USUAL_ITEMS) == Some(Kind::Array)
                && property(lowering, media, Pageable::USUAL_LINK) == Some(Kind::String)
        })
    })
}

/// What a property of a body is.
fn property(lowering: &Lowering<'_>, media: &MediaType, name: &str) -> Option<Kind> {
    let schema = media_type::schema(lowering, media)?;
    match Keywords::of(schema).properties?.get(name)? {
        ReferenceOr::Item(schema) => Keywords::of(schema).kind,
        ReferenceOr::Reference { .. } => None,
    }
}

/// The answers with a status of success.
fn successes<'d>(
    lowering: &Lowering<'d>,
    described: &'d Described,
) -> impl Iterator<Item = (u16, &'d Response)> {
    let all = described.responses.responses.iter();
    all.filter_map(|(status, response)| match status {
        StatusCode::Code(code @ 200..300) => {
            let (_, response) = answer::target(lowering, &Pointer::root(), response)?;
            Some((*code, response))
        }
        StatusCode::Code(_) | StatusCode::Range(_) => None,
    })
}
