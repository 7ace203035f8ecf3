//! Where a service is, and what a token for it is asked for.
//!
//! In: what the generated crate knows of its service, and the endpoint that the caller chose. Out:
//! the endpoint and the scopes, or why there are none.

use super::runtime;
use super::runtime::error::{Error, ErrorKind};
use super::runtime::http::Url;
use super::{ClientOptions, Scheme, Security};

/// What a generated crate knows of its service.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The generated crate's name, for the user agent.
    pub crate_name: &'static str,
    /// The generated crate's version, for the user agent.
    pub crate_version: &'static str,
    /// The URL that the description names, if it names one.
    pub endpoint: Option<&'static str>,
    /// The scopes that a token is asked for where nothing else says so.
    pub scopes: &'static [&'static str],
    /// The ways to sign that operations ask for.
    pub schemes: &'static [Scheme],
    /// What an operation asks for unless it says otherwise.
    pub security: Security,
}

impl Service {
    /// The scopes that the description names.
    pub fn described_scopes(&self) -> Vec<String> {
        self.scopes.iter().map(|&scope| scope.to_owned()).collect()
    }
}

/// Where a service is for one client.
#[derive(Debug)]
pub struct Site {
    /// The URL that paths are appended to.
    pub endpoint: Url,
    /// What a token is asked for, or why none can be.
    pub scopes: runtime::Result<Vec<String>>,
}

impl Site {
    /// The service where the caller says, else where the description says.
    ///
    /// Fails when there is no endpoint, and when it is not a URL that can be used.
    pub fn described(service: &Service, options: &ClientOptions) -> runtime::Result<Self> {
        Ok(Self {
            endpoint: Self::endpoint(service, options)?,
            scopes: Ok(service.described_scopes()),
        })
    }

    /// The endpoint of the caller, else of the description.
    pub fn endpoint(service: &Service, options: &ClientOptions) -> runtime::Result<Url> {
        match options.endpoint.as_deref().or(service.endpoint) {
            Some(endpoint) => parse_endpoint(endpoint),
            None => Err(refused("the client needs an endpoint")),
        }
    }
}

/// An endpoint is an `http` or `https` URL that paths can be appended to, with no secret in it.
///
/// Fails, without quoting the text, where it is anything else.
pub fn parse_endpoint(text: &str) -> runtime::Result<Url> {
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

/// Why a client cannot be made.
pub fn refused(message: &'static str) -> Error {
    Error::with_message(ErrorKind::Other, message)
}
