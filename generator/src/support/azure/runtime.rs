//! What the runtime stands on, its base: `azure_core`.
//!
//! All other files name what they need of the base by way of this one, and what is another thing
//! on another base is here: the pipeline's own policies, and the headers that the base's services
//! speak.

use std::sync::Arc;

pub use azure_core::{Bytes, Error, Result, Uuid, base64, error, http, sleep, stream, time};

use error::ErrorKind;
use http::headers::{ERROR_CODE, HeaderName, RETRY_AFTER_MS, X_MS_RETRY_AFTER_MS};
use http::policies::Policy;
use http::{ClientOptions, Pipeline, PipelineSendOptions, PipelineStreamOptions};

use super::{Service, is_token};

/// The headers by which a service names the request, the most telling first.
pub const REQUEST_IDS: &[HeaderName] = &[
    HeaderName::from_static("x-ms-request-id"),
    HeaderName::from_static("x-ms-client-request-id"),
    HeaderName::from_static("request-id"),
];

/// The headers in which a service gives its code for what went wrong.
pub const ERROR_CODES: &[HeaderName] = &[ERROR_CODE];

/// The headers that ask for a wait in milliseconds, the first one that is there before the others.
pub const WAITS: &[HeaderName] = &[X_MS_RETRY_AFTER_MS, RETRY_AFTER_MS];

/// The pipeline of a client, with its policies for each try.
///
/// Fails when the application id does not fit a user agent.
pub fn pipeline(
    service: &Service,
    options: ClientOptions,
    per_try: Vec<Arc<dyn Policy>>,
) -> Result<Pipeline> {
    check_application_id(options.user_agent.application_id.as_deref())?;
    Ok(Pipeline::new(
        Some(service.crate_name),
        Some(service.crate_version),
        options,
        Vec::new(),
        per_try,
        None,
    ))
}

/// Sends without a look at the status, which is the caller's to judge: the pipeline's own check
/// would copy the body into its error.
pub fn unchecked() -> Option<PipelineSendOptions> {
    Some(PipelineSendOptions {
        skip_checks: true,
        ..PipelineSendOptions::default()
    })
}

/// The same for an answer that is read as it comes.
pub fn unchecked_stream() -> Option<PipelineStreamOptions> {
    Some(PipelineStreamOptions {
        skip_checks: true,
        ..PipelineStreamOptions::default()
    })
}

/// `azure_core` panics on an application id that it does not take.
fn check_application_id(id: Option<&str>) -> Result<()> {
    match id {
        Some(id) if id.len() > 24 || !is_token(id) => Err(Error::with_message(
            ErrorKind::Other,
            "the application id must be 1 to 24 characters of a token",
        )),
        Some(_) | None => Ok(()),
    }
}
