//! Long-running operations that come to a bad end: always the operation's own error.

use azure_core::error::ErrorKind;
use azure_core::http::Method;
use serde::Deserialize;

use super::operation::{RULES, accepted, begun, first};
use crate::support::shared::tests::fake::{Answer, Fake};
use crate::support::shared::tests::service_error::Conflict;
use crate::support::{
    CallOptions, Error, ErrorModel, FinalState, FinalValue, Operation, Plan, Raw, Rules,
    ServiceError, no_content, service_error, undescribed_error,
};

/// An error model with the error in `error`, as most descriptions have it.
#[derive(Debug, Deserialize)]
struct Nested {
    error: Conflict,
}

impl ErrorModel for Nested {
    fn code(&self) -> Option<&str> {
        Some(&self.error.code)
    }

    fn message(&self) -> Option<&str> {
        Some(&self.error.message)
    }
}

fn plan<E>(fail: fn(azure_core::http::RawResponse) -> Error<E>) -> Plan<(), E> {
    Plan {
        rules: Rules {
            value: FinalValue::Nothing,
            ..RULES
        },
        decode: |answer| Ok(no_content(answer)),
        fail,
    }
}

/// The error of an operation whose monitor says that.
async fn failed<E: ErrorModel>(
    monitor: &'static str,
    fail: fn(azure_core::http::RawResponse) -> Error<E>,
) -> ServiceError<E> {
    let fake = Fake::new([
        accepted("azure-asyncoperation", "/operations/1"),
        Answer::json(200, monitor).header("x-ms-request-id", "id-1"),
    ]);
    let request = first(Method::Post);
    let options = CallOptions::default();
    match Operation::begin(&fake.core(), request, options, plan(fail)).await {
        Err(Error::Service(error)) => *error,
        other => panic!("{other:?}"),
    }
}

const QUOTA: &str = r#"{
    "status": "Failed",
    "properties": {"key": "MARKER"},
    "error": {"code": "QuotaExceeded", "message": "no cores\nleft"}
}"#;

#[tokio::test(start_paused = true)]
async fn a_failed_operation_is_its_own_error() {
    let text = "operation Failed: QuotaExceeded: no cores left (request id id-1)";
    let flat = failed::<Conflict>(QUOTA, service_error).await;
    assert_eq!(flat.to_string(), text);
    assert_eq!(flat.parsed().unwrap().code, "QuotaExceeded");
    let nested = failed::<Nested>(QUOTA, service_error).await;
    assert_eq!(nested.to_string(), text);
    assert_eq!(nested.parsed().unwrap().error.code, "QuotaExceeded");
    assert_eq!(nested.end_state(), Some("Failed"));
    assert_eq!(u16::from(nested.status()), 200);
    assert_eq!(nested.body(), QUOTA);
    assert!(!format!("{nested:?}").contains("MARKER"));
    let raw = failed::<Raw>(QUOTA, service_error).await;
    assert_eq!(raw.to_string(), text);
    // A status that is not described has no model, and still tells why.
    let undescribed = failed::<Conflict>(QUOTA, undescribed_error).await;
    assert_eq!(undescribed.to_string(), text);
}

#[tokio::test(start_paused = true)]
async fn the_error_of_a_resource_is_found_too() {
    let resource = r#"{"properties": {
        "provisioningState": "Failed",
        "error": {"code": "QuotaExceeded", "message": "no cores left"}
    }}"#;
    let text = "operation Failed: QuotaExceeded: no cores left (request id id-1)";
    let flat = failed::<Conflict>(resource, service_error).await;
    assert_eq!(flat.to_string(), text);
    let nested = failed::<Nested>(resource, service_error).await;
    assert_eq!(nested.to_string(), text);
}

