//! How requests are signed.
//!
//! Comes in: the requirements of the document and of its operations, and the schemes that they
//! name. Goes out: [`Security`], and in each operation what it asks for where that is not the
//! usual. An alternative with a scheme that nothing declares or that is not supported is left out;
//! where none remains, requests go out unsigned. A certificate of the caller's is its transport's
//! matter: it is noted in the docs, and not asked for here.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityRequirement, SecurityScheme};

use super::{Lowering, component::Section};
use crate::{
    config::Config,
    diagnostic::Pointer,
    model::{Alternatives, Base, Docs, Group, Name, Scheme, SchemeKind, Security},
};

/// The schemes that were asked for so far.
#[derive(Debug, Default)]
pub(super) struct Schemes {
    /// Whether tokens have a known audience, so that a bearer token is one of a token credential.
    has_audience: bool,
    found: Vec<Found>,
    reported: BTreeSet<(String, bool)>,
    /// Something asks for a certificate of the caller's.
    asks_for_certificate: bool,
}

/// What is known of a scheme that a requirement names.
enum Named {
    /// What to sign with, by position.
    Scheme(usize),
    /// A certificate, with which the transport makes its connections.
    Certificate,
    /// Nothing declares it.
    Undeclared,
    /// It asks for what is not supported: a phrase for that.
    Unsupported(String),
}

/// A scheme that was asked for.
#[derive(Debug)]
struct Found {
    /// Its key; all that take a token credential are one.
    key: String,
    scheme: Scheme,
    /// The scopes that requirements ask for by name.
    asked: BTreeSet<String>,
}

/// The key of what takes a token credential: no scheme's own, since theirs are not empty.
const TOKEN: &str = "";

impl Schemes {
    /// Nothing is asked for yet.
    pub fn new(config: &Config) -> Self {
        let clouds = &config.client.clouds;
        let in_cloud = clouds.public.is_some() || clouds.us_government.is_some();
        Self {
            has_audience: in_cloud || clouds.china.is_some() || !config.client.scopes.is_empty(),
            ..Self::default()
        }
    }
}

/// What an operation asks for: its own requirements, else the document's.
pub(super) fn asked(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    own: Option<&Vec<SecurityRequirement>>,
) -> Alternatives {
    let document = lowering.document.api.security.as_ref();
    for scheme in own
        .or(document)
        .into_iter()
        .flatten()
        .flat_map(IndexMap::keys)
    {
        lowering.faults_of_component(&scheme_pointer(scheme));
    }
    match own {
        Some(own) => alternatives(lowering, &at.child("security"), own),
        None => of_document(lowering),
    }
}

fn of_document(lowering: &mut Lowering<'_>) -> Alternatives {
    match lowering.document.api.security.as_ref() {
        Some(all) => alternatives(lowering, &Pointer::root().child("security"), all),
        None => Alternatives::new(),
    }
}

/// Whether a scheme that was asked for, by its position, signs in the header `Authorization`.
pub(super) fn is_authorization(lowering: &Lowering<'_>, position: usize) -> bool {
    let found = lowering.schemes.found.get(position);
    found.is_some_and(|found| match &found.scheme.kind {
        SchemeKind::Token { .. } | SchemeKind::Basic => true,
        SchemeKind::Header { name, .. } => name.eq_ignore_ascii_case("authorization"),
        SchemeKind::Query(_) | SchemeKind::Cookie(_) => false,
    })
}

/// What is said of the certificate that a caller needs, if any.
pub(super) fn certificate_note(lowering: &Lowering<'_>) -> Option<String> {
    let note = "The service asks for a certificate of the caller's (mutual TLS): give the client a \
                transport that has one.";
    let asked = lowering.schemes.asks_for_certificate;
    asked.then(|| note.to_owned())
}

