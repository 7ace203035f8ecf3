//! What the runtime stands on, its base: `typespec_client_core`.
//!
//! All other files name what they need of the base by way of this one, and what is another thing
//! on another base is here: the pipeline's own policies, and the headers that services speak.

use std::sync::Arc;

use async_trait::async_trait;
pub use typespec_client_core::{
    Bytes, Error, Result, Uuid, base64, error, http, sleep, stream, time,
};

use error::ErrorKind;
use http::headers::{HeaderName, HeaderValue, RETRY_AFTER, USER_AGENT};
use http::policies::{Policy, PolicyResult, RetryHeaders};
use http::{
    ClientOptions, Context, Pipeline, PipelineOptions, PipelineSendOptions, PipelineStreamOptions,
    Request,
};

use super::{Service, is_token, pass_on};

/// The headers by which a service names the request, the most telling first.
pub const REQUEST_IDS: &[HeaderName] = &[
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("request-id"),
    HeaderName::from_static("x-correlation-id"),
];

/// The headers in which a service gives its code for what went wrong: no standard names one.
pub const ERROR_CODES: &[HeaderName] = &[];

/// The headers that ask for a wait in milliseconds, before `Retry-After` with its seconds.
pub const WAITS: &[HeaderName] = &[RETRY_AFTER_MS];

const RETRY_AFTER_MS: HeaderName = HeaderName::from_static("retry-after-ms");

/// The pipeline of a client, with its policies for each try.
///
/// Fails when the crate's name and version do not fit a user agent.
pub fn pipeline(
    service: &Service,
    options: ClientOptions,
    per_try: Vec<Arc<dyn Policy>>,
) -> Result<Pipeline> {
    let agent: Arc<dyn Policy> = Arc::new(UserAgentPolicy::new(service)?);
    // What the caller leaves to the base waits as long as ours does.
    let told = PipelineOptions {
        retry_headers: RetryHeaders {
            retry_headers: vec![RETRY_AFTER_MS, RETRY_AFTER],
        },
        ..PipelineOptions::default()
    };
    Ok(Pipeline::new(options, vec![agent], per_try, Some(told)))
}

/// Sends without a look at the status, which is the caller's to judge, as the base does anyway.
pub fn unchecked() -> Option<PipelineSendOptions> {
    None
}

/// The same for an answer that is read as it comes.
pub fn unchecked_stream() -> Option<PipelineStreamOptions> {
    None
}

/// Says which crate a request comes from, unless the request says something else.
#[derive(Debug)]
struct UserAgentPolicy(HeaderValue);

impl UserAgentPolicy {
    /// RFC 9110, section 10.1.5: a product and its version.
    fn new(service: &Service) -> Result<Self> {
        let (name, version) = (service.crate_name, service.crate_version);
        if !is_token(name) || !is_token(version) {
            return Err(Error::with_message(
                ErrorKind::Other,
                "the crate's name and version must be tokens",
            ));
        }
        Ok(Self(format!("{name}/{version}").into()))
    }
}

#[async_trait]
impl Policy for UserAgentPolicy {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        if request.headers().get_optional_str(&USER_AGENT).is_none() {
            request.insert_header(USER_AGENT, self.0.clone());
        }
        pass_on(ctx, request, next).await
    }
}
