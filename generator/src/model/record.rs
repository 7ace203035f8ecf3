//! Objects with named properties.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::{Docs, Name, Type, Xml};

/// An object with named properties.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its properties; inherited ones first.
    pub fields: Vec<Field>,
    /// Wire names of the required ones, in the order in which a constructor takes them.
    pub constructor: Vec<String>,
    /// What happens to properties that are not described.
    pub extra: Extra,
    /// It is one of Azure's resources.
    pub resource: bool,
    /// The property whose value the type itself stands for, as a member of a union.
    pub tag: Option<Tag>,
}

impl Record {
    /// The fields that a caller has to give, in the order of the description's `required`. One that
    /// requests alone have is among them, be it absent in what the service answers.
    pub fn constructor_arguments(&self) -> impl Iterator<Item = &Field> {
        self.required_fields().filter(|field| {
            let sent = match field.presence {
                Presence::Required => field.access != Access::ReadOnly,
                Presence::Optional => field.access == Access::WriteOnly && field.only.is_none(),
                Presence::Nullable | Presence::OptionalNullable => false,
            };
            sent && field.constant.is_none()
        })
    }

    /// The fields that have one value alone, in the same order.
    pub fn constants(&self) -> impl Iterator<Item = &Field> {
        self.required_fields()
            .filter(|field| field.constant.is_some())
    }

    fn required_fields(&self) -> impl Iterator<Item = &Field> {
        let field = |name: &String| self.fields.iter().find(|it| it.name.source == *name);
        self.constructor.iter().filter_map(field)
    }
}

/// A discriminator's property and the value that means this record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The property's wire name.
    pub property: String,
    /// Its value; `None` where several values mean this record, so that only the union knows.
    pub value: Option<String>,
    /// The value is a number or a truth value on the wire, spelled here as in JSON.
    pub literal: bool,
    /// The record has no other value by itself either. Else only the union says what it is.
    pub fixed: bool,
}

impl Tag {
    /// The text of a discriminator's value: a number or a truth value as JSON spells it, a whole number
    /// without a fraction.
    pub fn spelled(value: &Value) -> Option<Cow<'_, str>> {
        match value {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Bool(truth) => Some(Cow::Owned(truth.to_string())),
            Value::Number(number) => {
                let text = number.to_string();
                let whole = text.strip_suffix(".0").map(str::to_owned);
                Some(Cow::Owned(whole.unwrap_or(text)))
            }
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

/// What happens to properties that are not described.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Extra {
    /// They are skipped.
    #[default]
    Ignored,
    /// They are kept and written back.
    Kept {
        /// The field that holds them.
        name: Name,
        /// The type of their values.
        ty: Type,
    },
}

/// One property of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// Wire name and identifier.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// The type of its value, without what `presence` says.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether requests or responses carry it.
    pub access: Access,
    /// The one kind of request that carries it, where the description says so.
    pub only: Option<Only>,
    /// Bounds of its value, for the docs.
    pub constraints: Constraints,
    /// The documented default.
    pub default: Option<Value>,
    /// The numbers or truth values that are all it may be, as JSON spells them.
    pub literals: Vec<String>,
    /// The one value that it has in whatever a caller makes, decided by `analyze::constants`.
    pub constant: Option<Value>,
    /// What the description says of its place in XML.
    pub xml: Xml,
    /// Behind a pointer, because the type would contain itself otherwise.
    pub boxed: bool,
}

/// Whether a property may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, maybe null.
    Nullable,
    /// There or not; null means not.
    Optional,
    /// There, null or absent, and the three are told apart.
    OptionalNullable,
}

/// Which direction a property travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Both.
    ReadWrite,
    /// `readOnly`: responses alone.
    ReadOnly,
    /// `writeOnly`: requests alone.
    WriteOnly,
}

/// The one kind of request that carries a property: `x-ms-mutability` without the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Those that create something.
    Creation,
    /// Those that change something.
    Change,
}

/// Bounds of a value (JSON Schema Validation, Wright draft 00, section 5).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// Fewest characters.
    pub min_length: Option<u64>,
    /// Most characters.
    pub max_length: Option<u64>,
    /// An ECMA-262 expression to be found in the text.
    pub pattern: Option<String>,
    /// Least value.
    pub minimum: Option<Number>,
    /// The least value itself is out.
    pub exclusive_minimum: bool,
    /// Greatest value.
    pub maximum: Option<Number>,
    /// The greatest value itself is out.
    pub exclusive_maximum: bool,
    /// A divisor of the value.
    pub multiple_of: Option<Number>,
    /// Fewest items.
    pub min_items: Option<u64>,
    /// Most items.
    pub max_items: Option<u64>,
    /// No two items are equal.
    pub unique_items: bool,
    /// The texts that a variable of a server can have; none: any (OpenAPI 3.0.3, Server Variable Object).
    pub listed: Vec<String>,
}
