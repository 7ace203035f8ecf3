//! Where an operation is that has a server of its own, or whose path has one.
//!
//! Comes in: the `servers` of the document, of a path and of an operation; the first of each counts.
//! Goes out: the server where it is another one than the client's, a parameter for each of its
//! variables, and what stands before the operation's path.

use openapiv3::{Operation, PathItem, Server as Described};

use super::{
    Lowering,
    host::{self, base_path, is_absolute, next_value, relative, relative_template},
};
use crate::{
    diagnostic::Pointer,
    model::{Parameter, Server, ServerAddress, ServerVariable},
};

/// Where an operation is.
#[derive(Default)]
pub(super) struct Located {
    /// Its server, where that is not the client's.
    pub server: Option<Server>,
    /// The server's variables.
    pub parameters: Vec<Parameter>,
    /// What stands before its path.
    pub base: String,
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
    let at_client = |base: String| Located {
        base,
        ..Located::default()
    };
    let own = operation.servers.first().map(|own| (own, at.clone()));
    let shared = item.servers.first();
    let shared = shared.map(|shared| (shared, at.parent().unwrap_or_default()));
    let found = own.or(shared).filter(|(found, _)| Some(*found) != client);
    let Some((found, holder)) = found else {
        return at_client(base_path(document));
    };
    let address = match relative_template(found) {
        // The client's endpoint is the service's host alone: paths bring all of theirs.
        Some(_) if !client.is_some_and(is_absolute) => {
            return at_client(relative(found).unwrap_or_default());
        }
        Some(path) => ServerAddress::Root(path.to_owned()),
        None if is_absolute(found) => ServerAddress::Endpoint(found.url.clone()),
        None => return at_client(base_path(document)),
    };
    let at = holder.child("servers").index(0).child("variables");
    let (variables, parameters) = variables(lowering, found, &at);
    let server = Some(Server { address, variables });
    Located {
        server,
        parameters,
        base: String::new(),
    }
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
