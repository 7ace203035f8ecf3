//! The values that a scenario gives an operation.

use clientforge::model::{Api, Coding, Operation, Parameter, Place, SchemeKind, Spread, Type};
use serde_json::{Map, Value, json};

use super::{
    route::{Route, path_of},
    scenario::{Body, Exchange, text},
};

/// The call that a client is asked to make, for the program.
pub fn call(route: &Route<'_>, exchange: &Exchange, base_url: &str) -> Value {
    let api = &route.document.api;
    let mut parameters = Map::new();
    let mut client = Map::new();
    for parameter in route.operation.parameters.iter() {
        if let Some(value) = value(route, parameter, exchange) {
            parameters.insert(key(route.operation, parameter), value);
        }
    }
    for parameter in &api.client_parameters {
        let given = match parameter.place {
            Place::Host => host_value(route, parameter, base_url),
            Place::Path | Place::Query | Place::Header | Place::Cookie => {
                value(route, parameter, exchange)
            }
        };
        let needed = parameter.required && parameter.default.is_none();
        let given = given.or_else(|| needed.then(|| json!("unused")));
        client.extend(given.map(|given| (parameter.name.source.clone(), given)));
    }
    let path = path_of(api.endpoint.as_deref().unwrap_or_default());
    json!({
        "module": route.document.module,
        "operation": route.operation.id,
        "client": client,
        "parameters": parameters,
        "body": exchange.request.body.as_ref().map(|body| sent(route.operation, body)),
        "content_type": exchange.request.body.as_ref().map(|body| &body.content_type),
        "paged": route.operation.paging.is_some(),
        "endpoint": api.host.is_none().then(|| format!("{base_url}{path}")),
        "secrets": secrets(api, exchange),
        "token": is_signed(exchange),
    })
}

/// The value of a server's variable: the address itself, or what stands in the path.
fn host_value(route: &Route<'_>, parameter: &Parameter, base_url: &str) -> Option<Value> {
    let name = &parameter.name.source;
    let mut values = route.values.iter();
    match values.find(|(other, _)| other == name) {
        Some((_, value)) => Some(value.as_str().into()),
        None if parameter.default.is_some() && !parameter.verbatim => None,
        None => Some(base_url.into()),
    }
}

fn value(route: &Route<'_>, parameter: &Parameter, exchange: &Exchange) -> Option<Value> {
    let name = &parameter.name.source;
    let request = &exchange.request;
    let api = &route.document.api;
    let found = match parameter.place {
        Place::Path | Place::Host => {
            let mut values = route.values.iter();
            let found = values.find(|(other, _)| other == name);
            found.map(|(_, value)| Value::String(value.clone()))
        }
        Place::Query => request.query.get(name).cloned(),
        Place::Header => {
            let mut headers = request.headers.iter();
            let found = headers.find(|(other, _)| other.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.clone())
        }
        Place::Cookie => None,
    };
    match found {
        Some(found) => Some(typed(api, &parameter.ty, &parameter.spread, &found)),
        None if !parameter.required || parameter.default.is_some() => None,
        None if name.eq_ignore_ascii_case("api-version") => Some(api.version.clone().into()),
        None => Some(any(api, &parameter.ty)),
    }
}

/// A value of a type that nothing is expected of.
fn any(api: &Api, ty: &Type) -> Value {
    match api.types.resolve(ty) {
        Type::Bool => json!(true),
        Type::Integer(_) | Type::Float32 | Type::Float64 => json!(1),
        Type::List(_) => json!([]),
        Type::Map(_) | Type::AnyObject => json!({}),
        _ => json!("sample"),
    }
}

