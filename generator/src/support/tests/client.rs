//! What a client puts on a request, and what it gives back.

use std::sync::Arc;

use super::fake::{Answer, Fake, SERVICE, Sent, Teller, client, request, token};
use crate::support::runtime::http::{Method, Request};
use crate::support::{CallOptions, ClientOptions, Core, Credentials, Repeat, Target, json_body};

#[tokio::test]
async fn a_token_is_not_sent_without_tls() {
    let fake = Fake::new([Answer::json(200, "{}")]);
    let mut options = fake.options();
    options.endpoint = Some("http://service.test".to_owned());
    let core = client(&SERVICE, token(Arc::new(Teller::default())), options).unwrap();
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
    let core = client(&SERVICE, token(teller.clone()), fake.options()).unwrap();
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
    let core = client(&SERVICE, token(teller), fake.options()).unwrap();
    let mut options = CallOptions::default();
    options.header("Authorization", "mine");
    core.send(request(Method::Get), options, Repeat::Safe)
        .await
        .unwrap();
    assert_eq!(fake.sent()[0].header("authorization"), Some("mine"));
}

pub async fn what_is_sent(request: Request) -> Sent {
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

fn printed(endpoint: &str) -> String {
    let options = ClientOptions {
        endpoint: Some(endpoint.to_owned()),
        ..ClientOptions::default()
    };
    format!("{options:?}")
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
        "MARKER",
        "sig:MARKER",
    ] {
        let printed = printed(endpoint);
        assert!(!printed.contains("MARKER"), "{printed}");
        assert!(printed.contains("[REDACTED]"), "{printed}");
    }
    let printed = printed("https://a.test/base");
    assert!(printed.contains("https://a.test/base"), "{printed}");
}

#[test]
fn a_client_is_shared_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Core>();
    is_shared::<ClientOptions>();
}

#[test]
fn an_endpoint_has_the_base_of_its_paths_or_not() {
    for (given, taken) in [
        ("https://a.test/v1", "https://a.test/"),
        ("https://a.test/v1/", "https://a.test/"),
        ("https://a.test/of/v1", "https://a.test/of"),
        ("https://a.test", "https://a.test"),
        ("https://v1", "https://v1"),
        ("https://a.test/v1/of", "https://a.test/v1/of"),
        ("/v1", "/v1"),
    ] {
        let mut options = ClientOptions {
            endpoint: Some(given.to_owned()),
            ..ClientOptions::default()
        };
        options.leave_base_to_paths("/v1");
        assert_eq!(options.endpoint.as_deref(), Some(taken));
    }
}
