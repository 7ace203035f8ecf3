//! Tokens: who is asked for them, for which audience, and where they go and do not go.

use std::sync::Arc;

use azure_core::cloud::{Audiences, CloudConfiguration, CustomConfiguration};
use azure_core::http::Transport;
use azure_ml_compute::{Audience, Client, ClientOptions, Error};
use tests::Outcome;
use tests::stub::{Answer, FakeCredential, SUBSCRIPTION, Stub, TOKEN, list_keys};

const DATABRICKS: &str = r#"{"computeType":"Databricks"}"#;
const PUBLIC: &str = "https://management.azure.com/.default";

fn in_cloud(cloud: CloudConfiguration) -> azure_core::http::ClientOptions {
    azure_core::http::ClientOptions {
        cloud: Some(Arc::new(cloud)),
        ..azure_core::http::ClientOptions::default()
    }
}

fn custom(audience: Option<&str>) -> CloudConfiguration {
    let mut custom = CustomConfiguration::default();
    if let Some(audience) = audience {
        custom.audiences = Audiences::new().with::<Audience>(audience.to_owned());
    }
    custom.into()
}

/// What a credential was asked for when a client in this cloud sends a request to the stub.
async fn scopes_in(
    cloud: CloudConfiguration,
) -> Result<Vec<Vec<String>>, Box<dyn std::error::Error>> {
    let stub = Stub::start_tls([Answer::ok(DATABRICKS)]).await?;
    let credential = FakeCredential::new();
    let mut core = in_cloud(cloud);
    core.transport = stub.transport()?;
    let client = stub
        .builder()?
        .core_options(core)
        .credential(credential.clone())
        .build()?;
    list_keys(&client).await?;
    Ok(credential.scopes())
}

