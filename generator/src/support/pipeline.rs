//! The policies that a request goes through, and their order.
//!
//! In: the caller's options and the policy that signs. Out: `azure_core`'s pipeline with our
//! policies in it.

use std::sync::Arc;

use azure_core::error::{Error, ErrorKind};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{Context, Pipeline, Request};

use super::{CallerHeadersPolicy, ClientOptions, Service, SigningPolicy, is_token, limited};

/// The pipeline of a client: what `azure_core` and the caller put into it, and around the transport
/// the signature, the caller's headers, the retries and the limit on size.
///
/// Fails when the application id does not fit a user agent.
pub fn pipeline(
    service: &Service,
    options: ClientOptions,
    signing: SigningPolicy,
) -> azure_core::Result<Pipeline> {
    let mut core = options.core;
    check_application_id(core.user_agent.application_id.as_deref())?;
    let (ours, theirs) = options.retry.install(core.retry);
    // The last of the per-call policies stands where `azure_core`'s own retry policy would.
    core.per_call_policies.extend(ours);
    core.retry = theirs;
    let transport = core.transport.unwrap_or_default();
    core.transport = Some(limited(transport, options.max_response_bytes));
    let per_try: Vec<Arc<dyn Policy>> = vec![Arc::new(signing), Arc::new(CallerHeadersPolicy)];
    Ok(Pipeline::new(
        Some(service.crate_name),
        Some(service.crate_version),
        core,
        Vec::new(),
        per_try,
        None,
    ))
}

/// Passes the request on to the next policy.
pub async fn pass_on(
    ctx: &Context<'_>,
    request: &mut Request,
    next: &[Arc<dyn Policy>],
) -> PolicyResult {
    match next.split_first() {
        Some((policy, rest)) => policy.send(ctx, request, rest).await,
        None => Err(Error::with_message(
            ErrorKind::Other,
            "the pipeline has no transport",
        )),
    }
}

/// `azure_core` panics on an application id that it does not take.
fn check_application_id(id: Option<&str>) -> azure_core::Result<()> {
    match id {
        Some(id) if id.len() > 24 || !is_token(id) => Err(Error::with_message(
            ErrorKind::Other,
            "the application id must be 1 to 24 characters of a token",
        )),
        Some(_) | None => Ok(()),
    }
}
