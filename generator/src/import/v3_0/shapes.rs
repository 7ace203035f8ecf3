//! The objects of OpenAPI 3.0 other than schemas, as tables.

use super::schemas::any_schema;
use super::shape::{Case, Field, Filler, Kind, Others, Section, Shape, Then};

/// The whole document.
pub(super) static DOCUMENT: Shape = Shape::new(
    "a description",
    &[
        Field::required("openapi", Kind::Text),
        Field::filled("info", Kind::Object(&INFO), Filler::Texts(&UNNAMED)),
        Field::filled("paths", Kind::Object(&PATHS), Filler::Object),
        Field::optional("servers", Kind::List(&Kind::Object(&SERVER))),
        Field::optional("components", Kind::Object(&COMPONENTS)),
        Field::optional("security", Kind::List(&requirement())),
        Field::optional("tags", Kind::Shown(&Kind::List(&Kind::Object(&TAG)))),
        external_docs(),
    ],
);

/// What a description without a name of its own is called.
static UNNAMED: [(&str, &str); 2] = [TITLE, VERSION];
const TITLE: (&str, &str) = ("title", "API");
const VERSION: (&str, &str) = ("version", "0");

static INFO: Shape = Shape::new(
    "`info`",
    &[
        Field::text(TITLE.0, TITLE.1),
        Field::text(VERSION.0, VERSION.1),
        Field::prose("description"),
        Field::prose("termsOfService"),
        Field::optional("contact", Kind::Shown(&Kind::Object(&CONTACT))),
        Field::optional("license", Kind::Shown(&Kind::Object(&LICENSE))),
    ],
);

static CONTACT: Shape = Shape::new(
    "`contact`",
    &[
        Field::optional("name", Kind::Text),
        Field::optional("url", Kind::Text),
        Field::optional("email", Kind::Text),
    ],
);

static LICENSE: Shape = Shape::new(
    "`license`",
    &[Field::text("name", ""), Field::optional("url", Kind::Text)],
);

static SERVER: Shape = Shape {
    then: Then::TrimAddress,
    ..Shape::new(
        "a server",
        &[
            Field::required("url", Kind::Text),
            Field::prose("description"),
            Field::optional("variables", Kind::Map(&Kind::Object(&SERVER_VARIABLE))),
        ],
    )
};

static SERVER_VARIABLE: Shape = Shape::new(
    "a server variable",
    &[
        Field::required("default", Kind::Text),
        Field::optional("enum", Kind::List(&Kind::Text)),
        Field::prose("description"),
    ],
);

static TAG: Shape = Shape::new(
    "a tag",
    &[
        Field::required("name", Kind::Text),
        Field::prose("description"),
        external_docs(),
    ],
);

/// A link to documentation elsewhere.
pub(super) const fn external_docs() -> Field {
    Field::optional("externalDocs", Kind::Shown(&ANY_DOCS))
}

static ANY_DOCS: Kind = Kind::Object(&EXTERNAL_DOCS);

static EXTERNAL_DOCS: Shape = Shape::new(
    "`externalDocs`",
    &[
        Field::required("url", Kind::Text),
        Field::prose("description"),
    ],
);

const fn requirement() -> Kind {
    Kind::Map(&Kind::List(&Kind::Text))
}

static PATHS: Shape = Shape {
    others: Others::Named {
        accepts: |key| key.starts_with('/'),
        form: "a path begins with `/`",
        kind: Kind::Inlined(&PATH_ITEM),
    },
    ..Shape::new("`paths`", &[])
};

static PATH_ITEM: Shape = Shape::new(
    "a path",
    &[
        Field::prose("summary"),
        Field::prose("description"),
        Field::optional("get", Kind::Operation),
        Field::optional("put", Kind::Operation),
        Field::optional("post", Kind::Operation),
        Field::optional("delete", Kind::Operation),
        Field::optional("options", Kind::Operation),
        Field::optional("head", Kind::Operation),
        Field::optional("patch", Kind::Operation),
        Field::optional("trace", Kind::Operation),
        Field::optional("servers", Kind::List(&Kind::Object(&SERVER))),
        Field::optional("parameters", parameters()),
    ],
);

const fn parameters() -> Kind {
    Kind::List(&ANY_PARAMETER)
}

static ANY_PARAMETER: Kind = Kind::OrReference(&PARAMETER, Section::Parameters);

