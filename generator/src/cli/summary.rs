//! What `inspect` tells of an API, as plain data: the shape of its JSON, which only ever grows.

use serde::Serialize;

use crate::{
    diagnostic::{Diagnostics, Severity},
    model::{
        Api, Definition, LeftOut, Operation, Parameter, PathPart, Payload, Place, Shape, Type,
        Types,
    },
};

/// An API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// The operations that a crate has, by group and id.
    pub operations: Vec<OperationSummary>,
    /// The types that a crate has, by name.
    pub types: Vec<TypeSummary>,
    /// What of the description a crate does not have.
    pub left_out: Vec<LeftOutSummary>,
    /// How many reports there are.
    pub diagnostics: Reports,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationSummary {
    /// `operationId`, or method and path where there is none.
    pub id: String,
    /// How it is called, from the client on: `pets().list`.
    pub call: String,
    /// `GET`.
    pub method: String,
    /// The path, with what stands before all paths.
    pub path: String,
    /// Its parameters, those of the client included.
    pub parameters: Vec<ParameterSummary>,
    /// What it sends.
    pub body: Option<BodySummary>,
    /// The type of its success, an item of it where it comes page by page; `null` where nothing is
    /// answered.
    pub gives: Option<String>,
    /// It is a list that comes page by page.
    pub paged: bool,
    /// It goes on after its first answer.
    pub long_running: bool,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParameterSummary {
    /// Its name on the wire.
    pub name: String,
    /// `path`, `query`, `header`, `cookie` or `host`.
    pub place: &'static str,
    /// Its type.
    pub r#type: String,
    /// Whether it has to be there.
    pub required: bool,
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BodySummary {
    /// Its media type.
    pub media_type: String,
    /// Its type.
    pub r#type: String,
    /// Whether it has to be there.
    pub required: bool,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TypeSummary {
    /// Its name in Rust.
    pub name: String,
    /// `record`, `union`, `choice`, `enumeration` or `alias`.
    pub kind: &'static str,
    /// Its properties, tags, alternatives, values, or the type that it is another name for.
    pub of: String,
}

/// An operation or a schema that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutSummary {
    /// An operation's id, a schema's name.
    pub id: String,
    /// An operation's method and path; `null` for a schema.
    pub request: Option<String>,
    /// Why it is left out.
    pub why: String,
}

/// How many reports there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reports {
    /// Errors, which keep a crate from being written.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Reports {
    /// Counts them.
    pub fn of(diagnostics: &Diagnostics) -> Self {
        let count = |severity| {
            let reports = diagnostics.iter();
            reports.filter(|it| it.severity == severity).count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
        }
    }
}

impl Summary {
    /// What there is to tell of an API.
    pub fn of(api: &Api, diagnostics: Reports) -> Self {
        let operations = api.groups.iter().flat_map(|group| {
            let way = group
                .name
                .as_ref()
                .map_or(String::new(), |name| format!("{}().", name.ident));
            let operations = group.operations.iter();
            operations.map(move |found| operation(api, &way, found))
        });
        let mut types: Vec<TypeSummary> = api
            .types
            .iter()
            .map(|(_, found)| definition(&api.types, found))
            .collect();
        types.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            title: api.title.clone(),
            version: api.version.clone(),
            operations: operations.collect(),
            types,
            left_out: api.left_out.iter().map(left_out).collect(),
            diagnostics,
        }
    }
}

