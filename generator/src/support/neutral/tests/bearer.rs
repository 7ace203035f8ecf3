//! One token for all requests, as long as it is good.

use std::collections::VecDeque;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use secrecy::SecretString;

use crate::support::runtime;
use crate::support::runtime::error::ErrorKind;
use crate::support::runtime::http::{Method, RawResponse};
use crate::support::shared::tests::fake::{Answer, Fake, SERVICE, client, request, token};
use crate::support::{AccessToken, CallOptions, Core, Repeat, TokenCredential};

/// A credential that gives these, one after the other, and fails after the last.
#[derive(Default)]
struct Several(Mutex<VecDeque<AccessToken>>);

impl Several {
    fn new(tokens: impl IntoIterator<Item = AccessToken>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(tokens.into_iter().collect())))
    }
}

#[async_trait]
impl TokenCredential for Several {
    async fn token(&self, _scopes: &[String]) -> Result<AccessToken, Box<dyn Error + Send + Sync>> {
        // Whoever asks meanwhile must wait, not ask again.
        tokio::task::yield_now().await;
        let token = self.0.lock().unwrap().pop_front();
        token.ok_or_else(|| "no more tokens".into())
    }
}

fn signed(fake: &Fake, credential: Arc<dyn TokenCredential>) -> Core {
    client(&SERVICE, token(credential), fake.options()).unwrap()
}

async fn get(core: &Core) -> runtime::Result<RawResponse> {
    core.send(request(Method::Get), CallOptions::default(), Repeat::Safe)
        .await
}

fn tokens(fake: &Fake) -> Vec<String> {
    let sent = fake.sent().into_iter();
    sent.map(|sent| sent.header("authorization").unwrap_or_default().to_owned())
        .collect()
}

fn done() -> Answer {
    Answer::json(200, "{}")
}

#[tokio::test]
async fn a_text_is_a_token_as_it_stands() {
    let fake = Fake::new([done(), done()]);
    let core = signed(&fake, Arc::new(SecretString::from("A")));
    get(&core).await.unwrap();
    get(&core).await.unwrap();
    assert_eq!(tokens(&fake), ["Bearer A", "Bearer A"]);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let fake = Fake::new([done(), done(), done()]);
    let core = signed(
        &fake,
        Several::new([
            AccessToken::new("A").expires_in(Duration::from_secs(30)),
            AccessToken::new("B").expires_at(SystemTime::now()),
            AccessToken::new("C").expires_in(Duration::from_secs(300)),
        ]),
    );
    for _ in 0..3 {
        get(&core).await.unwrap();
    }
    assert_eq!(tokens(&fake), ["Bearer A", "Bearer B", "Bearer C"]);
}

#[tokio::test]
async fn requests_at_the_same_time_ask_for_one_token() {
    let fake = Fake::new([done(), done()]);
    let core = signed(&fake, Several::new([AccessToken::new("A")]));
    let (one, other) = tokio::join!(get(&core), get(&core));
    one.unwrap();
    other.unwrap();
    assert_eq!(tokens(&fake), ["Bearer A", "Bearer A"]);
}

#[tokio::test]
async fn a_token_that_is_refused_is_asked_for_again_once() {
    let refused = || Answer::reply(401, "");
    let fake = Fake::new([done(), refused(), done(), refused(), refused()]);
    let core = signed(&fake, Several::new(["A", "B", "C"].map(AccessToken::new)));
    get(&core).await.unwrap();
    assert_eq!(u16::from(get(&core).await.unwrap().status()), 200);
    assert_eq!(u16::from(get(&core).await.unwrap().status()), 401);
    let all = ["A", "A", "B", "B", "C"].map(|token| format!("Bearer {token}"));
    assert_eq!(tokens(&fake), all);
}

#[tokio::test]
async fn the_same_token_is_not_sent_again_in_vain() {
    let fake = Fake::new([done(), Answer::reply(401, "")]);
    let core = signed(&fake, Arc::new(SecretString::from("A")));
    get(&core).await.unwrap();
    assert_eq!(u16::from(get(&core).await.unwrap().status()), 401);
    assert_eq!(fake.count(), 2);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    for tokens in [vec![], vec![AccessToken::new("MARKER\n")]] {
        let fake = Fake::new([done()]);
        let error = get(&signed(&fake, Several::new(tokens))).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Credential);
        assert!(!format!("{error:?} {error}").contains("MARKER"));
        assert_eq!(fake.count(), 0);
    }
}

#[test]
fn a_token_prints_nothing() {
    let printed = format!("{:?}", AccessToken::new("MARKER"));
    assert!(!printed.contains("MARKER"), "{printed}");
}
