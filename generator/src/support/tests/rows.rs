//! Bodies that are rows of events or of values, as they come in.

use std::fmt::Debug;
use std::time::Duration;

use serde_json::Value;

use super::fake::{Answer, Fake, core, request};
use crate::support::runtime;
use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::Method;
use crate::support::{
    BrokenBody, CallOptions, Error, Event, EventStream, ItemError, ItemProblem, JsonLines, Raw,
    Repeat, Response, Unfolded, service_error,
};

async fn open<S: Unfolded>(answer: Answer, limit: u64) -> Result<Response<S>, Error> {
    let fake = Fake::new([answer]);
    let mut options = fake.options();
    options.max_response_bytes = limit;
    let core = core(options);
    let is_success = |status| status == 200;
    let request = Ok(request(Method::Get));
    let failure = service_error::<Raw>;
    core.unfold(
        request,
        CallOptions::default(),
        Repeat::Safe,
        is_success,
        failure,
    )
    .await
}

/// A body in pieces of so many bytes.
fn answer(media_type: &'static str, body: &str, size: usize) -> Answer {
    let chunks = body.as_bytes().chunks(size).map(<[u8]>::to_vec);
    Answer::chunks(200, chunks).header("content-type", media_type)
}

async fn all<T: Debug>(
    mut next: impl AsyncFnMut() -> Option<runtime::Result<T>>,
) -> Vec<Result<T, ItemError>> {
    let mut items = Vec::new();
    while let Some(item) = next().await {
        items.push(item.map_err(|error| error.downcast_ref::<ItemError>().cloned().unwrap()));
        assert!(items.len() < 100, "it does not end");
    }
    assert!(next().await.is_none(), "nothing comes after the end");
    items
}

async fn events(body: &str) -> Vec<Result<Event, ItemError>> {
    let mut found = Vec::new();
    // However the bytes come in, the events are the same.
    for size in [1, 2, 3, 1000] {
        let answer = answer("text/event-stream; charset=utf-8", body, size);
        let mut stream: EventStream = open(answer, 1000).await.unwrap().into_value();
        let items = all(async || stream.next().await).await;
        assert!(found.is_empty() || format!("{found:?}") == format!("{items:?}"));
        found = items;
    }
    found
}

async fn data(body: &str) -> Vec<String> {
    let items = events(body).await.into_iter();
    items.map(|event| event.unwrap().into_data()).collect()
}

#[tokio::test]
async fn events_end_with_an_empty_line_of_any_kind() {
    let all = ["1", "2", "3"];
    assert_eq!(data("data: 1\n\ndata: 2\n\ndata: 3\n\n").await, all);
    assert_eq!(data("data: 1\r\rdata: 2\r\rdata: 3\r\r").await, all);
    assert_eq!(
        data("data: 1\r\n\r\ndata: 2\r\n\r\ndata: 3\r\n\r\n").await,
        all
    );
    assert_eq!(data("data: 1\n\r\ndata: 2\r\n\ndata: 3\r\n\r").await, all);
    assert_eq!(
        data("\u{FEFF}data: 1\n\n\n\ndata:2\n\n:x\n\ndata:3\n\n").await,
        all
    );
}

