//! The limit holds while the body comes in, and the status survives.

use super::fake::{Answer, Fake, core, request};
use crate::support::runtime;
use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::{Method, RawResponse, Request};
use crate::support::{BrokenBody, CallOptions, ClientOptions, Error, Repeat, TooLarge};

async fn get(options: ClientOptions) -> runtime::Result<RawResponse> {
    core(options)
        .send(request(Method::Get), CallOptions::default(), Repeat::Safe)
        .await
}

fn limited_to(limit: u64, fake: &Fake) -> ClientOptions {
    let mut options = fake.options();
    options.max_response_bytes = limit;
    options
}

#[tokio::test]
async fn a_body_of_the_limit_is_taken() {
    let fake = Fake::new([Answer::reply(200, "12345")]);
    let response = get(limited_to(5, &fake)).await.unwrap();
    assert_eq!(response.body().as_ref(), b"12345");
}

#[tokio::test]
async fn a_longer_body_fails_and_is_not_asked_for_again() {
    let fake = Fake::new([Answer::reply(203, "123456"), Answer::reply(200, "")]);
    let error = get(limited_to(5, &fake)).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Other);
    let inner = error.downcast_ref::<TooLarge>().unwrap();
    assert_eq!((inner.limit, u16::from(inner.status)), (5, 203));
    assert_eq!(
        error.to_string(),
        "the body of a response with status 203 is longer than 5 bytes"
    );
    assert_eq!(fake.count(), 1);
}

#[tokio::test]
async fn a_body_without_end_fails_at_the_limit() {
    let chunk = vec![b'x'; 64 * 1024];
    let fake = Fake::new([Answer::reply(200, chunk).endless()]);
    let error = get(limited_to(1024 * 1024, &fake)).await.unwrap_err();
    assert!(error.downcast_ref::<TooLarge>().is_some());
    assert_eq!(fake.count(), 1);
}

#[tokio::test]
async fn the_limit_is_64_mib_when_nothing_is_said() {
    assert_eq!(ClientOptions::default().max_response_bytes, 67_108_864);
}

#[tokio::test]
async fn a_broken_body_keeps_its_status() {
    for (kind, kept) in [
        (ErrorKind::Io, ErrorKind::Io),
        (ErrorKind::Connection, ErrorKind::Io),
        (ErrorKind::DataConversion, ErrorKind::DataConversion),
    ] {
        let fake = Fake::new((0..9).map(|_| Answer::reply(202, "{\"half").broken(kind.clone())));
        let error = get(fake.options()).await.unwrap_err();
        assert_eq!(error.kind(), &kept);
        assert!(error.downcast_ref::<BrokenBody>().is_some());
        let error = Error::<()>::from(error);
        assert_eq!(error.status().map(u16::from), Some(202));
        assert_eq!(
            error.to_string(),
            "the body of a response with status 202 broke off"
        );
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.source().unwrap().to_string(), "the fake body broke");
    }
}

#[tokio::test]
async fn an_error_that_quotes_a_secret_query_is_put_in_other_words() {
    for (query, printed) in [
        (
            "code=MARKER",
            "the fake failed: no answer from https://service.test/?REDACTED",
        ),
        ("api-version=1", "the fake failed"),
    ] {
        let fake = Fake::new([Answer::Fail(ErrorKind::Other)]);
        let url = format!("https://service.test/?{query}").parse().unwrap();
        let error = fake
            .core()
            .send(
                Request::new(url, Method::Get),
                CallOptions::default(),
                Repeat::Safe,
            )
            .await
            .unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Other);
        assert_eq!(error.to_string(), printed);
        assert!(!format!("{error:?}").contains("MARKER"));
    }
}