/// Chooses what is usual and what is conventional, and leaves in the operations what is neither.
pub(super) fn settle(lowering: &mut Lowering<'_>, groups: &mut [Group]) -> Security {
    let document = of_document(lowering);
    let schemes = std::mem::take(&mut lowering.schemes);
    if schemes.found.is_empty() {
        return match lowering.base {
            Base::AzureCore => anything(groups),
            Base::TypespecClientCore => nothing(groups),
        };
    }
    let mut found = schemes.found;
    // The order of a document's keys must not matter.
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| found.get(*at).map(|found| &found.key));
    let renumbered = |alternatives: &Alternatives| renumbered(alternatives, &order);
    let document = renumbered(&document);
    let operations = || groups.iter().flat_map(|group| &group.operations);
    let effective: Vec<Alternatives> = operations()
        .map(|operation| renumbered(&operation.security.clone().unwrap_or_default()))
        .collect();
    let usual = most_frequent(effective.iter()).unwrap_or_else(|| document.clone());
    let conventional = if document.is_empty() {
        let signed = effective.iter().filter(|asked| !asked.is_empty());
        most_frequent(signed).unwrap_or_default()
    } else {
        document
    };
    let operations = groups.iter_mut().flat_map(|group| &mut group.operations);
    for (operation, asked) in operations.zip(effective) {
        operation.security = (asked != usual).then_some(asked);
    }
    found.sort_by(|a, b| a.key.cmp(&b.key));
    let base = lowering.base;
    Security {
        schemes: named(found.into_iter().map(|found| found.settled(base)).collect()),
        usual,
        conventional: conventional.into_iter().next().unwrap_or_default(),
    }
}

/// The description asks for nothing, and gets nothing.
fn nothing(groups: &mut [Group]) -> Security {
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        operation.security = None;
    }
    Security::default()
}

/// The description asks for nothing: a caller who has a credential all the same can give it, as
/// with descriptions of Azure's that leave out what all of its services ask for.
fn anything(groups: &mut [Group]) -> Security {
    let kind = SchemeKind::Token { scopes: Vec::new() };
    Security {
        schemes: named(vec![Scheme {
            name: Name::default(),
            docs: Docs::default(),
            kind,
        }]),
        usual: vec![vec![0]],
        ..nothing(groups)
    }
}

fn renumbered(alternatives: &Alternatives, order: &[usize]) -> Alternatives {
    let place = |old: &usize| order.iter().position(|at| at == old);
    let all = alternatives.iter().map(|schemes| {
        let mut schemes: Vec<usize> = schemes.iter().filter_map(place).collect();
        schemes.sort_unstable();
        schemes.dedup();
        schemes
    });
    all.collect()
}

