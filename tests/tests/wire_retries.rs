//! When a request is sent again, how often, and after how long.

use std::time::{Duration, Instant};

use azure_core::http::{ExponentialRetryOptions, RetryOptions};
use azure_ml_compute::{Error, Retry};
use tests::Outcome;
use tests::stub::{Answer, Stub, list_keys, quick};

const DATABRICKS: &str = r#"{"computeType":"Databricks"}"#;

/// The time between the only two requests, which must be the same.
fn wait_between(stub: &Stub) -> Result<Duration, Box<dyn std::error::Error>> {
    match stub.requests().as_slice() {
        [first, second] if first.target == second.target => Ok(second.at.duration_since(first.at)),
        all => Err(format!("not a request and its repetition: {all:?}").into()),
    }
}

#[tokio::test]
async fn a_429_with_retry_after_is_sent_again_when_it_is_time() -> Outcome {
    let refused = Answer::new(429).header("retry-after", "1");
    let stub = Stub::start([refused, Answer::ok(DATABRICKS)]).await?;
    list_keys(&stub.client()?).await?;
    let waited = wait_between(&stub)?;
    assert!(waited >= Duration::from_secs(1), "{waited:?}");
    Ok(())
}

#[tokio::test]
async fn azures_own_headers_say_milliseconds() -> Outcome {
    for name in ["x-ms-retry-after-ms", "retry-after-ms"] {
        let refused = Answer::new(429)
            .header(name, "40")
            .header("retry-after", "3600");
        let stub = Stub::start([refused, Answer::ok(DATABRICKS)]).await?;
        list_keys(&stub.client()?).await?;
        let waited = wait_between(&stub)?;
        assert!(waited >= Duration::from_millis(40), "{waited:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_retry_after_that_is_a_date_gone_by_means_now() -> Outcome {
    let refused = Answer::new(503).header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT");
    let stub = Stub::start([refused, Answer::ok(DATABRICKS)]).await?;
    list_keys(&stub.client()?).await?;
    assert_eq!(stub.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_wait_longer_than_the_time_left_gives_the_response_at_once() -> Outcome {
    for value in ["3600", "Fri, 31 Dec 2999 23:59:59 GMT"] {
        let stub = Stub::start([Answer::new(429).header("retry-after", value)]).await?;
        let begun = Instant::now();
        let error = list_keys(&stub.client()?).await.unwrap_err();
        assert_eq!(error.status().map(u16::from), Some(429));
        assert!(!error.is_timeout());
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert_eq!(stub.requests().len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn a_retry_after_that_says_nothing_counts_as_none() -> Outcome {
    for value in ["soon", "-1", "1.5", ""] {
        let refused = Answer::new(429).header("retry-after", value);
        let stub = Stub::start([refused, Answer::ok(DATABRICKS)]).await?;
        list_keys(&stub.client()?).await?;
        assert_eq!(stub.requests().len(), 2, "{value}");
    }
    Ok(())
}

#[tokio::test]
async fn failures_that_may_pass_are_sent_again() -> Outcome {
    for status in [408, 429, 500, 502, 503, 504] {
        let stub = Stub::start([Answer::new(status), Answer::ok(DATABRICKS)]).await?;
        list_keys(&stub.client()?).await?;
        assert_eq!(stub.requests().len(), 2, "{status}");
    }
    Ok(())
}

#[tokio::test]
async fn failures_that_will_not_pass_are_not_sent_again() -> Outcome {
    for status in [302, 400, 401, 403, 404, 409, 412, 501] {
        let stub = Stub::start([Answer::new(status), Answer::ok(DATABRICKS)]).await?;
        let error = list_keys(&stub.client()?).await.unwrap_err();
        assert_eq!(error.status().map(u16::from), Some(status));
        assert_eq!(stub.requests().len(), 1, "{status}");
    }
    Ok(())
}

#[tokio::test]
async fn the_last_failure_is_given_when_retries_are_used_up() -> Outcome {
    let statuses = [500, 502, 503, 504];
    let stub = Stub::start(statuses.map(Answer::new)).await?;
    let error = list_keys(&stub.client()?).await.unwrap_err();
    assert!(matches!(error, Error::Service(_)));
    assert_eq!(error.status().map(u16::from), Some(504));
    assert_eq!(stub.requests().len(), 4);
    Ok(())
}

#[tokio::test]
async fn the_number_of_retries_is_the_callers_to_say() -> Outcome {
    for (retry, requests) in [
        (Retry::none(), 1),
        (quick().max_retries(1), 2),
        (quick().max_retries(6), 7),
    ] {
        let stub = Stub::start([503; 8].map(Answer::new)).await?;
        let client = stub.builder()?.retry(retry).build()?;
        assert!(list_keys(&client).await.is_err());
        assert_eq!(stub.requests().len(), requests);
    }
    Ok(())
}

#[tokio::test]
async fn no_retry_begins_after_the_time_for_retries() -> Outcome {
    let stub = Stub::start([503; 100].map(Answer::new)).await?;
    let retry = Retry::default()
        .initial_delay(Duration::from_millis(20))
        .max_delay(Duration::from_millis(20))
        .max_retries(99)
        .max_elapsed(Duration::from_millis(100));
    let client = stub.builder()?.retry(retry).build()?;
    let error = list_keys(&client).await.unwrap_err();
    assert_eq!(error.status().map(u16::from), Some(503));
    let requests = stub.requests().len();
    assert!((2..=11).contains(&requests), "{requests}");
    Ok(())
}

#[tokio::test]
async fn a_connection_cut_in_the_middle_of_the_body_is_asked_again() -> Outcome {
    for announced in [Some(1000), None] {
        let cut = Answer::cut(200, r#"{"computeType":"Data"#, announced);
        let stub = Stub::start([cut, Answer::ok(DATABRICKS)]).await?;
        list_keys(&stub.client()?).await?;
        assert_eq!(stub.requests().len(), 2);
    }
    // Where the status says so, even a body that broke off is enough of an answer.
    let stub = Stub::start([Answer::cut(503, "{", None), Answer::ok(DATABRICKS)]).await?;
    list_keys(&stub.client()?).await?;
    Ok(())
}

#[tokio::test]
async fn a_connection_closed_before_any_answer_is_asked_again() -> Outcome {
    let stub = Stub::start([Answer::hung_up(), Answer::ok(DATABRICKS)]).await?;
    list_keys(&stub.client()?).await?;
    assert_eq!(stub.requests().len(), 2);

    let stub = Stub::start([Answer::hung_up()]).await?;
    let client = stub.builder()?.retry(Retry::none()).build()?;
    let error = list_keys(&client).await.unwrap_err();
    assert!(matches!(error, Error::Core(_)), "{error:?}");
    assert_eq!(error.status(), None);
    Ok(())
}

#[tokio::test]
async fn retries_can_be_left_to_azure_core() -> Outcome {
    let options = ExponentialRetryOptions {
        initial_delay: azure_core::time::Duration::milliseconds(1),
        max_retries: 2,
        ..ExponentialRetryOptions::default()
    };
    let stub = Stub::start([503; 4].map(Answer::new)).await?;
    let retry = Retry::core(RetryOptions::exponential(options));
    let client = stub.builder()?.retry(retry).build()?;
    let error = list_keys(&client).await.unwrap_err();
    assert_eq!(error.status().map(u16::from), Some(503));
    assert_eq!(stub.requests().len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_service_that_is_not_there_is_an_error_without_a_status() -> Outcome {
    let stub = Stub::start([]).await?;
    let client = stub.client()?;
    drop(stub);
    tokio::task::yield_now().await;
    let error = list_keys(&client).await.unwrap_err();
    assert!(matches!(error, Error::Core(_)), "{error:?}");
    assert_eq!(error.status(), None);
    assert!(!error.is_timeout());
    Ok(())
}
