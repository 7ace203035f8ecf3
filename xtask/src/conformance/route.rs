//! Which operation a request is of.

use clientforge::model::{Api, Host, HostPart, Operation, Parameter, PathPart, ServerAddress};
use serde_json::Value;

use super::{document::Document, scenario::Exchange};

/// An operation, and what the path gives for its parameters.
pub struct Route<'d> {
    pub document: &'d Document,
    pub operation: &'d Operation,
    /// Wire names and values.
    pub values: Vec<(String, String)>,
    /// How much of the path was literal, for a choice among several.
    literal: usize,
    /// It is of the version that the request asks for.
    spoken: bool,
    /// It answers with the media type that the request asks for.
    pub accepted: bool,
}

/// A piece of a whole path.
enum Piece {
    Literal(String),
    /// A value, which may span slashes or not.
    Value(String, bool),
}

/// The operation of the documents that makes such a request.
pub fn find<'d>(documents: &[&'d Document], exchange: &Exchange) -> Option<Route<'d>> {
    let mut routes: Vec<Route<'_>> = Vec::new();
    for document in documents {
        for operation in document.api.operations() {
            routes.extend(route(document, operation, exchange));
        }
    }
    routes
        .into_iter()
        .max_by_key(|route| (route.accepted, route.spoken, route.literal))
}

fn route<'d>(
    document: &'d Document,
    operation: &'d Operation,
    exchange: &Exchange,
) -> Option<Route<'d>> {
    if !operation
        .method
        .as_str()
        .eq_ignore_ascii_case(&exchange.method)
    {
        return None;
    }
    let query = operation.fixed_query.as_deref().unwrap_or_default();
    let fixed = query.split('&').filter(|pair| !pair.is_empty());
    for pair in fixed {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let given = exchange.request.query.get(name).map(super::scenario::text);
        // An overload is told apart by a query that no service knows.
        if given.as_deref() != Some(value) && name != "_overload" {
            return None;
        }
    }
    let pieces = pieces(&document.api, operation);
    let mut values = Vec::new();
    // A slash at the end makes no difference to a server; a first value of nothing has none.
    let path = exchange.path();
    let spellings = [path.clone(), format!("{path}/"), format!("/{path}")];
    let found = spellings.iter().any(|path| {
        values.clear();
        matches(&pieces, path, &mut values)
    });
    found.then_some(())?;
    let literal = pieces.iter().map(|piece| match piece {
        Piece::Literal(text) => text.len(),
        Piece::Value(..) => 0,
    });
    let asked = exchange.request.query.get("api-version");
    let asked = asked.and_then(Value::as_str);
    let version = &document.api.version;
    let spoken = match asked {
        Some(asked) => asked == version,
        None => values.iter().any(|(_, value)| value == version),
    };
    Some(Route {
        document,
        operation,
        values,
        literal: literal.sum::<usize>() + usize::from(!query.is_empty()),
        spoken,
        accepted: accepted(operation, exchange),
    })
}

fn accepted(operation: &Operation, exchange: &Exchange) -> bool {
    let mut headers = exchange.request.headers.iter();
    let asked = headers.find(|(name, _)| name.eq_ignore_ascii_case("accept"));
    asked.is_none_or(|(_, asked)| {
        let others = operation
            .others
            .iter()
            .flat_map(|others| &others.media_types);
        let mut known = operation.accept.iter().chain(others);
        known.any(|known| asked.as_str() == Some(known))
    })
}

/// The whole path of an operation, that of the server before it.
fn pieces(api: &Api, operation: &Operation) -> Vec<Piece> {
    let mut pieces = Vec::new();
    match (&operation.server, &api.host) {
        (Some(server), _) => {
            let (ServerAddress::Endpoint(address) | ServerAddress::Root(address)) = &server.address;
            pieces.push(Piece::Literal(path_of(address).to_owned()));
        }
        (None, Some(host)) => pieces.extend(host_pieces(host)),
        (None, None) => {
            let endpoint = api.endpoint.as_deref().unwrap_or_default();
            pieces.push(Piece::Literal(path_of(endpoint).to_owned()));
        }
    }
    for part in &operation.path {
        pieces.push(match part {
            PathPart::Literal(text) => Piece::Literal(text.clone()),
            PathPart::Parameter(name) => {
                let mut all = operation.parameters.iter();
                let own = all.find(|parameter| parameter.name.source == *name);
                Piece::Value(name.clone(), own.is_some_and(spans))
            }
        });
    }
    pieces
}

fn spans(parameter: &Parameter) -> bool {
    parameter.verbatim
}

/// What of a host's parts is in the path; the first value is the server's address.
fn host_pieces(host: &Host) -> Vec<Piece> {
    let mut parts = host.parts.iter();
    let address = parts.next();
    let mut pieces = Vec::new();
    if let Some(HostPart::Literal(text)) = address {
        pieces.push(Piece::Literal(path_of(text).to_owned()));
    }
    pieces.extend(parts.map(|part| match part {
        HostPart::Literal(text) => Piece::Literal(text.clone()),
        HostPart::Value { name, .. } => Piece::Value(name.clone(), false),
    }));
    pieces
}

/// The path of an address, without a slash at its end.
pub fn path_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').and_then(|at| rest.get(at..));
    path.unwrap_or_default().trim_end_matches('/')
}

fn matches(pieces: &[Piece], path: &str, values: &mut Vec<(String, String)>) -> bool {
    let Some((first, others)) = pieces.split_first() else {
        return path.is_empty();
    };
    match first {
        Piece::Literal(text) => match path.strip_prefix(text.as_str()) {
            Some(rest) => matches(others, rest, values),
            None => false,
        },
        Piece::Value(name, spans) => {
            // No value is empty.
            let ends = path
                .char_indices()
                .map(|(at, _)| at)
                .chain([path.len()])
                .filter(|end| *end > 0 || *spans && path.starts_with('/'));
            for end in ends {
                let (value, rest) = path.split_at(end);
                if value.contains('/') && !spans {
                    return false;
                }
                let known = values.len();
                values.push((name.clone(), value.to_owned()));
                if matches(others, rest, values) {
                    return true;
                }
                values.truncate(known);
            }
            false
        }
    }
}