#[tokio::test(start_paused = true)]
async fn a_canceled_operation_says_so() {
    for state in ["Canceled", "cancelled"] {
        let monitor = format!(r#"{{"status": "{state}"}}"#).leak();
        let error = failed::<Nested>(monitor, service_error).await;
        assert_eq!(error.end_state(), Some(state));
        assert_eq!(error.code(), None);
        let size = monitor.len();
        assert_eq!(
            error.to_string(),
            format!("operation {state} (application/json, {size} bytes, request id id-1)")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_end_survives_the_way_through_azure_core() {
    let error: azure_core::Error = Error::from(failed::<Nested>(QUOTA, service_error).await).into();
    assert!(matches!(error.kind(), ErrorKind::HttpResponse { .. }));
    let error: Error<Nested> = error.into();
    assert_eq!(error.code(), Some("QuotaExceeded"));
    assert!(error.to_string().starts_with("operation Failed: "));
}

#[tokio::test(start_paused = true)]
async fn a_bad_end_can_come_at_once_or_in_the_resource() {
    let state = |state| {
        let body = format!(r#"{{"properties": {{"provisioningState": "{state}"}}}}"#);
        Answer::json(201, body)
    };
    let at_once = vec![state("Failed")];
    let later = vec![state("Creating"), state("Creating"), state("Failed")];
    for answers in [at_once, later] {
        let fake = Fake::new(answers);
        let error = begun(&fake, Method::Put, FinalState::Usual)
            .await
            .unwrap_err();
        assert!(error.to_string().starts_with("operation Failed"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failing_request_is_the_operations_error() {
    let missing = || Answer::json(404, r#"{"code": "Gone", "message": "no such operation"}"#);
    let begin = || accepted("azure-asyncoperation", "/operations/1");
    let done = || Answer::json(200, r#"{"status": "Succeeded"}"#);
    for answers in [
        vec![missing()],
        vec![begin(), missing()],
        vec![begin(), done(), missing()],
        vec![accepted("location", "/results/1"), missing()],
    ] {
        let count = answers.len();
        let fake = Fake::new(answers);
        let error = begun(&fake, Method::Put, FinalState::Usual)
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), "404 Not Found: Gone: no such operation");
        assert!(matches!(&error, Error::Service(error) if error.end_state().is_none()));
        assert_eq!(fake.count(), count);
    }
}

#[tokio::test(start_paused = true)]
async fn an_operation_can_be_asked_again_after_a_failing_request() {
    let fake = Fake::new([
        accepted("azure-asyncoperation", "/operations/1"),
        Answer::Fail(ErrorKind::Other),
        Answer::json(200, r#"{"status": "Succeeded"}"#),
        Answer::json(200, r#"{"name": "one"}"#),
    ]);
    let mut operation = begun(&fake, Method::Put, FinalState::Usual);
    operation.poll().await.unwrap();
    let error = operation.poll().await.unwrap_err();
    assert!(matches!(error, Error::Core(_)));
    assert!(operation.poll().await.unwrap().is_none());
    let token = operation.token().unwrap();
    let over = operation.await.unwrap_err();
    assert!(over.to_string().contains("is over"), "{over}");
    let plan = super::operation::plan(RULES);
    let options = CallOptions::default();
    let again = Operation::resume(&fake.core(), token.as_str(), options, None, plan).unwrap();
    assert_eq!(again.await.unwrap().name, "one");
}

#[tokio::test(start_paused = true)]
async fn a_monitor_that_is_none_is_a_decoding_error() {
    let cases = [
        (
            r#"{"id": "MARKER"}"#,
            "200 OK: /status: expected the state of the operation",
        ),
        (
            r#"{"status": 7}"#,
            "200 OK: /status: expected the state of the operation",
        ),
        (
            r#"["MARKER"]"#,
            "200 OK: /status: expected the state of the operation",
        ),
        ("<MARKER>", "200 OK: not JSON: line 1 column 1"),
    ];
    for (body, text) in cases {
        let fake = Fake::new([
            accepted("azure-asyncoperation", "/operations/1"),
            Answer::reply(200, body),
        ]);
        let error = begun(&fake, Method::Put, FinalState::Usual)
            .await
            .unwrap_err();
        let told = error.to_string();
        assert!(told.starts_with(text), "{told}");
        assert!(!format!("{error:?}{error}").contains("MARKER"));
        assert_eq!(error.status().map(u16::from), Some(200));
        assert!(matches!(error, Error::Decode(_)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_that_is_none_is_a_decoding_error() {
    let fake = Fake::new([
        accepted("location", "/results/1"),
        Answer::json(200, r#"{"name": 7}"#),
    ]);
    let error = begun(&fake, Method::Post, FinalState::Usual)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("/name: expected a string"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn the_first_request_alone_has_the_operations_errors() {
    let raw = |status: u16, body: &'static str| {
        azure_core::http::RawResponse::from_bytes(
            status.into(),
            azure_core::http::headers::Headers::new(),
            body,
        )
    };
    let plan = plan::<Conflict>(service_error);
    let started = plan.started(raw(202, "{}")).unwrap();
    assert_eq!(started.body(), "{}");
    let error = plan.started(raw(409, r#"{"code": "Busy", "message": "later"}"#));
    assert_eq!(error.unwrap_err().to_string(), "409 Conflict: Busy: later");
}
