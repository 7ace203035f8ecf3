//! A call's options reach the pipeline, and the future that runs it is small.

use std::time::Duration;

use azure_core::http::request::options::ClientRequestId;
use azure_core::http::{Context, Method};

use super::fake::{Answer, Fake, request};
use crate::support::{CallOptions, Repeat};

#[tokio::test]
async fn the_callers_context_reaches_the_pipeline() {
    let fake = Fake::new([Answer::json(200, "{}")]);
    let context = Context::new().with_value(ClientRequestId::new("from the context".to_owned()));
    let mut call = CallOptions::default();
    call.context(context.to_borrowed());
    fake.core()
        .send(request(Method::Get), call, Repeat::Safe)
        .await
        .unwrap();
    let sent = fake.sent();
    assert_eq!(
        sent[0].header("x-ms-client-request-id"),
        Some("from the context")
    );
}

#[test]
fn debug_shows_the_names_of_headers_alone() {
    let mut options = CallOptions::default();
    options.header("x-b", "MARKER");
    options.header("x-a", "MARKER");
    options.timeout(Duration::from_millis(50));
    assert_eq!(
        format!("{options:?}"),
        r#"CallOptions { headers: ["x-a", "x-b"], timeout: Some(50ms), .. }"#
    );
}

#[test]
fn the_future_is_send_and_small() {
    fn is_send<T: Send>(future: &T) -> usize {
        size_of_val(future)
    }
    let core = Fake::default().core();
    let future = core.send(request(Method::Get), CallOptions::default(), Repeat::Safe);
    assert!(is_send(&future) <= 16);
    let in_another = async {
        let future = core.send(request(Method::Get), CallOptions::default(), Repeat::Safe);
        future.await.map(|raw| raw.status())
    };
    assert!(is_send(&in_another) < 1024, "{}", is_send(&in_another));
}
