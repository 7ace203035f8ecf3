//! A marker goes into every place that can hold a secret, and must come out of nothing printable.

use std::error::Error as _;
use std::fmt::{Debug, Display};
use std::io;
use std::sync::{Arc, Mutex, Once};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use tracing_subscriber::util::SubscriberInitExt;

use super::fake::{Answer, Careless, ENDPOINT, Fake, SERVICE, client, token};
use super::models::Names;
use crate::support::runtime;
use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::{Method, RawResponse, Request};
use crate::support::{
    CallOptions, Core, Error, ErrorModel, Follow, Paged, Repeat, Response, Target, decode,
    service_error,
};
use crate::support::{Credentials, Scheme, Security, Service};

pub const MARKER: &str = "hunter2-MARKER";

#[derive(Debug, Deserialize)]
struct Keys {
    password: SecretString,
}

#[derive(Debug, Deserialize)]
struct Failure {
    code: String,
    detail: SecretString,
}

impl ErrorModel for Failure {
    fn code(&self) -> Option<&str> {
        Some(&self.code)
    }
}

/// Where `tracing` writes to.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Takes in everything that is logged while the guard lives.
    pub fn listen(&self) -> impl Sized {
        // With a single listener, whoever logs in a place first decides for all threads whether that
        // place is heard: here, a test that does not listen.
        static OTHERS: Once = Once::new();
        OTHERS.call_once(|| {
            tracing_subscriber::fmt()
                .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
                .with_writer(io::sink)
                .init();
        });
        let writer = self.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_writer(move || writer.clone())
            .set_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

pub fn assert_clean(printed: &str) {
    assert!(!printed.contains(MARKER), "{printed}");
}

fn assert_debug_clean(value: &impl Debug) {
    assert_clean(&format!("{value:?} {value:#?}"));
}

/// Looks at the error, at all its sources, and at what it becomes in the base.
fn assert_error_clean<E: Debug + Send + Sync + 'static>(error: Error<E>) {
    fn look(error: &(impl Debug + Display)) {
        assert_clean(&format!("{error} {error:?} {error:#?}"));
    }
    look(&error);
    let mut source = error.source();
    while let Some(inner) = source {
        look(&inner);
        source = inner.source();
    }
    look(&runtime::Error::from(error));
}

fn careless() -> Credentials {
    token(Arc::new(Careless(MARKER)))
}

/// Sends a request with the marker in its token, headers, query and body.
async fn exchange(answers: Vec<Answer>) -> runtime::Result<RawResponse> {
    let fake = Fake::new(answers);
    let mut options = fake.options();
    options.max_response_bytes = 1024;
    assert_debug_clean(&options);
    let core = client(&SERVICE, careless(), options).unwrap();
    assert_debug_clean(&core);
    let mut options = CallOptions::default();
    options.header("x-key", MARKER);
    assert_debug_clean(&options);
    let mut target = Target::new(core.endpoint());
    target.query("code", MARKER);
    let mut request = target.into_request(Method::Post).unwrap();
    request.set_body(format!("{{\"password\": \"{MARKER}\"}}"));
    options.apply(&mut request).unwrap();
    let outcome = core.send(request, options, Repeat::Safe).await;
    // The marker was really there.
    for sent in fake.sent() {
        assert_eq!(
            sent.header("authorization"),
            Some(&*format!("Bearer {MARKER}"))
        );
        assert_eq!(sent.header("x-key"), Some(MARKER));
        assert!(sent.url.contains(MARKER));
    }
    outcome
}

/// A service that takes a key in every place.
const KEYED: Service = Service {
    schemes: &[
        Scheme::Query("key"),
        Scheme::Cookie("key"),
        Scheme::Header {
            name: "X-Key",
            prefix: "Key ",
        },
    ],
    security: Security(&[&[0, 1, 2]]),
    ..SERVICE
};

/// Sends a request with the marker as each of its keys.
async fn keyed(answers: Vec<Answer>) -> runtime::Result<RawResponse> {
    let fake = Fake::new(answers);
    let mut credentials = Credentials::default();
    for scheme in 0..3 {
        credentials.key(scheme, MARKER.to_owned().into());
    }
    assert_debug_clean(&credentials);
    let core = client(&KEYED, credentials, fake.options()).unwrap();
    assert_debug_clean(&core);
    let request = Target::new(core.endpoint());
    let request = request.into_request(Method::Get).unwrap();
    let outcome = core
        .send(request, CallOptions::default(), Repeat::Safe)
        .await;
    for sent in fake.sent() {
        let pair = format!("key={MARKER}");
        assert!(sent.url.ends_with(&pair));
        assert_eq!(sent.header("cookie"), Some(pair.as_str()));
        assert_eq!(sent.header("x-key"), Some(&*format!("Key {MARKER}")));
    }
    outcome
}

pub fn reply(status: u16, body: String) -> Answer {
    Answer::json(status, body).header("x-key", MARKER)
}