/// A text as a value of that type.
fn typed(api: &Api, ty: &Type, spread: &Spread, value: &Value) -> Value {
    let plain = |text: &str| serde_json::from_str(text).unwrap_or(Value::String(text.to_owned()));
    match (api.types.resolve(ty), value) {
        (Type::Secret(inner) | Type::Nullable(inner), value) => typed(api, inner, spread, value),
        (Type::List(item), Value::Array(items)) => items
            .iter()
            .map(|value| typed(api, item, spread, value))
            .collect(),
        (Type::List(item), value) => {
            let text = text(value);
            let items = text.split(separator(spread)).map(str::trim);
            items
                .map(|value| typed(api, item, spread, &value.into()))
                .collect()
        }
        (Type::Text | Type::Bytes(_) | Type::Date | Type::DateTime(_) | Type::Duration, value)
            if !is_unix(api, ty) =>
        {
            text(value).into()
        }
        (Type::Named(_), value) if api.types.enumeration(ty).is_some() => text(value).into(),
        (_, Value::String(text)) => plain(text),
        (_, other) => other.clone(),
    }
}

fn is_unix(api: &Api, ty: &Type) -> bool {
    matches!(
        api.types.resolve(ty),
        Type::DateTime(clientforge::model::DateTimeFormat::Unix)
    )
}

fn separator(spread: &Spread) -> char {
    match spread {
        Spread::Space => ' ',
        Spread::Tab => '\t',
        Spread::Pipe => '|',
        _ => ',',
    }
}

/// The key of a parameter's value, as the generated crate has it.
fn key(operation: &Operation, parameter: &Parameter) -> String {
    let name = &parameter.name.source;
    let all = operation.parameters.iter().chain(operation.part_headers());
    if all.filter(|other| other.name.source == *name).count() < 2 {
        return name.clone();
    }
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
        Place::Host => "server",
    };
    format!("{place}.{name}")
}

/// The body, as the operation takes it.
fn sent(operation: &Operation, body: &Body) -> Value {
    let coding = operation
        .body
        .as_ref()
        .map(|body| body.coding)
        .unwrap_or_default();
    if coding == Coding::Multipart {
        return json!({ "json": form(body) });
    }
    let json = body
        .text()
        .and_then(|text| serde_json::from_str::<Value>(text).ok());
    match (coding, json) {
        (Coding::Json | Coding::Form, Some(json)) => json!({ "json": json }),
        (_, _) => {
            use base64::{Engine, engine::general_purpose::STANDARD};
            json!({ "base64": STANDARD.encode(body.bytes()) })
        }
    }
}

/// A form as an object: a property with several files is a list.
fn form(body: &Body) -> Value {
    let mut object = body.parts.clone();
    for file in &body.files {
        let given = json!({
            "content": file.content(),
            "file_name": file.name,
            "content_type": file.media_type,
        });
        match object.get_mut(&file.field) {
            None => {
                object.insert(file.field.clone(), given);
            }
            Some(Value::Array(all)) => all.push(given),
            Some(one) => *one = Value::Array(vec![one.take(), given]),
        }
    }
    object.into()
}

/// What to sign with, so that what is expected is sent.
fn secrets(api: &Api, exchange: &Exchange) -> Value {
    let header = |name: &str| {
        let mut headers = exchange.request.headers.iter();
        let found = headers.find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| text(value))
    };
    let mut secrets = Map::new();
    for scheme in &api.security.schemes {
        let secret = match &scheme.kind {
            SchemeKind::Header { name, prefix } => {
                header(name).map(|key| key.trim_start_matches(prefix.as_str()).to_owned())
            }
            SchemeKind::Query(name) => exchange.request.query.get(name).map(text),
            SchemeKind::Cookie(_) | SchemeKind::Token { .. } | SchemeKind::Basic => None,
        };
        let name = scheme.name.ident.trim_start_matches("r#").to_owned();
        secrets.extend(secret.map(|secret| (name, secret.into())));
    }
    secrets.into()
}

/// Whether a token is expected.
fn is_signed(exchange: &Exchange) -> bool {
    let mut headers = exchange.request.headers.iter();
    headers.any(|(name, value)| {
        name.eq_ignore_ascii_case("authorization") && text(value).starts_with("Bearer ")
    })
}
