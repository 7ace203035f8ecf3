//! Where a client goes, and whom its tokens are for.

use std::sync::Arc;

use azure_core::cloud::{Audiences, CloudConfiguration, CustomConfiguration};
use azure_core::http::Method;

use super::tokens::Teller;
use crate::support::Target;
use crate::support::shared::tests::fake::{self, Answer, Fake, token};
use crate::support::{CallOptions, ClientOptions, Cloud, CloudName, Core, Repeat, Service, Site};

/// The marker type of a generated crate.
struct Audience;

const CLOUDS: &[Cloud] = &[
    Cloud {
        name: CloudName::Public,
        endpoint: "https://public.test",
        audience: "https://public-audience.test",
    },
    Cloud {
        name: CloudName::China,
        endpoint: "https://china.test",
        audience: "https://china-audience.test",
    },
];

/// A service whose description names no scopes.
const SERVICE: Service = Service {
    scopes: &[],
    ..fake::SERVICE
};

fn cloud(cloud: impl Into<CloudConfiguration>) -> ClientOptions {
    let mut options = ClientOptions::default();
    options.core.cloud = Some(Arc::new(cloud.into()));
    options
}

fn custom(audience: Option<&str>) -> ClientOptions {
    let mut custom = CustomConfiguration::default();
    if let Some(audience) = audience {
        custom.audiences = Audiences::new().with::<Audience>(audience.to_owned());
    }
    cloud(custom)
}

fn at(mut options: ClientOptions, endpoint: &str) -> ClientOptions {
    options.endpoint = Some(endpoint.to_owned());
    options
}

/// Sends a request with a credential; gives the endpoint and the scope of the token.
async fn reached(
    service: &Service,
    clouds: &[Cloud],
    mut options: ClientOptions,
) -> azure_core::Result<(String, String)> {
    let fake = Fake::new([Answer::json(200, "{}")]);
    options.core.transport = Some(fake.transport());
    let teller = Arc::new(Teller::default());
    let site = Site::in_cloud::<Audience>(service, clouds, &options)?;
    let core = Core::new(service, site, token(teller.clone()), options)?;
    let request = Target::new(core.endpoint())
        .into_request(Method::Get)
        .unwrap();
    core.send(request, CallOptions::default(), Repeat::Safe)
        .await?;
    let sent = fake.sent();
    assert_eq!(sent[0].header("authorization"), Some("Bearer TOKEN"));
    let scopes = teller.0.lock().unwrap().join(" ");
    Ok((sent[0].url.clone(), scopes))
}

#[tokio::test]
async fn the_cloud_picks_endpoint_and_audience() {
    let public = (
        "https://public.test/",
        "https://public-audience.test/.default",
    );
    let china = (
        "https://china.test/",
        "https://china-audience.test/.default",
    );
    for (options, (endpoint, scope)) in [
        (ClientOptions::default(), public),
        (cloud(CloudConfiguration::AzurePublic), public),
        (cloud(CloudConfiguration::AzureChina), china),
    ] {
        let (url, asked) = reached(&SERVICE, CLOUDS, options).await.unwrap();
        assert_eq!((url.as_str(), asked.as_str()), (endpoint, scope));
    }
}

#[tokio::test]
async fn an_explicit_endpoint_wins_over_the_clouds() {
    let options = at(
        cloud(CloudConfiguration::AzureChina),
        "https://mine.test/base",
    );
    let (url, scope) = reached(&SERVICE, CLOUDS, options).await.unwrap();
    assert_eq!(url, "https://mine.test/base");
    assert_eq!(scope, "https://china-audience.test/.default");
}

#[tokio::test]
async fn a_custom_cloud_names_its_own_audience() {
    let options = at(custom(Some("https://own.test")), "https://mine.test");
    let (url, scope) = reached(&SERVICE, CLOUDS, options).await.unwrap();
    assert_eq!(url, "https://mine.test/");
    assert_eq!(scope, "https://own.test/.default");
}

#[tokio::test]
async fn no_token_goes_to_a_cloud_that_it_was_not_made_for() {
    for (options, message) in [
        (
            custom(Some("https://own.test")),
            "this cloud needs an explicit endpoint",
        ),
        (
            at(custom(None), "https://mine.test"),
            "this cloud has no audience for the service",
        ),
        (
            cloud(CloudConfiguration::AzureGovernment),
            "this cloud needs an explicit endpoint",
        ),
        (
            at(
                cloud(CloudConfiguration::AzureGovernment),
                "https://mine.test",
            ),
            "this cloud has no audience for the service",
        ),
    ] {
        let error = reached(&SERVICE, CLOUDS, options).await.unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[tokio::test]
async fn a_service_in_no_cloud_is_where_the_description_says() {
    let scoped = Service {
        scopes: &["one", "two"],
        ..SERVICE
    };
    let (url, scopes) = reached(&scoped, &[], ClientOptions::default())
        .await
        .unwrap();
    assert_eq!(url, "https://service.test/");
    assert_eq!(scopes, "one two");

    let (_, scope) = reached(
        &SERVICE,
        &[],
        at(custom(None), "https://mine.test:8443/base"),
    )
    .await
    .unwrap();
    assert_eq!(scope, "https://mine.test:8443/.default");

    let (_, scope) = reached(&scoped, &[], custom(Some("https://own.test")))
        .await
        .unwrap();
    assert_eq!(scope, "https://own.test/.default");
}