#[tokio::test]
async fn a_value_and_its_response_print_no_secret() {
    let body = format!(r#"{{"password": "{MARKER}", "newer": "{MARKER}"}}"#);
    let raw = exchange(vec![reply(200, body)]).await.unwrap();
    let response: Result<Response<Keys>, Error> = decode(raw);
    let response = response.unwrap();
    assert_eq!(response.value().password.expose_secret(), MARKER);
    assert_debug_clean(&response);
}

#[tokio::test]
async fn an_undecodable_body_prints_no_secret() {
    for body in [
        format!(r#"{{"password": ["{MARKER}"]}}"#),
        format!(r#"{{"{MARKER}": 1}}"#),
        format!(r#""{MARKER}""#),
        format!(r#"{{"password": "{MARKER}"#),
        format!("<html>{MARKER}</html>"),
    ] {
        let raw = exchange(vec![reply(200, body)]).await.unwrap();
        let response: Result<Response<Keys>, Error> = decode(raw);
        assert_error_clean(response.unwrap_err());
    }
}

#[tokio::test]
async fn an_error_of_the_service_prints_no_secret() {
    let body = format!(r#"{{"code": "C", "detail": "{MARKER}", "newer": "{MARKER}"}}"#);
    let raw = exchange(vec![reply(409, body)]).await.unwrap();
    let error: Error<Failure> = service_error(raw);
    let Error::Service(inner) = &error else {
        panic!("not an answer of the service");
    };
    let detail = &inner.parsed().unwrap().detail;
    assert_eq!(detail.expose_secret(), MARKER);
    assert_error_clean(error);

    for body in [
        format!("<html>{MARKER}</html>"),
        format!(r#"{{"code": ["{MARKER}"]}}"#),
    ] {
        let raw = exchange(vec![reply(409, body)]).await.unwrap();
        assert_error_clean(service_error::<Failure>(raw));
    }
}

#[tokio::test]
async fn a_failed_exchange_prints_no_secret() {
    for answer in [
        reply(200, MARKER.to_owned()).broken(ErrorKind::Other),
        reply(200, MARKER.to_owned()).endless(),
        Answer::Fail(ErrorKind::Other),
    ] {
        let error = exchange(vec![answer]).await.unwrap_err();
        assert_error_clean(Error::<Failure>::from(error));
    }
}

#[tokio::test]
async fn the_log_prints_no_secret_at_its_most_talkative() {
    // A line that is logged for the first time by another test while a log is being set up is
    // never asked for again: let each have its first time before.
    let busy = || reply(503, String::new());
    exchange(vec![busy(), busy().broken(ErrorKind::Other)])
        .await
        .unwrap_err();
    let log = Log::default();
    {
        let _guard = log.listen();
        let body = format!(r#"{{"password": "{MARKER}"}}"#);
        let busy = || reply(503, body.clone());
        exchange(vec![busy(), reply(200, body.clone())])
            .await
            .unwrap();
        let broken = reply(500, body.clone()).broken(ErrorKind::Other);
        exchange(vec![broken]).await.unwrap_err();
        keyed(vec![busy(), reply(200, body.clone())]).await.unwrap();
        let failed = keyed(vec![Answer::Fail(ErrorKind::Other)]).await;
        assert_error_clean(Error::<Failure>::from(failed.unwrap_err()));
    }
    let text = log.text();
    // The base does log each try, and the headers that it calls harmless.
    assert_eq!(text.matches("==> Request").count(), 6, "{text}");
    assert!(text.contains("authorization: REDACTED"), "{text}");
    assert!(text.contains("code=REDACTED"), "{text}");
    assert!(text.contains("key=REDACTED"), "{text}");
    assert_clean(&text);
}

#[tokio::test]
async fn a_list_prints_no_link_and_no_item() {
    fn read(raw: RawResponse) -> Result<Response<Names>, Error> {
        decode(raw)
    }
    let link = format!("/things?sig={MARKER}");
    let body = json!({"value": [MARKER], "nextLink": link}).to_string();
    let fake = Fake::new([reply(200, body.clone()), reply(200, body)]);
    let request = Request::new(ENDPOINT.parse().unwrap(), Method::Get);
    let options = CallOptions::default();
    let core = fake.core();
    let list = Paged::new(&core, request, options, Repeat::Safe, Follow::Get, read);
    let token = format!("{ENDPOINT}/things?code={MARKER}");
    let mut items = list.continue_from(Some(token.into())).unwrap().items();
    let log = Log::default();
    {
        let _guard = log.listen();
        assert_eq!(items.next().await.unwrap().unwrap(), MARKER);
        assert_debug_clean(&items);
        assert_eq!(items.next().await.unwrap().unwrap(), MARKER);
        assert_error_clean(items.next().await.unwrap().unwrap_err());
    }
    let text = log.text();
    // The base does log each try.
    assert!(text.contains("==> Request"), "{text}");
    assert_clean(&text);
}

#[test]
fn the_marker_would_be_found() {
    let printed = format!("{:?}", Careless(MARKER));
    assert!(printed.contains(MARKER), "{printed}");
}
