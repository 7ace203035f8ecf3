//! What is sent again, how often, and after how long.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;

use super::fake::{Answer, Fake, core, quick, request};
use crate::support::runtime;
use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::policies::{Policy, PolicyResult};
use crate::support::runtime::http::{
    Context, ExponentialRetryOptions, FixedRetryOptions, Method, RawResponse, Request, RetryOptions,
};
use crate::support::runtime::stream::BytesStream;
use crate::support::runtime::time::OffsetDateTime;
use crate::support::{CallOptions, ClientOptions, Repeat, Retry};

async fn send(options: ClientOptions, repeat: Repeat) -> runtime::Result<RawResponse> {
    core(options)
        .send(request(Method::Post), CallOptions::default(), repeat)
        .await
}

/// Sends to a service that answers so, then `200`; gives how many requests it took.
async fn tries(first: Answer, repeat: Repeat) -> usize {
    let fake = Fake::new([first, Answer::json(200, "{}")]);
    let _ = send(fake.options(), repeat).await;
    fake.count()
}

#[tokio::test]
async fn a_status_is_retried_by_what_it_says() {
    for (status, once, safe) in [
        (200, 1, 1),
        (400, 1, 1),
        (401, 1, 1),
        (404, 1, 1),
        (408, 1, 2),
        (409, 1, 1),
        (429, 2, 2),
        (500, 1, 2),
        (501, 1, 1),
        (502, 1, 2),
        (503, 2, 2),
        (504, 1, 2),
        (599, 1, 1),
    ] {
        assert_eq!(
            tries(Answer::reply(status, ""), Repeat::Once).await,
            once,
            "{status}"
        );
        assert_eq!(
            tries(Answer::reply(status, ""), Repeat::Safe).await,
            safe,
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_failure_is_retried_by_what_may_have_been_sent() {
    for (kind, once, safe) in [
        (ErrorKind::Connection, 2, 2),
        (ErrorKind::Io, 1, 2),
        (ErrorKind::Credential, 1, 1),
        (ErrorKind::DataConversion, 1, 1),
        (ErrorKind::Other, 1, 1),
    ] {
        let fail = || Answer::Fail(kind.clone());
        assert_eq!(tries(fail(), Repeat::Once).await, once, "{kind:?}");
        assert_eq!(tries(fail(), Repeat::Safe).await, safe, "{kind:?}");
    }
}

#[tokio::test]
async fn a_broken_body_is_retried_by_what_the_status_says() {
    for kind in [ErrorKind::Io, ErrorKind::Connection] {
        let broken = |status| Answer::reply(status, "{\"half").broken(kind.clone());
        assert_eq!(tries(broken(200), Repeat::Once).await, 1);
        assert_eq!(tries(broken(200), Repeat::Safe).await, 2);
        assert_eq!(tries(broken(500), Repeat::Once).await, 1);
        assert_eq!(tries(broken(503), Repeat::Once).await, 2);
        assert_eq!(tries(broken(429), Repeat::Once).await, 2);
    }
}

#[tokio::test]
async fn the_last_outcome_is_given_back_after_three_retries() {
    let fake = Fake::new((0..9).map(|_| Answer::reply(503, "busy")));
    let response = send(fake.options(), Repeat::Once).await.unwrap();
    assert_eq!(u16::from(response.status()), 503);
    assert_eq!(response.body().as_ref(), b"busy");
    assert_eq!(fake.count(), 4);

    let fake = Fake::new((0..9).map(|_| Answer::Fail(ErrorKind::Connection)));
    let error = send(fake.options(), Repeat::Once).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Connection);
    assert_eq!(fake.count(), 4);
}

#[tokio::test]
async fn the_caller_sets_how_often() {
    let fake = Fake::new((0..9).map(|_| Answer::reply(503, "")));
    let mut options = fake.options();
    options.retry = quick().max_retries(1);
    send(options, Repeat::Safe).await.unwrap();
    assert_eq!(fake.count(), 2);

    let fake = Fake::new((0..9).map(|_| Answer::reply(503, "")));
    let mut options = fake.options();
    options.retry = Retry::none();
    send(options, Repeat::Safe).await.unwrap();
    assert_eq!(fake.count(), 1);

    let fake = Fake::new((0..9).map(|_| Answer::reply(503, "")));
    let mut options = fake.options();
    options.retry = quick().max_elapsed(Duration::ZERO);
    send(options, Repeat::Safe).await.unwrap();
    assert_eq!(fake.count(), 1);
}

#[tokio::test]
async fn waits_grow_and_are_capped() {
    let fake = Fake::new((0..9).map(|_| Answer::reply(503, "")));
    let mut options = fake.options();
    options.retry = Retry::default()
        .initial_delay(Duration::from_millis(20))
        .max_delay(Duration::from_millis(40));
    send(options, Repeat::Safe).await.unwrap();
    let at: Vec<_> = fake.sent().iter().map(|sent| sent.at).collect();
    // Chance takes half away at most.
    for (pair, least) in at.windows(2).zip([10, 20, 20]) {
        assert!(pair[1] - pair[0] >= Duration::from_millis(least), "{least}");
    }
}

/// How long the client waited before its second request.
pub async fn wait_after(first: Answer) -> Duration {
    let fake = Fake::new([first, Answer::json(200, "{}")]);
    let response = send(fake.options(), Repeat::Once).await.unwrap();
    assert_eq!(u16::from(response.status()), 200);
    let sent = fake.sent();
    sent[1].at - sent[0].at
}

#[tokio::test]
async fn the_service_says_how_long_to_wait() {
    let asked = Answer::reply(503, "").header("retry-after-ms", "60");
    assert!(wait_after(asked).await >= Duration::from_millis(60));
    let asked = Answer::reply(503, "").header("retry-after", " 1 ");
    assert!(wait_after(asked).await >= Duration::from_secs(1));
}

#[tokio::test]
async fn milliseconds_come_before_seconds() {
    let asked = Answer::reply(429, "")
        .header("retry-after", "3600")
        .header("retry-after-ms", "1");
    assert!(wait_after(asked).await < Duration::from_secs(1));
}

#[tokio::test]
async fn a_wait_that_makes_no_sense_is_ours() {
    for text in ["soon", "-5", "", "1e9", "Sat, 01 Jan 2000 00:00:00 GMT"] {
        let asked = Answer::reply(429, "").header("retry-after", text);
        assert!(wait_after(asked).await < Duration::from_secs(1), "{text}");
    }
}

#[tokio::test]
async fn a_date_is_waited_for() {
    let then = OffsetDateTime::now_utc() + runtime::time::Duration::seconds(2);
    let asked = runtime::time::to_rfc7231(&then);
    // The date has whole seconds, so up to one of the two is lost.
    let wait = wait_after(Answer::reply(503, "").header("retry-after", asked)).await;
    assert!(wait >= Duration::from_millis(900), "{wait:?}");
}

#[tokio::test]
async fn a_wait_longer_than_what_is_left_gives_the_response_back() {
    for (name, text) in [
        ("retry-after", "3600"),
        ("retry-after", "18446744073709551615"),
        ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("retry-after-ms", "30001"),
    ] {
        let fake = Fake::new([Answer::reply(429, "wait").header(name, text)]);
        let begun = Instant::now();
        let response = send(fake.options(), Repeat::Safe).await.unwrap();
        assert_eq!(u16::from(response.status()), 429);
        assert_eq!(response.body().as_ref(), b"wait");
        assert_eq!(fake.count(), 1);
        assert!(begun.elapsed() < Duration::from_secs(1));
    }
}

#[tokio::test]
async fn a_wait_beyond_the_time_limit_gives_the_response_back() {
    let fake = Fake::new([Answer::reply(429, "wait").header("retry-after", "2")]);
    let mut options = fake.options();
    options.timeout = Some(Duration::from_secs(1));
    let begun = Instant::now();
    let response = send(options, Repeat::Safe).await.unwrap();
    assert_eq!(u16::from(response.status()), 429);
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_streamed_body_is_sent_from_its_beginning_again() {
    let fake = Fake::new([Answer::reply(503, ""), Answer::json(200, "{}")]);
    let mut request = request(Method::Post);
    request.set_body(BytesStream::new("the whole body"));
    fake.core()
        .send(request, CallOptions::default(), Repeat::Once)
        .await
        .unwrap();
    let bodies: Vec<_> = fake.sent().into_iter().map(|sent| sent.body).collect();
    assert_eq!(bodies, ["the whole body", "the whole body"]);
}

#[tokio::test]
async fn the_bases_own_retries_count_when_they_were_changed() {
    let fixed = || {
        RetryOptions::fixed(FixedRetryOptions {
            delay: runtime::time::Duration::milliseconds(1),
            max_retries: 1,
            ..FixedRetryOptions::default()
        })
    };
    for (ours, theirs, count) in [
        // The base repeats a POST on 500, ours does not.
        (Retry::default(), fixed(), 2),
        (Retry::default(), RetryOptions::none(), 1),
        (Retry::core(fixed()), RetryOptions::default(), 2),
        (Retry::core(RetryOptions::none()), fixed(), 1),
        (quick(), fixed(), 1),
    ] {
        let fake = Fake::new((0..9).map(|_| Answer::reply(500, "")));
        let mut options = fake.options();
        options.retry = ours;
        options.core.retry = theirs;
        send(options, Repeat::Once).await.unwrap();
        assert_eq!(fake.count(), count);
    }
}

#[test]
fn spelling_the_bases_default_out_changes_nothing() {
    let spelled = RetryOptions::exponential(ExponentialRetryOptions::default());
    let (policy, _) = Retry::default().install(spelled);
    assert!(policy.is_some());
}

#[derive(Debug, Default)]
struct Counter(AtomicUsize);

#[async_trait]
impl Policy for Counter {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        self.0.fetch_add(1, Ordering::Relaxed);
        next[0].send(ctx, request, &next[1..]).await
    }
}

#[tokio::test]
async fn the_callers_policies_run_once_per_call_or_once_per_try() {
    let fake = Fake::new([Answer::reply(503, ""), Answer::json(200, "{}")]);
    let per_call = Arc::new(Counter::default());
    let per_try = Arc::new(Counter::default());
    let mut options = fake.options();
    options.core.per_call_policies.push(per_call.clone());
    options.core.per_try_policies.push(per_try.clone());
    send(options, Repeat::Once).await.unwrap();
    assert_eq!(per_call.0.load(Ordering::Relaxed), 1);
    assert_eq!(per_try.0.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn extreme_settings_do_not_overflow() {
    let fake = Fake::new([Answer::reply(503, "")]);
    let mut options = fake.options();
    options.retry = Retry::default()
        .max_retries(u32::MAX)
        .max_elapsed(Duration::MAX)
        .initial_delay(Duration::MAX)
        .max_delay(Duration::MAX);
    options.timeout = Some(Duration::from_millis(20));
    // The wait is longer than the limit leaves time for, so the response comes back at once.
    let response = send(options, Repeat::Safe).await.unwrap();
    assert_eq!(u16::from(response.status()), 503);
}
