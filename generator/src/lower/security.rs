//! How requests are signed.

use openapiv3::{OAuth2Flows, SecurityScheme};

use super::{Lowering, component::Section};
use crate::{diagnostic::Pointer, model::Security};

/// The first requirement of the document decides: a token credential for OAuth 2 and OpenID
/// Connect. The other schemes are reported.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Security {
    let api = &lowering.document.api;
    let requirements = api.security.iter().flatten();
    let Some((name, asked)) = requirements
        .flat_map(|requirement| requirement.iter())
        .next()
    else {
        return Security::Anonymous;
    };
    let Some(scheme) = scheme(lowering, name) else {
        let at = Pointer::root().child("security");
        lowering.diagnostics.unresolved_reference(
            lowering.origin(&at),
            &format!("#/components/securitySchemes/{name}"),
        );
        return Security::Anonymous;
    };
    let described = match scheme {
        SecurityScheme::OAuth2 { flows, .. } => flow_scopes(flows),
        SecurityScheme::OpenIDConnect { .. } => Vec::new(),
        SecurityScheme::APIKey { .. } => return unsupported(lowering, name, "an API key"),
        SecurityScheme::HTTP { scheme, .. } => {
            let what = format!("HTTP authentication `{scheme}`");
            return unsupported(lowering, name, &what);
        }
    };
    let scopes = if asked.is_empty() {
        described
    } else {
        asked.clone()
    };
    // A scope that is no URI means nothing to a token credential without the resource before it.
    Security::Token {
        scopes: scopes
            .into_iter()
            .filter(|scope| scope.contains("://"))
            .collect(),
    }
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

fn unsupported(lowering: &mut Lowering<'_>, name: &str, what: &str) -> Security {
    let at = Pointer::root()
        .child("components")
        .child("securitySchemes")
        .child(name);
    lowering
        .diagnostics
        .unsupported_security(lowering.origin(&at), name, what);
    Security::Anonymous
}

fn flow_scopes(flows: &OAuth2Flows) -> Vec<String> {
    let implicit = flows.implicit.iter().map(|flow| &flow.scopes);
    let password = flows.password.iter().map(|flow| &flow.scopes);
    let client = flows.client_credentials.iter().map(|flow| &flow.scopes);
    let code = flows.authorization_code.iter().map(|flow| &flow.scopes);
    let mut scopes: Vec<String> = Vec::new();
    for scope in implicit
        .chain(password)
        .chain(client)
        .chain(code)
        .flat_map(|map| map.keys())
    {
        if !scopes.contains(scope) {
            scopes.push(scope.clone());
        }
    }
    scopes
}
