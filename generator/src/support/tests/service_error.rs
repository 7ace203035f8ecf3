//! What is kept of an answer that is not a success, and how it reads.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::support::runtime::http::headers::{HeaderName, Headers};
use crate::support::runtime::http::{RawResponse, StatusCode};
use crate::support::{Error, ErrorModel, Raw, ServiceError, service_error, service_error_with};

/// An error model like those that descriptions have.
#[derive(Debug, Deserialize, PartialEq)]
pub struct Conflict {
    pub code: String,
    pub message: String,
}

impl ErrorModel for Conflict {
    fn code(&self) -> Option<&str> {
        Some(&self.code)
    }

    fn message(&self) -> Option<&str> {
        Some(&self.message)
    }
}

/// The error models of an operation that has two.
#[derive(Debug)]
enum Either {
    Conflict(Conflict),
    Other(Raw),
}

pub fn raw(
    status: u16,
    headers: &[(&'static str, &'static str)],
    body: &'static str,
) -> RawResponse {
    let mut all = Headers::new();
    for &(name, value) in headers {
        all.insert(HeaderName::from_static(name), value);
    }
    RawResponse::from_bytes(StatusCode::from(status), all, body)
}

pub fn error<E>(error: Error<E>) -> ServiceError<E> {
    match error {
        Error::Service(error) => *error,
        other @ (Error::InvalidParameter { .. } | Error::Decode(_) | Error::Core(_)) => {
            panic!("not an answer of the service: {other}")
        }
    }
}

/// A 409 with a model.
pub fn conflict() -> Error<Conflict> {
    service_error(raw(
        409,
        &[("request-id", "id-1"), ("x-secret", "MARKER")],
        r#"{"code": "ComputeNotReady", "message": "the cluster\n is resizing", "x": "MARKER"}"#,
    ))
}

#[test]
fn an_answer_with_a_model_reads_on_one_line() {
    assert_eq!(
        conflict().to_string(),
        "409 Conflict: ComputeNotReady: the cluster is resizing (request id id-1)"
    );
}

#[test]
fn an_answer_without_a_model_reads_as_what_it_is() {
    let read = |raw| service_error::<Conflict>(raw).to_string();
    let html = [("content-type", "text/html; charset=utf-8")];
    let body = "<html>MARKER</html>";
    assert_eq!(
        read(raw(500, &html, body)),
        "500 Internal Server Error (text/html, 19 bytes)"
    );
    assert_eq!(
        read(raw(500, &[], "x")),
        "500 Internal Server Error (1 byte)"
    );
    assert_eq!(
        read(raw(202, &[], "")),
        "202 Accepted: no success by the description (empty body)"
    );
    assert_eq!(read(raw(700, &[], "")), "700 (empty body)");
    assert_eq!(
        read(raw(404, &[("request-id", "id-2")], "")),
        "404 Not Found (empty body, request id id-2)"
    );
}

#[test]
fn everything_is_kept() {
    let error = error(conflict());
    assert_eq!(error.status(), StatusCode::Conflict);
    assert_eq!(error.code(), Some("ComputeNotReady"));
    assert_eq!(error.message(), Some("the cluster\n is resizing"));
    assert_eq!(error.request_id(), Some("id-1"));
    assert!(error.body().starts_with(b"{\"code\""));
    assert_eq!(error.headers().iter().count(), 2);
    assert_eq!(error.parsed().unwrap().code, "ComputeNotReady");
    assert_eq!(error.into_parsed().unwrap().code, "ComputeNotReady");
}

#[test]
fn one_of_several_models_is_wrapped() {
    let body = r#"{"code": "C", "message": "m"}"#;
    let first = error(service_error_with(raw(409, &[], body), Either::Conflict));
    assert!(matches!(first.parsed(), Some(Either::Conflict(inner)) if inner.code == "C"));
    assert_eq!(first.code(), Some("C"));
    let second = error(service_error_with(raw(500, &[], body), Either::Other));
    assert!(matches!(second.parsed(), Some(Either::Other(any)) if any.value()["code"] == "C"));
    assert_eq!(second.message(), Some("m"));
}

#[test]
fn a_text_is_what_went_wrong_be_it_json_or_not() {
    let plain = [("content-type", "text/plain")];
    let failed = error(service_error::<String>(raw(409, &plain, "still\n busy")));
    assert_eq!(failed.to_string(), "409 Conflict: still busy");
    assert_eq!(failed.parsed().map(String::as_str), Some("still\n busy"));
    let read = |body| error(service_error::<String>(raw(409, &[], body))).to_string();
    assert_eq!(read("\"busy\""), "409 Conflict: busy");
    assert_eq!(read("404"), "409 Conflict: 404");
    assert_eq!(read(""), "409 Conflict (empty body)");
    // An object in its place is read by the conventions, and no page for people is shown.
    let object = r#"{"code": "C", "message": "m", "x": "MARKER"}"#;
    assert_eq!(read(object), "409 Conflict: C: m");
    let html = [("content-type", "text/html; charset=utf-8")];
    let page = error(service_error::<String>(raw(
        502,
        &html,
        "<html>MARKER</html>",
    )));
    assert_eq!(page.to_string(), "502 Bad Gateway (text/html, 19 bytes)");
}

