//! Bodies in other character sets than UTF-8.

use super::fake::{Answer, Fake, request};
use crate::support::runtime::http::headers::{CONTENT_TYPE, Headers};
use crate::support::runtime::http::{Method, RawResponse, StatusCode};
use crate::support::{
    CallOptions, Error, Repeat, Response, decode, in_utf8, service_error, take_text,
};

fn headers(media_type: &'static str) -> Headers {
    let mut headers = Headers::new();
    headers.insert(CONTENT_TYPE, media_type);
    headers
}

fn raw(media_type: &'static str, body: &'static [u8]) -> RawResponse {
    RawResponse::from_bytes(StatusCode::Ok, headers(media_type), body)
}

#[test]
fn a_text_is_read_as_it_says_to_be_written() {
    let read = |media_type, body: &[u8]| {
        let text = in_utf8(&headers(media_type), body).into_owned();
        String::from_utf8(text).ok()
    };
    for (media_type, body, text) in [
        (
            "text/plain; charset=ISO-8859-1",
            &b"caf\xE9 \x80"[..],
            "café €",
        ),
        ("text/plain;charset=\"windows-1252\"", b"\x93a\x94", "“a”"),
        ("text/plain; charset=utf-16", b"\xFF\xFEa\0\xE9\0", "aé"),
        ("text/plain; charset=utf-16", b"\0a\0\xE9", "aé"),
        ("text/plain; charset=utf-16le", b"a\0", "a"),
        // What is UTF-8 is that, whatever it is called.
        ("application/json; charset=iso-8859-1", "é".as_bytes(), "é"),
        ("text/plain; charset=koi8-r", b"a", "a"),
        ("text/plain; charset=UTF-8", "é".as_bytes(), "é"),
    ] {
        assert_eq!(
            read(media_type, body).as_deref(),
            Some(text),
            "{media_type}"
        );
    }
    for (media_type, body) in [
        ("text/plain; charset=koi8-r", &b"\xE9"[..]),
        ("text/plain; charset=iso-8859-1", b"\x81"),
        ("text/plain; charset=utf-16", b"\0a\0"),
        ("text/plain; charset=utf-16", b"\xD8\0\0a"),
        ("text/plain", b"\xE9"),
    ] {
        let taken = in_utf8(&headers(media_type), body).into_owned();
        assert_eq!(taken, body, "{media_type}");
    }
}

#[test]
fn values_and_texts_are_read_in_it() {
    let json: Result<Response<Vec<String>>, Error> = decode(raw(
        "application/json; charset=iso-8859-1",
        b"[\"caf\xE9\"]",
    ));
    let json = json.unwrap();
    assert_eq!(json.value(), &["café"]);
    assert_eq!(json.body().as_ref(), b"[\"caf\xE9\"]");
    let text: Result<Response<String>, Error> =
        take_text(raw("text/plain; charset=iso-8859-1", b"caf\xE9"));
    assert_eq!(text.unwrap().into_value(), "café");
}

#[tokio::test]
async fn an_error_says_which_it_cannot_read() {
    let text: Result<Response<String>, Error> =
        take_text(raw("text/plain; charset=koi8-r", b"\xE9"));
    assert_eq!(
        text.unwrap_err().to_string(),
        "200 OK: expected text in UTF-8 (text/plain; charset=koi8-r, 1 byte)"
    );
    let refused = Answer::reply(400, &b"{\"code\":\"No\",\"message\":\"pas caf\xE9\"}"[..]);
    let fake = Fake::new([refused.header("content-type", "application/json; charset=latin1")]);
    let core = fake.core();
    let sent = core.send(request(Method::Get), CallOptions::default(), Repeat::Once);
    let error: Error = service_error(sent.await.unwrap());
    assert_eq!(error.to_string(), "400 Bad Request: No: pas café");
}
