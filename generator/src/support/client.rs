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
use azure_core::error::{Error, ErrorKind};
use azure_core::http::policies::Policy;
use azure_core::http::policies::auth::BearerTokenAuthorizationPolicy;
use azure_core::http::{Pipeline, PipelineSendOptions, RawResponse, Request, Url};

use super::{Call, CallOptions, CallerHeadersPolicy, Repeat, Retry, is_token, limited, within};

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
    /// Leaves out `azure_core`'s options, whose policies may hold keys, and an endpoint that may
    /// hold a password or a signature.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.endpoint.as_deref().map(|endpoint| {
            let plain = !endpoint.contains(['@', '?', '#']);
            if plain { endpoint } else { "[REDACTED]" }
        });
        f.debug_struct("ClientOptions")
            .field("endpoint", &endpoint)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}

/// What a generated crate knows of its service.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The generated crate's name, for the user agent.
    pub crate_name: &'static str,
    /// The generated crate's version, for the user agent.
    pub crate_version: &'static str,
    /// The URL that the description names, if it names one.
    pub endpoint: Option<&'static str>,
    /// Where the service is in each cloud; empty for a service that is in none.
    pub clouds: &'static [Cloud],
    /// The scopes that a token is asked for where no cloud says so.
    pub scopes: &'static [&'static str],
}

/// Where a service is in one cloud.
#[derive(Clone, Copy, Debug)]
pub struct Cloud {
    /// The cloud.
    pub name: CloudName,
    /// The URL that paths are appended to.
    pub endpoint: &'static str,
    /// Whom a token is for; its scope is this with `/.default` after it.
    pub audience: &'static str,
}

/// The clouds that `azure_core` knows by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloudName {
    /// The public cloud.
    Public,
    /// The cloud of the United States government.
    UsGovernment,
    /// The cloud in China.
    China,
}

/// The part of a client that is the same in every generated crate.
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
        let endpoint = parse_endpoint(place.endpoint(service, &options)?)?;
        let mut per_try: Vec<Arc<dyn Policy>> = Vec::new();
        if let Some(credential) = credential {
            let scopes = place.scopes(service, &endpoint, custom_audience)?;
            per_try.push(Arc::new(BearerTokenAuthorizationPolicy::new(
                credential, scopes,
            )));
        }
        per_try.push(Arc::new(CallerHeadersPolicy));
        Ok(Self {
            endpoint,
            timeout: options.timeout,
            pipeline: pipeline(service, options, per_try)?,
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

/// The row of the service's table of clouds that the caller's options choose.
enum Place {
    /// A cloud in the table.
    Cloud(Cloud),
    /// A cloud that is not in the table: the caller describes it.
    Elsewhere,
    /// The service is in no cloud: the description says where it is.
    Described,
}

impl Place {
    fn of(service: &Service, options: &ClientOptions) -> Self {
        if service.clouds.is_empty() {
            return Self::Described;
        }
        let name = match options.core.cloud.as_deref() {
            None | Some(CloudConfiguration::AzurePublic) => CloudName::Public,
            Some(CloudConfiguration::AzureGovernment) => CloudName::UsGovernment,
            Some(CloudConfiguration::AzureChina) => CloudName::China,
            // `CloudConfiguration` may grow; what it does not name here is not in the table.
            Some(_) => return Self::Elsewhere,
        };
        match service.clouds.iter().find(|cloud| cloud.name == name) {
            Some(cloud) => Self::Cloud(*cloud),
            None if name == CloudName::Public => Self::Described,
            None => Self::Elsewhere,
        }
    }

    fn endpoint<'a>(
        &self,
        service: &Service,
        options: &'a ClientOptions,
    ) -> azure_core::Result<&'a str> {
        if let Some(endpoint) = &options.endpoint {
            return Ok(endpoint);
        }
        match self {
            Self::Cloud(cloud) => Ok(cloud.endpoint),
            Self::Elsewhere => Err(refused("this cloud needs an explicit endpoint")),
            Self::Described => service
                .endpoint
                .ok_or_else(|| refused("the client needs an endpoint")),
        }
    }

    fn scopes(
        &self,
        service: &Service,
        endpoint: &Url,
        custom_audience: Option<String>,
    ) -> azure_core::Result<Vec<String>> {
        let of = |audience: &str| vec![format!("{audience}/.default")];
        match (self, custom_audience) {
            (Self::Cloud(cloud), _) => Ok(of(cloud.audience)),
            (Self::Elsewhere | Self::Described, Some(audience)) => Ok(of(&audience)),
            (Self::Elsewhere, None) => Err(refused("this cloud has no audience for the service")),
            (Self::Described, None) if service.scopes.is_empty() => {
                Ok(of(&endpoint.origin().ascii_serialization()))
            }
            (Self::Described, None) => Ok(service.scopes.iter().map(|&s| s.to_owned()).collect()),
        }
    }
}

fn pipeline(
    service: &Service,
    options: ClientOptions,
    per_try: Vec<Arc<dyn Policy>>,
) -> azure_core::Result<Pipeline> {
    let mut core = options.core;
    check_application_id(core.user_agent.application_id.as_deref())?;
    let (ours, theirs) = options.retry.install(core.retry);
    // The last of the per-call policies stands where `azure_core`'s own retry policy would.
    core.per_call_policies.extend(ours);
    core.retry = theirs;
    let transport = core.transport.unwrap_or_default();
    core.transport = Some(limited(transport, options.max_response_bytes));
    Ok(Pipeline::new(
        Some(service.crate_name),
        Some(service.crate_version),
        core,
        Vec::new(),
        per_try,
        None,
    ))
}

/// An endpoint is an `http` or `https` URL that paths can be appended to, with no secret in it.
fn parse_endpoint(text: &str) -> azure_core::Result<Url> {
    // No message quotes the text: what is not an endpoint may be anything, a key among others.
    let url = Url::parse(text).map_err(|_| refused("the endpoint is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refused("the endpoint must be an http or https URL"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("the endpoint must have no query and no fragment"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused(
            "the endpoint must have no user name and no password",
        ));
    }
    Ok(url)
}

/// `azure_core` panics on an application id that it does not take.
fn check_application_id(id: Option<&str>) -> azure_core::Result<()> {
    match id {
        Some(id) if id.len() > 24 || !is_token(id) => Err(refused(
            "the application id must be 1 to 24 characters of a token",
        )),
        Some(_) | None => Ok(()),
    }
}

fn refused(message: &'static str) -> Error {
    Error::with_message(ErrorKind::Other, message)
}
