//! What the neutral base puts on requests, and the headers that it knows.

use std::time::Duration;

use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::headers::{HeaderName, HeaderValue};
use crate::support::runtime::http::{FixedRetryOptions, Method, RetryOptions};
use crate::support::shared::tests::client::what_is_sent;
use crate::support::shared::tests::fake::{Answer, Fake, SERVICE, client, core, request};
use crate::support::shared::tests::service_error::{error, raw};
use crate::support::{CallOptions, Credentials, Raw, Repeat, Retry, Service, service_error};

#[tokio::test]
async fn a_request_names_the_crate_and_nothing_else() {
    let sent = what_is_sent(request(Method::Get)).await;
    assert_eq!(sent.header("user-agent"), Some("test_crate/1.2.3"));
    let names: Vec<&str> = sent.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["user-agent"]);
}

#[tokio::test]
async fn a_requests_own_user_agent_stays() {
    let mut request = request(Method::Get);
    request.insert_header("user-agent", "mine");
    assert_eq!(
        what_is_sent(request).await.header("user-agent"),
        Some("mine")
    );
}

#[test]
fn a_name_that_fits_no_user_agent_is_refused() {
    let odd = Service {
        crate_version: "1 (a comment",
        ..SERVICE
    };
    let made = client(&odd, Credentials::default(), Fake::default().options());
    assert_eq!(*made.unwrap_err().kind(), ErrorKind::Other);
}

#[test]
fn the_most_telling_request_id_comes_first() {
    let id = |headers| {
        let failed = error(service_error::<Raw>(raw(500, headers, "")));
        failed.request_id().map(str::to_owned)
    };
    let all = [
        ("x-correlation-id", "c"),
        ("request-id", "b"),
        ("x-request-id", "a"),
    ];
    assert_eq!(id(&all), Some("a".to_owned()));
    assert_eq!(id(&all[..2]), Some("b".to_owned()));
    assert_eq!(id(&[]), None);
}

#[tokio::test]
async fn what_is_left_to_the_base_waits_as_the_service_asks() {
    let told = Answer::reply(503, "").header("retry-after-ms", "60");
    let fake = Fake::new([told, Answer::json(200, "{}")]);
    let mut options = fake.options();
    options.retry = Retry::core(RetryOptions::fixed(FixedRetryOptions {
        delay: crate::support::runtime::time::Duration::milliseconds(1),
        ..FixedRetryOptions::default()
    }));
    core(options)
        .send(request(Method::Get), CallOptions::default(), Repeat::Once)
        .await
        .unwrap();
    let sent = fake.sent();
    assert!(sent[1].at - sent[0].at >= Duration::from_millis(60));
}