/// An operation.
pub(super) static OPERATION: Shape = Shape::new(
    "an operation",
    &[
        Field::optional("tags", Kind::List(&Kind::Text)),
        Field::prose("summary"),
        Field::prose("description"),
        external_docs(),
        Field::optional("operationId", Kind::Text),
        Field::optional("parameters", parameters()),
        Field::optional(
            "requestBody",
            Kind::OrReference(&REQUEST_BODY, Section::RequestBodies),
        ),
        Field::filled("responses", Kind::Object(&RESPONSES), Filler::Object),
        Field::optional("callbacks", Kind::Unused),
        Field::optional("deprecated", Kind::Flag),
        Field::optional("security", Kind::List(&requirement())),
        Field::optional("servers", Kind::List(&Kind::Object(&SERVER))),
    ],
);

const fn examples() -> Kind {
    Kind::Shown(&ANY_EXAMPLES)
}

static ANY_EXAMPLES: Kind = Kind::Map(&ANY_EXAMPLE);
static ANY_EXAMPLE: Kind = Kind::OrReference(&EXAMPLE, Section::Examples);
const fn content() -> Kind {
    Kind::Map(&ANY_MEDIA_TYPE)
}

static ANY_MEDIA_TYPE: Kind = Kind::Object(&MEDIA_TYPE);

/// A parameter of an operation.
pub(super) static PARAMETER: Shape = Shape {
    one_of: &["schema", "content"],
    cases: Some((
        "in",
        &[
            Case {
                word: "query",
                fields: &[
                    Field::optional(
                        "style",
                        Kind::Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
                    ),
                    Field::optional("allowReserved", Kind::Flag),
                    Field::optional("allowEmptyValue", Kind::Flag),
                ],
            },
            Case {
                word: "path",
                fields: &[Field::optional(
                    "style",
                    Kind::Word(&["simple", "label", "matrix"]),
                )],
            },
            Case {
                word: "header",
                fields: &[Field::optional("style", Kind::Word(&["simple"]))],
            },
            Case {
                word: "cookie",
                fields: &[Field::optional("style", Kind::Word(&["form"]))],
            },
        ],
    )),
    ..Shape::new(
        "a parameter",
        &[
            Field::required("name", Kind::Text),
            Field::prose("description"),
            Field::optional("required", Kind::Flag),
            Field::optional("deprecated", Kind::Flag),
            Field::optional("explode", Kind::Flag),
            Field::optional("schema", any_schema()),
            Field::optional("content", content()),
            Field::optional("example", Kind::Any),
            Field::optional("examples", examples()),
        ],
    )
};

/// A header of a response.
pub(super) static HEADER: Shape = Shape {
    one_of: &["schema", "content"],
    ..Shape::new(
        "a header",
        &[
            Field::prose("description"),
            Field::optional("required", Kind::Flag),
            Field::optional("deprecated", Kind::Flag),
            Field::optional("style", Kind::Word(&["simple"])),
            Field::optional("explode", Kind::Flag),
            Field::optional("schema", any_schema()),
            Field::optional("content", content()),
            Field::optional("example", Kind::Any),
            Field::optional("examples", examples()),
        ],
    )
};

/// A request body.
pub(super) static REQUEST_BODY: Shape = Shape::new(
    "a request body",
    &[
        Field::prose("description"),
        Field::required("content", content()),
        Field::optional("required", Kind::Flag),
    ],
);

static MEDIA_TYPE: Shape = Shape::new(
    "a media type",
    &[
        Field::optional("schema", any_schema()),
        Field::optional("example", Kind::Any),
        Field::optional("examples", examples()),
        Field::optional("encoding", Kind::Map(&Kind::Object(&ENCODING))),
    ],
);

static ENCODING: Shape = Shape {
    then: Then::SayStyle,
    ..Shape::new(
        "an encoding",
        &[
            Field::optional("contentType", Kind::Text),
            Field::optional(
                "headers",
                Kind::Map(&Kind::OrReference(&HEADER, Section::Headers)),
            ),
            Field::optional(
                "style",
                Kind::Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
            ),
            Field::optional("explode", Kind::Flag),
            Field::optional("allowReserved", Kind::Flag),
        ],
    )
};

static RESPONSES: Shape = Shape {
    others: Others::Named {
        accepts: is_status,
        form: "a response stands under a status (`200`), a range (`4XX`) or `default`",
        kind: Kind::OrReference(&RESPONSE, Section::Responses),
    },
    ..Shape::new("`responses`", &[])
};

