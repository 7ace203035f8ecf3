//! Where an operation is that has a server of its own, or whose path has one.
//!
//! Comes in: the `servers` of the document, of a path and of an operation; the first of each counts.
//! Goes out: the server where it is another one than the client's, a parameter for each of its
//! variables, and what stands before the operation's path.

use openapiv3::{Operation, PathItem, Server as Described};
use serde_json::Value;

use super::{
    Lowering,
    host::{self, base_path, is_absolute, next_value, relative_template},
};
use crate::{
    diagnostic::Pointer,
    model::{Parameter, Place, Server, ServerAddress, ServerVariable},
};

/// Where an operation is.
#[derive(Default)]
pub(super) struct Located {
    /// Its server, where that is not the client's.
    pub server: Option<Server>,
    /// The server's variables.
    pub parameters: Vec<Parameter>,
    /// What stands before its path.
    pub base: BasePath,
}

/// What stands before a path, where no server says anything of a host.
#[derive(Default)]
pub(super) struct BasePath {
    /// Its text, in which a variable stands as `{name}`.
    pub text: String,
    /// Its variables, as parameters of the path that have a value anyway.
    pub parameters: Vec<Parameter>,
}

impl BasePath {
    /// The same with the usual value of the variable in its place.
    pub fn settle(&mut self, name: &str) {
        let is_meant = |parameter: &Parameter| parameter.name.source == name;
        let Some(at) = self.parameters.iter().position(is_meant) else {
            return;
        };
        let usual = self.parameters.remove(at).default;
        let usual = usual.as_ref().and_then(Value::as_str).unwrap_or_default();
        self.text = self.text.replace(&format!("{{{name}}}"), usual);
    }
}

/// Where an operation is: its own server, else its path's, else the client's.
pub(super) fn of_operation(
    lowering: &Lowering<'_>,
    at: &Pointer,
    item: &PathItem,
    operation: &Operation,
) -> Located {
    let document = lowering.document;
    let client = document.api.servers.first();
    let at_client = |base: BasePath| Located {
        base,
        ..Located::default()
    };
    let of_client = || match client {
        Some(server) if !base_path(document).is_empty() => {
            base(lowering, server, &Pointer::root(), true)
        }
        Some(_) | None => BasePath::default(),
    };
    let own = operation.servers.first().map(|own| (own, at.clone()));
    let shared = item.servers.first();
    let shared = shared.map(|shared| (shared, at.parent().unwrap_or_default()));
    let found = own.or(shared).filter(|(found, _)| Some(*found) != client);
    let Some((found, holder)) = found else {
        return at_client(of_client());
    };
    let address = match relative_template(found) {
        // The client's endpoint is the service's host alone: paths bring all of theirs.
        Some(_) if !client.is_some_and(is_absolute) => {
            return at_client(base(lowering, found, &holder, false));
        }
        Some(path) => ServerAddress::Root(path.to_owned()),
        None if is_absolute(found) => ServerAddress::Endpoint(found.url.clone()),
        None => return at_client(of_client()),
    };
    let at = holder.child("servers").index(0).child("variables");
    let (variables, parameters) = variables(lowering, found, &at);
    let server = Some(Server { address, variables });
    Located {
        server,
        parameters,
        base: BasePath::default(),
    }
}

/// The path of a server that says nothing of a host, and stands in `holder`. A variable without a usual
/// value is left out.
fn base(
    lowering: &Lowering<'_>,
    server: &Described,
    holder: &Pointer,
    client_wide: bool,
) -> BasePath {
    let at = holder.child("servers").index(0).child("variables");
    let (_, parameters) = variables(lowering, server, &at);
    let known = |name: &String| {
        server
            .variables
            .as_ref()
            .is_some_and(|all| all.contains_key(name))
    };
    let parameters = parameters.into_iter().filter(|it| known(&it.name.source));
    let parameters = parameters.map(|parameter| Parameter {
        place: Place::Path,
        verbatim: true,
        client_wide,
        ..parameter
    });
    let mut base = BasePath {
        text: relative_template(server).unwrap_or_default().to_owned(),
        parameters: parameters.collect(),
    };
    let unsaid = base
        .parameters
        .iter()
        .filter(|parameter| parameter.default.is_none());
    let unsaid: Vec<String> = unsaid
        .map(|parameter| parameter.name.source.clone())
        .collect();
    unsaid.iter().for_each(|name| base.settle(name));
    base
}

/// What an operation's docs say of its server.
pub(super) fn where_it_goes(server: &Server) -> String {
    let place = match &server.address {
        ServerAddress::Endpoint(url) => format!("`{url}`"),
        ServerAddress::Root(path) => format!("`{path}` of the client's host"),
    };
    format!("Sent to {place}, unless the client was given an endpoint.")
}

/// The variables in a server's address, in its order, each once.
fn variables(
    lowering: &Lowering<'_>,
    server: &Described,
    at: &Pointer,
) -> (Vec<ServerVariable>, Vec<Parameter>) {
    let (mut variables, mut parameters) = (Vec::<ServerVariable>::new(), Vec::new());
    let mut rest = server.url.as_str();
    while let Some((_, name, after)) = next_value(rest) {
        rest = after;
        if variables.iter().any(|known| known.name == name) {
            continue;
        }
        let described = server.variables.as_ref().and_then(|all| all.get(name));
        let described = described.map(|found| host::of_server(found, at.child(name)));
        let described = described.unwrap_or_default();
        variables.push(ServerVariable {
            name: name.to_owned(),
            usual: described.usual(),
            allowed: described.allowed.clone(),
        });
        parameters.push(Parameter {
            client_wide: false,
            ..described.into_parameter(lowering, name)
        });
    }
    (variables, parameters)
}
