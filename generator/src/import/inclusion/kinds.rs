//! What stands where in a description of any version, as far as references go.

use serde_json::Value;

use crate::diagnostic::{Origin, Pointer, SourceId};
use crate::source::Sources;

/// What stands at a place.
pub(in crate::import) enum Kind {
    /// Data, or something that a client does not need: nothing is looked for in it.
    Data,
    /// A text that names a schema, or is a reference to one.
    Target,
    /// A list of such parts.
    List(&'static Kind),
    /// An object whose keys are names that the author chose.
    Map(&'static Kind),
    /// The same, but for extensions (`x-…`) between them.
    Extended(&'static Kind),
    /// An object of the specification that is not referred to.
    Object(Fields),
    /// An object of the specification, or a reference to one.
    OrReference(Fields),
    /// A path item, which may be both.
    PathItem(Fields),
}

/// A part of a description: where it stands, what it is, and of which kind.
pub(in crate::import) type Part<'s> = (Origin, &'s Value, &'static Kind);

/// The inputs of a run, each as a whole.
pub(in crate::import) fn inputs(sources: &Sources) -> Vec<Part<'_>> {
    let whole = |file: &SourceId| {
        let at = Origin::new(*file, Pointer::root());
        Some((at, sources.value(*file)?, &DOCUMENT))
    };
    sources.inputs().iter().filter_map(whole).collect()
}

/// What stands under the keys of an object; data under all others.
type Fields = &'static [(&'static str, &'static Kind)];

impl Kind {
    /// What stands under a key of an object of this kind.
    pub(in crate::import) fn under(&'static self, key: &str) -> &'static Kind {
        match self {
            Self::Data | Self::Target | Self::List(_) => &Self::Data,
            Self::Extended(_) if key.starts_with("x-") => &Self::Data,
            Self::Map(inner) | Self::Extended(inner) => inner,
            Self::Object(fields) | Self::OrReference(fields) | Self::PathItem(fields) => {
                let field = fields.iter().find(|(known, _)| *known == key);
                field.map_or(&Self::Data, |(_, kind)| kind)
            }
        }
    }

    /// What an element of a list is that stands in a place of this kind. A list where one part
    /// belongs (`items` of older drafts of JSON Schema) is one of such parts.
    pub(in crate::import) fn element(&'static self) -> &'static Kind {
        match self {
            Self::List(inner) => inner,
            Self::Data
            | Self::Target
            | Self::Map(_)
            | Self::Extended(_)
            | Self::Object(_)
            | Self::OrReference(_)
            | Self::PathItem(_) => self,
        }
    }
}

/// The whole of a description.
pub(in crate::import) static DOCUMENT: Kind = Kind::Object(&[
    ("info", &INFO),
    ("paths", &PATHS),
    ("x-ms-paths", &PATHS),
    ("servers", &SERVERS),
    ("components", &COMPONENTS),
    ("security", &SECURITY),
    ("tags", &Kind::List(&TAG)),
    ("externalDocs", &LEAF),
    ("definitions", &SCHEMAS),
    ("parameters", &Kind::Map(&PARAMETER)),
    ("responses", &Kind::Map(&RESPONSE)),
    ("securityDefinitions", &SECURITY_SCHEMES),
    ("consumes", &WORDS),
    ("produces", &WORDS),
    ("schemes", &WORDS),
]);

/// An object without parts of its own.
static LEAF: Kind = Kind::Object(&[]);
/// Texts in a list.
pub(in crate::import) static WORDS: Kind = Kind::List(&Kind::Data);
static WORDS_BY_NAME: Kind = Kind::Map(&Kind::Data);
static INFO: Kind = Kind::Object(&[("contact", &LEAF), ("license", &LEAF)]);
/// A tag.
pub(in crate::import) static TAG: Kind = Kind::Object(&[("externalDocs", &LEAF)]);
static SECURITY: Kind = Kind::List(&Kind::Map(&WORDS));

static SERVERS: Kind = Kind::List(&SERVER);
/// A server.
pub(in crate::import) static SERVER: Kind =
    Kind::Object(&[("variables", &Kind::Map(&SERVER_VARIABLE))]);
static SERVER_VARIABLE: Kind = Kind::Object(&[("enum", &WORDS)]);

/// The parts that are referred to.
pub(in crate::import) static COMPONENTS: Kind = Kind::Object(&[
    ("schemas", &SCHEMAS),
    ("responses", &Kind::Map(&RESPONSE)),
    ("parameters", &Kind::Map(&PARAMETER)),
    ("examples", &EXAMPLES),
    ("requestBodies", &Kind::Map(&REQUEST_BODY)),
    ("headers", &HEADERS),
    ("securitySchemes", &SECURITY_SCHEMES),
    ("pathItems", &Kind::Map(&PATH_ITEM)),
    ("mediaTypes", &CONTENT),
]);

static PATHS: Kind = Kind::Extended(&PATH_ITEM);
/// The operations of a path.
pub(in crate::import) static PATH_ITEM: Kind = Kind::PathItem(&[
    ("get", &OPERATION),
    ("put", &OPERATION),
    ("post", &OPERATION),
    ("delete", &OPERATION),
    ("options", &OPERATION),
    ("head", &OPERATION),
    ("patch", &OPERATION),
    ("trace", &OPERATION),
    ("servers", &SERVERS),
    ("parameters", &PARAMETERS),
]);

static OPERATION: Kind = Kind::Object(&[
    ("tags", &WORDS),
    ("externalDocs", &LEAF),
    ("parameters", &PARAMETERS),
    ("requestBody", &REQUEST_BODY),
    ("responses", &Kind::Extended(&RESPONSE)),
    ("security", &SECURITY),
    ("servers", &SERVERS),
    ("consumes", &WORDS),
    ("produces", &WORDS),
    ("schemes", &WORDS),
]);

static PARAMETERS: Kind = Kind::List(&PARAMETER);
/// A parameter or a header; in Swagger 2.0 it may be its own schema.
pub(in crate::import) static PARAMETER: Kind = Kind::OrReference(&[
    ("schema", &SCHEMA),
    ("items", &SCHEMA),
    ("content", &CONTENT),
    ("examples", &EXAMPLES),
]);
static HEADERS: Kind = Kind::Map(&PARAMETER);
static REQUEST_BODY: Kind = Kind::OrReference(&[("content", &CONTENT)]);
/// A response.
pub(in crate::import) static RESPONSE: Kind = Kind::OrReference(&[
    ("headers", &HEADERS),
    ("content", &CONTENT),
    ("schema", &SCHEMA),
]);
/// Media types by their names.
pub(in crate::import) static CONTENT: Kind = Kind::Map(&MEDIA_TYPE);
/// A media type.
pub(in crate::import) static MEDIA_TYPE: Kind = Kind::Object(&[
    ("schema", &SCHEMA),
    ("itemSchema", &SCHEMA),
    ("examples", &EXAMPLES),
    ("encoding", &Kind::Map(&ENCODING)),
]);
static ENCODING: Kind = Kind::Object(&[("headers", &HEADERS)]);
static EXAMPLES: Kind = Kind::Map(&EXAMPLE);
/// An example.
pub(in crate::import) static EXAMPLE: Kind = Kind::OrReference(&[]);

static SECURITY_SCHEMES: Kind = Kind::Map(&SECURITY_SCHEME);
/// A security scheme.
pub(in crate::import) static SECURITY_SCHEME: Kind =
    Kind::OrReference(&[("flows", &FLOWS), ("scopes", &WORDS_BY_NAME)]);
static FLOWS: Kind = Kind::Object(&[
    ("implicit", &FLOW),
    ("password", &FLOW),
    ("clientCredentials", &FLOW),
    ("authorizationCode", &FLOW),
]);
static FLOW: Kind = Kind::Object(&[("scopes", &WORDS_BY_NAME)]);

static SCHEMAS: Kind = Kind::Map(&SCHEMA);
static SCHEMA_LIST: Kind = Kind::List(&SCHEMA);
/// A schema.
pub(in crate::import) static SCHEMA: Kind = Kind::OrReference(&[
    ("properties", &SCHEMAS),
    ("patternProperties", &SCHEMAS),
    ("dependentSchemas", &SCHEMAS),
    ("definitions", &SCHEMAS),
    ("$defs", &SCHEMAS),
    ("items", &SCHEMA),
    ("additionalItems", &SCHEMA),
    ("unevaluatedItems", &SCHEMA),
    ("additionalProperties", &SCHEMA),
    ("unevaluatedProperties", &SCHEMA),
    ("propertyNames", &SCHEMA),
    ("contains", &SCHEMA),
    ("not", &SCHEMA),
    ("if", &SCHEMA),
    ("then", &SCHEMA),
    ("else", &SCHEMA),
    ("allOf", &SCHEMA_LIST),
    ("oneOf", &SCHEMA_LIST),
    ("anyOf", &SCHEMA_LIST),
    ("prefixItems", &SCHEMA_LIST),
    ("required", &WORDS),
    (
        "discriminator",
        &Kind::Object(&[("mapping", &Kind::Map(&Kind::Target))]),
    ),
    ("xml", &LEAF),
    ("externalDocs", &LEAF),
]);
