//! A call ends when its time is up, whatever it is doing.

use std::time::{Duration, Instant};

use super::fake::{Answer, Fake, core, quick, request};
use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::Method;
use crate::support::{CallOptions, ClientOptions, Error, Repeat, TimedOut};

const SHORT: Duration = Duration::from_millis(50);

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
