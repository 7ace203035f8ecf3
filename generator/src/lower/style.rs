//! The style of a parameter: how OpenAPI, and Swagger 2.0 before it, spreads a value over the wire.

use openapiv3::{
    CookieStyle, HeaderStyle, Parameter as Described, ParameterSchemaOrContent, PathStyle,
    QueryStyle,
};
use serde_json::Value;

use super::{
    azure::{self, Extensions},
    media_type,
};
use crate::model::{Delimiter, Spread};

/// How a parameter's value is spread.
pub(super) fn spread(described: &Described) -> Spread {
    let data = described.parameter_data_ref();
    if let ParameterSchemaOrContent::Content(content) = &data.format {
        let found = media_type::of_parameter(content);
        return match (found, described) {
            (Some((_, _, true)), _) => Spread::Json,
            (_, Described::Path { .. } | Described::Header { .. }) => Spread::Simple,
            (_, Described::Query { .. } | Described::Cookie { .. }) => Spread::Form,
        };
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

/// What stands between the items of lists inside of lists, as `import` writes Swagger 2.0's
/// `collectionFormat` of `items`.
pub(super) fn inner(extensions: &Extensions) -> Vec<Delimiter> {
    let words = extensions.get("x-clientforge-inner");
    let words = words.and_then(Value::as_array).into_iter().flatten();
    let delimiters = words.filter_map(|word| match word.as_str()? {
        "commaDelimited" => Some(Delimiter::Comma),
        "spaceDelimited" => Some(Delimiter::Space),
        "tabDelimited" => Some(Delimiter::Tab),
        "pipeDelimited" => Some(Delimiter::Pipe),
        _ => None,
    });
    delimiters.collect()
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
