//! Bodies become values, or errors that say where and why; and values become bodies.

use serde::{Deserialize, Serializer};

use super::fake::request;
use crate::support::runtime;
use crate::support::runtime::http::headers::{CONTENT_TYPE, HeaderName, Headers};
use crate::support::runtime::http::{Body, Method, RawResponse, StatusCode};
use crate::support::{
    DecodeError, Encode, Error, Mode, Raw, Response, decode, decode_with, json_body, no_content,
};

#[derive(Debug, Deserialize, PartialEq)]
struct Thing {
    name: String,
}

#[derive(Debug, PartialEq)]
enum Outcome {
    Made(Thing),
    Nothing,
}

fn raw(status: u16, kind: &'static str, body: &'static str) -> RawResponse {
    let mut headers = Headers::new();
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(HeaderName::from_static("request-id"), "id-1");
    headers.insert(HeaderName::from_static("x-secret"), "MARKER");
    RawResponse::from_bytes(StatusCode::from(status), headers, body)
}

fn json(status: u16, body: &'static str) -> RawResponse {
    raw(status, "application/json", body)
}

fn thing(raw: RawResponse) -> Result<Response<Thing>, Error> {
    decode(raw)
}

fn undecoded(raw: RawResponse) -> DecodeError {
    match thing(raw) {
        Err(Error::Decode(error)) => *error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_body_becomes_a_value_and_is_kept() {
    let response = thing(json(200, r#"{"name": "a"}"#)).unwrap();
    assert_eq!(response.value().name, "a");
    assert_eq!(response.status(), StatusCode::Ok);
    assert_eq!(response.request_id(), Some("id-1"));
    assert_eq!(response.headers().iter().count(), 3);
    assert_eq!(response.body(), r#"{"name": "a"}"#);
    let (status, headers, body, value) = response.into_parts();
    assert_eq!(status, StatusCode::Ok);
    assert_eq!(
        headers.get_optional_str(&CONTENT_TYPE),
        Some("application/json")
    );
    assert_eq!(body, r#"{"name": "a"}"#);
    assert_eq!(value.name, "a");
}

#[test]
fn one_of_several_successes_is_wrapped() {
    let made: Result<_, Error> = decode_with(json(201, r#"{"name": "a"}"#), Outcome::Made);
    let name = "a".to_owned();
    assert_eq!(made.unwrap().into_value(), Outcome::Made(Thing { name }));
    let nothing = no_content(json(204, "")).map(|()| Outcome::Nothing);
    assert_eq!(nothing.status(), StatusCode::NoContent);
    assert_eq!(nothing.into_value(), Outcome::Nothing);
    let broken: Result<_, Error> = decode_with(json(201, "{}"), Outcome::Made);
    assert_eq!(broken.unwrap_err().status(), Some(StatusCode::Created));
}

#[test]
fn a_body_that_means_nothing_is_kept() {
    let response = no_content(json(200, "unasked for"));
    assert_eq!(response.body(), "unasked for");
    assert_eq!(response.request_id(), Some("id-1"));
}

#[test]
fn a_response_becomes_the_bases() {
    let response = thing(json(200, r#"{"name": "a"}"#)).unwrap();
    let theirs = runtime::http::Response::<Thing>::from(response);
    assert_eq!(theirs.status(), StatusCode::Ok);
    assert_eq!(theirs.into_model().unwrap().name, "a");
}

#[test]
fn a_body_of_the_wrong_shape_says_where() {
    let error = undecoded(json(200, r#"{"name": ["MARKER"]}"#));
    assert_eq!(error.status(), StatusCode::Ok);
    assert_eq!(error.request_id(), Some("id-1"));
    assert_eq!(error.headers().iter().count(), 3);
    assert_eq!(error.body(), r#"{"name": ["MARKER"]}"#);
    assert_eq!(error.path(), "/name");
    assert_eq!(error.expected(), "a string");
    assert_eq!(
        error.to_string(),
        "200 OK: /name: expected a string (application/json, 20 bytes, request id id-1)"
    );
    assert!(!format!("{error:?}").contains("MARKER"), "{error:?}");
}

#[test]
fn a_body_that_is_not_json_says_what_it_is() {
    let error = undecoded(raw(200, "text/html", "<html>MARKER</html>"));
    assert_eq!(
        error.to_string(),
        "200 OK: not JSON: line 1 column 1 (text/html, 19 bytes, request id id-1)"
    );
}

#[test]
fn a_body_that_is_missing_is_missed() {
    let error = undecoded(json(200, ""));
    assert_eq!(
        error.to_string(),
        "200 OK: expected a body (empty body, request id id-1)"
    );
}

#[test]
fn debug_shows_the_value_and_nothing_else_of_the_body() {
    let response = thing(json(200, r#"{"name": "a", "more": "MARKER"}"#)).unwrap();
    assert_eq!(
        format!("{response:?}"),
        "Response { status: 200, headers: [\"content-type\", \"request-id\", \"x-secret\"], \
         value: Thing { name: \"a\" }, .. }"
    );
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let response = thing(json(200, "\u{feff}{\"name\": \"a\"}")).unwrap();
    assert_eq!(response.into_value().name, "a");
    let error: Error = crate::support::service_error(json(400, "\u{feff}{\"code\": \"C\"}"));
    assert_eq!(error.code(), Some("C"));
}

/// A value that JSON cannot write.
#[derive(Debug)]
struct Unwritable;

impl Encode for Unwritable {
    fn encode<S: Serializer>(&self, _mode: Mode, _serializer: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("MARKER"))
    }
}

/// A value that shows the mode it is written in.
#[derive(Debug)]
struct Shown;

impl Encode for Shown {
    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(mode == Mode::Request)
    }
}

#[test]
fn a_value_becomes_the_body_of_a_request() {
    let mut request = request(Method::Put);
    json_body(&mut request, &Shown).unwrap();
    assert!(matches!(request.body(), Body::Bytes(bytes) if bytes == "true"));
    let kind = request.headers().get_optional_str(&CONTENT_TYPE);
    assert_eq!(kind, Some("application/json"));
}

#[test]
fn a_value_that_cannot_be_written_is_not_quoted() {
    let mut request = request(Method::Put);
    let error = json_body(&mut request, &Unwritable).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `body` cannot be written as JSON"
    );
    assert!(matches!(request.body(), Body::Bytes(bytes) if bytes.is_empty()));
}

#[test]
fn any_json_is_a_value_too() {
    let response: Result<Response<Raw>, Error> = decode(json(200, "[1]"));
    assert_eq!(response.unwrap().value().value()[0], 1);
}
