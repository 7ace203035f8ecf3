//! A token takes an operation from one process to another, and to no other service.

use azure_core::http::Method;
use serde_json::{Value, json};

use super::operation::{RULES, Thing, accepted, begun, first, plan};
use crate::support::shared::tests::fake::{Answer, Fake};
use crate::support::shared::tests::service_error::Conflict;
use crate::support::{
    CallOptions, Error, FinalState, FinalValue, Operation, OperationToken, Repeat, Rules,
};

const VERSION: Option<&str> = Some("2025-09-01");

fn running() -> Answer {
    Answer::json(200, r#"{"status": "Running"}"#)
}

fn succeeded() -> Answer {
    Answer::json(200, r#"{"status": "Succeeded"}"#)
}

fn thing() -> Answer {
    Answer::json(200, r#"{"name": "one"}"#)
}

/// The token after some states.
async fn token(answers: Vec<Answer>, method: Method, states: usize) -> OperationToken {
    let fake = Fake::new(answers);
    let mut operation = begun(&fake, method, FinalState::Usual);
    assert!(operation.token().is_none());
    for _ in 0..states {
        operation.poll().await.unwrap();
    }
    operation.token().unwrap()
}

fn resumed(fake: &Fake, token: &str) -> Result<Operation<Thing, Conflict>, Error<Conflict>> {
    let options = CallOptions::default();
    Operation::resume(&fake.core(), token, options, VERSION, plan(RULES))
}

#[tokio::test(start_paused = true)]
async fn another_process_goes_on_from_the_token() {
    let begin = vec![
        accepted("azure-asyncoperation", "/operations/1?sig=SIGNED").header("location", "/r/1"),
        running(),
    ];
    let token = token(begin, Method::Put, 2).await;
    let text: Value = serde_json::from_str(token.as_str()).unwrap();
    let expected = json!({
        "version": 1,
        "operation": "Things_Create",
        "apiVersion": "2025-09-01",
        "method": "PUT",
        "original": "https://service.test/things/1?api-version=2025-09-01",
        "ask": "monitor",
        "link": "https://service.test/operations/1?sig=SIGNED&api-version=2025-09-01",
        "location": "https://service.test/r/1?api-version=2025-09-01",
        "finalState": "usual",
    });
    assert_eq!(text, expected);
    assert!(!format!("{token:?}").contains("SIGNED"));
    let fake = Fake::new([running(), succeeded(), thing()]);
    let operation = resumed(&fake, &token.into_string()).unwrap();
    assert!(!format!("{operation:?}").contains("SIGNED"));
    assert_eq!(operation.await.unwrap().name, "one");
    let urls: Vec<_> = fake.sent().into_iter().map(|sent| sent.url).collect();
    let monitor = "https://service.test/operations/1?sig=SIGNED&api-version=2025-09-01";
    let own = "https://service.test/things/1?api-version=2025-09-01";
    assert_eq!(urls, [monitor, monitor, own]);
}

#[tokio::test(start_paused = true)]
async fn a_resumed_operation_has_the_headers_that_it_is_given() {
    let begin = vec![accepted("azure-asyncoperation", "/operations/1")];
    let token = token(begin, Method::Put, 1).await;
    let fake = Fake::new([running(), succeeded(), thing()]);
    let operation = resumed(&fake, token.as_str()).unwrap();
    operation.header("x-note", "n-1").await.unwrap();
    let sent = fake.sent();
    assert_eq!(sent.len(), 3);
    for sent in &sent {
        assert_eq!(sent.header("x-note"), Some("n-1"));
    }
    let wrong = resumed(&fake, token.as_str()).unwrap();
    let error = wrong.header("no header", "n-1").await.unwrap_err();
    assert!(error.to_string().contains("header"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_resumed_operation_is_asked_for_at_once() {
    let begin = vec![accepted("location", "/r/1").header("retry-after", "600")];
    let token = token(begin, Method::Post, 1).await;
    let began = tokio::time::Instant::now();
    let fake = Fake::new([thing()]);
    resumed(&fake, token.as_str()).unwrap().await.unwrap();
    assert!(began.elapsed().is_zero());
}

#[tokio::test(start_paused = true)]
async fn every_place_on_the_way_has_a_token() {
    let resource = || Answer::json(200, r#"{"properties": {"provisioningState": "Updating"}}"#);
    let cases = [
        // The value is still to be fetched.
        (
            vec![accepted("operation-location", "/operations/1"), succeeded()],
            2,
            vec![thing()],
        ),
        (vec![resource()], 1, vec![resource(), thing()]),
        (vec![accepted("location", "/r/1")], 1, vec![thing()]),
    ];
    for (before, states, after) in cases {
        let token = token(before, Method::Put, states).await;
        let fake = Fake::new(after);
        let operation = resumed(&fake, token.as_str()).unwrap();
        // And so has the resumed one.
        assert_eq!(operation.token().unwrap(), token);
        assert_eq!(operation.await.unwrap().name, "one", "{token:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_of_something_else_is_refused() {
    let begin = vec![accepted("azure-asyncoperation", "/operations/1")];
    let token = token(begin, Method::Put, 1).await;
    let changed = |key: &str, value: Value| {
        let mut text: Value = serde_json::from_str(token.as_str()).unwrap();
        text[key] = value;
        text.to_string()
    };
    let another_service = "leads to another service than the client's, or nowhere";
    let malformed = "is no token of a long-running operation";
    let cases = [
        (
            changed("version", json!(2)),
            "is not of a version that this crate reads",
        ),
        (
            changed("operation", json!("Things_Delete")),
            "was made by another operation",
        ),
        (
            changed("apiVersion", json!("2024-04-01")),
            "was made with another version of the API",
        ),
        (
            changed("apiVersion", Value::Null),
            "was made with another version of the API",
        ),
        (
            changed("link", json!("https://evil.test/1")),
            another_service,
        ),
        (
            changed("link", json!("http://service.test/1")),
            another_service,
        ),
        (
            changed("link", json!("https://service.test:444/1")),
            another_service,
        ),
        (
            changed("link", json!("https://me:pw@service.test/1")),
            another_service,
        ),
        (
            changed("original", json!("https://evil.test/1")),
            another_service,
        ),
        (
            changed("location", json!("https://evil.test/1")),
            another_service,
        ),
        (changed("link", Value::Null), malformed),
        (changed("ask", json!("everything")), malformed),
        (changed("method", json!("CONJURE")), malformed),
        (changed("finalState", json!(7)), malformed),
        ("nonsense".to_owned(), malformed),
        ("[]".to_owned(), "is not of a version that this crate reads"),
    ];
    for (text, reason) in cases {
        let error = resumed(&Fake::default(), &text).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("parameter `token` {reason}"),
            "{text}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_other_process_needs_the_same_endpoint() {
    let begin = vec![accepted("azure-asyncoperation", "/operations/1")];
    let token = token(begin, Method::Put, 1).await;
    let mut options = Fake::default().options();
    options.endpoint = Some("https://other.test".to_owned());
    let core = crate::support::shared::tests::fake::core(options);
    let options = CallOptions::default();
    let refused = Operation::resume(&core, token.as_str(), options, VERSION, plan(RULES));
    assert!(refused.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_secret_in_the_address_does_not_get_into_a_token() {
    let tokens = |value, final_state| async move {
        let rules = Rules {
            value,
            final_state,
            secret_address: true,
            repeat: Repeat::Safe,
            ..RULES
        };
        let fake = Fake::new([accepted("azure-asyncoperation", "/operations/1")]);
        let request = first(Method::Put);
        let options = CallOptions::default();
        let mut operation = Operation::begin(&fake.core(), request, options, plan(rules));
        operation.poll().await.unwrap();
        operation.token()
    };
    let needed = tokens(FinalValue::Body, FinalState::Usual).await;
    assert_eq!(needed, None);
    for (value, final_state) in [
        (FinalValue::Body, FinalState::Monitor),
        (FinalValue::Nothing, FinalState::Usual),
    ] {
        let token = tokens(value, final_state).await.unwrap();
        assert!(!token.as_str().contains("/things/1"), "{token:?}");
        assert!(resumed(&Fake::default(), token.as_str()).is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_holds_no_credential() {
    let fake = Fake::new([accepted("azure-asyncoperation", "/operations/1")]);
    let mut options = CallOptions::default();
    options.header("Authorization", "MARKER");
    let request = first(Method::Put);
    let mut operation = Operation::begin(&fake.core(), request, options, plan(RULES));
    operation.poll().await.unwrap();
    let token = operation.token().unwrap();
    assert!(!token.as_str().contains("MARKER"));
    assert!(!format!("{token:?}{operation:?}").contains("MARKER"));
}

#[test]
fn an_operation_can_move_to_another_task() {
    fn is_send<T: Send + 'static>() {}
    is_send::<Operation<Thing, Conflict>>();
    is_send::<OperationToken>();
}
