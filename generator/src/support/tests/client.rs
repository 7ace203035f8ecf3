//! Where a client goes, whom its tokens are for, and what it puts on a request.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use azure_core::cloud::{Audiences, CloudConfiguration, CustomConfiguration};
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::http::{Method, Request};
use azure_core::time::{Duration, OffsetDateTime};

use super::fake::{Answer, Fake, SERVICE, Sent, request};
use crate::support::{
    CallOptions, ClientOptions, Cloud, CloudName, Core, Repeat, Service, Target, json_body,
};

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

const IN_CLOUDS: Service = Service {
    clouds: CLOUDS,
    ..SERVICE
};

/// A credential that remembers the scopes it was asked for.
#[derive(Debug, Default)]
struct Teller(Mutex<Vec<String>>);

#[async_trait]
impl TokenCredential for Teller {
    async fn get_token(
        &self,
        scopes: &[&str],
        _options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let asked = scopes.iter().map(|&scope| scope.to_owned());
        self.0.lock().unwrap().extend(asked);
        let expires = OffsetDateTime::now_utc() + Duration::hours(1);
        Ok(AccessToken::new("TOKEN", expires))
    }
}

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
    mut options: ClientOptions,
) -> azure_core::Result<(String, String)> {
    let fake = Fake::new([Answer::json(200, "{}")]);
    options.core.transport = Some(fake.transport());
    let teller = Arc::new(Teller::default());
    let core = Core::new::<Audience>(service, Some(teller.clone()), options)?;
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
        let (url, asked) = reached(&IN_CLOUDS, options).await.unwrap();
        assert_eq!((url.as_str(), asked.as_str()), (endpoint, scope));
    }
}

#[tokio::test]
async fn an_explicit_endpoint_wins_over_the_clouds() {
    let options = at(
        cloud(CloudConfiguration::AzureChina),
        "https://mine.test/base",
    );
    let (url, scope) = reached(&IN_CLOUDS, options).await.unwrap();
    assert_eq!(url, "https://mine.test/base");
    assert_eq!(scope, "https://china-audience.test/.default");
}

