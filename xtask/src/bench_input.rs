//! `cargo xtask bench-input`: a description of any size, to measure with.
//!
//! Comes in: how many operations and schemas. Goes out: an OpenAPI 3.0 document, the same one each
//! time. It is made of resources as large services have them. Each brings ten schemas, one of which
//! is a union and one an enumeration, and its share of the operations. Records have eight
//! properties, four of them required; only a page of a list has four, two of them required.
//! Everything is within reach of the operations.

use std::{
    fs::{self, File},
    io::{BufWriter, Error, Result},
    ops::Range,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

/// How many schemas a resource has.
const SCHEMAS: usize = 10;

/// How many resources share a tag.
const RESOURCES_PER_TAG: usize = 5;

const NAMES: [&str; 8] = [
    "Cluster",
    "Backup",
    "Account",
    "Volume",
    "Gateway",
    "Schedule",
    "Network",
    "Certificate",
];

/// How large a description to write, and where to.
#[derive(Clone, Debug, clap::Args)]
pub struct BenchInput {
    /// How many operations it has.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    operations: usize,
    /// How many schemas it has, rounded up to whole tens.
    #[arg(long, value_name = "N", default_value_t = 3000)]
    schemas: usize,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Writes the description.
///
/// # Errors
/// A file that cannot be written.
pub fn run(arguments: &BenchInput) -> Result<()> {
    let resources = arguments.schemas.div_ceil(SCHEMAS).max(1);
    let document = document(resources, arguments.operations);
    if let Some(folder) = arguments.out.parent().filter(|it| *it != Path::new("")) {
        fs::create_dir_all(folder)?;
    }
    let file = BufWriter::new(File::create(&arguments.out)?);
    serde_json::to_writer_pretty(file, &document).map_err(Error::other)
}

fn document(resources: usize, operations: usize) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for number in 0..resources {
        let resource = Resource { number };
        let share = number * operations / resources..(number + 1) * operations / resources;
        resource.add_operations(share, &mut paths);
        schemas.extend(resource.schemas());
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Synthetic", "version": "1" },
        "servers": [{ "url": "https://api.example" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// One of the things that the made-up service keeps.
struct Resource {
    number: usize,
}

impl Resource {
    fn name(&self) -> String {
        let name = NAMES.get(self.number % NAMES.len()).copied();
        format!("{}{}", name.unwrap_or_default(), self.number)
    }

    fn reference(&self, suffix: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{}{suffix}", self.name()) })
    }

    /// Ten schemas; the first holds the others, those of the operations aside.
    fn schemas(&self) -> [(String, Value); SCHEMAS] {
        let schemas = [
            ("", self.itself()),
            ("Kind", kind()),
            ("Settings", self.settings()),
            ("Local", local()),
            ("Remote", self.remote()),
            ("Mixed", self.mixed()),
            ("Part", self.part()),
            ("List", self.list()),
            ("Input", self.input()),
            ("Problem", problem()),
        ];
        schemas.map(|(suffix, schema)| (format!("{}{suffix}", self.name()), schema))
    }

    /// It refers to a part of another resource, too: half as far from the first one.
    fn itself(&self) -> Value {
        let other = Resource {
            number: self.number / 2,
        };
        record([
            ("id", text("The identifier, which the service gives.")),
            ("displayName", text("What people call it.")),
            ("kind", self.reference("Kind")),
            ("settings", self.reference("Settings")),
            (
                "createdAt",
                json!({ "type": "string", "format": "date-time" }),
            ),
            (
                "tags",
                json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            ),
            ("parts", list_of(&self.reference("Part"))),
            ("neighbor", other.reference("Part")),
        ])
    }

    /// One of three, told apart by a property.
    fn settings(&self) -> Value {
        let members = ["Local", "Remote", "Mixed"];
        let mapping = members.map(|member| {
            let name = self.name();
            let target = json!(format!("#/components/schemas/{name}{member}"));
            (member.to_lowercase(), target)
        });
        json!({
            "description": "Where it runs.",
            "oneOf": members.map(|member| self.reference(member)),
            "discriminator": { "propertyName": "mode", "mapping": Map::from_iter(mapping) },
        })
    }

    fn remote(&self) -> Value {
        record([
            ("mode", text("`remote`.")),
            (
                "address",
                json!({ "type": "string", "format": "uri", "description": "Where it is." }),
            ),
            ("port", integer("Where it listens.")),
            ("regions", list_of(&text("A region."))),
            ("kind", self.reference("Kind")),
            ("timeout", number("How long to wait, in seconds.")),
            ("secure", flag("Whether to speak TLS.")),
            (
                "labels",
                json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            ),
        ])
    }

    fn mixed(&self) -> Value {
        record([
            ("mode", text("`mixed`.")),
            ("local", self.reference("Local")),
            ("remote", self.reference("Remote")),
            ("weight", number("How much goes to the remote one.")),
            ("sticky", flag("Whether callers stay where they were.")),
            ("note", text("A note.")),
            ("retries", integer("How often to try.")),
            (
                "history",
                list_of(&integer("A weight that there was before.")),
            ),
        ])
    }

    fn part(&self) -> Value {
        record([
            ("name", text("What it is called.")),
            (
                "size",
                json!({ "type": "integer", "format": "int64", "description": "In bytes." }),
            ),
            ("kind", self.reference("Kind")),
            ("healthy", flag("Whether it works.")),
            ("load", number("How busy it is.")),
            ("parts", list_of(&self.reference("Part"))),
            (
                "note",
                json!({ "type": "string", "nullable": true, "description": "A note." }),
            ),
            (
                "counts",
                json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
            ),
        ])
    }

    fn list(&self) -> Value {
        record([
            ("value", list_of(&self.reference(""))),
            ("count", integer("How many there are on this page.")),
            ("total", integer("How many there are.")),
            ("nextMark", text("Where the next page begins.")),
        ])
    }

    fn input(&self) -> Value {
        record([
            ("displayName", text("What people call it.")),
            ("settings", self.reference("Settings")),
            ("replicas", integer("How many to run.")),
            ("enabled", flag("Whether to begin at once.")),
            ("owner", text("Who is to be asked.")),
            ("parts", list_of(&self.reference("Part"))),
            ("budget", number("What it may cost.")),
            ("kind", self.reference("Kind")),
        ])
    }

    /// Its share of the operations: those that every resource has, then actions.
    fn add_operations(&self, share: Range<usize>, paths: &mut Map<String, Value>) {
        for (at, number) in share.enumerate() {
            let all = format!("/groups/{{groupName}}/{}", self.name());
            let one = format!("{all}/{{name}}");
            let (path, method, operation) = match at {
                0 => (all, "get", self.operation("list", "List", None)),
                1 => (one, "get", self.operation("get", "", None)),
                2 => (one, "put", self.operation("create", "", Some("Input"))),
                3 => (one, "patch", self.operation("update", "", Some("Part"))),
                4 => (one, "delete", self.operation("delete", "Part", None)),
                _ => {
                    let action = format!("act{number}On");
                    let path = format!("{one}/act{number}");
                    (path, "post", self.operation(&action, "Part", Some("Input")))
                }
            };
            let item = paths.entry(path).or_insert_with(|| json!({}));
            if let Some(item) = item.as_object_mut() {
                item.insert(method.to_owned(), operation);
            }
        }
    }

    fn operation(&self, action: &str, answer: &str, body: Option<&str>) -> Value {
        let name = self.name();
        let mut operation = json!({
            "operationId": format!("{action}{name}"),
            "tags": [format!("Tag{}", self.number / RESOURCES_PER_TAG)],
            "description": "Does what its name says, and answers when it is done.",
            "parameters": self.parameters(action == "list"),
            "responses": {
                "200": { "description": "Done.", "content": json_of(&self.reference(answer)) },
                "default": { "description": "Refused.", "content": json_of(&self.reference("Problem")) },
            },
        });
        if let (Some(body), Some(operation)) = (body, operation.as_object_mut()) {
            let content = json_of(&self.reference(body));
            let body = json!({ "required": true, "content": content });
            operation.insert("requestBody".to_owned(), body);
        }
        operation
    }

    /// Those of the path, a query of three and a header.
    fn parameters(&self, lists: bool) -> Value {
        let group = json!({ "type": "string", "minLength": 1, "maxLength": 90 });
        let name = json!({ "type": "string", "pattern": "^[a-z][a-z0-9-]*$" });
        let within = |name: &str, place: &str, schema: Value| {
            let required = place == "path";
            let description = format!("The {name} of the request.");
            json!({ "name": name, "in": place, "required": required, "schema": schema, "description": description })
        };
        let mut parameters = vec![within("groupName", "path", group)];
        if lists {
            parameters.extend([
                within(
                    "top",
                    "query",
                    json!({ "type": "integer", "format": "int32", "minimum": 1 }),
                ),
                within("mark", "query", json!({ "type": "string" })),
                within("orderBy", "query", list_of(&json!({ "type": "string" }))),
            ]);
        } else {
            parameters.extend([
                within("name", "path", name),
                within("kind", "query", self.reference("Kind")),
                within("dryRun", "query", json!({ "type": "boolean" })),
                within("If-Match", "header", json!({ "type": "string" })),
            ]);
        }
        parameters.push(within("x-source", "header", json!({ "type": "string" })));
        json!(parameters)
    }
}

fn kind() -> Value {
    json!({
        "type": "string",
        "description": "What it is for.",
        "enum": ["production", "staging", "testing", "development", "none"],
    })
}

fn local() -> Value {
    record([
        ("mode", text("`local`.")),
        ("path", text("Where it is.")),
        ("slots", integer("How many it has.")),
        ("exclusive", flag("Whether nobody else may use it.")),
        ("owner", text("Whose it is.")),
        ("limit", number("How much it may use.")),
        (
            "checkedAt",
            json!({ "type": "string", "format": "date-time" }),
        ),
        ("mounts", list_of(&text("What it sees."))),
    ])
}

fn problem() -> Value {
    record([
        ("code", text("What went wrong, for programs.")),
        ("message", text("What went wrong, for people.")),
        ("retryable", flag("Whether to try again.")),
        ("status", integer("The status.")),
        ("target", text("What it went wrong with.")),
        ("details", list_of(&text("A detail."))),
        ("trace", text("What to tell the support.")),
        (
            "fields",
            json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        ),
    ])
}

/// An object whose first half of the properties is required.
fn record<const PROPERTIES: usize>(properties: [(&str, Value); PROPERTIES]) -> Value {
    let names = properties.iter().map(|(name, _)| *name);
    let required: Vec<&str> = names.take(PROPERTIES / 2).collect();
    let properties = properties.map(|(name, schema)| (name.to_owned(), schema));
    json!({
        "type": "object",
        "description": "A thing of the service, as callers see it.",
        "required": required,
        "properties": Map::from_iter(properties),
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn integer(description: &str) -> Value {
    json!({ "type": "integer", "format": "int32", "description": description })
}

fn number(description: &str) -> Value {
    json!({ "type": "number", "description": description })
}

fn flag(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

fn list_of(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn json_of(schema: &Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}
