//! Types to compile, in two spellings: as a description for the generator, and as one would
//! write them by hand with serde's derive.
//!
//! The objects have eight properties, four of them required. The first half forms a tree, each
//! object holding the next ones and a union; the other half are the members of the unions, five
//! to each. Everything is within reach of the first objects, which the operations name.

use std::fmt::Write;

/// How many members a union has.
const MEMBERS: usize = 5;

/// What an operation of a large API asks for beside the object's name.
const PARAMETERS: &str = "        - { name: group, in: header, required: true, schema: { type: string, minLength: 1, maxLength: 90 } }
        - { name: workspace, in: query, required: true, schema: { type: string, pattern: '^[a-z]+$' } }
        - { name: skip, in: query, schema: { type: string } }
        - { name: top, in: query, schema: { type: integer, format: int32 } }
";

/// How many types there are to one operation, where the types alone are to be weighed.
const TYPES_PER_OPERATION: usize = 100;

/// How many there are in a large API: the Azure ML management API has some 650 to 212 operations.
const TYPES_PER_REAL_OPERATION: usize = 3;

/// Where the operations have their types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// In responses alone.
    Received,
    /// In requests and responses.
    Sent,
    /// The same, of as many operations as a large API has, with as many parameters.
    Called,
}

impl Use {
    fn types_per_operation(self) -> usize {
        match self {
            Self::Received | Self::Sent => TYPES_PER_OPERATION,
            Self::Called => TYPES_PER_REAL_OPERATION,
        }
    }
}

/// So many objects, and a tenth as many unions.
pub struct Schemas {
    objects: usize,
}

/// What a property holds.
enum Kind {
    Text,
    Integer,
    Flag,
    Number,
    Texts,
    Union(usize),
    Object(usize),
    Objects(usize),
}

impl Kind {
    /// The schema, as OpenAPI has it.
    fn schema(&self) -> String {
        match self {
            Self::Text => String::from("{ type: string }"),
            Self::Integer => String::from("{ type: integer, format: int32 }"),
            Self::Flag => String::from("{ type: boolean }"),
            Self::Number => String::from("{ type: number }"),
            Self::Texts => String::from("{ type: array, items: { type: string } }"),
            Self::Union(index) => format!("{{ $ref: '#/components/schemas/Union{index}' }}"),
            Self::Object(index) => format!("{{ $ref: '#/components/schemas/Object{index}' }}"),
            Self::Objects(index) => {
                format!(
                    "{{ type: array, items: {{ $ref: '#/components/schemas/Object{index}' }} }}"
                )
            }
        }
    }

    /// The type in Rust.
    fn rust(&self) -> String {
        match self {
            Self::Text => String::from("String"),
            Self::Integer => String::from("i32"),
            Self::Flag => String::from("bool"),
            Self::Number => String::from("f64"),
            Self::Texts => String::from("Vec<String>"),
            Self::Union(index) => format!("Union{index}"),
            Self::Object(index) => format!("Object{index}"),
            Self::Objects(index) => format!("Vec<Object{index}>"),
        }
    }
}

impl Schemas {
    /// So many objects.
    pub fn new(objects: usize) -> Self {
        Self { objects }
    }

    /// The description, in OpenAPI 3.0.
    pub fn description(&self, usage: Use) -> String {
        let mut text = String::from("openapi: 3.0.3\ninfo: { title: Synthetic, version: '1' }\n");
        text.push_str("servers: [{ url: 'https://example.com' }]\npaths:\n");
        for index in 0..self.objects.div_ceil(usage.types_per_operation()) {
            text.push_str(&operation(index, usage));
        }
        text.push_str("components:\n  schemas:\n");
        for index in 0..self.objects {
            text.push_str(&self.object_schema(index));
        }
        for index in 0..self.unions() {
            text.push_str(&self.union_schema(index));
        }
        text
    }