fn operation(api: &Api, way: &str, operation: &Operation) -> OperationSummary {
    let path = operation.path.iter().map(|part| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(name) => format!("{{{name}}}"),
    });
    let gives = match (&operation.paging, &operation.success.payload) {
        (Some(paging), _) => Some(text(&api.types, &paging.item)),
        (None, Payload::Nothing) => None,
        (None, Payload::One(ty)) => Some(text(&api.types, ty)),
        (None, Payload::Many(name)) => Some(name.clone()),
    };
    OperationSummary {
        id: operation.id.clone(),
        call: format!("{way}{}", operation.name.ident),
        method: operation.method.as_str().to_owned(),
        path: path.collect(),
        parameters: operation
            .parameters
            .iter()
            .map(|found| parameter(&api.types, found))
            .collect(),
        body: operation.body.as_ref().map(|body| BodySummary {
            media_type: body.media_type.clone(),
            r#type: text(&api.types, &body.ty),
            required: body.required,
        }),
        gives,
        paged: operation.paging.is_some(),
        long_running: operation.long_running.is_some(),
    }
}

fn parameter(types: &Types, parameter: &Parameter) -> ParameterSummary {
    ParameterSummary {
        name: parameter.name.source.clone(),
        place: match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
            Place::Host => "host",
        },
        r#type: text(types, &parameter.ty),
        required: parameter.required,
    }
}

fn definition(types: &Types, definition: &Definition) -> TypeSummary {
    let list = |names: Vec<&str>| names.join(", ");
    let (kind, of) = match &definition.shape {
        Shape::Record(record) => {
            let fields = record.fields.iter();
            let names = fields.map(|field| field.name.source.as_str());
            ("record", list(names.collect()))
        }
        Shape::Union(union) => {
            let variants = union.variants.iter();
            let tags = variants.map(|variant| variant.name.source.as_str());
            ("union", list(tags.collect()))
        }
        Shape::Enumeration(enumeration) => {
            let values = enumeration.values.iter();
            let texts = values.map(|value| value.name.source.as_str());
            ("enumeration", list(texts.collect()))
        }
        Shape::Choice(choice) => {
            let alternatives = choice.alternatives.iter();
            let texts = alternatives.map(|it| text(types, &it.ty));
            let constants = choice.constants.iter().map(|it| it.value().to_string());
            let all: Vec<String> = constants.chain(texts).collect();
            ("choice", all.join(", "))
        }
        Shape::Alias(target) => ("alias", text(types, target)),
    };
    TypeSummary {
        name: definition.name.ident.clone(),
        kind,
        of,
    }
}

fn left_out(missing: &LeftOut) -> LeftOutSummary {
    LeftOutSummary {
        id: missing.id.clone(),
        request: missing.request.clone(),
        why: missing.why.clone(),
    }
}

/// A type in words.
fn text(types: &Types, ty: &Type) -> String {
    let inner = |ty: &Type| text(types, ty);
    match ty {
        Type::Bool => "boolean".to_owned(),
        Type::Integer(width) => format!("{width:?}").to_lowercase(),
        Type::Float32 => "f32".to_owned(),
        Type::Float64 => "f64".to_owned(),
        Type::Numeral(numeral) if numeral.quoted => format!("{} as text", inner(&numeral.number)),
        Type::Numeral(numeral) => inner(&numeral.number),
        Type::Text => "text".to_owned(),
        Type::Bytes(_) | Type::Raw => "bytes".to_owned(),
        Type::File => "file".to_owned(),
        Type::DateTime(_) => "date-time".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Duration => "duration".to_owned(),
        Type::Uuid => "uuid".to_owned(),
        Type::Any => "json".to_owned(),
        Type::AnyObject => "json object".to_owned(),
        Type::List(item) => format!("list of {}", inner(item)),
        Type::Tuple(tuple) => {
            let elements: Vec<String> = tuple.elements.iter().map(inner).collect();
            format!("tuple of {}", elements.join(", "))
        }
        Type::Map(value) => format!("map of {}", inner(value)),
        Type::Nullable(value) => format!("{} or null", inner(value)),
        Type::Secret(value) => format!("secret {}", inner(value)),
        Type::Named(id) => types
            .get(*id)
            .map_or_else(String::new, |found| found.name.ident.clone()),
        Type::Foreign(path) => path.trim_start_matches("::").to_owned(),
    }
}
