//! The style of a parameter: how OpenAPI, and Swagger 2.0 before it, spreads a value over the wire.

use openapiv3::{
    CookieStyle, HeaderStyle, Parameter as Described, ParameterSchemaOrContent, PathStyle,
    QueryStyle,
};

use super::azure::{self, Extensions};
use crate::model::Spread;

/// How a parameter's value is spread.
pub(super) fn spread(described: &Described) -> Spread {
    let data = described.parameter_data_ref();
    if let ParameterSchemaOrContent::Content(_) = data.format {
        return Spread::Json;
    }
    if let Some(spread) = delimited(&data.extensions) {
        return spread;
    }
    match described {
        Described::Path { style, .. } => path(style, data.explode == Some(true)),
        Described::Header { style, .. } => match azure::header_prefix(&data.extensions) {
            Some(prefix) => Spread::Headers(prefix.to_owned()),
            None => header(style, data.explode == Some(true)),
        },
        Described::Query { style, .. } => query(style, data.explode),
        Described::Cookie { style, .. } => match style {
            CookieStyle::Form => form(data.explode != Some(false)),
        },
    }
}

/// What OpenAPI 3.0 has no word for, as `import` writes it: Swagger 2.0's `collectionFormat: tsv`,
/// and `ssv` and `pipes` elsewhere than in a query.
pub(super) fn delimited(extensions: &Extensions) -> Option<Spread> {
    match extensions.get("x-clientforge-style")?.as_str()? {
        "spaceDelimited" => Some(Spread::Space),
        "tabDelimited" => Some(Spread::Tab),
        "pipeDelimited" => Some(Spread::Pipe),
        _ => None,
    }
}

fn path(style: &PathStyle, exploded: bool) -> Spread {
    match (style, exploded) {
        (PathStyle::Simple, false) => Spread::Simple,
        (PathStyle::Simple, true) => Spread::SimpleExploded,
        (PathStyle::Label, false) => Spread::Label,
        (PathStyle::Label, true) => Spread::LabelExploded,
        (PathStyle::Matrix, false) => Spread::Matrix,
        (PathStyle::Matrix, true) => Spread::MatrixExploded,
    }
}

fn header(style: &HeaderStyle, exploded: bool) -> Spread {
    match style {
        HeaderStyle::Simple if exploded => Spread::SimpleExploded,
        HeaderStyle::Simple => Spread::Simple,
    }
}

/// The style of a query parameter, and of a field in a form. Exploded, every style repeats the
/// name; `form` is so by default.
pub(super) fn query(style: &QueryStyle, explode: Option<bool>) -> Spread {
    match style {
        QueryStyle::Form => form(explode != Some(false)),
        QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited if explode == Some(true) => {
            Spread::FormExploded
        }
        QueryStyle::SpaceDelimited => Spread::Space,
        QueryStyle::PipeDelimited => Spread::Pipe,
        QueryStyle::DeepObject => Spread::Deep,
    }
}

fn form(exploded: bool) -> Spread {
    if exploded {
        Spread::FormExploded
    } else {
        Spread::Form
    }
}