    /// The same types with serde's derive: the files of a crate.
    pub fn twin(&self, package: &str) -> [(&'static str, String); 2] {
        let manifest = format!(
            "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\n[workspace]\n"
        );
        let objects = (0..self.objects).map(|index| self.object_twin(index));
        let unions = (0..self.unions()).map(|index| self.union_twin(index));
        [
            ("Cargo.toml", manifest),
            ("src/lib.rs", objects.chain(unions).collect()),
        ]
    }

    fn unions(&self) -> usize {
        self.objects / (2 * MEMBERS)
    }

    fn members(&self, union: usize) -> impl Iterator<Item = usize> {
        let first = self.objects - (self.unions() - union) * MEMBERS;
        first..first + MEMBERS
    }

    fn required(&self) -> [(&'static str, Kind); 4] {
        [
            ("display_name", Kind::Text),
            ("size", Kind::Integer),
            ("enabled", Kind::Flag),
            ("tags", Kind::Texts),
        ]
    }

    fn optional(&self, index: usize) -> [(&'static str, Kind); 4] {
        let is_inner = index < self.objects - self.unions() * MEMBERS;
        let union = index.checked_rem(self.unions()).filter(|_| is_inner);
        let below = |index: &usize| *index < self.objects;
        let left = Some(2 * index + 1).filter(below);
        let right = Some(2 * index + 2).filter(below);
        [
            ("note", Kind::Text),
            ("detail", union.map_or(Kind::Number, Kind::Union)),
            ("left", left.map_or(Kind::Text, Kind::Object)),
            ("right", right.map_or(Kind::Texts, Kind::Objects)),
        ]
    }

    fn object_schema(&self, index: usize) -> String {
        let mut text = format!("    Object{index}:\n      type: object\n");
        text.push_str("      required: [displayName, size, enabled, tags]\n      properties:\n");
        for (name, kind) in self.required().iter().chain(&self.optional(index)) {
            let name = name.replace("display_name", "displayName");
            let _ = writeln!(text, "        {name}: {}", kind.schema());
        }
        text
    }

    fn union_schema(&self, index: usize) -> String {
        let mut text = format!("    Union{index}:\n      oneOf:\n");
        for member in self.members(index) {
            let _ = writeln!(
                text,
                "        - $ref: '#/components/schemas/Object{member}'"
            );
        }
        text.push_str("      discriminator:\n        propertyName: kind\n        mapping:\n");
        for member in self.members(index) {
            let _ = writeln!(
                text,
                "          object{member}: '#/components/schemas/Object{member}'"
            );
        }
        text
    }

    fn object_twin(&self, index: usize) -> String {
        let mut text = String::from(
            "#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]\n",
        );
        let _ = writeln!(
            text,
            "#[serde(rename_all = \"camelCase\")]\npub struct Object{index} {{"
        );
        for (name, kind) in self.required() {
            let _ = writeln!(text, "    pub {name}: {},", kind.rust());
        }
        for (name, kind) in self.optional(index) {
            text.push_str("    #[serde(skip_serializing_if = \"Option::is_none\")]\n");
            let _ = writeln!(text, "    pub {name}: Option<{}>,", kind.rust());
        }
        text.push_str("}\n\n");
        text
    }

    fn union_twin(&self, index: usize) -> String {
        let mut text = String::from(
            "#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]\n",
        );
        let _ = writeln!(
            text,
            "#[serde(tag = \"kind\", rename_all = \"camelCase\")]\npub enum Union{index} {{"
        );
        for member in self.members(index) {
            let _ = writeln!(text, "    Object{member}(Object{member}),");
        }
        text.push_str("}\n\n");
        text
    }
}

/// An operation with one object.
fn operation(index: usize, usage: Use) -> String {
    let content = format!(
        "content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Object{index}' }} }} }}"
    );
    let (method, body) = match usage {
        Use::Received => ("get", String::new()),
        Use::Sent | Use::Called => (
            "put",
            format!("      requestBody: {{ required: true, {content} }}\n"),
        ),
    };
    let parameters = match usage {
        Use::Received | Use::Sent => "",
        Use::Called => PARAMETERS,
    };
    format!(
        "  /objects/{{id}}/object{index}:\n    {method}:\n      operationId: Objects_Use{index}\n      \
         tags: [Objects]\n      parameters:\n        - {{ name: id, in: path, required: true, schema: {{ type: string }} }}\n\
         {parameters}{body}      responses:\n        '200': {{ description: The object., {content} }}\n"
    )
}
