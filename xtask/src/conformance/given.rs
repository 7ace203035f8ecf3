//! The values that a scenario gives an operation.

use clientforge::model::{
    Access, Api, Body as Wanted, Coding, DateTimeFormat, Operation, Parameter, Place, Presence,
    SchemeKind, Shape, Spread, Type,
};
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
            parameters.insert(route.operation.key_of(parameter), value);
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
        let given = given.or_else(|| needed.then(|| any(api, &parameter.ty, false)));
        client.extend(given.map(|given| (parameter.name.source.clone(), given)));
    }
    let path = path_of(api.endpoint.as_deref().unwrap_or_default());
    json!({
        "module": route.document.module,
        "operation": place(route),
        "client": client,
        "parameters": parameters,
        "body": body(route, exchange),
        "content_type": exchange.request.body.as_ref().map(|body| &body.content_type),
        "paged": route.operation.paging.is_some(),
        "endpoint": api.host.is_none().then(|| format!("{base_url}{path}")),
        "secrets": secrets(api, exchange),
        "token": is_signed(exchange),
        "accept": asked(route, exchange),
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
            found.map(|(_, value)| match value.as_str() {
                // An empty value is the root, which a caller has to mean.
                "" if parameter.verbatim => "/".into(),
                value => Value::from(value),
            })
        }
        Place::Query if is_object(api, &parameter.ty) && !request.query.contains_key(name) => {
            entries(route, exchange)
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
        None => Some(any(api, &parameter.ty, false)),
    }
}

/// A value of a type that nothing is expected of; where it is received, with what only the service
/// sets.
pub fn any(api: &Api, ty: &Type, received: bool) -> Value {
    match api.types.resolve(ty) {
        Type::Uuid => json!("00000000-0000-0000-0000-000000000000"),
        Type::Date => json!("2000-01-01"),
        Type::DateTime(DateTimeFormat::Rfc3339) => json!("2000-01-01T00:00:00Z"),
        Type::DateTime(DateTimeFormat::Rfc7231) => json!("Sat, 01 Jan 2000 00:00:00 GMT"),
        Type::DateTime(DateTimeFormat::Unix) => json!(0),
        Type::Duration => json!("PT1S"),
        Type::Named(id) => match api.types.get(*id).map(|found| &found.shape) {
            Some(Shape::Record(record)) => {
                let mut fields = record.fields.iter();
                // Something may contain itself, but nothing needs itself.
                let required = fields.by_ref().filter(|field| {
                    field.presence == Presence::Required
                        && (received || field.access != Access::ReadOnly)
                });
                let own = required
                    .map(|field| (field.name.source.clone(), any(api, &field.ty, received)));
                Value::Object(own.collect())
            }
            Some(Shape::Enumeration(enumeration)) => {
                let first = enumeration.values.first();
                first.map(|value| value.name.source.as_str()).into()
            }
            Some(Shape::Union(_) | Shape::Choice(_) | Shape::Alias(_)) | None => json!({}),
        },
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
    matches!(api.types.resolve(ty), Type::DateTime(DateTimeFormat::Unix))
}

fn separator(spread: &Spread) -> char {
    match spread {
        Spread::Space => ' ',
        Spread::Tab => '\t',
        Spread::Pipe => '|',
        _ => ',',
    }
}

/// The body: what the scenario has, or any where one is needed that the scenario leaves open.
fn body(route: &Route<'_>, exchange: &Exchange) -> Option<Value> {
    let api = &route.document.api;
    let wanted = route.operation.body.as_ref()?;
    match &exchange.request.body {
        Some(body) => Some(sent(api, wanted, body)),
        None => wanted
            .required
            .then(|| json!({ "json": any(api, &wanted.ty, false) })),
    }
}

/// The body, as the operation takes it.
fn sent(api: &Api, wanted: &Wanted, body: &Body) -> Value {
    let coding = wanted.coding;
    if coding == Coding::Multipart {
        return json!({ "json": form(api, &wanted.ty, body) });
    }
    let json = body
        .text()
        .and_then(|text| serde_json::from_str::<Value>(text).ok());
    match (coding, json) {
        (Coding::Json | Coding::Form, Some(json)) => json!({ "json": json }),
        // A text, which the data has in JSON.
        (Coding::Text, Some(text)) if text.is_string() && body.is_json() => json!({ "json": text }),
        (_, _) => {
            use base64::{Engine, engine::general_purpose::STANDARD};
            json!({ "base64": STANDARD.encode(body.bytes()) })
        }
    }
}

/// A form as an object: a property with several files is a list.
fn form(api: &Api, ty: &Type, body: &Body) -> Value {
    let mut object = Map::new();
    for (name, value) in &body.parts {
        let field = field(api, ty, name);
        let value = match field {
            Some(ty) => typed(api, ty, &Spread::Simple, value),
            None => value.clone(),
        };
        object.insert(name.clone(), value);
    }
    for file in &body.files {
        let given = json!({
            "content": file.content(),
            "file_name": file.name,
            "content_type": file.media_type,
        });
        let ty = field(api, ty, &file.field).map(|ty| api.types.resolve(ty));
        match object.get_mut(&file.field) {
            None => {
                let several = matches!(ty, Some(Type::List(_)));
                let given = if several { json!([given]) } else { given };
                object.insert(file.field.clone(), given);
            }
            Some(Value::Array(all)) => all.push(given),
            Some(one) => *one = Value::Array(vec![one.take(), given]),
        }
    }
    object.into()
}

/// The type of a record's field.
pub fn field<'a>(api: &'a Api, ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Named(id) = api.types.resolve(ty) else {
        return None;
    };
    let Shape::Record(record) = &api.types.get(*id)?.shape else {
        return None;
    };
    let mut fields = record.fields.iter();
    fields
        .find(|field| field.name.source == name)
        .map(|field| &field.ty)
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

/// How a caller comes to the operation: `group.method`.
fn place(route: &Route<'_>) -> String {
    let mut groups = route.document.api.groups.iter();
    let own = |it: &Operation| std::ptr::eq(it, route.operation);
    let group = groups.find(|group| group.operations.iter().any(own));
    group.map_or_else(String::new, |group| group.way_to(route.operation))
}

/// What a caller has to ask for by hand: no operation asks for it by itself.
fn asked(route: &Route<'_>, exchange: &Exchange) -> Option<String> {
    let mut headers = exchange.request.headers.iter();
    let asked = headers.find(|(name, _)| name.eq_ignore_ascii_case("accept"));
    let several = route.operation.accept.len() > 1 || route.operation.others.is_some();
    asked
        .filter(|_| several || !route.accepted)
        .map(|(_, value)| text(value))
}

pub fn is_object(api: &Api, ty: &Type) -> bool {
    match api.types.resolve(ty) {
        Type::Map(_) | Type::AnyObject => true,
        Type::Named(id) => {
            let shape = api.types.get(*id).map(|found| &found.shape);
            matches!(shape, Some(Shape::Record(_)))
        }
        _ => false,
    }
}

/// The entries of an object that are parameters by themselves: those that no parameter is called.
fn entries(route: &Route<'_>, exchange: &Exchange) -> Option<Value> {
    let own = |name: &str| {
        let mut all = route.operation.parameters.iter();
        all.any(|other| other.name.source == name)
    };
    let query = exchange.request.query.iter();
    let entries: Map<String, Value> = query
        .filter(|(name, _)| !own(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    (!entries.is_empty()).then_some(entries.into())
}
