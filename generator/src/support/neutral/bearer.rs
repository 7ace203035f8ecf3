//! The policy that puts tokens on requests.
//!
//! In: a [`TokenCredential`] and the scopes to ask it for. Out: requests with a token in
//! `Authorization`; one token serves all until it expires or the service refuses it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::ExposeSecret;
use tokio::sync::Mutex;

use super::runtime;
use super::runtime::error::{Error, ErrorKind};
use super::runtime::http::headers::AUTHORIZATION;
use super::runtime::http::policies::{Policy, PolicyResult};
use super::runtime::http::{Context, Request, StatusCode};
use super::{AccessToken, Credentials, TokenCredential, check_private, pass_on, text};

/// How long before it expires a token is no longer sent: its way to the service takes time, too.
const MARGIN: Duration = Duration::from_secs(60);

impl Credentials {
    /// Takes a token credential.
    pub fn token(&mut self, scheme: usize, credential: Arc<dyn TokenCredential>) {
        let policy = move |scopes: Vec<String>| -> Arc<dyn Policy> {
            Arc::new(BearerTokenPolicy {
                credential: Arc::clone(&credential),
                scopes,
                token: Mutex::default(),
            })
        };
        self.tokens(scheme, Arc::new(policy));
    }
}

struct BearerTokenPolicy {
    credential: Arc<dyn TokenCredential>,
    scopes: Vec<String>,
    /// The last token; locked while a new one is asked for, so that one request alone asks.
    token: Mutex<Option<AccessToken>>,
}

impl fmt::Debug for BearerTokenPolicy {
    /// Leaves out the credential, whose `Debug` is not ours to trust.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerTokenPolicy")
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Policy for BearerTokenPolicy {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        check_private(request.url())?;
        let (token, is_new) = self.current(None).await?;
        put(request, &token);
        let answer = pass_on(ctx, request, next).await?;
        if is_new || answer.status() != StatusCode::Unauthorized {
            return Ok(answer);
        }
        // The service may have taken back a token before its time. It has done nothing else yet.
        let (renewed, is_new) = self.current(Some(&token)).await?;
        if is_new && is_same(&renewed, &token) {
            return Ok(answer);
        }
        drop(answer);
        request.body_mut().reset().await?;
        put(request, &renewed);
        pass_on(ctx, request, next).await
    }
}

impl BearerTokenPolicy {
    /// The token to send, and whether it was asked for just now; never the one that was refused,
    /// unless the credential gives that one again.
    async fn current(&self, refused: Option<&AccessToken>) -> runtime::Result<(AccessToken, bool)> {
        let mut last = self.token.lock().await;
        let is_refused = |token: &AccessToken| refused.is_some_and(|it| is_same(it, token));
        if let Some(token) = &*last
            && token.lasts(MARGIN)
            && !is_refused(token)
        {
            return Ok((token.clone(), false));
        }
        let token = self.credential.token(&self.scopes).await;
        let token = token.map_err(|error| Error::new(ErrorKind::Credential, error))?;
        if !text::is_header_value(token.secret.expose_secret()) {
            return Err(Error::with_message(
                ErrorKind::Credential,
                "a token has a character that no header holds",
            ));
        }
        *last = Some(token.clone());
        Ok((token, true))
    }
}

fn put(request: &mut Request, token: &AccessToken) {
    let value = format!("Bearer {}", token.secret.expose_secret());
    request.insert_header(AUTHORIZATION, value);
}

fn is_same(one: &AccessToken, other: &AccessToken) -> bool {
    one.secret.expose_secret() == other.secret.expose_secret()
}
