//! Where a service is in each of Azure's clouds, and whom a token for it is for there.
//!
//! In: the generated crate's table of clouds, and the cloud that the caller chose. Out: the
//! service's [`Site`] in it, or why there is none.

use azure_core::cloud::CloudConfiguration;
use azure_core::http::Url;

use super::{ClientOptions, Service, Site, parse_endpoint, refused};

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

impl Site {
    /// The service in the cloud that the options choose; `A` is the type by which a custom cloud
    /// names the service's audience.
    ///
    /// An endpoint among the options wins over the cloud's. Fails when there is no endpoint for the
    /// chosen cloud or the endpoint cannot be used.
    pub fn in_cloud<A: 'static>(
        service: &Service,
        clouds: &[Cloud],
        options: &ClientOptions,
    ) -> azure_core::Result<Self> {
        let custom = match options.core.cloud.as_deref() {
            Some(CloudConfiguration::Custom(custom)) => custom.audiences.get::<A>(),
            Some(_) | None => None,
        };
        let place = Place::of(clouds, options);
        let endpoint = place.endpoint(service, options)?;
        let scopes = place.scopes(service, &endpoint, custom);
        Ok(Self { endpoint, scopes })
    }
}

/// The row of the service's table of clouds that the caller's options choose.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// A cloud in the table.
    Cloud(Cloud),
    /// A cloud that is not in the table: the caller describes it.
    Elsewhere,
    /// The service is in no cloud: the description says where it is.
    Described,
}

impl Place {
    /// Looks the caller's cloud up; the public one when nothing is said.
    fn of(clouds: &[Cloud], options: &ClientOptions) -> Self {
        if clouds.is_empty() {
            return Self::Described;
        }
        let name = match options.core.cloud.as_deref() {
            None | Some(CloudConfiguration::AzurePublic) => CloudName::Public,
            Some(CloudConfiguration::AzureGovernment) => CloudName::UsGovernment,
            Some(CloudConfiguration::AzureChina) => CloudName::China,
            // `CloudConfiguration` may grow; what it does not name here is not in the table.
            Some(_) => return Self::Elsewhere,
        };
        match clouds.iter().find(|cloud| cloud.name == name) {
            Some(cloud) => Self::Cloud(*cloud),
            None if name == CloudName::Public => Self::Described,
            None => Self::Elsewhere,
        }
    }

    /// Where paths are appended to: what the caller says, else the cloud's, else the description's.
    fn endpoint(self, service: &Service, options: &ClientOptions) -> azure_core::Result<Url> {
        match (self, &options.endpoint) {
            (Self::Cloud(cloud), None) => parse_endpoint(cloud.endpoint),
            (Self::Elsewhere, None) => Err(refused("this cloud needs an explicit endpoint")),
            (Self::Described, None) | (_, Some(_)) => Site::endpoint(service, options),
        }
    }

    /// What a token is asked for: the cloud's audience, else the scopes of the description, else
    /// the endpoint itself.
    ///
    /// Fails for a cloud that names no audience: a token for another one must not go there.
    fn scopes(
        self,
        service: &Service,
        endpoint: &Url,
        custom_audience: Option<&str>,
    ) -> azure_core::Result<Vec<String>> {
        let of = |audience: &str| vec![format!("{audience}/.default")];
        match (self, custom_audience) {
            (Self::Cloud(cloud), _) => Ok(of(cloud.audience)),
            (Self::Elsewhere | Self::Described, Some(audience)) => Ok(of(audience)),
            (Self::Elsewhere, None) => Err(refused("this cloud has no audience for the service")),
            (Self::Described, None) if service.scopes.is_empty() => {
                Ok(of(&endpoint.origin().ascii_serialization()))
            }
            (Self::Described, None) => Ok(service.described_scopes()),
        }
    }
}
