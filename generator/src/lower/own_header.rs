//! Header parameters for what a client says by itself: `Accept`, `Content-Type`, `Authorization`.
//!
//! Comes in: an operation's parameters. Goes out: the same without those that the rest of the
//! operation speaks for. OpenAPI 3 has them ignored (3.0.3, Parameter Object, fixed field `name`);
//! Swagger 2.0 does not, and `import` marks what counts.

use openapiv3::ParameterData;
use serde_json::Value;

use super::{Lowering, azure, security};
use crate::model::{Operation, Parameter, Place, Type};

/// A header that a client may send by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OwnHeader {
    Accept,
    ContentType,
    Authorization,
}

impl OwnHeader {
    fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "accept" => Some(Self::Accept),
            "content-type" => Some(Self::ContentType),
            "authorization" => Some(Self::Authorization),
            _ => None,
        }
    }

    /// What the client says in it, as a clause.
    fn says(self) -> &'static str {
        match self {
            Self::Accept => "the client asks for what it reads of the answers",
            Self::ContentType => "the client says what the body is that it sends",
            Self::Authorization => "the client signs requests there",
        }
    }
}

/// Whether a header parameter is to be passed over without a word: OpenAPI 3 says so, or a value
/// that clients send by themselves has been taken already.
pub(super) fn is_ignored(data: &ParameterData) -> bool {
    let counts = data
        .extensions
        .get("x-clientforge-counts")
        .and_then(Value::as_bool)
        == Some(true);
    match OwnHeader::named(&data.name) {
        None => false,
        Some(OwnHeader::Accept) => !counts || azure::client_default(&data.extensions).is_some(),
        Some(OwnHeader::ContentType | OwnHeader::Authorization) => !counts,
    }
}

/// Leaves out what the client sends by itself, with a warning. What is left of `Authorization` is
/// a secret.
pub(super) fn settle(lowering: &mut Lowering<'_>, operation: &mut Operation) {
    let security = operation.security.iter().flatten().flatten();
    let signs = security
        .copied()
        .any(|scheme| security::is_authorization(lowering, scheme));
    let (asks, sends) = (!operation.accept.is_empty(), operation.body.is_some());
    operation.parameters.retain_mut(|parameter| {
        let own = OwnHeader::named(&parameter.name.source);
        let Some(own) = own.filter(|_| parameter.place == Place::Header) else {
            return true;
        };
        let sent = match own {
            OwnHeader::Accept => asks,
            OwnHeader::ContentType => sends,
            OwnHeader::Authorization => signs,
        };
        if sent {
            report(lowering, own, parameter);
        } else if own == OwnHeader::Authorization && !parameter.ty.is_secret() {
            let open = std::mem::replace(&mut parameter.ty, Type::Text);
            parameter.ty = Type::Secret(Box::new(open));
        }
        !sent
    });
}

/// One operation stands for all: a description may have the parameter in each of them.
fn report(lowering: &mut Lowering<'_>, own: OwnHeader, parameter: &Parameter) {
    if lowering.told_headers.insert(own) {
        let site = parameter.origin.within(lowering.within.clone());
        let name = &parameter.name.source;
        lowering.diagnostics.own_header(site, name, own.says());
    }
}