fn is_status(key: &str) -> bool {
    let mut letters = key.chars();
    let is_hundred = matches!(letters.next(), Some('1'..='9'));
    let rest = letters.as_str();
    let is_number = rest.len() == 2 && rest.chars().all(|c| c.is_ascii_digit());
    key == "default" || (is_hundred && (is_number || rest.eq_ignore_ascii_case("xx")))
}

/// A response.
pub(super) static RESPONSE: Shape = Shape::new(
    "a response",
    &[
        Field::text("description", ""),
        Field::optional(
            "headers",
            Kind::Map(&Kind::OrReference(&HEADER, Section::Headers)),
        ),
        Field::optional("content", content()),
        Field::optional("links", Kind::Unused),
    ],
);

/// An example.
pub(super) static EXAMPLE: Shape = Shape {
    then: Then::LoadExample,
    ..Shape::new(
        "an example",
        &[
            Field::prose("summary"),
            Field::prose("description"),
            Field::optional("value", Kind::Any),
            Field::optional("externalValue", Kind::Text),
        ],
    )
};

static COMPONENTS: Shape = Shape::new(
    "`components`",
    &[
        Field::optional("schemas", Kind::Map(&any_schema())),
        Field::optional(
            "responses",
            Kind::Map(&Kind::OrReference(&RESPONSE, Section::Responses)),
        ),
        Field::optional(
            "parameters",
            Kind::Map(&Kind::OrReference(&PARAMETER, Section::Parameters)),
        ),
        Field::optional("examples", examples()),
        Field::optional(
            "requestBodies",
            Kind::Map(&Kind::OrReference(&REQUEST_BODY, Section::RequestBodies)),
        ),
        Field::optional(
            "headers",
            Kind::Map(&Kind::OrReference(&HEADER, Section::Headers)),
        ),
        Field::optional(
            "securitySchemes",
            Kind::Map(&Kind::OrReference(
                &SECURITY_SCHEME,
                Section::SecuritySchemes,
            )),
        ),
        Field::optional("links", Kind::Unused),
        Field::optional("callbacks", Kind::Unused),
    ],
);

/// A security scheme.
pub(super) static SECURITY_SCHEME: Shape = Shape {
    cases: Some((
        "type",
        &[
            Case {
                word: "apiKey",
                fields: &[
                    Field::required("name", Kind::Text),
                    Field::required("in", Kind::Word(&["query", "header", "cookie"])),
                ],
            },
            Case {
                word: "http",
                fields: &[
                    Field::required("scheme", Kind::Text),
                    Field::prose("bearerFormat"),
                ],
            },
            Case {
                word: "oauth2",
                fields: &[Field::required("flows", Kind::Object(&FLOWS))],
            },
            Case {
                word: "openIdConnect",
                fields: &[Field::text("openIdConnectUrl", "")],
            },
            Case {
                word: "mutualTLS",
                fields: &[],
            },
        ],
    )),
    then: Then::Reword,
    ..Shape::new("a security scheme", &[Field::prose("description")])
};

static FLOWS: Shape = Shape::new(
    "`flows`",
    &[
        Field::optional("implicit", Kind::Object(&IMPLICIT)),
        Field::optional("password", Kind::Object(&TOKEN_ONLY)),
        Field::optional("clientCredentials", Kind::Object(&TOKEN_ONLY)),
        Field::optional("authorizationCode", Kind::Object(&AUTHORIZATION_CODE)),
    ],
);

const SCOPES: Field = Field::filled("scopes", Kind::Map(&Kind::Text), Filler::Object);

static IMPLICIT: Shape = Shape::new(
    "an implicit flow",
    &[
        Field::text("authorizationUrl", ""),
        Field::prose("refreshUrl"),
        SCOPES,
    ],
);

static TOKEN_ONLY: Shape = Shape::new(
    "a flow",
    &[
        Field::text("tokenUrl", ""),
        Field::prose("refreshUrl"),
        SCOPES,
    ],
);

static AUTHORIZATION_CODE: Shape = Shape::new(
    "an authorization code flow",
    &[
        Field::text("authorizationUrl", ""),
        Field::text("tokenUrl", ""),
        Field::prose("refreshUrl"),
        SCOPES,
    ],
);
