//! Headers of the parts of a form (OpenAPI 3.0.3, Encoding Object, fixed field `headers`).
//!
//! Comes in: the encodings of a form with parts. Goes out: a parameter of the operation for each
//! header, which holds for all parts of its property. A value is a text as it stands on the wire.

use openapiv3::{Header, MediaType, ParameterSchemaOrContent};
use serde_json::Value;

use super::{
    Lowering, azure, form, header, keywords::Keywords, media_type::essence, reference::followed,
    schema::Typed,
};
use crate::{
    diagnostic::Pointer,
    model::{Constraints, Docs, Name, Parameter, PartHeader, Place, Spelling, Spread, Type},
};

/// What a part says of itself anyway: OpenAPI has `contentType` for it.
const TYPE: &str = "content-type";

/// What names the property, where parts have names (RFC 7578, section 4.2).
const NAME: &str = "content-disposition";

/// The headers that the parts of a form have; `at` is the media type's place.
pub(super) fn headers<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    media: &'d MediaType,
) -> Vec<PartHeader> {
    let has_names = !at
        .last()
        .is_some_and(|name| form::has_no_names(&essence(&name)));
    let mut headers = Vec::new();
    for (property, encoding) in &media.encoding {
        let at = at.child("encoding").child(property).child("headers");
        for (name, described) in &encoding.headers {
            let is_name = has_names && name.eq_ignore_ascii_case(NAME);
            if is_name || name.eq_ignore_ascii_case(TYPE) {
                continue;
            }
            if let Some((at, described)) = header::target(lowering, &at.child(name), described) {
                headers.push(PartHeader {
                    property: property.clone(),
                    parameter: parameter(lowering, &at, (property, name), described),
                });
            }
        }
    }
    headers
}

fn parameter<'d>(
    lowering: &mut Lowering<'d>,
    at: &Pointer,
    (property, name): (&str, &str),
    described: &'d Header,
) -> Parameter {
    let (Typed { facets, .. }, _) = header::typed(lowering, at, name, described);
    // What is written down for a secret is not told.
    let known = !facets.secret;
    let allowed = match known {
        true => allowed(lowering, described),
        false => Vec::new(),
    };
    let default = facets.default.as_ref().filter(|_| known).and_then(text);
    // Where there is no choice, nobody need choose.
    let default = default.or(match allowed.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    });
    let mut docs = Docs {
        description: described.description.clone().or(facets.docs.description),
        deprecated: described.deprecated == Some(true),
        ..Docs::default()
    };
    docs.notes
        .push(format!("A header of the part `{property}`."));
    if !allowed.is_empty() {
        let values = allowed.iter().map(|value| format!("`{value}`"));
        let values = values.collect::<Vec<_>>().join(", ");
        docs.notes.push(format!("One of {values}."));
    }
    let client_name = azure::client_name(&described.extensions).map(str::to_owned);
    Parameter {
        name: Name::new(name).suggest(client_name.or(facets.client_name)),
        docs,
        place: Place::Header,
        ty: Type::Text,
        spread: Spread::Simple,
        inner: Vec::new(),
        spelling: Spelling::Text,
        allow_empty: false,
        required: described.required,
        client_wide: false,
        verbatim: false,
        constraints: Constraints::default(),
        default: default.map(Value::String),
        example: None,
        origin: lowering.origin(at),
    }
}

/// The values that a header can have; none: any.
fn allowed(lowering: &Lowering<'_>, described: &Header) -> Vec<String> {
    let ParameterSchemaOrContent::Schema(schema) = &described.format else {
        return Vec::new();
    };
    let schema = followed(lowering, schema);
    let values = schema.map(|schema| Keywords::of(schema).enumeration);
    values.iter().flatten().filter_map(text).collect()
}

/// A plain value as it stands on the wire.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
