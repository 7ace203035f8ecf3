//! What all clients share: the endpoint, the pipeline, and the one function that sends.
//!
//! In: the generated crate's [`Service`], a credential and the caller's [`ClientOptions`]. Out: a
//! [`Core`] that takes requests and gives whole responses, whatever their status.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use azure_core::cloud::CloudConfiguration;
use azure_core::credentials::TokenCredential;
use azure_core::http::policies::auth::BearerTokenAuthorizationPolicy;
use azure_core::http::{Pipeline, PipelineSendOptions, RawResponse, Request, Url};

use super::{Call, CallOptions, Place, Repeat, Retry, Service, parse_endpoint, pipeline, within};

/// The size that a buffered response may have when nothing else is said: 64 MiB.
const MAX_RESPONSE_BYTES: u64 = 64 * 1024 * 1024;

/// What a caller sets once for all calls of a client.
#[derive(Clone)]
#[non_exhaustive]
pub struct ClientOptions {
    /// The URL that paths are appended to; wins over the cloud's.
    pub endpoint: Option<String>,
    /// The time limit of each call, retries included; no limit by default.
    pub timeout: Option<Duration>,
    /// How requests are sent again.
    pub retry: Retry,
    /// The size that a response's body may have, in bytes; 64 MiB by default.
    pub max_response_bytes: u64,
    /// `azure_core`'s own options: cloud, transport, policies, user agent, tracing, logging. Its
    /// `retry` counts when it was changed and [`ClientOptions::retry`] was not.
    pub core: azure_core::http::ClientOptions,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            endpoint: None,
            timeout: None,
            retry: Retry::default(),
            max_response_bytes: MAX_RESPONSE_BYTES,
            core: azure_core::http::ClientOptions::default(),
        }
    }
}

impl fmt::Debug for ClientOptions {
    /// Leaves out `azure_core`'s options, whose policies may hold keys, and an endpoint that is
    /// none: it may be anything, and hold a password or a signature.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.endpoint.as_deref().map(|endpoint| {
            let usable = parse_endpoint(endpoint).is_ok();
            if usable { endpoint } else { "[REDACTED]" }
        });
        f.debug_struct("ClientOptions")
            .field("endpoint", &endpoint)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}

/// The part of a client that is the same in every generated crate. Clones share one pipeline.
#[derive(Clone)]
pub struct Core {
    endpoint: Url,
    pipeline: Pipeline,
    timeout: Option<Duration>,
}

impl fmt::Debug for Core {
    /// Leaves out the pipeline: it holds the credential, whose `Debug` is not ours to trust.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("endpoint", &self.endpoint.as_str())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl Core {
    /// Sets a client up; `A` is the type by which a custom cloud names the service's audience.
    ///
    /// Without a credential requests go out unsigned. Fails when there is no endpoint for the
    /// chosen cloud or the endpoint cannot be used, when a custom cloud has no audience for a
    /// credential, and when the application id does not fit a user agent.
    pub fn new<A: 'static>(
        service: &Service,
        credential: Option<Arc<dyn TokenCredential>>,
        options: ClientOptions,
    ) -> azure_core::Result<Self> {
        let audience = match options.core.cloud.as_deref() {
            Some(CloudConfiguration::Custom(custom)) => custom.audiences.get::<A>(),
            Some(_) | None => None,
        };
        let audience = audience.map(str::to_owned);
        Self::with_audience(service, credential, options, audience)
    }

    fn with_audience(
        service: &Service,
        credential: Option<Arc<dyn TokenCredential>>,
        options: ClientOptions,
        custom_audience: Option<String>,
    ) -> azure_core::Result<Self> {
        let place = Place::of(service, &options);
        let endpoint = place.endpoint(service, &options)?;
        let signing = match credential {
            Some(credential) => {
                let scopes = place.scopes(service, &endpoint, custom_audience)?;
                Some(BearerTokenAuthorizationPolicy::new(credential, scopes))
            }
            None => None,
        };
        Ok(Self {
            endpoint,
            timeout: options.timeout,
            pipeline: pipeline(service, options, signing)?,
        })
    }

    /// The URL that paths are appended to.
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// Sends a request and gives the response, whatever its status.
    ///
    /// Fails when no response came in whole: no connection, no token, a body that broke off
    /// ([`BrokenBody`](super::BrokenBody)) or was too long ([`TooLarge`](super::TooLarge)), or the
    /// time was up ([`TimedOut`](super::TimedOut)).
    ///
    /// The future is boxed, so that the many functions that await it stay small and compile fast.
    pub fn send<'a>(
        &'a self,
        request: Request,
        options: CallOptions<'a>,
        repeat: Repeat,
    ) -> Pin<Box<dyn Future<Output = azure_core::Result<RawResponse>> + Send + 'a>> {
        Box::pin(self.run(request, options, repeat))
    }

    async fn run(
        &self,
        mut request: Request,
        options: CallOptions<'_>,
        repeat: Repeat,
    ) -> azure_core::Result<RawResponse> {
        let limit = options.time_limit().or(self.timeout);
        let call = Call::begin(repeat, limit);
        let context = options.into_context(call.clone());
        // The statuses are the caller's to judge: `azure_core`'s own check would copy the body
        // into its error.
        let unchecked = PipelineSendOptions {
            skip_checks: true,
            ..PipelineSendOptions::default()
        };
        let work = self.pipeline.send(&context, &mut request, Some(unchecked));
        match limit {
            Some(limit) => within(limit, &call, work).await,
            None => work.await,
        }
    }
}
