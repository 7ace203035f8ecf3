//! Where the service is: the first server, or Azure's template of a host.
//!
//! Comes in: `servers` and `x-ms-parameterized-host`. Goes out: the endpoint where it can be called
//! as it stands, else the template with the client-wide parameters whose values go into it. The
//! configuration's table of clouds stands in place of a template.

use openapiv3::{Server, ServerVariable};
use serde_json::Value;

use super::{Lowering, azure, azure::ParameterizedHost, facets::code_span};
use crate::{
    config::Config,
    diagnostic::Pointer,
    import::Document,
    model::{Constraints, Docs, Host, HostPart, Name, Parameter, Place, Spelling, Spread, Type},
};

/// Where the service is.
#[derive(Default)]
pub(super) struct Located {
    /// The endpoint, where the caller need say nothing.
    pub endpoint: Option<String>,
    /// The template, where values of the caller's say it.
    pub host: Option<Host>,
    /// The template's values.
    pub parameters: Vec<Parameter>,
}

/// Finds out where the service is.
pub(super) fn lower(lowering: &Lowering<'_>, config: &Config) -> Located {
    let clouds = &config.client.clouds;
    let named = [&clouds.public, &clouds.us_government, &clouds.china];
    let in_cloud = named.iter().any(|cloud| cloud.is_some());
    let Some((template, last)) = found(lowering) else {
        return Located::default();
    };
    match template.into_endpoint() {
        Ok(endpoint) => Located {
            endpoint: Some(endpoint),
            ..Located::default()
        },
        Err(_) if in_cloud => Located::default(),
        Err(Template { parts, parameters }) => Located {
            endpoint: None,
            host: Some(Host { parts, last }),
            parameters,
        },
    }
}

/// Which other servers there are, for the docs: the first one is where requests go unless a caller says
/// otherwise. The same one by another scheme is none.
pub(super) fn others_note(document: &Document) -> Option<String> {
    let (first, others) = document.api.servers.split_first()?;
    let address = |server: &Server| {
        let url = server.url.trim_end_matches('/');
        url.split_once("://")
            .map_or(url, |(_, rest)| rest)
            .to_owned()
    };
    let others = others.iter().filter(|it| address(it) != address(first));
    let named = others.map(|server| {
        let url = code_span(&server.url);
        match server.description.as_deref().map(str::trim) {
            Some(text) if !text.is_empty() => format!("{url} ({})", code_span(text)),
            _ => url,
        }
    });
    let named: Vec<String> = named.collect();
    match named.as_slice() {
        [] => None,
        [one] => Some(format!("Another server is {one}.")),
        several => Some(format!("Other servers are {}.", several.join(", "))),
    }
}

/// What stands before every path: the first server's own, where it says nothing of a host
/// (OpenAPI 3.0.3, Server Object: a relative URL). A template of a host has it already.
pub(super) fn base_path(document: &Document) -> String {
    let api = &document.api;
    let relative = api.servers.first().and_then(relative);
    match ParameterizedHost::of(&api.extensions) {
        Some(_) => String::new(),
        None => relative.unwrap_or_default(),
    }
}

/// The path of a server that says nothing of a host, with the usual value of each variable.
fn relative(server: &Server) -> Option<String> {
    let path = relative_template(server)?;
    let variables = server.variables.iter().flatten();
    Some(variables.fold(path.to_owned(), |path, (name, variable)| {
        path.replace(&format!("{{{name}}}"), &variable.default)
    }))
}

/// The path of a server that says nothing of a host.
pub(super) fn relative_template(server: &Server) -> Option<&str> {
    let is_relative = server.url.starts_with('/') && !server.url.starts_with("//");
    is_relative.then(|| server.url.trim_end_matches('/'))
}

pub(super) fn is_absolute(server: &Server) -> bool {
    let mut starts = ["https://", "http://", "{"].iter();
    starts.any(|start| server.url.starts_with(start))
}

/// A template under construction.
#[derive(Default)]
struct Template {
    parts: Vec<HostPart>,
    parameters: Vec<Parameter>,
}

/// What is known of a value.
#[derive(Default)]
pub(super) struct Described {
    pub docs: Docs,
    pub default: Option<String>,
    pub allowed: Vec<String>,
    pub constraints: Constraints,
    pub verbatim: bool,
    pub client_name: Option<String>,
    pub at: Pointer,
}

