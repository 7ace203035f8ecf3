//! The policies that a request goes through, and their order.
//!
//! In: the caller's options and the policy that signs. Out: the base's pipeline with our
//! policies in it.

use std::sync::Arc;

use super::runtime;
use super::runtime::error::{Error, ErrorKind};
use super::runtime::http::policies::{Policy, PolicyResult};
use super::runtime::http::{Context, Pipeline, Request};
use super::{CallerHeadersPolicy, ClientOptions, Service, SigningPolicy, limited};

/// The pipeline of a client: what the base and the caller put into it, and around the transport
/// the signature, the caller's headers, the retries and the limit on size.
///
/// Fails when the options do not fit the base.
pub fn pipeline(
    service: &Service,
    options: ClientOptions,
    signing: SigningPolicy,
) -> runtime::Result<Pipeline> {
    let mut core = options.core;
    let (ours, theirs) = options.retry.install(core.retry);
    // The last of the per-call policies stands where the base's own retry policy would.
    core.per_call_policies.extend(ours);
    core.retry = theirs;
    let transport = core.transport.unwrap_or_default();
    core.transport = Some(limited(transport, options.max_response_bytes));
    let per_try: Vec<Arc<dyn Policy>> = vec![Arc::new(signing), Arc::new(CallerHeadersPolicy)];
    runtime::pipeline(service, core, per_try)
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
