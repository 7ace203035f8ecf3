//! A call's options reach the pipeline, and the future that runs it is small.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::fake::{Answer, Fake, core, request};
use crate::support::runtime::http::policies::{Policy, PolicyResult};
use crate::support::runtime::http::{Context, Method, Request};
use crate::support::{CallOptions, Repeat, pass_on};

/// What a caller leaves in the context for a policy of its own.
struct Note(&'static str);

/// Writes the note into a header.
#[derive(Debug)]
struct NotePolicy;

#[async_trait]
impl Policy for NotePolicy {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        let Note(note) = ctx.value().unwrap();
        request.insert_header("x-note", *note);
        pass_on(ctx, request, next).await
    }
}

#[tokio::test]
async fn the_callers_context_reaches_the_pipeline() {
    let fake = Fake::new([Answer::json(200, "{}")]);
    let context = Context::new().with_value(Note("from the context"));
    let mut call = CallOptions::default();
    call.context(context.to_borrowed());
    let mut options = fake.options();
    options.core.per_call_policies.push(Arc::new(NotePolicy));
    core(options)
        .send(request(Method::Get), call, Repeat::Safe)
        .await
        .unwrap();
    assert_eq!(fake.sent()[0].header("x-note"), Some("from the context"));
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