/// What most ask for; of several the first in order, so that the order of operations is nothing.
fn most_frequent<'a>(all: impl Iterator<Item = &'a Alternatives>) -> Option<Alternatives> {
    let mut counts: BTreeMap<&Alternatives, usize> = BTreeMap::new();
    for asked in all {
        *counts.entry(asked).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    let mut found = counts.into_iter().filter(|(_, count)| *count == most);
    found.next().map(|(asked, _)| asked.clone())
}

/// The alternatives that are understood.
fn alternatives(
    lowering: &mut Lowering<'_>,
    at: &Pointer,
    requirements: &[SecurityRequirement],
) -> Alternatives {
    let mut understood = Alternatives::new();
    let mut refused: IndexMap<&str, (Pointer, Named)> = IndexMap::new();
    for (index, requirement) in requirements.iter().enumerate() {
        let at = at.index(index);
        let mut schemes = Vec::new();
        for (name, scopes) in requirement {
            match find(lowering, name, scopes) {
                Named::Scheme(position) => schemes.push(position),
                Named::Certificate => lowering.schemes.asks_for_certificate = true,
                other => drop(refused.insert(name, (at.child(name), other))),
            }
        }
        if !requirement
            .keys()
            .any(|name| refused.contains_key(name.as_str()))
        {
            understood.push(schemes);
        }
    }
    let is_lost = understood.is_empty();
    for (name, (at, why)) in refused {
        report(lowering, &at, name, &why, is_lost);
    }
    // Nothing to sign with is the same as nothing that is asked for.
    if understood.iter().all(Vec::is_empty) {
        understood.clear();
    }
    understood
}

/// What is known of a scheme; what it asks for is noted.
fn find(lowering: &mut Lowering<'_>, name: &str, scopes: &[String]) -> Named {
    let Some(described) = scheme(lowering, name) else {
        return Named::Undeclared;
    };
    let (kind, description) = match kind(described, lowering.schemes.has_audience) {
        Ok((Some(kind), description)) => (kind, description.clone()),
        Ok((None, _)) => return Named::Certificate,
        Err(what) => return Named::Unsupported(what),
    };
    let key = match kind {
        SchemeKind::Token { .. } => TOKEN,
        SchemeKind::Basic
        | SchemeKind::Header { .. }
        | SchemeKind::Query(_)
        | SchemeKind::Cookie(_) => name,
    };
    let found = &mut lowering.schemes.found;
    let position = found.iter().position(|found| found.key == key);
    let position = position.unwrap_or_else(|| {
        let docs = Docs {
            description,
            ..Docs::default()
        };
        found.push(Found {
            key: key.to_owned(),
            scheme: Scheme {
                name: Name::new(name),
                docs,
                kind,
            },
            asked: BTreeSet::new(),
        });
        found.len() - 1
    });
    if let Some(found) = found.get_mut(position) {
        found.asked.extend(scopes.iter().cloned());
    }
    Named::Scheme(position)
}

impl Found {
    /// A scope that is no URI means nothing to a credential of Azure's without the resource before it.
    fn settled(self, base: Base) -> Scheme {
        let Scheme { name, docs, kind } = self.scheme;
        let kind = match kind {
            SchemeKind::Token { scopes } => {
                let scopes = if self.asked.is_empty() {
                    scopes
                } else {
                    self.asked.into_iter().collect()
                };
                let is_kept = |scope: &String| match base {
                    Base::AzureCore => scope.contains("://"),
                    Base::TypespecClientCore => true,
                };
                SchemeKind::Token {
                    scopes: scopes.into_iter().filter(is_kept).collect(),
                }
            }
            SchemeKind::Basic
            | SchemeKind::Header { .. }
            | SchemeKind::Query(_)
            | SchemeKind::Cookie(_) => kind,
        };
        Scheme { name, docs, kind }
    }
}

/// Gives each scheme the name of its setter: a key that is the only one needs none of its own.
fn named(mut schemes: Vec<Scheme>) -> Vec<Scheme> {
    let is_key = |kind: &SchemeKind| match kind {
        SchemeKind::Header { .. } | SchemeKind::Query(_) | SchemeKind::Cookie(_) => true,
        SchemeKind::Token { .. } | SchemeKind::Basic => false,
    };
    let alone = schemes.iter().filter(|s| is_key(&s.kind)).count() == 1;
    for scheme in &mut schemes {
        let usual = match &scheme.kind {
            SchemeKind::Token { .. } => "credential",
            SchemeKind::Basic => "basic",
            SchemeKind::Header { prefix, .. } if prefix == BEARER => "bearer token",
            SchemeKind::Header { .. } | SchemeKind::Query(_) | SchemeKind::Cookie(_) => "api key",
        };
        if alone || !is_key(&scheme.kind) {
            scheme.name = Name::new(usual);
        }
    }
    schemes
}

const BEARER: &str = "Bearer ";

/// Schemes of HTTP that a text alone does not satisfy: they answer a challenge, or sign (the
/// registry of RFC 9110, section 16.4.1).
const EXCHANGES: [&str; 11] = [
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "oauth",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
];

/// The scheme of HTTP by which `import` writes OpenAPI 3.1's `mutualTLS`.
const CERTIFICATE: &str = "x-clientforge-mutual-tls";

/// What a scheme sends, if anything, and what is said of it; a phrase for it where it is not
/// supported.
fn kind(
    scheme: &SecurityScheme,
    has_audience: bool,
) -> Result<(Option<SchemeKind>, &Option<String>), String> {
    let (kind, description) = match scheme {
        SecurityScheme::OAuth2 {
            flows, description, ..
        } => {
            let scopes = flow_scopes(flows);
            (SchemeKind::Token { scopes }, description)
        }
        SecurityScheme::OpenIDConnect { description, .. } => {
            let scopes = Vec::new();
            (SchemeKind::Token { scopes }, description)
        }
        SecurityScheme::APIKey {
            location,
            name,
            description,
            ..
        } => (key(location, name)?, description),
        SecurityScheme::HTTP {
            scheme,
            description,
            ..
        } if scheme == CERTIFICATE => return Ok((None, description)),
        SecurityScheme::HTTP {
            scheme,
            description,
            ..
        } => (http(scheme, has_audience)?, description),
    };
    Ok((Some(kind), description))
}

fn key(location: &APIKeyLocation, name: &str) -> Result<SchemeKind, String> {
    let is_named = *location == APIKeyLocation::Query || is_token(name);
    if !is_named {
        return Err(format!(
            "a key under `{name}`, which no header or cookie can be called"
        ));
    }
    let name = name.to_owned();
    Ok(match location {
        APIKeyLocation::Header => SchemeKind::Header {
            name,
            prefix: String::new(),
        },
        APIKeyLocation::Query => SchemeKind::Query(name),
        APIKeyLocation::Cookie => SchemeKind::Cookie(name),
    })
}

/// RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(fits)
}

