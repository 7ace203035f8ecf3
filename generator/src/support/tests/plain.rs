//! Bodies without a codec: text and bytes in both directions.

use secrecy::{ExposeSecret, SecretString};

use super::fake::{Answer, Fake, request_of};
use crate::support::runtime::Bytes;
use crate::support::runtime::http::headers::{CONTENT_TYPE, Headers};
use crate::support::runtime::http::{Body, RawResponse, StatusCode};
use crate::support::runtime::stream::{BytesStream, SeekableStream};
use crate::support::{CallOptions, Error, Repeat, RequestBody, Response, take_text, whole_body};

fn raw(body: &'static [u8]) -> RawResponse {
    RawResponse::from_bytes(StatusCode::Ok, Headers::new(), body)
}

#[test]
fn a_body_is_taken_as_it_is() {
    let response: Response<Bytes> = whole_body(raw(b"\xFF\0\xEF\xBB\xBF"));
    assert_eq!(response.value(), &Bytes::from_static(b"\xFF\0\xEF\xBB\xBF"));
    assert_eq!(response.value(), response.body());
    let empty: Response<Bytes> = whole_body(raw(b""));
    assert!(empty.into_value().is_empty());
}

#[test]
fn a_body_is_taken_as_text() {
    let response: Result<Response<String>, Error> = take_text(raw("grün".as_bytes()));
    assert_eq!(response.unwrap().into_value(), "grün");
    let empty: Result<Response<String>, Error> = take_text(raw(b""));
    assert_eq!(empty.unwrap().into_value(), "");
}

#[test]
fn the_text_of_json_is_what_it_says() {
    for (media_type, body, text) in [
        ("application/json; charset=utf-8", "\"a\\nb\"", "a\nb"),
        ("application/json", "hello", "hello"),
        ("application/json", "{\"a\": 1}", "{\"a\": 1}"),
        ("text/plain", "\"a\"", "\"a\""),
    ] {
        let mut headers = Headers::new();
        headers.insert(CONTENT_TYPE, media_type);
        let raw = RawResponse::from_bytes(StatusCode::Ok, headers, body);
        let response: Result<Response<String>, Error> = take_text(raw);
        assert_eq!(response.unwrap().value(), text, "{media_type}: {body}");
    }
}

#[test]
fn a_secret_text_is_not_shown() {
    let response: Result<Response<SecretString>, Error> = take_text(raw(b"MARKER"));
    let response = response.unwrap();
    assert!(!format!("{response:?}").contains("MARKER"));
    assert_eq!(response.value().expose_secret(), "MARKER");
}

#[test]
fn a_text_that_is_not_utf_8_is_an_error_that_does_not_quote_it() {
    let response: Result<Response<String>, Error> = take_text(raw(b"MARKER\xFF"));
    let error = response.unwrap_err();
    assert_eq!(
        error.to_string(),
        "200 OK: expected text in UTF-8 (7 bytes)"
    );
    assert!(!format!("{error:?}").contains("MARKER"));
}

#[test]
fn text_and_bytes_become_bodies_of_their_media_type() {
    let sent = request_of(&RequestBody::text("grün"), "text/plain").unwrap();
    assert_eq!(Bytes::from(sent.body()), "grün");
    assert_eq!(
        sent.headers().get_optional_str(&CONTENT_TYPE),
        Some("text/plain")
    );

    let secret = SecretString::from("grün");
    let sent = request_of(&RequestBody::secret(secret), "text/plain").unwrap();
    assert_eq!(Bytes::from(sent.body()), "grün");

    let sent = request_of(&RequestBody::bytes(vec![0, 255]), "image/png").unwrap();
    assert_eq!(Bytes::from(sent.body()), vec![0, 255]);
    assert_eq!(
        sent.headers().get_optional_str(&CONTENT_TYPE),
        Some("image/png")
    );
}

#[test]
fn a_stream_stays_one() {
    let stream: Box<dyn SeekableStream> = Box::new(BytesStream::new("many"));
    let sent = request_of(&RequestBody::bytes(stream), "image/png").unwrap();
    assert!(matches!(sent.body(), Body::SeekableStream(_)));
    assert_eq!(sent.body().len(), Some(4));
}

#[tokio::test]
async fn a_stream_is_sent_again_from_its_beginning() {
    let stream: Box<dyn SeekableStream> = Box::new(BytesStream::new("many"));
    let put = request_of(&RequestBody::bytes(stream), "image/png").unwrap();
    let fake = Fake::new([Answer::reply(503, ""), Answer::reply(204, "")]);
    let core = fake.core();
    let sent = core.send(put, CallOptions::default(), Repeat::Safe).await;
    assert_eq!(u16::from(sent.unwrap().status()), 204);
    let bodies: Vec<_> = fake.sent().into_iter().map(|sent| sent.body).collect();
    assert_eq!(bodies, ["many", "many"]);
}

#[test]
fn a_media_type_that_no_header_can_carry_is_refused() {
    let refused = request_of(&RequestBody::text(""), "text/plain\r\nx: y").unwrap_err();
    assert_eq!(refused.name, "content-type");
}
