//! The schema object, as a table.

use super::shape::{Field, Kind, Section, Shape, Then};

/// A schema or a reference to one.
pub(super) const fn any_schema() -> Kind {
    Kind::OrReference(&SCHEMA, Section::Schemas)
}

static ANY_SCHEMA: Kind = any_schema();

/// The types that a schema may name.
pub(super) const TYPES: &[&str] = &["string", "number", "integer", "boolean", "object", "array"];

/// A schema.
pub(super) static SCHEMA: Shape = Shape {
    then: Then::Normalise,
    ..Shape::new("a schema", FIELDS)
};

static FIELDS: &[Field] = &[
    Field::optional("type", Kind::Word(TYPES)).hint(
        "in OpenAPI 3.0 `type` is one word, and a value that may be null says `nullable: true`",
    ),
    Field::optional("format", Kind::Code),
    Field::prose("title"),
    Field::prose("description"),
    Field::optional("default", Kind::Any),
    Field::optional("example", Kind::Any),
    Field::optional("enum", Kind::SomeOf(&Kind::Any)),
    Field::optional("nullable", Kind::Flag),
    Field::optional("readOnly", Kind::Flag),
    Field::optional("writeOnly", Kind::Flag),
    Field::optional("deprecated", Kind::Flag),
    Field::optional("pattern", Kind::Code),
    Field::optional("minLength", Kind::Count),
    Field::optional("maxLength", Kind::Count),
    Field::optional("multipleOf", Kind::Number),
    Field::optional("minimum", Kind::Number),
    Field::optional("maximum", Kind::Number),
    Field::optional("exclusiveMinimum", Kind::Flag)
        .hint("in OpenAPI 3.0 it is `true` or `false`, and the bound stands under `minimum`"),
    Field::optional("exclusiveMaximum", Kind::Flag)
        .hint("in OpenAPI 3.0 it is `true` or `false`, and the bound stands under `maximum`"),
    Field::optional("items", any_schema()).hint(
        "`items` is one schema that holds for every element; those of a tuple stand under \
                `prefixItems` in OpenAPI 3.1",
    ),
    Field::optional("minItems", Kind::Count),
    Field::optional("maxItems", Kind::Count),
    Field::optional("uniqueItems", Kind::Flag),
    Field::optional("properties", Kind::Map(&ANY_SCHEMA))
        .hint("`properties` is an object: each property's name, and under it a schema"),
    Field::optional("required", Kind::List(&Kind::Text)).hint(
        "`required` is a list of names, and stands beside `properties` rather than in a property",
    ),
    Field::optional("additionalProperties", Kind::FlagOr(&ANY_SCHEMA)),
    Field::optional("minProperties", Kind::Count),
    Field::optional("maxProperties", Kind::Count),
    Field::optional("allOf", Kind::List(&ANY_SCHEMA)),
    Field::optional("oneOf", Kind::List(&ANY_SCHEMA)),
    Field::optional("anyOf", Kind::List(&ANY_SCHEMA)),
    Field::optional("not", any_schema()),
    Field::optional("discriminator", Kind::Object(&DISCRIMINATOR))
        .hint("in OpenAPI 3.0 it is an object: `discriminator: { propertyName: … }`"),
    super::shapes::external_docs(),
    Field::optional("xml", Kind::Object(&XML)),
];

/// How a value stands in XML (OpenAPI 3.0.3, XML Object).
static XML: Shape = Shape::new(
    "`xml`",
    &[
        Field::optional("name", Kind::Text),
        Field::optional("namespace", Kind::Text),
        Field::optional("prefix", Kind::Text),
        Field::optional("attribute", Kind::Flag),
        Field::optional("wrapped", Kind::Flag),
    ],
);

static DISCRIMINATOR: Shape = Shape::new(
    "a discriminator",
    &[
        Field::required("propertyName", Kind::Text),
        Field::optional("mapping", Kind::Map(&Kind::SchemaText)),
    ],
);