/// A scheme of HTTP. A bearer token is a key of its own, unless the configuration says for whom
/// tokens are: then a token credential can get it. A scheme that nobody has registered is taken as
/// the word before a key.
fn http(scheme: &str, has_audience: bool) -> Result<SchemeKind, String> {
    let lower = scheme.to_lowercase();
    if EXCHANGES.contains(&lower.as_str()) || !is_token(scheme) {
        return Err(format!("HTTP authentication `{scheme}`"));
    }
    Ok(match lower.as_str() {
        "basic" => SchemeKind::Basic,
        "bearer" if has_audience => SchemeKind::Token { scopes: Vec::new() },
        "bearer" => authorization(BEARER.to_owned()),
        _ => authorization(format!("{scheme} ")),
    })
}

fn authorization(prefix: String) -> SchemeKind {
    SchemeKind::Header {
        name: "Authorization".to_owned(),
        prefix,
    }
}

fn scheme_pointer(name: &str) -> Pointer {
    let components = Pointer::root().child("components");
    components.child("securitySchemes").child(name)
}

fn scheme<'d>(lowering: &Lowering<'d>, name: &str) -> Option<&'d SecurityScheme> {
    let schemes = &lowering.document.api.components.as_ref()?.security_schemes;
    let section = Section {
        key: "securitySchemes",
        parts: Some(schemes),
    };
    let (_, scheme) = section.resolve(&Pointer::root(), schemes.get(name)?)?;
    Some(scheme)
}

/// Says once what cannot be done; `is_lost` where no other way to sign is left. `at` is the place of
/// the requirement.
fn report(lowering: &mut Lowering<'_>, at: &Pointer, name: &str, why: &Named, is_lost: bool) {
    if !lowering.schemes.reported.insert((name.to_owned(), is_lost)) {
        return;
    }
    match why {
        Named::Scheme(_) | Named::Certificate => {}
        Named::Undeclared => {
            let at = lowering.origin(at);
            lowering.diagnostics.undeclared_security(at, name, is_lost);
        }
        Named::Unsupported(what) => {
            let at = lowering.origin(&scheme_pointer(name));
            lowering
                .diagnostics
                .unsupported_security(at, name, what, is_lost);
        }
    }
}

/// The scopes of all flows, in order.
fn flow_scopes(flows: &OAuth2Flows) -> Vec<String> {
    let implicit = flows.implicit.iter().map(|flow| &flow.scopes);
    let password = flows.password.iter().map(|flow| &flow.scopes);
    let client = flows.client_credentials.iter().map(|flow| &flow.scopes);
    let code = flows.authorization_code.iter().map(|flow| &flow.scopes);
    let all = implicit.chain(password).chain(client).chain(code);
    let scopes: BTreeSet<&String> = all.flat_map(|map| map.keys()).collect();
    scopes.into_iter().cloned().collect()
}
