//! Bodies in other character sets than UTF-8.

use super::fake::{Answer, Fake, request};
use crate::support::runtime::http::headers::{CONTENT_TYPE, Headers};
use crate::support::runtime::http::{Method, RawResponse, StatusCode};
use crate::support::{
    CallOptions, Error, Repeat, Response, decode, in_utf8, service_error, take_text, xml_in_utf8,
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
fn a_document_in_xml_may_say_itself_how_it_is_written() {
    let wide = |text: &str, little: bool| -> Vec<u8> {
        let units = text.encode_utf16();
        units
            .flat_map(|unit| match little {
                true => unit.to_le_bytes(),
                false => unit.to_be_bytes(),
            })
            .collect()
    };
    let read = |media_type, body: &[u8]| {
        let text = xml_in_utf8(&headers(media_type), body).into_owned();
        String::from_utf8(text).ok()
    };
    let latin = b"<?xml version='1.0' encoding = 'ISO-8859-1' ?><a>\xE9</a>";
    let told = "<?xml version='1.0' encoding = 'ISO-8859-1' ?><a>é</a>";
    assert_eq!(read("application/xml", latin).as_deref(), Some(told));
    assert_eq!(
        read("text/xml; charset=utf-8", latin).as_deref(),
        Some(told)
    );
    let windows = b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>\x80</a>";
    let text = read("application/xml", windows).unwrap();
    assert!(text.ends_with("<a>€</a>"), "{text}");
    // The answer counts for more than the document.
    let text = read(
        "application/xml; charset=iso-8859-1",
        b"<?xml encoding='koi8-r'?>\xE9",
    );
    assert!(text.unwrap().ends_with('é'));
    let plain = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>é</a>";
    for body in [
        wide(plain, true),
        wide(plain, false),
        wide(&format!("\u{FEFF}{plain}"), true),
        wide(&format!("\u{FEFF}{plain}"), false),
        // As .NET writes a text, which it then sends as UTF-8.
        plain.into(),
    ] {
        for media_type in ["application/xml", "application/xml; charset=utf-16"] {
            let text = read(media_type, &body).unwrap();
            assert_eq!(text.trim_start_matches('\u{FEFF}'), plain, "{body:?}");
        }
    }
    for body in [
        &b"<a>\xE9</a>"[..],
        b"<?xml encoding=\"koi8-r\"?><a>\xE9</a>",
        b"<?xml encoding",
        b"<?xml encoding?>\xE9",
        b"<?xml encoding='?>\xE9",
        b"<",
        b"",
    ] {
        let taken = xml_in_utf8(&headers("application/xml"), body).into_owned();
        assert_eq!(taken, body);
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
