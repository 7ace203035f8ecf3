//! Parameters: where they travel, how their values are spelled, and which are set once.

use openapiv3::{
    CookieStyle, HeaderStyle, Parameter as Described, ParameterData, ParameterSchemaOrContent,
    PathStyle, QueryStyle, ReferenceOr,
};
use serde_json::Value;

use super::{
    Lowering, azure,
    component::Section,
    schema::{Spot, Typed, value},
};
use crate::{
    diagnostic::{Diagnostics, Pointer},
    model::{Api, Name, Parameter, Place, Shape, Spread, Type, Types},
};

/// Header parameters that OpenAPI leaves to the rest of the operation (OpenAPI 3.0.3, Parameter
/// Object, fixed field `name`).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Lowers one parameter; `None` where it is ignored or was reported.
pub(super) fn lower<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    parameter: &'d ReferenceOr<Described>,
) -> Option<Parameter> {
    let (at, described) = target(lowering, at, parameter)?;
    let data = described.parameter_data_ref();
    let place = place(described);
    if place == Place::Header && IGNORED_HEADERS.contains(&data.name.to_lowercase().as_str()) {
        return None;
    }
    let typed = typed(lowering, &at, data)?;
    let spread = spread(lowering, &at, described, &typed)?;
    let mut docs = typed.facets.docs.clone();
    docs.description = data.description.clone().or(docs.description);
    docs.deprecated |= data.deprecated == Some(true);
    let client_name = azure::client_name(&data.extensions).map(str::to_owned);
    let client_name = client_name.or(typed.facets.client_name);
    // What a client sends by itself is always there.
    let client_default = azure::client_default(&data.extensions).cloned();
    let always = client_default.is_some() || azure::is_api_version(place, &data.name);
    Some(Parameter {
        name: Name::new(&data.name).suggest(client_name),
        docs,
        place,
        spread,
        required: data.required || place == Place::Path || always,
        client_wide: azure::is_client_wide(&data.extensions),
        verbatim: is_verbatim(described),
        constraints: typed.facets.constraints.clone(),
        default: client_default.or(typed.facets.default),
        example: data.example.clone().or(typed.facets.example),
        origin: lowering.origin(&at),
        ty: typed.ty,
    })
}

/// The parameter's place and name, by which an operation overrides its path's parameters.
pub(super) fn identity<'d>(
    lowering: &Lowering<'d>,
    parameter: &'d ReferenceOr<Described>,
) -> Option<(Place, String)> {
    let (_, described) = target(lowering, &Pointer::root(), parameter)?;
    Some((
        place(described),
        described.parameter_data_ref().name.clone(),
    ))
}

fn target<'d>(
    lowering: &Lowering<'d>,
    at: &Pointer,
    parameter: &'d ReferenceOr<Described>,
) -> Option<(Pointer, &'d Described)> {
    let components = lowering.document.api.components.as_ref();
    let section = Section {
        key: "parameters",
        parts: components.map(|all| &all.parameters),
    };
    section.resolve(at, parameter)
}

fn place(described: &Described) -> Place {
    match described {
        Described::Path { .. } => Place::Path,
        Described::Query { .. } => Place::Query,
        Described::Header { .. } => Place::Header,
        Described::Cookie { .. } => Place::Cookie,
    }
}

fn typed<'d>(lowering: &mut Lowering<'d>, at: &Pointer, data: &'d ParameterData) -> Option<Typed> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let spot = Spot::named(at.child("schema"), &data.name);
            Some(value(lowering, &spot, schema))
        }
        ParameterSchemaOrContent::Content(_) => {
            lowering.diagnostics.unsupported_style(
                lowering.site(&at.child("content")).at_key(),
                &data.name,
                "content",
                " (a media type instead of a schema), which is not supported yet",
            );
            None
        }
    }
}

/// How a list travels; a style that is not the place's own is reported.
fn spread<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    described: &'d Described,
    typed: &Typed,
) -> Option<Spread> {
    let data = described.parameter_data_ref();
    let (style, usual) = match described {
        Described::Path { style, .. } => (json_name(style), matches!(style, PathStyle::Simple)),
        Described::Query { style, .. } => (json_name(style), matches!(style, QueryStyle::Form)),
        Described::Header { style, .. } => (json_name(style), matches!(style, HeaderStyle::Simple)),
        Described::Cookie { style, .. } => (json_name(style), matches!(style, CookieStyle::Form)),
    };
    if !usual {
        lowering.diagnostics.unsupported_style(
            lowering.site(&at.child("style")),
            &data.name,
            &style,
            ", which is not supported yet",
        );
        return None;
    }
    let list = matches!(typed.ty, Type::List(_));
    let query = matches!(described, Described::Query { .. });
    Some(if list && query && data.explode.unwrap_or(true) {
        Spread::Repeated
    } else {
        Spread::Joined
    })
}

