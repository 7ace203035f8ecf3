//! The policy that signs requests.
//!
//! In: what an operation asks for, and what the caller gave. Out: the request with the credentials
//! of the first alternative that was given in full; unsigned where nothing of any was. One that was given
//! in part alone is refused. What a request already carries under the same name stays.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};

use super::runtime;
use super::runtime::error::{Error, ErrorKind};
use super::runtime::http::headers::{AUTHORIZATION, HeaderName};
use super::runtime::http::policies::{Policy, PolicyResult};
use super::runtime::http::{Context, Request, Url};
use super::security::Credential;
use super::{CallServer, Credentials, HeaderKey, Scheme, Security, Service};
use super::{append_query, pass_on, text};

/// Signs requests to one service.
#[derive(Debug)]
pub struct SigningPolicy {
    endpoint: Url,
    schemes: &'static [Scheme],
    usual: Security,
    signatures: BTreeMap<usize, Signature>,
}

/// What is put on a request for one scheme.
#[derive(Debug)]
enum Signature {
    Token(Arc<dyn Policy>),
    Header(HeaderName, SecretString),
    Query(&'static str, SecretString),
    Cookie(&'static str, SecretString),
}

impl SigningPolicy {
    /// Signs requests to `endpoint`, with tokens for `scopes` where tokens are asked for.
    ///
    /// Fails, without quoting it, where a credential cannot travel as the description says.
    pub fn new(
        service: &Service,
        endpoint: Url,
        credentials: Credentials,
        scopes: &[String],
    ) -> runtime::Result<Self> {
        let mut signatures = BTreeMap::new();
        for (position, credential) in credentials.0 {
            if let Some(scheme) = service.schemes.get(position) {
                let signature = Signature::new(*scheme, credential, scopes)?;
                signatures.extend(signature.map(|signature| (position, signature)));
            }
        }
        Ok(Self {
            endpoint,
            schemes: service.schemes,
            usual: service.security,
            signatures,
        })
    }

    /// The signatures of the first alternative that was given in full, be it with what the request carries
    /// by itself.
    ///
    /// Fails where what is asked for was given in part, and nothing says that a request may go unsigned.
    fn chosen(&self, asked: Security, request: &Request) -> runtime::Result<Vec<&Signature>> {
        let given = |schemes: &&[usize]| -> Option<Vec<&Signature>> {
            schemes.iter().map(|at| self.signatures.get(at)).collect()
        };
        let mut in_full = asked.0.iter().filter_map(given);
        if let Some(signatures) = in_full.find(|signatures| !signatures.is_empty()) {
            return Ok(signatures);
        }
        if asked.0.iter().any(|schemes| schemes.is_empty()) {
            return Ok(Vec::new());
        }
        let mut lacking = None;
        for schemes in asked.0 {
            let given = schemes.iter().filter_map(|at| self.signatures.get(at));
            let given: Vec<&Signature> = given.collect();
            let mut missing = schemes
                .iter()
                .filter(|at| !self.signatures.contains_key(at));
            let missing = missing.find(|at| !self.is_carried(**at, request));
            match missing {
                _ if given.is_empty() => {}
                Some(missing) => _ = lacking.get_or_insert(*missing),
                None => return Ok(given),
            }
        }
        match lacking.and_then(|missing| self.schemes.get(missing)) {
            Some(scheme) => Err(missing(*scheme)),
            None => Ok(Vec::new()),
        }
    }

    /// Whether a request carries what a scheme asks for by itself.
    fn is_carried(&self, scheme: usize, request: &Request) -> bool {
        let has = |name: &HeaderName| request.headers().get_optional_str(name).is_some();
        match self.schemes.get(scheme).copied() {
            Some(Scheme::Token | Scheme::Basic) => has(&AUTHORIZATION),
            Some(Scheme::Header { name, .. }) => {
                name.into_header_name().is_ok_and(|name| has(&name))
            }
            Some(Scheme::Query(name)) => is_queried(request.url(), name),
            Some(Scheme::Cookie(name)) => {
                let cookies = request
                    .headers()
                    .get_optional_str(&HeaderName::from_static("cookie"));
                cookies.is_some_and(|all| all.split("; ").any(|other| is_named(other, name)))
            }
            None => false,
        }
    }

    /// Refuses to sign for another place than the service: the client's endpoint, or where the
    /// description puts the operation.
    fn check_origin(&self, url: &Url, server: Option<&CallServer>) -> runtime::Result<()> {
        let is_declared = || server.is_some_and(|server| server.is_at(url));
        if url.origin() == self.endpoint.origin() || is_declared() {
            return Ok(());
        }
        Err(refused("credentials are for the client's endpoint alone"))
    }
}

#[async_trait]
impl Policy for SigningPolicy {
    async fn send(
        &self,
        ctx: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        let asked = ctx.value::<Security>().copied().unwrap_or(self.usual);
        let chosen = self.chosen(asked, request)?;
        if chosen.is_empty() {
            return pass_on(ctx, request, next).await;
        }
        self.check_origin(request.url(), ctx.value())?;
        let unsigned = request.url().clone();
        let mut token = None;
        for signature in chosen {
            match signature {
                Signature::Token(policy) => token = Some(policy),
                key => key.put(request)?,
            }
        }
        let outcome = match token {
            Some(policy) => policy.send(ctx, request, next).await,
            None => pass_on(ctx, request, next).await,
        };
        // Whoever sees the request from here on sees no key in its address.
        *request.url_mut() = unsigned;
        outcome
    }
}

impl Signature {
    /// `None` where the credential is for another kind of scheme.
    fn new(
        scheme: Scheme,
        credential: Credential,
        scopes: &[String],
    ) -> runtime::Result<Option<Self>> {
        let header = |name: HeaderName, value: String| {
            let value = SecretString::from(value);
            if !text::is_header_value(value.expose_secret()) {
                return Err(refused("a credential has a character that no header holds"));
            }
            Ok(Self::Header(name, value))
        };
        let signature = match (scheme, credential) {
            (Scheme::Token, Credential::Token(policy)) => Self::Token(policy(scopes.to_vec())),
            (Scheme::Basic, Credential::Basic { user, password }) => {
                header(AUTHORIZATION, basic(&user, &password)?)?
            }
            (Scheme::Header { name, prefix }, Credential::Key(key)) => {
                let name = name.into_header_name()?;
                header(name, format!("{prefix}{}", key.expose_secret()))?
            }
            (Scheme::Query(name), Credential::Key(key)) => Self::Query(name, key),
            (Scheme::Cookie(name), Credential::Key(key)) => {
                let pair = text::cookie(name, key.expose_secret())?;
                Self::Cookie(name, pair.into())
            }
            _ => return Ok(None),
        };
        Ok(Some(signature))
    }

    /// Puts a key on a request, unless something stands there already.
    ///
    /// Fails where it would travel in the clear, to another machine than this one.
    fn put(&self, request: &mut Request) -> runtime::Result<()> {
        check_private(request.url())?;
        match self {
            Self::Token(_) => {}
            Self::Header(name, value) => {
                if request.headers().get_optional_str(name).is_none() {
                    request.insert_header(name.clone(), value.expose_secret().to_owned());
                }
            }
            Self::Query(name, key) => {
                if !is_queried(request.url(), name) {
                    append_query(request.url_mut(), name, key.expose_secret());
                }
            }
            Self::Cookie(name, pair) => put_cookie(request, name, pair.expose_secret()),
        }
        Ok(())
    }
}

fn put_cookie(request: &mut Request, name: &str, pair: &str) {
    let cookie = HeaderName::from_static("cookie");
    let before = request.headers().get_optional_string(&cookie);
    let all = match before {
        Some(before) if before.split("; ").any(|other| is_named(other, name)) => return,
        Some(before) => format!("{before}; {pair}"),
        None => pair.to_owned(),
    };
    request.insert_header(cookie, all);
}

fn is_queried(url: &Url, name: &str) -> bool {
    let mut pairs = url.query_pairs();
    pairs.any(|(other, _)| other == name)
}

fn is_named(pair: &str, name: &str) -> bool {
    pair.split_once('=').is_some_and(|(other, _)| other == name)
}

/// RFC 7617, section 2: a colon ends the user's name, so that it can have none.
fn basic(user: &str, password: &SecretString) -> runtime::Result<String> {
    let whole = SecretString::from(format!("{user}:{}", password.expose_secret()));
    if user.contains(':') || whole.expose_secret().contains(|c: char| c.is_control()) {
        return Err(refused(
            "a user name has no colon, and neither it nor a password a control character",
        ));
    }
    let encoded = text::base64(whole.expose_secret().as_bytes());
    Ok(format!("Basic {encoded}"))
}

/// Refuses to send a credential where it would travel in the clear, to another machine than this
/// one.
pub fn check_private(url: &Url) -> runtime::Result<()> {
    if is_private(url) {
        return Ok(());
    }
    Err(refused(
        "keys, passwords and tokens are sent over https alone",
    ))
}

/// Nobody on the way can read what is sent there.
fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let local = host == "localhost" || address.is_some_and(|address| address.is_loopback());
    url.scheme() == "https" || local
}

/// What is asked for together with something that the caller gave.
fn missing(scheme: Scheme) -> Error {
    let what = match scheme {
        Scheme::Token => "a token".to_owned(),
        Scheme::Basic => "a user's name and password".to_owned(),
        Scheme::Header { name, .. } => format!("the key in the header `{name}`"),
        Scheme::Query(name) => format!("the key `{name}` in the query"),
        Scheme::Cookie(name) => format!("the key in the cookie `{name}`"),
    };
    refused(format!(
        "the client lacks {what}, which the operation asks for, too"
    ))
}

fn refused(message: impl Into<Cow<'static, str>>) -> Error {
    Error::with_message(ErrorKind::Credential, message)
}