#[tokio::test]
async fn data_is_joined_line_by_line() {
    assert_eq!(
        data("data: YHOO\ndata: +2\ndata\ndata:  10\n\n").await,
        ["YHOO\n+2\n\n 10"]
    );
    assert_eq!(
        data("data\n\ndata\ndata\n\ndata: \n\n").await,
        ["", "\n", ""]
    );
    // The standard's own example: a comment, two events with data, one without.
    assert_eq!(
        data(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\nid: 9\n\n").await,
        ["first event", "second event", " third event"]
    );
    assert_eq!(
        data("data: \u{FEFF}1\n\nother: 2\nDATA: 3\n\n").await,
        ["\u{FEFF}1"]
    );
}

#[tokio::test]
async fn an_event_has_a_kind_an_id_and_a_wait() {
    let found = events(
        "event: add\nid: 1\nretry: 2500\ndata: a\n\ndata: b\n\nevent: x\n\nid: 2\0\nretry: 1s\nretry:\nevent: y\nevent:\ndata: c\n\nid\nretry: 99999999999999999999999\ndata: d\n\n",
    )
    .await;
    let found: Vec<_> = found.into_iter().map(Result::unwrap).collect();
    let told: Vec<_> = found
        .iter()
        .map(|event| (event.event(), event.id(), event.data()))
        .collect();
    assert_eq!(
        told,
        [
            ("add", Some("1"), "a"),
            ("message", Some("1"), "b"),
            ("message", Some("1"), "c"),
            ("message", None, "d")
        ]
    );
    assert!(
        found
            .iter()
            .all(|event| event.retry() == Some(Duration::from_millis(2500)))
    );
}

#[tokio::test]
async fn data_is_decoded_as_described_or_as_the_caller_says() {
    let body = "data: [1,\ndata: 2]\n\ndata: \"MARKER\"\n\ndata: [DONE]\n\ndata: []\n\n";
    let answer = answer("text/event-stream", body, 7);
    let stream: EventStream<Vec<i32>> = open(answer, 1000).await.unwrap().into_value();
    let mut stream = stream.until("[DONE]");
    let found = all(async || stream.next().await).await;
    let [Ok(first), Ok(second)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(first.value().unwrap(), [1, 2]);
    assert_eq!(first.data_as::<(u8, u8)>().unwrap(), (1, 2));
    assert_eq!(second.data_as::<String>().unwrap(), "MARKER");
    let error = second.value().unwrap_err();
    assert_eq!(error.to_string(), "item 2: expected a sequence");
    assert!(!format!("{error:?} {second:?}").contains("MARKER"));
    assert_eq!(
        format!("{second:?}"),
        "Event { event: \"message\", id: None, retry: None, data: (8 bytes) }"
    );
}

#[tokio::test]
async fn what_the_end_of_a_body_cuts_off_is_no_event() {
    for rest in [
        "data",
        "data: 2",
        "data: 2\n",
        "id: 7\r\ndata: 2\r\n",
        "data: 2\r",
    ] {
        let found = events(&format!("data: 1\n\n{rest}")).await;
        let [Ok(only)] = found.as_slice() else {
            panic!("{rest:?}: {found:?}");
        };
        assert_eq!(only.data(), "1");
    }
    assert!(events("").await.is_empty());
    assert!(events(":\n\nid: 1\n").await.is_empty());
}

#[tokio::test]
async fn an_event_has_a_limit_and_the_stream_has_none() {
    let long = "data: 12345678\n\n".repeat(20);
    for size in [1, 1000] {
        let answer = answer("text/event-stream", &long, size);
        let mut stream: EventStream = open(answer, 16).await.unwrap().into_value();
        let found = all(async || stream.next().await).await;
        assert_eq!(found.iter().filter(|item| item.is_ok()).count(), 20);
    }
    for rest in [
        "data: 123456789012345",
        "data: 123456789\ndata: 123456789\n\n",
    ] {
        let body = format!("data: 1\n\n{rest}\n\ndata: 2\n\n");
        let answer = answer("text/event-stream", &body, 5);
        let mut stream: EventStream = open(answer, 16).await.unwrap().into_value();
        let found = all(async || stream.next().await).await;
        assert_eq!(found.len(), 2);
        let error = found.last().unwrap().as_ref().unwrap_err();
        assert_eq!(error.to_string(), "item 2 is longer than 16 bytes");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_ends_with_that_error() {
    let broken = || Answer::reply(200, "data: 1\n\ndata: 2\n").broken(ErrorKind::Io);
    let mut stream: EventStream = open(broken(), 1000).await.unwrap().into_value();
    assert_eq!(stream.next().await.unwrap().unwrap().data(), "1");
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.downcast_ref::<BrokenBody>().is_some());
    assert!(stream.next().await.is_none());

    let broken = Answer::reply(200, "1\n2").broken(ErrorKind::Io);
    let mut stream: JsonLines<i32> = open(broken, 1000).await.unwrap().into_value();
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    assert!(stream.next().await.unwrap().is_err());
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn any_other_answer_is_an_error_that_names_what_it_is() {
    let html = Answer::reply(200, "<MARKER>").header("content-type", "text/HTML; charset=x");
    let error = open::<EventStream>(html, 1000).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "200 OK: expected an event stream (text/HTML, 8 bytes)"
    );
    let Error::Decode(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.content_type(), Some("text/HTML; charset=x"));
    assert_eq!(error.body(), "<MARKER>");

    let json = Answer::json(200, "{}");
    let error = open::<JsonLines<Value>>(json, 1000).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expected a row of JSON values (application/json")
    );

    let refused = Answer::json(409, r#"{"code":"Busy"}"#);
    let error = open::<EventStream>(refused, 1000).await.unwrap_err();
    assert_eq!(error.code(), Some("Busy"));
}

async fn values(media_type: &'static str, body: &str) -> Vec<Result<Value, String>> {
    let mut found = Vec::new();
    for size in [1, 2, 3, 1000] {
        let mut stream: JsonLines<Value> = open(answer(media_type, body, size), 40)
            .await
            .unwrap()
            .into_value();
        let items = all(async || stream.next().await).await.into_iter();
        let items: Vec<_> = items
            .map(|item| item.map_err(|error| error.to_string()))
            .collect();
        assert!(found.is_empty() || found == items, "{found:?} {items:?}");
        found = items;
    }
    found
}

fn cut(item: u64) -> Result<Value, String> {
    Err(format!("the body ended in the middle of item {item}"))
}

#[tokio::test]
async fn lines_are_values() {
    let lines = "application/x-ndjson";
    let both = [Ok(Value::from(1)), Ok(Value::from("b"))];
    for body in ["1\n\"b\"\n", "1\n\"b\"", "\u{FEFF}1\r\n\r\n \n\"b\"\r\n\n"] {
        assert_eq!(values(lines, body).await, both, "{body:?}");
    }
    assert!(values(lines, "\n").await.is_empty());
    assert_eq!(
        values(lines, "1\n{\"a\":").await,
        [Ok(Value::from(1)), cut(2)]
    );
    assert_eq!(
        values("application/jsonl", "1\n{\n2\n").await,
        [
            Ok(Value::from(1)),
            Err("item 2: not JSON: line 1 column 1".to_owned()),
            Ok(Value::from(2))
        ]
    );
    let long = format!("1\n\"{}\"\n2\n", "x".repeat(40));
    assert_eq!(
        values(lines, &long).await,
        [
            Ok(Value::from(1)),
            Err("item 2 is longer than 40 bytes".to_owned())
        ]
    );
}

#[tokio::test]
async fn a_sequence_has_a_separator_before_each_value_and_a_line_feed_after_it() {
    let sequence = "application/json-seq";
    let both = [Ok(Value::from(1)), Ok(serde_json::json!({"a": 2}))];
    for body in [
        "\x1E1\n\x1E{\"a\":2}\n",
        "\x1E1\n\x1E{\n\"a\":\n2}\n",
        "\x1E\n\x1E1\r\n\x1E\x1E\n\x1E{\"a\":2}\n\n",
    ] {
        let found = values(sequence, body).await;
        assert_eq!(found, both, "{body:?}");
    }
    // What breaks off could be the beginning of a longer number.
    assert_eq!(
        values(sequence, "\x1E1\n\x1E23").await,
        [Ok(Value::from(1)), cut(2)]
    );
    assert_eq!(
        values(sequence, "\x1E{\"a\":\n\x1E2\n").await,
        [cut(1), Ok(Value::from(2))]
    );
    assert_eq!(values(sequence, "\x1E{\"a\":\n").await, [cut(1)]);
}

#[tokio::test]
async fn the_first_value_comes_before_the_second_is_there() {
    for (media_type, body) in [
        ("text/event-stream", "data: 1\r\n\r"),
        ("application/json-seq", "\x1E1\n"),
        ("application/jsonl", "1\n"),
    ] {
        let stuck = || {
            Answer::reply(200, body)
                .header("content-type", media_type)
                .stuck()
        };
        if media_type == "text/event-stream" {
            let mut stream: EventStream = open(stuck(), 1000).await.unwrap().into_value();
            assert_eq!(stream.next().await.unwrap().unwrap().data(), "1");
        } else {
            let mut stream: JsonLines<i32> = open(stuck(), 1000).await.unwrap().into_value();
            assert_eq!(stream.next().await.unwrap().unwrap(), 1);
        }
    }
}
