//! What `azure_core` puts on requests, and the headers that Azure's services speak.

use std::time::Duration;

use azure_core::http::Method;

use crate::support::shared::tests::client::what_is_sent;
use crate::support::shared::tests::fake::{Answer, Fake, SERVICE, client, request};
use crate::support::shared::tests::retry::wait_after;
use crate::support::shared::tests::service_error::{Conflict, error, raw};
use crate::support::{Credentials, Raw, service_error};

#[tokio::test]
async fn a_request_names_crate_and_id() {
    let sent = what_is_sent(request(Method::Get)).await;
    let agent = sent.header("user-agent").unwrap();
    assert!(agent.starts_with("azsdk-rust-test_crate/1.2.3 "), "{agent}");
    assert!(sent.header("x-ms-client-request-id").is_some());
    assert_eq!(sent.header("authorization"), None);
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
        let made = client(&SERVICE, Credentials::default(), options);
        assert_eq!(made.is_ok(), fits, "{id}");
    }
}

#[tokio::test]
async fn azures_headers_come_before_the_others() {
    let asked = Answer::reply(429, "").header("x-ms-retry-after-ms", "60");
    assert!(wait_after(asked).await >= Duration::from_millis(60));
    let asked = Answer::reply(429, "")
        .header("retry-after", "3600")
        .header("retry-after-ms", "3600000")
        .header("x-ms-retry-after-ms", "1");
    assert!(wait_after(asked).await < Duration::from_secs(1));
}

#[test]
fn the_most_telling_request_id_comes_first() {
    let id = |headers| {
        error(service_error::<Raw>(raw(500, headers, "")))
            .request_id()
            .map(str::to_owned)
    };
    assert_eq!(
        id(&[
            ("x-ms-request-id", "a"),
            ("x-ms-client-request-id", "b"),
            ("request-id", "c")
        ]),
        Some("a".to_owned())
    );
    assert_eq!(
        id(&[("x-ms-client-request-id", "b"), ("request-id", "c")]),
        Some("b".to_owned())
    );
    assert_eq!(id(&[]), None);
}

#[test]
fn the_bodys_code_comes_before_the_headers() {
    let headers = [("x-ms-error-code", "FromHeader")];
    let body = r#"{"code": "FromBody", "message": "m"}"#;
    let with_model = error(service_error::<Conflict>(raw(409, &headers, body)));
    assert_eq!(with_model.code(), Some("FromBody"));
    let without = error(service_error::<Conflict>(raw(409, &headers, "{}")));
    assert_eq!(without.code(), Some("FromHeader"));
    assert!(without.parsed().is_none());
}

#[test]
fn a_header_tells_the_code_where_there_is_no_body() {
    let gone = service_error::<Conflict>(raw(404, &[("x-ms-error-code", "Gone")], ""));
    assert_eq!(gone.to_string(), "404 Not Found: Gone");
}
