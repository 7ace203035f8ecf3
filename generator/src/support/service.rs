//! Where a service is, and whom a token for it is for.
//!
//! In: what the generated crate knows of its service, and the cloud and endpoint that the caller
//! chose. Out: the endpoint and the scopes, or why there are none.

use azure_core::cloud::CloudConfiguration;
use azure_core::error::{Error, ErrorKind};
use azure_core::http::Url;

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
    /// Where the service is in each cloud; empty for a service that is in none.
    pub clouds: &'static [Cloud],
    /// The scopes that a token is asked for where no cloud says so.
    pub scopes: &'static [&'static str],
    /// The ways to sign that operations ask for.
    pub schemes: &'static [Scheme],
    /// What an operation asks for unless it says otherwise.
    pub security: Security,
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

/// The row of the service's table of clouds that the caller's options choose.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// A cloud in the table.
    Cloud(Cloud),
    /// A cloud that is not in the table: the caller describes it.
    Elsewhere,
    /// The service is in no cloud: the description says where it is.
    Described,
}

impl Place {
    /// Looks the caller's cloud up; the public one when nothing is said.
    pub fn of(service: &Service, options: &ClientOptions) -> Self {
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

    /// Where paths are appended to: what the caller says, else the cloud's, else the description's.
    ///
    /// Fails when there is none, and when it is not a URL that can be used.
    pub fn endpoint(self, service: &Service, options: &ClientOptions) -> azure_core::Result<Url> {
        if let Some(endpoint) = &options.endpoint {
            return parse_endpoint(endpoint);
        }
        match self {
            Self::Cloud(cloud) => parse_endpoint(cloud.endpoint),
            Self::Elsewhere => Err(refused("this cloud needs an explicit endpoint")),
            Self::Described => match service.endpoint {
                Some(endpoint) => parse_endpoint(endpoint),
                None => Err(refused("the client needs an endpoint")),
            },
        }
    }

    /// What a token is asked for: the cloud's audience, else the scopes of the description, else
    /// the endpoint itself.
    ///
    /// Fails for a cloud that names no audience: a token for another one must not go there.
    pub fn scopes(
        self,
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

/// An endpoint is an `http` or `https` URL that paths can be appended to, with no secret in it.
///
/// Fails, without quoting the text, where it is anything else.
pub fn parse_endpoint(text: &str) -> azure_core::Result<Url> {
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

fn refused(message: &'static str) -> Error {
    Error::with_message(ErrorKind::Other, message)
}
