//! An operation is signed on its whole way, and prints no secret on it.

use azure_core::http::Method;
use tracing_subscriber::util::SubscriberInitExt;

use super::operation::{RULES, accepted, begun, first, plan};
use crate::support::shared::tests::fake::{Answer, Fake, client};
use crate::support::shared::tests::secrecy::{Log, MARKER, assert_clean, reply};
use crate::support::shared::tests::signing::{GUARDED, everything};
use crate::support::{CallOptions, FinalState, Operation, Security};

/// Runs an operation whose monitor has a signed link.
async fn operate() {
    let signed = "/operations/1?sig=hunter2-MARKER";
    let state = |state| {
        reply(
            200,
            format!(r#"{{"status": "{state}", "key": "{MARKER}"}}"#),
        )
    };
    let fake = Fake::new([
        accepted("azure-asyncoperation", signed),
        state("Running"),
        state("Succeeded"),
        reply(200, format!(r#"{{"name": "{MARKER}"}}"#)),
    ]);
    begun(&fake, Method::Put, FinalState::Usual).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_log_of_an_operation_prints_no_secret() {
    operate().await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    {
        let _guard = subscriber.set_default();
        operate().await;
    }
    let text = log.text();
    assert!(text.contains("subsequent operation request"), "{text}");
    assert_clean(&text);
}

#[tokio::test(start_paused = true)]
async fn an_operation_is_signed_on_its_whole_way() {
    const IN_QUERY: Security = Security(&[&[4]]);
    let fake = Fake::new([
        accepted("azure-asyncoperation", "/operations/1"),
        Answer::json(200, r#"{"status": "Running"}"#),
        Answer::json(200, r#"{"status": "Succeeded"}"#),
        Answer::json(200, r#"{"name": "one"}"#),
    ]);
    let core = client(&GUARDED, everything(), fake.options()).unwrap();
    let request = first(Method::Put);
    let options = || CallOptions::signed(IN_QUERY);
    let mut operation = Operation::begin(&core, request, options(), plan(RULES));
    operation.poll().await.unwrap();
    operation.poll().await.unwrap();
    let token = operation.token().unwrap();
    assert!(!token.as_str().contains("MARKER"), "{token:?}");
    let resumed = Operation::resume(&core, token.as_str(), options(), None, plan(RULES));
    assert_eq!(resumed.unwrap().await.unwrap().name, "one");
    for sent in fake.sent() {
        assert!(sent.url.contains("api%20key=hunter2"), "{}", sent.url);
        assert_eq!(sent.header("x-key"), None);
    }
}