#[test]
fn a_long_text_is_cut_where_it_is_shown_alone() {
    let text = "ö".repeat(1001);
    let body = RawResponse::from_bytes(StatusCode::Conflict, Headers::new(), text.clone());
    let failed = error(service_error::<String>(body));
    assert_eq!(failed.message(), Some(text.as_str()));
    let shown = format!("409 Conflict: {}…", "ö".repeat(1000));
    assert_eq!(failed.to_string(), shown);
}

#[test]
fn a_list_of_errors_says_what_the_first_says() {
    let read = |body| error(service_error::<Vec<Conflict>>(raw(409, &[], body))).to_string();
    let two = r#"[{"code": "C", "message": "m"}, {"code": "D", "message": "n"}]"#;
    assert_eq!(read(two), "409 Conflict: C: m");
    assert_eq!(read("[]"), "409 Conflict (2 bytes)");
    let texts = error(service_error::<Vec<String>>(raw(409, &[], r#"["a", "b"]"#)));
    assert_eq!(texts.message(), Some("a"));
    // One of them alone, and a list in place of one.
    let odd = r#"[{"error": {"code": "C", "details": "MARKER"}}]"#;
    let failed = error(service_error::<Odd>(raw(409, &[], odd)));
    assert_eq!(
        (failed.parsed().is_none(), failed.code()),
        (true, Some("C"))
    );
    let alone = r#"{"error": {"code": "C", "details": "MARKER"}}"#;
    let failed = error(service_error::<Vec<Odd>>(raw(409, &[], alone)));
    assert_eq!(failed.code(), Some("C"));
}

#[test]
fn a_map_of_errors_says_what_it_has_under_a_name_or_first() {
    type Texts = BTreeMap<String, String>;
    type Lists = BTreeMap<String, Vec<String>>;
    let read = |body| error(service_error::<Texts>(raw(409, &[], body))).to_string();
    assert_eq!(
        read(r#"{"a": "b", "code": "C", "message": "m"}"#),
        "409 Conflict: C: m"
    );
    assert_eq!(read(r#"{"b": "c", "a": "b"}"#), "409 Conflict: a: b");
    assert_eq!(
        read(r#"{"error": {"code": "C", "x": "MARKER"}}"#),
        "409 Conflict: C"
    );
    assert_eq!(read("{}"), "409 Conflict (2 bytes)");
    let lists = r#"{"age": [], "name": ["is required", "is short"]}"#;
    let failed = error(service_error::<Lists>(raw(422, &[], lists)));
    assert_eq!(failed.message(), Some("name: is required"));
    assert_eq!(failed.parsed().map(BTreeMap::len), Some(2));
}

#[test]
fn what_is_wrong_with_several_values_at_once_has_no_name() {
    type Lists = BTreeMap<String, Vec<String>>;
    for name in ["non_field_errors", "__all__", "base", ""] {
        let body = serde_json::json!({ name: ["are too many"] }).to_string();
        let raw = RawResponse::from_bytes(StatusCode::BadRequest, Headers::new(), body);
        let failed = error(service_error::<Lists>(raw));
        assert_eq!(failed.message(), Some("are too many"), "{name}");
    }
}

#[test]
fn a_problem_of_no_type_in_particular_has_no_code() {
    let body = r#"{"code": "about:blank", "message": "m"}"#;
    let failed = error(service_error::<Conflict>(raw(409, &[], body)));
    assert_eq!(failed.to_string(), "409 Conflict: m");
    assert_eq!(failed.code(), None);
}

#[test]
fn any_json_tells_a_message_by_other_conventions() {
    let read = |body| error(service_error::<Raw>(raw(400, &[], body))).to_string();
    for (body, told) in [
        (
            r#"{"title": "t", "detail": "d", "type": "about:blank"}"#,
            ": d",
        ),
        (r#"{"title": "t", "status": 400}"#, ": t"),
        (
            r#"{"errors": [{"code": "C", "message": "m"}, {"message": "n"}]}"#,
            ": C: m",
        ),
        (
            r#"{"errors": [{"code": "C", "title": "t", "detail": "d"}]}"#,
            ": C: d",
        ),
        (r#"{"errors": ["a", "b"]}"#, ": a"),
        (r#"[{"message": "m"}]"#, ": m"),
        (
            r#"{"hydra:title": "t", "hydra:description": "d", "trace": ["MARKER"]}"#,
            ": d",
        ),
        (r#"{"hydra:title": "t"}"#, ": t"),
        (
            r#"{"message": ["a is short", "b"], "error": "Bad Request"}"#,
            ": a is short",
        ),
        (
            r#"{"error": {"code": 400, "message": "m", "status": "INVALID"}}"#,
            ": INVALID: m",
        ),
        (
            r#"{"status": "Failure", "reason": "NotFound", "message": "m"}"#,
            ": NotFound: m",
        ),
        (
            r#"{"title": "t", "errors": {"Age": ["is negative"], "Name": []}}"#,
            ": t (Age: is negative)",
        ),
        (
            r#"{"errors": {"age": "is negative"}}"#,
            ": age: is negative",
        ),
        (r#"{"message": "m", "errors": {"age": ["m"]}}"#, ": age: m"),
        (r#"{"errors": {"message": ["m"]}}"#, ": message: m"),
        (r#"{"errors": {"detail": "d", "trace": "MARKER"}}"#, ": d"),
        (
            r#"{"age": ["MARKER"], "non_field_errors": ["are too many"]}"#,
            ": are too many",
        ),
        (r#"{"errors": []}"#, " (14 bytes)"),
        (r#"{"detail": ["a"]}"#, ": a"),
        (r#"{"detail": [{"x": "MARKER"}]}"#, " (29 bytes)"),
    ] {
        assert_eq!(read(body), format!("400 Bad Request{told}"), "{body}");
    }
}

#[test]
fn any_json_tells_code_and_message_as_odata_and_oauth_do() {
    let read = |body| error(service_error::<Raw>(raw(400, &[], body))).to_string();
    assert_eq!(
        read(r#"{"error": {"code": "C", "message": "m"}}"#),
        "400 Bad Request: C: m"
    );
    assert_eq!(
        read(r#"{"code": "C", "message": "m"}"#),
        "400 Bad Request: C: m"
    );
    assert_eq!(
        read(r#"{"error": "C", "message": "m"}"#),
        "400 Bad Request: m"
    );
    assert_eq!(
        read(r#"{"error": "invalid_grant", "error_description": "expired"}"#),
        "400 Bad Request: invalid_grant: expired"
    );
    assert_eq!(
        read(r#"{"error": "no such pet"}"#),
        "400 Bad Request: no such pet"
    );
    assert_eq!(
        read(r#"{"error": {"code": 7}}"#),
        "400 Bad Request (22 bytes)"
    );
    assert_eq!(read("[]"), "400 Bad Request (2 bytes)");
    assert_eq!(read("\"text\""), "400 Bad Request (6 bytes)");
    assert_eq!(read("null"), "400 Bad Request (4 bytes)");
}

#[test]
fn any_json_can_be_read() {
    let error = error(service_error::<Raw>(raw(400, &[], "{\"a\": 1}")));
    assert_eq!(error.parsed().unwrap().value()["a"], 1);
    assert_eq!(error.into_parsed().unwrap().into_value()["a"], 1);
}

#[test]
fn debug_shows_the_model_and_nothing_else_of_the_body() {
    let printed = format!("{:?}", error(conflict()));
    assert_eq!(
        printed,
        "ServiceError { status: 409, code: Some(\"ComputeNotReady\"), \
         request_id: Some(\"id-1\"), headers: [\"request-id\", \"x-secret\"], \
         parsed: Some(Conflict { code: \"ComputeNotReady\", \
         message: \"the cluster\\n is resizing\" }), .. }"
    );
    let unknown = service_error::<Raw>(raw(400, &[], "{\"a\": \"MARKER\"}"));
    assert!(!format!("{unknown:?}").contains("MARKER"));
}

/// A model that says where its code and message stand, and whose details are odd at times.
#[derive(Debug, Deserialize)]
struct Odd {
    #[allow(dead_code, reason = "read by Debug")]
    error: OddInner,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read by Debug")]
struct OddInner {
    code: String,
    details: Vec<String>,
}

impl ErrorModel for Odd {
    const CODE: &'static [&'static str] = &["error", "code"];
    const MESSAGE: &'static [&'static str] = &["error", "message"];
}

#[test]
fn an_odd_field_costs_the_model_but_not_code_and_message() {
    let odd = r#"{"error": {"code": "C", "message": "M", "details": "MARKER"}, "code": "MARKER"}"#;
    let failed = error(service_error::<Odd>(raw(409, &[], odd)));
    assert!(failed.parsed().is_none());
    assert_eq!((failed.code(), failed.message()), (Some("C"), Some("M")));
    assert_eq!(failed.to_string(), "409 Conflict: C: M");
    for body in [
        "",
        "[",
        "[]",
        r#"{"error": "MARKER"}"#,
        r#"{"error": {"code": 7}}"#,
    ] {
        let failed = error(service_error::<Odd>(raw(409, &[], body)));
        assert_eq!((failed.code(), failed.message()), (None, None), "{body}");
    }
    // Without a place in the description nothing is looked for: it may be secret.
    let failed = error(service_error::<Conflict>(raw(
        409,
        &[],
        r#"{"code": "MARKER"}"#,
    )));
    assert_eq!(failed.code(), None);
}
