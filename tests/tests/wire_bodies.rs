//! Bodies that break off, never come or never end, and services that fall silent.

use std::error::Error as _;
use std::time::{Duration, Instant};

use azure_core::error::ErrorKind;
use azure_ml_compute::models::ErrorResponse;
use azure_ml_compute::{BrokenBody, Error, Retry, TimedOut, TooLarge};
use tests::Outcome;
use tests::stub::{Answer, Stub, list_keys};

const DATABRICKS: &str = r#"{"computeType":"Databricks"}"#;
const SHORT: Duration = Duration::from_millis(150);
const MEGABYTE: u64 = 1024 * 1024;

/// What of this type stands in an error's chain of causes.
fn cause<T: std::error::Error + 'static>(error: &Error<ErrorResponse>) -> Option<&T> {
    let Error::Core(core) = error else {
        return None;
    };
    let mut cause: &(dyn std::error::Error + 'static) = &**core;
    loop {
        match cause.downcast_ref() {
            Some(found) => return Some(found),
            None => cause = cause.source()?,
        }
    }
}

#[tokio::test]
async fn a_body_that_is_cut_keeps_its_status() -> Outcome {
    for status in [200, 404, 500] {
        for announced in [Some(1000), None] {
            let stub = Stub::start([Answer::cut(status, r#"{"computeTy"#, announced)]).await?;
            let client = stub.builder()?.retry(Retry::none()).build()?;
            let error = list_keys(&client).await.unwrap_err();
            assert_eq!(error.status().map(u16::from), Some(status));
            let broken: &BrokenBody = cause(&error).ok_or("no broken body")?;
            assert_eq!(u16::from(broken.status), status);
            assert!(broken.source().is_some());
            assert!(!error.is_timeout());
            let core = azure_core::Error::from(error);
            assert!(matches!(core.kind(), ErrorKind::Io));
            let back = Error::<ErrorResponse>::from(core);
            assert_eq!(back.status().map(u16::from), Some(status));
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_body_cut_again_and_again_is_given_up_with_its_status() -> Outcome {
    let cut = || Answer::cut(200, "{", Some(2));
    let stub = Stub::start([cut(), cut(), cut(), cut(), cut()]).await?;
    let error = list_keys(&stub.client()?).await.unwrap_err();
    assert_eq!(error.status().map(u16::from), Some(200));
    assert_eq!(stub.requests().len(), 4);
    Ok(())
}

#[tokio::test]
async fn a_body_that_looks_whole_when_it_is_cut_is_not_taken() -> Outcome {
    let stub = Stub::start([Answer::cut(200, DATABRICKS, None)]).await?;
    let client = stub.builder()?.retry(Retry::none()).build()?;
    let error = list_keys(&client).await.unwrap_err();
    assert!(cause::<BrokenBody>(&error).is_some(), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn a_body_that_never_comes_ends_with_the_time_limit_and_keeps_its_status() -> Outcome {
    let stub = Stub::start([Answer::stalled(200), Answer::stalled(500)]).await?;
    let client = stub.builder()?.timeout(SHORT).build()?;
    for status in [200, 500] {
        let begun = Instant::now();
        let error = list_keys(&client).await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(error.status().map(u16::from), Some(status));
        assert!(begun.elapsed() >= SHORT);
        assert!(begun.elapsed() < Duration::from_secs(5));
        let late: &TimedOut = cause(&error).ok_or("no limit")?;
        assert_eq!(late.after, SHORT);
    }
    assert_eq!(stub.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn an_answer_that_never_comes_ends_with_the_time_limit() -> Outcome {
    let stub = Stub::start([Answer::silence()]).await?;
    let client = stub.builder()?.timeout(SHORT).build()?;
    let error = list_keys(&client).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.status(), None);
    assert_eq!(stub.requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn one_call_can_have_a_time_limit_of_its_own() -> Outcome {
    let stub = Stub::start([Answer::silence(), Answer::ok(DATABRICKS)]).await?;
    let client = stub.client()?;
    let begun = Instant::now();
    let error = list_keys(&client).timeout(SHORT).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(5));
    list_keys(&client).await?;
    Ok(())
}

#[tokio::test]
async fn the_time_limit_covers_all_retries_together() -> Outcome {
    let stub = Stub::start([503; 200].map(Answer::new)).await?;
    let delay = Duration::from_millis(30);
    let retry = Retry::default()
        .initial_delay(delay)
        .max_delay(delay)
        .max_retries(199);
    let client = stub.builder()?.retry(retry).timeout(SHORT).build()?;
    let begun = Instant::now();
    let error = list_keys(&client).await.unwrap_err();
    assert_eq!(error.status().map(u16::from), Some(503));
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    assert!(stub.requests().len() < 12);
    Ok(())
}

#[tokio::test]
async fn a_body_without_end_stops_at_the_limit_and_keeps_its_status() -> Outcome {
    for status in [200, 409, 503] {
        let stub = Stub::start([Answer::endless(status)]).await?;
        let client = stub.builder()?.max_response_bytes(MEGABYTE).build()?;
        let error = list_keys(&client).await.unwrap_err();
        let large: &TooLarge = cause(&error).ok_or("not too large")?;
        assert_eq!(large.limit, MEGABYTE);
        assert_eq!(error.status().map(u16::from), Some(status));
        assert_eq!(stub.requests().len(), 1, "too large is not sent again");
        let text = error.to_string();
        assert!(text.contains("1048576 bytes"), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn a_body_without_end_stops_at_64_mebibytes_by_default() -> Outcome {
    let stub = Stub::start([Answer::endless(200)]).await?;
    let error = list_keys(&stub.client()?).await.unwrap_err();
    let large: &TooLarge = cause(&error).ok_or("not too large")?;
    assert_eq!(large.limit, 64 * MEGABYTE);
    Ok(())
}

#[tokio::test]
async fn a_body_of_just_the_limit_is_taken() -> Outcome {
    let length = u64::try_from(DATABRICKS.len())?;
    let stub = Stub::start([DATABRICKS; 2].map(Answer::ok)).await?;
    list_keys(&stub.builder()?.max_response_bytes(length).build()?).await?;
    let client = stub.builder()?.max_response_bytes(length - 1).build()?;
    let error = list_keys(&client).await.unwrap_err();
    assert!(cause::<TooLarge>(&error).is_some(), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn limits_at_the_ends_of_their_ranges_are_taken() -> Outcome {
    let stub = Stub::start([DATABRICKS; 2].map(Answer::ok)).await?;
    let retry = Retry::default()
        .max_retries(u32::MAX)
        .initial_delay(Duration::MAX)
        .max_delay(Duration::MAX)
        .max_elapsed(Duration::MAX);
    let builder = stub.builder()?.retry(retry).max_response_bytes(u64::MAX);
    let client = builder.timeout(Duration::MAX).build()?;
    list_keys(&client).await?;
    list_keys(&client).timeout(Duration::MAX).await?;

    let error = list_keys(&client)
        .timeout(Duration::ZERO)
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_the_client_usable() -> Outcome {
    let stub = Stub::start([Answer::silence(), Answer::ok(DATABRICKS)]).await?;
    let client = stub.client()?;
    let dropped = tokio::time::timeout(SHORT, list_keys(&client).into_future()).await;
    assert!(dropped.is_err());
    list_keys(&client).await?;
    assert_eq!(stub.requests().len(), 2);
    Ok(())
}