fn found(lowering: &Lowering<'_>) -> Option<(Template, bool)> {
    let api = &lowering.document.api;
    let server = api.servers.first();
    let Some(host) = ParameterizedHost::of(&api.extensions) else {
        return server_template(lowering, server?).map(|template| (template, false));
    };
    let url = server.map_or("", |server| server.url.as_str());
    let scheme = match (host.with_scheme, url.starts_with("http://")) {
        (true, true) => "http://",
        (true, false) => "https://",
        (false, _) => "",
    };
    // A base path is all that a server says beside the template.
    let base = Some(url)
        .filter(|url| url.starts_with('/'))
        .unwrap_or_default();
    let text = format!("{scheme}{}{}", host.template, base.trim_end_matches('/'));
    let at = Pointer::root()
        .child(ParameterizedHost::KEY)
        .child("parameters");
    let template = Template::read(lowering, &text, |name| {
        let (index, parameter) = host.parameter(name)?;
        Some(Described {
            docs: Docs {
                description: parameter.text("description").map(str::to_owned),
                ..Docs::default()
            },
            default: parameter.text("default").map(str::to_owned),
            allowed: parameter.allowed(),
            constraints: parameter.constraints(),
            verbatim: parameter.skips_url_encoding(),
            client_name: parameter.client_name().map(str::to_owned),
            at: at.index(index),
        })
    });
    Some((template, host.last))
}

/// The first server, where it is absolute.
fn server_template(lowering: &Lowering<'_>, server: &Server) -> Option<Template> {
    let url = &server.url;
    let at = Pointer::root().child("servers").index(0).child("variables");
    is_absolute(server).then(|| {
        Template::read(lowering, url, |name| {
            let variable = server.variables.as_ref()?.get(name)?;
            Some(of_server(variable, at.child(name)))
        })
    })
}

/// What a server says of a variable.
pub(super) fn of_server(variable: &ServerVariable, at: Pointer) -> Described {
    Described {
        docs: Docs {
            description: variable.description.clone(),
            ..Docs::default()
        },
        // A default must be written, so that an empty one says that there is none.
        default: Some(variable.default.clone()).filter(|text| !text.is_empty()),
        allowed: variable.enumeration.clone(),
        verbatim: azure::skips_url_encoding(&variable.extensions),
        at,
        ..Described::default()
    }
}

impl Described {
    /// The value unless the caller gives one. Where there is no choice, nobody need choose.
    pub fn usual(&self) -> Option<String> {
        let only = match self.allowed.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        self.default.as_ref().or(only).cloned()
    }

    /// The parameter that takes the value.
    pub fn into_parameter(self, lowering: &Lowering<'_>, name: &str) -> Parameter {
        let default = self.usual().map(Value::String);
        let mut docs = self.docs;
        if !self.allowed.is_empty() {
            let values = self.allowed.iter().map(|value| format!("`{value}`"));
            let values: Vec<String> = values.collect();
            docs.notes.push(format!("One of {}.", values.join(", ")));
        }
        Parameter {
            name: Name::new(name).suggest(self.client_name),
            docs,
            place: Place::Host,
            ty: Type::Text,
            spread: Spread::Simple,
            inner: Vec::new(),
            spelling: Spelling::Text,
            allow_empty: false,
            required: true,
            client_wide: true,
            verbatim: self.verbatim,
            constraints: Constraints {
                listed: self.allowed,
                ..self.constraints
            },
            default,
            example: None,
            origin: lowering.origin(&self.at),
        }
    }
}

impl Template {
    /// Takes a text apart at its braces.
    fn read(
        lowering: &Lowering<'_>,
        text: &str,
        describe: impl Fn(&str) -> Option<Described>,
    ) -> Self {
        let mut template = Self::default();
        let mut rest = text;
        while let Some((literal, name, after)) = next_value(rest) {
            template.literal(literal);
            let described = describe(name).unwrap_or_default();
            template.value(lowering, name, described);
            rest = after;
        }
        template.literal(rest);
        template
    }

    fn literal(&mut self, text: &str) {
        if !text.is_empty() {
            self.parts.push(HostPart::Literal(text.to_owned()));
        }
    }

    fn value(&mut self, lowering: &Lowering<'_>, name: &str, mut described: Described) {
        // What stands first brings the scheme along.
        described.verbatim |= self.parts.is_empty();
        self.parts.push(HostPart::Value {
            name: name.to_owned(),
            verbatim: described.verbatim,
        });
        let mut known = self.parameters.iter();
        if !known.any(|known| known.name.source == name) {
            self.parameters
                .push(described.into_parameter(lowering, name));
        }
    }

    /// The endpoint, where no value goes into it, or nothing but one that has a default: such a
    /// value is an endpoint that the caller can set anyway.
    fn into_endpoint(self) -> Result<String, Self> {
        match (self.parts.as_slice(), self.parameters.as_slice()) {
            ([HostPart::Literal(text)], _) => Ok(text.clone()),
            ([HostPart::Value { .. }], [only]) => match &only.default {
                Some(Value::String(default)) => Ok(default.clone()),
                Some(_) | None => Err(self),
            },
            _ => Err(self),
        }
    }
}

/// The text before the next value, the value's name, and what comes after.
pub(super) fn next_value(text: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((literal, name, after))
}