#[tokio::test]
async fn a_request_is_signed_with_a_token_for_resource_manager() -> Outcome {
    let stub = Stub::start_tls([Answer::ok(DATABRICKS)]).await?;
    let credential = FakeCredential::new();
    list_keys(&stub.signed(&credential)?).await?;
    let requests = stub.requests();
    let authorization = requests
        .first()
        .and_then(|seen| seen.header("authorization"));
    assert_eq!(authorization, Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(credential.scopes(), [[PUBLIC]]);
    Ok(())
}

#[tokio::test]
async fn the_conventional_short_form_signs_too() -> Outcome {
    let stub = Stub::start_tls([Answer::ok(DATABRICKS)]).await?;
    let credential = FakeCredential::new();
    let mut options = ClientOptions::default();
    options.endpoint = Some(stub.endpoint().to_owned());
    options.core.transport = stub.transport()?;
    let client = Client::new(SUBSCRIPTION, credential.clone(), Some(options))?;
    list_keys(&client).await?;
    assert_eq!(credential.scopes(), [[PUBLIC]]);
    Ok(())
}

#[tokio::test]
async fn one_token_serves_all_requests_and_all_clones() -> Outcome {
    let stub = Stub::start_tls([DATABRICKS; 3].map(Answer::ok)).await?;
    let credential = FakeCredential::new();
    let client = stub.signed(&credential)?;
    for client in [client.clone(), client.clone(), client] {
        list_keys(&client).await?;
    }
    assert_eq!(credential.scopes().len(), 1);
    assert_eq!(stub.connections(), 1);
    Ok(())
}

#[tokio::test]
async fn a_retry_is_signed_as_well() -> Outcome {
    let stub = Stub::start_tls([Answer::new(503), Answer::ok(DATABRICKS)]).await?;
    list_keys(&stub.signed(&FakeCredential::new())?).await?;
    let signed = |seen: &tests::stub::Seen| seen.header("authorization").is_some();
    assert_eq!(
        stub.requests().iter().filter(|seen| signed(seen)).count(),
        2
    );
    Ok(())
}

#[tokio::test]
async fn without_a_credential_nothing_is_signed() -> Outcome {
    let stub = Stub::start([Answer::ok(DATABRICKS)]).await?;
    list_keys(&stub.client()?).await?;
    assert!(
        stub.requests()
            .iter()
            .all(|seen| seen.header("authorization").is_none())
    );
    Ok(())
}

#[tokio::test]
async fn a_token_never_goes_over_plain_http() -> Outcome {
    let stub = Stub::start([Answer::ok(DATABRICKS)]).await?;
    let client = stub.signed(&FakeCredential::new())?;
    let error = list_keys(&client).await.unwrap_err();
    assert!(matches!(error, Error::Core(_)), "{error:?}");
    assert_eq!(stub.requests().len(), 0);
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_not_trusted_gets_no_request() -> Outcome {
    let stub = Stub::start_tls([Answer::ok(DATABRICKS)]).await?;
    let client = Client::builder(SUBSCRIPTION)
        .endpoint(stub.endpoint())
        .retry(azure_ml_compute::Retry::none())
        .credential(FakeCredential::new())
        .build()?;
    let error = list_keys(&client).await.unwrap_err();
    assert_eq!(error.status(), None);
    assert_eq!(stub.connections(), 1);
    assert_eq!(stub.requests().len(), 0);
    Ok(())
}

#[tokio::test]
async fn a_redirect_is_not_followed() -> Outcome {
    let other = Stub::start_tls([Answer::ok(DATABRICKS)]).await?;
    for status in [301, 302, 303, 307, 308] {
        let away = Answer::new(status).header("location", other.endpoint());
        let stub = Stub::start_tls([away]).await?;
        let error = list_keys(&stub.signed(&FakeCredential::new())?)
            .await
            .unwrap_err();
        assert_eq!(error.status().map(u16::from), Some(status));
    }
    for status in [302, 307] {
        // The usual transport, which `azure_core` makes.
        let stub = Stub::start([Answer::new(status).header("location", "/elsewhere")]).await?;
        let error = list_keys(&stub.client()?).await.unwrap_err();
        assert_eq!(error.status().map(u16::from), Some(status));
        assert_eq!(stub.requests().len(), 1);
    }
    assert_eq!(other.connections(), 0);
    Ok(())
}

#[tokio::test]
async fn a_transport_that_follows_redirects_takes_no_token_to_another_origin() -> Outcome {
    let other = Stub::start([Answer::ok(DATABRICKS)]).await?;
    let away = Answer::new(307).header("location", other.endpoint());
    let stub = Stub::start_tls([away]).await?;
    let transport = Transport::new(Arc::new(stub.http_client()?.build()?));
    let client = stub
        .builder()?
        .transport(transport)
        .credential(FakeCredential::new())
        .build()?;
    list_keys(&client).await?;
    let requests = other.requests();
    let [seen] = requests.as_slice() else {
        return Err("the redirect was not followed, so that this proves nothing".into());
    };
    assert_eq!(seen.header("authorization"), None);
    assert!(!format!("{seen:?}").contains(TOKEN));
    Ok(())
}

#[tokio::test]
async fn each_cloud_has_its_own_audience() -> Outcome {
    for (cloud, scope) in [
        (CloudConfiguration::AzurePublic, PUBLIC),
        (
            CloudConfiguration::AzureGovernment,
            "https://management.usgovcloudapi.net/.default",
        ),
        (
            CloudConfiguration::AzureChina,
            "https://management.chinacloudapi.cn/.default",
        ),
        (
            custom(Some("https://management.local")),
            "https://management.local/.default",
        ),
    ] {
        assert_eq!(scopes_in(cloud).await?, [[scope]]);
    }
    Ok(())
}

#[tokio::test]
async fn each_cloud_has_its_own_endpoint() -> Outcome {
    for (cloud, endpoint) in [
        (
            CloudConfiguration::AzurePublic,
            "https://management.azure.com/",
        ),
        (
            CloudConfiguration::AzureGovernment,
            "https://management.usgovcloudapi.net/",
        ),
        (
            CloudConfiguration::AzureChina,
            "https://management.chinacloudapi.cn/",
        ),
    ] {
        let builder = Client::builder(SUBSCRIPTION).core_options(in_cloud(cloud));
        assert_eq!(builder.clone().build()?.endpoint().as_str(), endpoint);
        let explicit = builder.endpoint("https://explicit.example/base").build()?;
        assert_eq!(
            explicit.endpoint().as_str(),
            "https://explicit.example/base"
        );
    }
    let usual = Client::builder(SUBSCRIPTION).build()?;
    assert_eq!(usual.endpoint().as_str(), "https://management.azure.com/");
    Ok(())
}

#[tokio::test]
async fn a_custom_cloud_needs_an_endpoint_and_an_audience() -> Outcome {
    let builder = |cloud| Client::builder(SUBSCRIPTION).core_options(in_cloud(cloud));
    let signed = |cloud| builder(cloud).credential(FakeCredential::new());
    let endpoint = "https://management.local";
    assert!(signed(custom(Some(endpoint))).build().is_err());
    assert!(signed(custom(None)).endpoint(endpoint).build().is_err());
    assert!(
        signed(custom(Some(endpoint)))
            .endpoint(endpoint)
            .build()
            .is_ok()
    );
    // Without a credential nobody needs an audience.
    assert!(builder(custom(None)).endpoint(endpoint).build().is_ok());
    Ok(())
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_used_is_refused() -> Outcome {
    for endpoint in [
        "",
        "management.azure.com",
        "ftp://management.azure.com",
        "https://",
        "https://host/?a=b",
        "https://host/#a",
        "https://user@host/",
        "https://user:password@host/",
    ] {
        let refused = Client::builder(SUBSCRIPTION).endpoint(endpoint).build();
        assert!(refused.is_err(), "{endpoint}");
    }
    Ok(())
}
