//! Answers that are handed on as they come in.

use std::time::Duration;

use super::fake::{Answer, Fake, core, request};
use crate::support::runtime;
use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::Method;
use crate::support::{BrokenBody, CallOptions, ClientOptions, Core, Repeat, Streamed, TooLarge};

async fn stream(core: &Core, options: CallOptions<'_>) -> runtime::Result<Streamed> {
    let is_success = |status| status == 200;
    core.stream(request(Method::Get), options, Repeat::Safe, is_success)
        .await
}

fn limited_to(limit: u64, fake: &Fake) -> ClientOptions {
    let mut options = fake.options();
    options.max_response_bytes = limit;
    options
}

async fn streamed(options: ClientOptions) -> runtime::Result<Streamed> {
    stream(&core(options), CallOptions::default()).await
}

#[tokio::test]
async fn a_body_comes_chunk_by_chunk_whatever_its_size() {
    let fake = Fake::new([Answer::reply(200, "12345").header("x-a", "b").endless()]);
    let Streamed::Success(response) = streamed(limited_to(8, &fake)).await.unwrap() else {
        panic!("no success");
    };
    assert_eq!(u16::from(response.status()), 200);
    assert_eq!(response.headers().iter().count(), 1);
    assert!(response.body().is_empty());
    let mut body = response.into_value();
    for _ in 0..10 {
        assert_eq!(body.next().await.unwrap().unwrap(), "12345");
    }
    assert_eq!(format!("{body:?}"), "ByteStream(..)");
}

#[tokio::test]
async fn what_is_left_of_a_body_can_be_collected_within_a_limit() {
    let fake = Fake::new(["12345"; 4].map(|body| Answer::reply(200, body)));
    for (limit, chosen, expected) in [
        (5, None, Ok("12345")),
        (4, None, Err(4)),
        (4, Some(5), Ok("12345")),
        (5, Some(4), Err(4)),
    ] {
        let streamed = streamed(limited_to(limit, &fake)).await.unwrap();
        let Streamed::Success(response) = streamed else {
            panic!("no success");
        };
        let body = response.into_value();
        let collected = match chosen {
            Some(chosen) => body.collect_within(chosen).await,
            None => body.collect().await,
        };
        let told = collected.map_err(|error| error.downcast_ref::<TooLarge>().unwrap().limit);
        assert_eq!(told, expected.map(Into::into));
    }
}

#[tokio::test]
async fn a_body_without_end_is_not_collected() {
    let fake = Fake::new([Answer::reply(200, "12345").endless()]);
    let Streamed::Success(response) = streamed(limited_to(8, &fake)).await.unwrap() else {
        panic!("no success");
    };
    let error = response.into_value().collect().await.unwrap_err();
    let large = error.downcast_ref::<TooLarge>().unwrap();
    assert_eq!((large.limit, u16::from(large.status)), (8, 200));
}

#[tokio::test]
async fn any_other_answer_is_read_whole_within_the_limit() {
    let fake = Fake::new([Answer::reply(404, "12345"), Answer::reply(404, "12345")]);
    let Streamed::Other(raw) = streamed(limited_to(5, &fake)).await.unwrap() else {
        panic!("a success");
    };
    assert_eq!(raw.body().as_ref(), b"12345");
    let error = streamed(limited_to(4, &fake)).await.unwrap_err();
    let large = error.downcast_ref::<TooLarge>().unwrap();
    assert_eq!((large.limit, u16::from(large.status)), (4, 404));
}

#[tokio::test]
async fn a_body_that_breaks_off_ends_with_an_error_and_is_not_asked_for_again() {
    let fake = Fake::new([Answer::reply(200, "12345").broken(ErrorKind::Io)]);
    let Streamed::Success(response) = streamed(fake.options()).await.unwrap() else {
        panic!("no success");
    };
    let mut body = response.into_value();
    assert_eq!(body.next().await.unwrap().unwrap(), "12345");
    let error = body.next().await.unwrap().unwrap_err();
    assert!(error.downcast_ref::<BrokenBody>().is_some());
    assert_eq!(fake.count(), 1);
}

#[tokio::test]
async fn a_status_is_retried_before_there_is_a_stream() {
    let fake = Fake::new([Answer::reply(503, ""), Answer::reply(200, "1")]);
    let streamed = streamed(fake.options()).await.unwrap();
    assert!(matches!(streamed, Streamed::Success(_)));
    assert_eq!(fake.count(), 2);
}

#[tokio::test]
async fn the_time_limit_holds_until_the_body_may_come() {
    let fake = Fake::new([Answer::Silence, Answer::reply(404, "1").stuck()]);
    let core = core(fake.options());
    for _ in 0..2 {
        let mut options = CallOptions::default();
        options.timeout(Duration::from_millis(50));
        let error = stream(&core, options).await.unwrap_err();
        assert!(error.to_string().contains("did not end within"), "{error}");
    }
}
