//! A call's options, its time limit, and the future that runs it.

use std::time::{Duration, Instant};

use azure_core::error::ErrorKind;
use azure_core::http::headers::HeaderName;
use azure_core::http::request::options::ClientRequestId;
use azure_core::http::{Context, Method};

use super::fake::{Answer, Fake, core, quick, request};
use crate::support::{CallOptions, ClientOptions, Error, HeaderKey, Repeat, TimedOut};

const SHORT: Duration = Duration::from_millis(50);

fn with_header(name: &'static str, value: &'static str) -> CallOptions<'static> {
    let mut options = CallOptions::default();
    options.header(name, value);
    options
}

/// Sends with a short limit on the client and gives the error.
async fn too_slow(options: ClientOptions) -> Error<()> {
    let begun = Instant::now();
    let outcome = core(options)
        .send(request(Method::Get), CallOptions::default(), Repeat::Safe)
        .await;
    assert!(begun.elapsed() < Duration::from_secs(2));
    Error::from(outcome.unwrap_err())
}

#[tokio::test]
async fn a_call_ends_when_its_time_is_up() {
    let fake = Fake::new([Answer::Silence]);
    let mut options = fake.options();
    options.timeout = Some(SHORT);
    let error = too_slow(options).await;
    assert!(error.is_timeout());
    assert_eq!(error.status(), None);
    assert_eq!(error.to_string(), "the call did not end within 50ms");
}

#[tokio::test]
async fn a_body_that_never_comes_keeps_its_status() {
    let fake = Fake::new([Answer::reply(200, "{\"half").stuck()]);
    let mut options = fake.options();
    options.timeout = Some(SHORT);
    let error = too_slow(options).await;
    assert!(error.is_timeout());
    assert_eq!(error.status().map(u16::from), Some(200));
    assert_eq!(
        error.to_string(),
        "the call did not end within 50ms (last status 200)"
    );
}

#[tokio::test]
async fn the_time_limit_covers_retries() {
    let fake = Fake::new((0..9_999).map(|_| Answer::Fail(ErrorKind::Connection)));
    let mut options = fake.options();
    options.timeout = Some(Duration::from_millis(100));
    options.retry = quick().max_retries(u32::MAX);
    let begun = Instant::now();
    let outcome = core(options)
        .send(request(Method::Get), CallOptions::default(), Repeat::Safe)
        .await;
    // Whether the clock or the last try that fits ends it is a matter of milliseconds.
    assert!(outcome.is_err());
    assert!(begun.elapsed() < Duration::from_secs(2));
    assert!(fake.count() > 2);
}

#[tokio::test]
async fn the_calls_limit_comes_before_the_clients() {
    let fake = Fake::new([Answer::Silence]);
    let mut options = fake.options();
    options.timeout = Some(Duration::from_secs(3600));
    let mut call = CallOptions::default();
    call.timeout(SHORT);
    let core = core(options);
    let error = core
        .send(request(Method::Get), call, Repeat::Safe)
        .await
        .unwrap_err();
    let late = error.downcast_ref::<TimedOut>().unwrap();
    assert_eq!(late.after, SHORT);
}

#[tokio::test]
async fn a_limit_beyond_all_clocks_is_none() {
    let fake = Fake::new([Answer::reply(503, ""), Answer::json(200, "{}")]);
    let mut call = CallOptions::default();
    call.timeout(Duration::MAX);
    let core = fake.core();
    let sent = core.send(request(Method::Get), call, Repeat::Safe).await;
    assert_eq!(u16::from(sent.unwrap().status()), 200);
}

#[tokio::test]
async fn a_callers_header_wins_over_the_pipelines() {
    for name in ["x-ms-client-request-id", "user-agent"] {
        let fake = Fake::new([Answer::reply(503, ""), Answer::json(200, "{}")]);
        let options = with_header(name, "mine");
        let mut request = request(Method::Get);
        options.apply(&mut request).unwrap();
        fake.core()
            .send(request, options, Repeat::Safe)
            .await
            .unwrap();
        for sent in fake.sent() {
            assert_eq!(sent.header(name), Some("mine"));
        }
        assert_eq!(fake.count(), 2);
    }
}

#[tokio::test]
async fn the_callers_context_reaches_the_pipeline() {
    let fake = Fake::new([Answer::json(200, "{}")]);
    let context = Context::new().with_value(ClientRequestId::new("from the context".to_owned()));
    let mut call = CallOptions::default();
    call.context(context.to_borrowed());
    fake.core()
        .send(request(Method::Get), call, Repeat::Safe)
        .await
        .unwrap();
    let sent = fake.sent();
    assert_eq!(
        sent[0].header("x-ms-client-request-id"),
        Some("from the context")
    );
}

#[test]
fn a_header_is_named_in_any_case() {
    let named = |key: &str| key.into_header_name().unwrap();
    assert_eq!(named("X-Custom").as_str(), "x-custom");
    assert_eq!(
        "If-Match".to_owned().into_header_name().unwrap().as_str(),
        "if-match"
    );
    let constant = HeaderName::from_static("x-constant");
    assert_eq!(constant.clone().into_header_name().unwrap(), constant);
    assert!(
        HeaderName::from_static("not a name")
            .into_header_name()
            .is_err()
    );
}

#[test]
fn what_is_no_header_is_refused_when_the_request_is_made() {
    for name in ["", "a b", "a:", "é", "计算", "a\n"] {
        let error = with_header(name, "v")
            .apply(&mut request(Method::Get))
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "parameter `header` has a name that no header can have"
        );
    }
    let injected = with_header("x-name", "MARKER\r\nx-other: 1");
    let error = injected.apply(&mut request(Method::Get)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `header` `x-name` has a character that a header cannot carry"
    );
}

#[test]
fn a_later_header_replaces_an_earlier_one() {
    let mut options = with_header("x-name", "one");
    options.header("X-Name", "two".to_owned());
    let mut request = request(Method::Get);
    options.apply(&mut request).unwrap();
    let name = HeaderName::from_static("x-name");
    assert_eq!(request.headers().get_optional_str(&name), Some("two"));
}

#[test]
fn debug_shows_the_names_of_headers_alone() {
    let mut options = with_header("x-b", "MARKER");
    options.header("x-a", "MARKER");
    options.timeout(SHORT);
    assert_eq!(
        format!("{options:?}"),
        r#"CallOptions { headers: ["x-a", "x-b"], timeout: Some(50ms), .. }"#
    );
}

#[test]
fn the_future_is_send_and_small() {
    fn is_send<T: Send>(future: &T) -> usize {
        size_of_val(future)
    }
    let core = Fake::default().core();
    let future = core.send(request(Method::Get), CallOptions::default(), Repeat::Safe);
    assert!(is_send(&future) <= 16);
    let in_another = async {
        let future = core.send(request(Method::Get), CallOptions::default(), Repeat::Safe);
        future.await.map(|raw| raw.status())
    };
    assert!(is_send(&in_another) < 1024, "{}", is_send(&in_another));
}
