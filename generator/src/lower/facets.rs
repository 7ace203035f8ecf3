//! What a schema says beside the shape of its values.
//!
//! Comes in: a schema's annotations, `x-` keys included. Goes out: [`Facets`], which a
//! reference hands on to whoever refers.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::Schema;
use serde_json::Value;

use super::{azure, choice::is_null, constraints, keywords::Keywords, xml};
use crate::model::{Access, Constraints, Docs, Only, Tag, Xml};

/// Annotations of a schema, and the bounds of its value.
#[derive(Clone, Debug, Default)]
pub(super) struct Facets {
    /// `nullable`
    pub nullable: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `x-ms-mutability` with one kind of request
    pub only: Option<Only>,
    /// `x-ms-secret`, `format: password`, or marked in `codegen.toml`
    pub secret: bool,
    /// `title`, `description`, `externalDocs`, `deprecated`
    pub docs: Docs,
    /// `default`
    pub default: Option<Value>,
    /// `example`
    pub example: Option<Value>,
    /// `enum` or `const` of numbers or truth values, as JSON spells them
    pub literals: Vec<String>,
    /// Bounds
    pub constraints: Constraints,
    /// `x-ms-client-name`
    pub client_name: Option<String>,
    /// `xml`
    pub xml: Xml,
}

impl Facets {
    /// The annotations of one schema.
    pub fn of(schema: &Schema, keywords: &Keywords<'_>) -> Self {
        let data = &schema.schema_data;
        let password = keywords.format.as_deref() == Some("password");
        Self {
            nullable: says_null(schema, keywords),
            read_only: data.read_only || azure::is_read_only(&data.extensions),
            write_only: data.write_only || azure::is_write_only(&data.extensions),
            only: azure::only(&data.extensions),
            secret: password || azure::is_secret(&data.extensions),
            docs: docs(schema),
            default: azure::client_default(&data.extensions)
                .cloned()
                .or_else(|| data.default.clone()),
            example: data.example.clone(),
            literals: literals(&keywords.enumeration).unwrap_or_default(),
            constraints: keywords.constraints.clone(),
            client_name: azure::client_name(&data.extensions).map(str::to_owned),
            xml: xml::of(&data.extensions),
        }
    }

    /// Which direction the value travels.
    pub fn access(&self) -> Access {
        match (self.read_only, self.write_only) {
            (true, _) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            (false, false) => Access::ReadWrite,
        }
    }

    /// What a reference takes over from its target: everything but the text about the target,
    /// which stands at the target's own type.
    pub fn inherited(&self) -> Self {
        Self {
            docs: Docs::default(),
            example: None,
            client_name: None,
            xml: Xml::default(),
            ..self.clone()
        }
    }

    /// These facets, with those of a schema that adds to it (`allOf`, or beside a `$ref`).
    #[must_use]
    pub fn refined_by(self, other: Self) -> Self {
        Self {
            nullable: self.nullable || other.nullable,
            read_only: self.read_only || other.read_only,
            write_only: self.write_only || other.write_only,
            only: other.only.or(self.only),
            secret: self.secret || other.secret,
            docs: refined_docs(self.docs, other.docs),
            default: other.default.or(self.default),
            example: other.example.or(self.example),
            literals: match other.literals.is_empty() {
                true => self.literals,
                false => other.literals,
            },
            constraints: constraints::both(self.constraints, other.constraints),
            client_name: other.client_name.or(self.client_name),
            xml: xml::refined(self.xml, other.xml),
        }
    }

    /// What holds of a value of either of two alternatives that are of one type.
    #[must_use]
    pub fn either(self, other: Self) -> Self {
        let literals = match self.literals.is_empty() || other.literals.is_empty() {
            true => Vec::new(),
            false => union(self.literals, other.literals),
        };
        let secret = self.secret || other.secret;
        let docs = match self.docs == other.docs {
            true => self.docs,
            false => Docs {
                notes: listed(&literals).filter(|_| !secret).into_iter().collect(),
                ..Docs::default()
            },
        };
        Self {
            nullable: self.nullable || other.nullable,
            read_only: self.read_only && other.read_only,
            write_only: self.write_only && other.write_only,
            only: common(self.only, other.only).flatten(),
            secret,
            docs,
            default: self.default.or(other.default),
            example: self.example.or(other.example),
            literals,
            constraints: common(self.constraints, other.constraints).unwrap_or_default(),
            client_name: common(self.client_name, other.client_name).flatten(),
            xml: common(self.xml, other.xml).unwrap_or_default(),
        }
    }
}

/// Whether a schema itself says that its values may be `null`.
pub(super) fn says_null(schema: &Schema, keywords: &Keywords<'_>) -> bool {
    schema.schema_data.nullable
        || keywords.enumeration.contains(&Value::Null)
        || keywords.one_of.iter().chain(keywords.any_of).any(is_null)
}

fn common<T: PartialEq>(one: T, other: T) -> Option<T> {
    (one == other).then_some(one)
}

fn union(mut one: Vec<String>, other: Vec<String>) -> Vec<String> {
    for literal in other {
        if !one.contains(&literal) {
            one.push(literal);
        }
    }
    one
}

fn listed(literals: &[String]) -> Option<String> {
    let values: Vec<String> = literals.iter().map(|value| code_span(value)).collect();
    (!values.is_empty()).then(|| format!("One of {}.", values.join(", ")))
}

/// The listed values, where none of them is a text.
fn literals(values: &[Value]) -> Option<Vec<String>> {
    let values = values.iter().filter(|value| !value.is_null());
    let literal = |value: &Value| match value {
        Value::String(_) => None,
        value => Tag::spelled(value).map(Cow::into_owned),
    };
    values.map(literal).collect()
}

/// The later text counts; one that says no more than that a thing is deprecated says it of the earlier.
fn refined_docs(base: Docs, other: Docs) -> Docs {
    let deprecated = base.deprecated || other.deprecated;
    let says_that_alone = Docs {
        deprecated: false,
        ..other.clone()
    } == Docs::default();
    let text = if says_that_alone { base } else { other };
    Docs { deprecated, ..text }
}

fn docs(schema: &Schema) -> Docs {
    let data = &schema.schema_data;
    Docs {
        summary: data.title.clone().filter(|_| data.description.is_none()),
        description: data.description.clone(),
        notes: azure::mutability_note(&data.extensions)
            .map(str::to_owned)
            .into_iter()
            .chain(imported_notes(&data.extensions))
            .collect(),
        link: data.external_docs.as_ref().map(|docs| docs.url.clone()),
        deprecated: data.deprecated,
    }
}

/// What `import` has to say of a schema that OpenAPI 3.0 has no word for: a phrase each, and what is
/// quoted after it.
fn imported_notes(extensions: &IndexMap<String, Value>) -> Vec<String> {
    let notes = extensions
        .get("x-clientforge-notes")
        .and_then(Value::as_array);
    let text = |note: &Value| {
        let phrase = note.get(0)?.as_str()?;
        Some(match note.get(1).and_then(Value::as_str) {
            Some(quoted) => format!("{phrase} {}.", code_span(quoted)),
            None => format!("{phrase}."),
        })
    };
    notes.into_iter().flatten().filter_map(text).collect()
}

/// Text of the description as it is written, in Markdown.
pub(super) fn code_span(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control(), " ");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}