fn json_name<T: serde::Serialize>(style: &T) -> String {
    serde_json::to_value(style)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn is_verbatim(described: &Described) -> bool {
    let reserved = matches!(
        described,
        Described::Query {
            allow_reserved: true,
            ..
        }
    );
    reserved || azure::skips_url_encoding(&described.parameter_data_ref().extensions)
}

/// Keeps the defaults that can be written down as a value of the parameter's type, and gives an
/// API version its own, once every type is known.
pub(super) fn settle_defaults(api: &mut Api) {
    let Api {
        groups,
        types,
        version,
        ..
    } = api;
    let operations = groups.iter_mut().flat_map(|group| &mut group.operations);
    for parameter in operations.flat_map(|operation| &mut operation.parameters) {
        let own = parameter.default.take();
        parameter.default = own.filter(|value| is_writable(types, &parameter.ty, value));
        let versioned = azure::is_api_version(parameter.place, &parameter.name.source);
        if versioned && parameter.default.is_none() {
            parameter.default = usual_version(types, &parameter.ty, version);
        }
    }
}

fn is_writable(types: &Types, ty: &Type, value: &Value) -> bool {
    match types.resolve(ty) {
        Type::Text => value.is_string(),
        Type::Bool => value.is_boolean(),
        Type::Int32 => value
            .as_i64()
            .is_some_and(|value| i32::try_from(value).is_ok()),
        Type::Int64 => value.is_i64(),
        Type::Float32 | Type::Float64 => value.is_number(),
        ty @ Type::Named(_) => types.enumeration(ty).is_some_and(|enumeration| {
            let mut values = enumeration.values.iter();
            values.any(|known| value.as_str() == Some(&known.name.source))
        }),
        Type::Bytes(_)
        | Type::DateTime(_)
        | Type::Date
        | Type::Duration
        | Type::Uuid
        | Type::Any
        | Type::AnyObject
        | Type::List(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Secret(_) => false,
    }
}

/// The version that is sent unless the caller says otherwise: the description's own, or the only
/// one that there is.
fn usual_version(types: &Types, ty: &Type, version: &str) -> Option<Value> {
    let own = Value::from(version);
    if is_writable(types, ty, &own) {
        return Some(own);
    }
    match types.enumeration(ty)?.values.as_slice() {
        [only] => Some(only.name.source.clone().into()),
        _ => None,
    }
}

/// What may stand in a list: values with one spelling.
fn is_plain(types: &Types, item: &Type) -> bool {
    match types.resolve(item) {
        Type::Bytes(_) | Type::DateTime(_) | Type::Date | Type::Duration | Type::Secret(_) => false,
        _ => is_flat(types, item),
    }
}

/// Reports parameters whose values cannot be spelled outside of a body.
pub(super) fn check_types(api: &Api, diagnostics: &mut Diagnostics) {
    for operation in api.operations() {
        for parameter in &operation.parameters {
            if let Some(what) = unspellable(&api.types, parameter) {
                let site = parameter
                    .origin
                    .within(format!("operation `{}`", operation.id));
                diagnostics.unsupported_parameter(site, &parameter.name.source, what);
            }
        }
    }
}

/// What a parameter is that cannot be spelled; `None` where it can.
fn unspellable(types: &Types, parameter: &Parameter) -> Option<&'static str> {
    match types.resolve(&parameter.ty) {
        Type::List(_) if parameter.place == Place::Cookie => Some("a list in a cookie"),
        Type::List(_) if parameter.client_wide => Some("a list that is set on the client"),
        Type::List(item) if !is_plain(types, item) => Some("a list of something that is not plain"),
        Type::List(_) => None,
        Type::Secret(inner) if !matches!(types.resolve(inner), Type::Text) => {
            Some("a secret that is no text")
        }
        ty if is_flat(types, ty) => None,
        _ => Some("an object, or something that can be one"),
    }
}

/// Whether a value is one text.
fn is_flat(types: &Types, ty: &Type) -> bool {
    match types.resolve(ty) {
        Type::Bool
        | Type::Int32
        | Type::Int64
        | Type::Float32
        | Type::Float64
        | Type::Text
        | Type::Bytes(_)
        | Type::DateTime(_)
        | Type::Date
        | Type::Duration
        | Type::Uuid => true,
        Type::Secret(inner) => matches!(types.resolve(inner), Type::Text),
        Type::Named(id) => types
            .get(*id)
            .is_some_and(|definition| matches!(definition.shape, Shape::Enumeration(_))),
        Type::Any | Type::AnyObject | Type::List(_) | Type::Map(_) | Type::Nullable(_) => false,
    }
}
