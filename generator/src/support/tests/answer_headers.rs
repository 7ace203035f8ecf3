//! What answers say in headers.

use std::collections::BTreeMap;

use secrecy::ExposeSecret;

use crate::support::runtime;
use crate::support::runtime::Bytes;
use crate::support::runtime::http::headers::Headers;
use crate::support::runtime::http::{RawResponse, StatusCode};
use crate::support::runtime::time::OffsetDateTime;
use crate::support::{
    Base64, Error, HeaderError, Own, Response, Rfc7231, Secret, SecretText, Sending, UuidText,
    answer_headers, decode, header_collection, header_json, header_text, header_value, whole_body,
    with_headers,
};

#[derive(Clone)]
struct GetHeaders(Headers);

answer_headers!(GetHeaders);

fn headers(all: &[(&'static str, &'static str)]) -> Headers {
    let mut headers = Headers::new();
    for (name, value) in all {
        headers.insert(*name, *value);
    }
    headers
}

fn value<C: crate::support::Codec>(text: &'static str) -> Result<Option<C::Value>, HeaderError> {
    header_value::<C>(&headers(&[("x-a", text)]), "x-a")
}

#[test]
fn a_header_is_read_in_its_type() {
    assert_eq!(
        header_text(&headers(&[("x-a", "b, c")]), "x-a"),
        Some("b, c")
    );
    assert_eq!(value::<Own<i32>>("-7"), Ok(Some(-7)));
    assert_eq!(
        value::<Own<i64>>(" 9007199254740993 "),
        Ok(Some(9_007_199_254_740_993))
    );
    assert_eq!(value::<Own<f64>>("0.5"), Ok(Some(0.5)));
    assert_eq!(value::<Own<bool>>("True"), Ok(Some(true)));
    assert_eq!(value::<Own<bool>>("0"), Ok(Some(false)));
    assert_eq!(value::<Base64>("AAE="), Ok(Some(vec![0, 1])));
    let time = OffsetDateTime::from_unix_timestamp(784_111_777).unwrap();
    assert_eq!(
        value::<Rfc7231>("Sun, 06 Nov 1994 08:49:37 GMT"),
        Ok(Some(time))
    );
}

#[test]
fn a_list_is_its_items_with_commas_between_them() {
    let list = |text| value::<Own<Vec<String>>>(text);
    assert_eq!(
        list("a, b,,c ,"),
        Ok(Some(["a", "b", "c"].map(str::to_owned).to_vec()))
    );
    assert_eq!(list(""), Ok(Some(Vec::new())));
    assert_eq!(value::<Own<Vec<i32>>>("1,2"), Ok(Some(vec![1, 2])));
    assert!(value::<Own<Vec<i32>>>("1,x").is_err());
}

#[test]
fn a_header_that_is_not_there_is_none() {
    let none = Headers::new();
    assert_eq!(header_text(&none, "x-a"), None);
    assert_eq!(header_value::<Own<i32>>(&none, "x-a"), Ok(None));
    assert_eq!(header_json::<Own<i32>>(&none, "x-a"), Ok(None));
    // A name that no header has, as the base would not have it asked for.
    assert_eq!(header_text(&none, "X-Ä"), None);
}

#[test]
fn a_malformed_header_is_an_error_that_names_it_and_does_not_quote_it() {
    let errors = [
        value::<Own<i32>>("MARKER").unwrap_err(),
        value::<Own<i32>>("99999999999").unwrap_err(),
        value::<Own<bool>>("MARKER").unwrap_err(),
        value::<Rfc7231>("MARKER").unwrap_err(),
        value::<UuidText>("MARKER").unwrap_err(),
        value::<Base64>("MARKER!").unwrap_err(),
    ];
    let expected: Vec<_> = errors.iter().map(HeaderError::expected).collect();
    assert_eq!(
        expected,
        [
            "i32",
            "i32",
            "a boolean",
            "an RFC 7231 date-time",
            "a UUID",
            "base64 text"
        ]
    );
    for error in errors {
        assert_eq!(error.name(), "x-a");
        assert!(!format!("{error} {error:?}").contains("MARKER"));
        let core = runtime::Error::from(error.clone());
        assert_eq!(core.downcast_ref(), Some(&error));
        assert_eq!(
            Error::<()>::from(error.clone()).to_string(),
            error.to_string()
        );
    }
}

#[test]
fn json_in_a_header_is_read() {
    let all = headers(&[("x-a", r#"{"b":[1]}"#), ("x-b", r#"{"b":"MARKER"}"#)]);
    let read = |name| header_json::<Own<BTreeMap<String, Vec<i32>>>>(&all, name);
    assert_eq!(
        read("x-a"),
        Ok(Some(BTreeMap::from([("b".to_owned(), vec![1])])))
    );
    let error = read("x-b").unwrap_err();
    assert_eq!(error.to_string(), "header `x-b`: expected a sequence");
}

#[test]
fn headers_that_begin_alike_are_a_map() {
    let all = headers(&[
        ("x-ms-meta-a", "1"),
        ("x-ms-meta-b-c", "2"),
        ("x-ms-meta-", "3"),
        ("x", "4"),
    ]);
    let map = header_collection::<Own<i32>>(&all, "x-ms-meta-").unwrap();
    assert_eq!(
        map,
        BTreeMap::from([("a".to_owned(), 1), ("b-c".to_owned(), 2)])
    );
    let all = headers(&[("x-ms-meta-a", "MARKER")]);
    let error = header_collection::<Own<i32>>(&all, "x-ms-meta-").unwrap_err();
    assert_eq!(error.to_string(), "header `x-ms-meta-a`: expected i32");
}

#[test]
fn a_secret_header_is_not_shown() {
    let secret = value::<SecretText>("MARKER").unwrap().unwrap();
    assert_eq!(secret.expose_secret(), "MARKER");
    let shown = format!("{:?}", GetHeaders(headers(&[("x-a", "MARKER")])));
    assert_eq!(shown, "GetHeaders([\"x-a\"])");
}

#[tokio::test]
async fn a_response_has_the_headers_of_its_operation() {
    let all = headers(&[("x-a", "MARKER"), ("request-id", "7")]);
    let raw = RawResponse::from_bytes(StatusCode::Ok, all, "1");
    let sending: Sending<'_, Response<i32>, Error> = Box::pin(async { decode(raw) });
    let response: Response<i32, GetHeaders> = with_headers(sending).await.unwrap();
    assert_eq!(header_text(response.headers(), "x-a"), Some("MARKER"));
    assert_eq!(response.request_id(), Some("7"));
    let shown = "Response { status: 200, headers: [\"request-id\", \"x-a\"], value: 1, .. }";
    assert_eq!(format!("{response:?}"), shown);
    let core = runtime::http::Response::<i32>::from(response.clone());
    assert_eq!(core.headers().iter().count(), 2);
    let (_, headers, _, value) = response.into_parts();
    assert_eq!((Headers::from(headers).iter().count(), value), (2, 1));
}

#[test]
fn a_body_that_is_the_value_is_not_shown() {
    let raw = || RawResponse::from_bytes(StatusCode::Ok, Headers::new(), "MARKER");
    let response: Response<Bytes> = whole_body(raw());
    let shown = "Response { status: 200, headers: [], value: (6 bytes), .. }";
    assert_eq!(format!("{response:?}"), shown);
    assert_eq!(format!("{:?}", response.map(Some)), shown);
    let secret: Response<Secret<Bytes>> = whole_body(raw());
    assert_eq!(secret.value().expose(), "MARKER");
    assert_eq!(format!("{:?}", secret.value()), "[REDACTED]");
}