#[tokio::test]
async fn a_custom_cloud_names_its_own_audience() {
    let options = at(custom(Some("https://own.test")), "https://mine.test");
    let (url, scope) = reached(&IN_CLOUDS, options).await.unwrap();
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
        let error = reached(&IN_CLOUDS, options).await.unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[tokio::test]
async fn a_service_in_no_cloud_is_where_the_description_says() {
    let scoped = Service {
        scopes: &["one", "two"],
        ..SERVICE
    };
    let (url, scopes) = reached(&scoped, ClientOptions::default()).await.unwrap();
    assert_eq!(url, "https://service.test/");
    assert_eq!(scopes, "one two");

    let (_, scope) = reached(&SERVICE, at(custom(None), "https://mine.test:8443/base"))
        .await
        .unwrap();
    assert_eq!(scope, "https://mine.test:8443/.default");

    let (_, scope) = reached(&scoped, custom(Some("https://own.test")))
        .await
        .unwrap();
    assert_eq!(scope, "https://own.test/.default");
}

#[test]
fn a_client_needs_an_endpoint() {
    let nowhere = Service {
        endpoint: None,
        ..SERVICE
    };
    let error = Core::new::<()>(&nowhere, None, ClientOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "the client needs an endpoint");
}

#[test]
fn what_is_no_endpoint_is_refused_and_not_quoted() {
    for (endpoint, message) in [
        ("MARKER", "the endpoint is not a URL"),
        (
            "ftp://MARKER.test",
            "the endpoint must be an http or https URL",
        ),
        ("data:MARKER", "the endpoint must be an http or https URL"),
        (
            "https://a.test?MARKER",
            "the endpoint must have no query and no fragment",
        ),
        (
            "https://a.test#MARKER",
            "the endpoint must have no query and no fragment",
        ),
        (
            "https://user:MARKER@a.test",
            "the endpoint must have no user name and no password",
        ),
        (
            "https://MARKER@a.test",
            "the endpoint must have no user name and no password",
        ),
    ] {
        let options = at(Fake::default().options(), endpoint);
        let error = Core::new::<()>(&SERVICE, None, options).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(!format!("{error:?}").contains("MARKER"));
    }
}

#[test]
fn an_application_id_that_does_not_fit_is_refused() {
    for (id, fits) in [
        ("my-app/1", false),
        ("my app", false),
        ("é", false),
        ("abcdefghijklmnopqrstuvwxy", false),
        ("abcdefghijklmnopqrstuvwx", true),
        ("", false),
    ] {
        let mut options = Fake::default().options();
        options.core.user_agent.application_id = Some(id.to_owned());
        let made = Core::new::<()>(&SERVICE, None, options);
        assert_eq!(made.is_ok(), fits, "{id}");
    }
}

#[tokio::test]
async fn a_token_is_not_sent_without_tls() {
    let fake = Fake::new([Answer::json(200, "{}")]);
    let options = at(fake.options(), "http://service.test");
    let core = Core::new::<()>(&SERVICE, Some(Arc::new(Teller::default())), options).unwrap();
    let request = Target::new(core.endpoint())
        .into_request(Method::Get)
        .unwrap();
    let sent = core
        .send(request, CallOptions::default(), Repeat::Safe)
        .await;
    assert!(sent.is_err());
    assert_eq!(fake.count(), 0);
}

#[tokio::test]
async fn the_token_is_cached_and_goes_with_every_try() {
    let fake = Fake::new([Answer::reply(503, ""), Answer::json(200, "{}")]);
    let teller = Arc::new(Teller::default());
    let core = Core::new::<()>(&SERVICE, Some(teller.clone()), fake.options()).unwrap();
    core.send(request(Method::Get), CallOptions::default(), Repeat::Safe)
        .await
        .unwrap();
    for sent in fake.sent() {
        assert_eq!(sent.header("authorization"), Some("Bearer TOKEN"));
    }
    assert_eq!(fake.count(), 2);
    assert_eq!(teller.0.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_callers_authorization_wins_over_the_token() {
    let fake = Fake::new([Answer::json(200, "{}")]);
    let teller = Arc::new(Teller::default());
    let core = Core::new::<()>(&SERVICE, Some(teller), fake.options()).unwrap();
    let mut options = CallOptions::default();
    options.header("Authorization", "mine");
    core.send(request(Method::Get), options, Repeat::Safe)
        .await
        .unwrap();
    assert_eq!(fake.sent()[0].header("authorization"), Some("mine"));
}

async fn what_is_sent(request: Request) -> Sent {
    let fake = Fake::new([Answer::json(200, "{}")]);
    fake.core()
        .send(request, CallOptions::default(), Repeat::Safe)
        .await
        .unwrap();
    fake.sent().remove(0)
}

#[tokio::test]
async fn a_request_without_a_body_says_so() {
    for method in [Method::Post, Method::Put, Method::Patch] {
        let sent = what_is_sent(request(method)).await;
        assert_eq!(sent.method, method);
        assert_eq!(sent.header("content-length"), Some("0"), "{method}");
    }
    for method in [Method::Get, Method::Delete, Method::Head] {
        let sent = what_is_sent(request(method)).await;
        assert_eq!(sent.header("content-length"), None, "{method}");
    }
}

#[tokio::test]
async fn a_json_body_is_sent_as_json() {
    let mut request = request(Method::Post);
    json_body(&mut request, "text").unwrap();
    let sent = what_is_sent(request).await;
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.body, "\"text\"");
}

#[tokio::test]
async fn a_request_names_crate_and_id() {
    let sent = what_is_sent(request(Method::Get)).await;
    let agent = sent.header("user-agent").unwrap();
    assert!(agent.starts_with("azsdk-rust-test_crate/1.2.3 "), "{agent}");
    assert!(sent.header("x-ms-client-request-id").is_some());
    assert_eq!(sent.header("authorization"), None);
}

#[tokio::test]
async fn any_status_is_a_response() {
    for status in [100, 202, 302, 404, 500, 700] {
        let fake = Fake::new([Answer::reply(status, "body")]);
        let response = fake
            .core()
            .send(request(Method::Get), CallOptions::default(), Repeat::Once)
            .await
            .unwrap();
        assert_eq!(u16::from(response.status()), status);
        assert_eq!(response.body().as_ref(), b"body");
    }
}

#[test]
fn debug_shows_where_a_client_goes_and_no_secret() {
    let core = Fake::default().core();
    assert_eq!(
        format!("{core:?}"),
        r#"Core { endpoint: "https://service.test/", timeout: None, .. }"#
    );
    for endpoint in [
        "https://u:MARKER@a.test",
        "https://a.test?sig=MARKER",
        "x#MARKER",
    ] {
        let printed = format!("{:?}", at(ClientOptions::default(), endpoint));
        assert!(!printed.contains("MARKER"), "{printed}");
        assert!(printed.contains("[REDACTED]"), "{printed}");
    }
    let printed = format!("{:?}", at(ClientOptions::default(), "https://a.test/base"));
    assert!(printed.contains("https://a.test/base"), "{printed}");
}

#[test]
fn a_client_is_shared_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Core>();
    is_shared::<ClientOptions>();
}
