//! Parameters: where they travel, how their values are spelled, and which are set once.

use openapiv3::{Parameter as Described, ParameterData, ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;

use super::{
    Lowering, azure,
    component::{self, Section},
    facets::Facets,
    header, media_type, own_header,
    schema::{Spot, Typed, value},
    style,
};
use crate::{
    diagnostic::Pointer,
    import::Document,
    model::{Api, Name, Parameter, Place, Spelling, Type, Types},
};

/// Lowers one parameter; `None` where it is ignored or was reported.
pub(super) fn lower<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    parameter: &'d ReferenceOr<Described>,
) -> Option<Parameter> {
    let (at, described) = target(lowering, at, parameter)?;
    let data = described.parameter_data_ref();
    let place = place(described);
    if place == Place::Header && own_header::is_ignored(data) {
        return None;
    }
    let mut typed = typed(lowering, &at, data)?;
    if place == Place::Header {
        header::date(&data.name, &mut typed.ty);
    }
    let spread = style::spread(described);
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
        inner: style::inner(&data.extensions),
        spelling: Spelling::default(),
        allow_empty: allows_empty(described),
        required: data.required || place == Place::Path || always,
        client_wide: azure::is_client_wide(&data.extensions),
        verbatim: is_verbatim(described),
        constraints: typed.facets.constraints.clone(),
        default: client_default
            .or(typed.facets.default)
            .or_else(|| only_literal(&typed.facets.literals).filter(|_| data.required)),
        example: data.example.clone().or(typed.facets.example),
        origin: lowering.origin(&at),
        ty: typed.ty,
    })
}

fn allows_empty(described: &Described) -> bool {
    matches!(
        described,
        Described::Query {
            allow_empty_value: Some(true),
            ..
        }
    )
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

/// The type of the value; where a media type stands in place of a schema, of what is in it. A media
/// type without a codec is a text that the caller writes.
fn typed<'d>(lowering: &mut Lowering<'d>, at: &Pointer, data: &'d ParameterData) -> Option<Typed> {
    let name = component::type_name(lowering, at, "parameter");
    let name = name.unwrap_or_else(|| data.name.clone());
    let content = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let spot = Spot::named(at.child("schema"), &name);
            return Some(value(lowering, &spot, schema));
        }
        ParameterSchemaOrContent::Content(content) => content,
    };
    let (media_type, media, is_json) = media_type::of_parameter(content)?;
    let at = at.child("content").child(media_type);
    let spot = Spot::named(at.child("schema"), &name);
    let typed = media.schema.as_ref();
    let typed = typed.map(|schema| value(lowering, &spot, schema));
    let mut typed = typed.unwrap_or_else(|| Typed {
        ty: Type::Any,
        facets: Facets::default(),
    });
    if is_json {
        return Some(typed);
    }
    if media_type::essence(media_type) != "text/plain" {
        let site = lowering.site(&at).at_key();
        lowering
            .diagnostics
            .content_as_text(site, &data.name, media_type);
    }
    let Facets { docs, secret, .. } = std::mem::take(&mut typed.facets);
    let mut facets = Facets {
        docs,
        secret,
        ..Facets::default()
    };
    facets
        .docs
        .notes
        .push(format!("A text of type `{media_type}`."));
    let ty = match secret {
        true => Type::Secret(Box::new(Type::Text)),
        false => Type::Text,
    };
    Some(Typed { ty, facets })
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
/// API version its own, and a required parameter the one value that it may have, once every type is
/// known; and finds the values of paths that may be empty.
pub(super) fn settle_defaults(api: &mut Api, document: &Document) {
    let Api { groups, types, .. } = api;
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        // A parameter may stand in a file that many descriptions refer to.
        let version = document.version(&operation.origin);
        for parameter in &mut operation.parameters {
            let own = parameter.default.take();
            parameter.default = own.and_then(|value| writable(types, &parameter.ty, value));
            let versioned = azure::is_api_version(parameter.place, &parameter.name.source);
            parameter.allow_empty |=
                parameter.place == Place::Path && may_be_empty(types, parameter);
            if parameter.default.is_none() {
                parameter.default = match (versioned, parameter.required) {
                    (true, _) => usual_version(types, &parameter.ty, version),
                    (false, true) => only_value(types, &parameter.ty),
                    (false, false) => None,
                };
            }
        }
    }
}

/// Whether the empty text is among the values that the description lists, or stands for an absent one.
fn may_be_empty(types: &Types, parameter: &Parameter) -> bool {
    let listed = types.text_enumeration(&parameter.ty);
    let mut values = listed.into_iter().flat_map(|listed| &listed.values);
    let by_default = parameter.default.as_ref().and_then(Value::as_str);
    by_default == Some("") || values.any(|value| value.name.source.is_empty())
}

/// The one number or truth value that a parameter may have.
fn only_literal(literals: &[String]) -> Option<Value> {
    match literals {
        [only] => Some(only.as_str().into()),
        _ => None,
    }
}

/// The one value of the enumeration that a parameter's type is.
fn only_value(types: &Types, ty: &Type) -> Option<Value> {
    types.enumeration(ty)?.only()
}

/// A default as a value of the parameter's type; what stands in a path's key is a text.
fn writable(types: &Types, ty: &Type, value: Value) -> Option<Value> {
    let fits = |value: &Value| types.writes(ty, value);
    if fits(&value) {
        return Some(value);
    }
    let read = serde_json::from_str(value.as_str()?).ok();
    read.filter(fits)
}

/// The version that is sent unless the caller says otherwise: the description's own, or the only
/// one that there is.
fn usual_version(types: &Types, ty: &Type, version: &str) -> Option<Value> {
    let own = Value::from(version);
    match types.writes(ty, &own) {
        true => Some(own),
        false => types.text_enumeration(ty)?.only(),
    }
}

/// What a client sends as `Accept`, where the description has it as a parameter with a value that
/// clients send by themselves.
pub(super) fn accept<'d>(
    lowering: &Lowering<'d>,
    parameter: &'d ReferenceOr<Described>,
) -> Option<String> {
    let (_, described) = target(lowering, &Pointer::root(), parameter)?;
    let data = described.parameter_data_ref();
    if place(described) != Place::Header || !data.name.eq_ignore_ascii_case("accept") {
        return None;
    }
    azure::client_default(&data.extensions)?
        .as_str()
        .map(str::to_owned)
}
