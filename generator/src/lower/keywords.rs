//! One view of a schema's keywords, however `openapiv3` sorted them.
//!
//! Comes in: an `openapiv3::Schema`, which has a variant per common combination and one for all
//! others. Goes out: [`Keywords`], in which a keyword stands at one place only, so that the
//! files beside this one need not ask twice.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerType, NumberType, ReferenceOr, Schema, SchemaKind,
    Type as TypedSchema, VariantOrUnknownOrEmpty,
};
use serde_json::{Number, Value};

use crate::model::{Constraints, Numeral};

/// The value of the keyword `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl Kind {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

/// The keywords of a schema that say what values it allows.
#[derive(Clone, Debug, Default)]
pub(super) struct Keywords<'a> {
    /// `type`
    pub kind: Option<Kind>,
    /// A number may be written as text
    pub numeral: bool,
    /// `format`
    pub format: Option<String>,
    /// `enum`
    pub enumeration: Vec<Value>,
    /// `properties`
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    /// What holds under conditions that are not known: alternatives, of which none must hold
    pub conditions: &'a [ReferenceOr<Schema>],
    /// `required`
    pub required: &'a [String],
    /// `additionalProperties`
    pub additional: Option<&'a AdditionalProperties>,
    /// What `additionalProperties` says is of properties with certain names
    pub patterned: bool,
    /// `items`
    pub items: Option<&'a ReferenceOr<Box<Schema>>>,
    /// How many of the alternatives are elements of an array with a position of their own
    pub positions: Option<usize>,
    /// `allOf`
    pub all_of: &'a [ReferenceOr<Schema>],
    /// `oneOf`
    pub one_of: &'a [ReferenceOr<Schema>],
    /// `anyOf`
    pub any_of: &'a [ReferenceOr<Schema>],
    /// `not`
    pub not: bool,
    /// `minLength` and its like
    pub constraints: Constraints,
}

impl<'a> Keywords<'a> {
    /// The keywords of a schema. Alternatives that only say what must be there beside them, as
    /// `anyOf: [{required: [a]}, {required: [b]}]` does, describe no values of their own.
    pub fn of(schema: &'a Schema) -> Self {
        let mut keywords = Self::of_kind(schema);
        let beside = |key: &str| schema.schema_data.extensions.get(key);
        if beside("x-clientforge-conditional") == Some(&Value::Bool(true)) {
            return Self {
                conditions: keywords.any_of,
                ..Self::default()
            };
        }
        let bound = |key: &str| beside(key).and_then(Value::as_number).cloned();
        // Bounds that the document model has no room for.
        let constraints = &mut keywords.constraints;
        for (own, key) in [
            (&mut constraints.minimum, "x-clientforge-minimum"),
            (&mut constraints.maximum, "x-clientforge-maximum"),
            (&mut constraints.multiple_of, "x-clientforge-multipleOf"),
        ] {
            *own = own.take().or_else(|| bound(key));
        }
        keywords.note_numeral();
        keywords.patterned = beside("x-clientforge-patterned") == Some(&Value::Bool(true));
        let positions = beside("x-clientforge-positions").and_then(Value::as_u64);
        keywords.positions = positions.and_then(|count| usize::try_from(count).ok());
        // Each element of a tuple has its place, whatever it says.
        let is_choice = keywords.positions.is_none();
        for alternatives in [&mut keywords.one_of, &mut keywords.any_of] {
            if is_choice && alternatives.iter().all(is_condition) {
                *alternatives = &[];
            }
        }
        keywords
    }

    /// A format of numbers and a pattern that takes numerals alone are of a number that may be written
    /// as text, where no type says otherwise (what ASP.NET Core writes for every number).
    fn note_numeral(&mut self) {
        let spelled = self
            .constraints
            .pattern
            .as_deref()
            .is_some_and(Numeral::is_pattern);
        let format = self
            .format
            .as_deref()
            .filter(|name| Numeral::is_format(name));
        if let (None, true, Some(format)) = (self.kind, spelled, format) {
            self.kind = Some(match format {
                "float" | "double" => Kind::Number,
                _ => Kind::Integer,
            });
            self.numeral = true;
            self.constraints.pattern = None;
        }
    }

    fn of_kind(schema: &'a Schema) -> Self {
        match &schema.schema_kind {
            SchemaKind::Type(typed) => Self::of_typed(typed),
            SchemaKind::OneOf { one_of } => Self {
                one_of,
                ..Self::default()
            },
            SchemaKind::AllOf { all_of } => Self {
                all_of,
                ..Self::default()
            },
            SchemaKind::AnyOf { any_of } => Self {
                any_of,
                ..Self::default()
            },
            SchemaKind::Not { .. } => Self {
                not: true,
                ..Self::default()
            },
            SchemaKind::Any(any) => Self::of_any(any),
        }
    }

    /// Whether any keyword asks for an object.
    pub fn describes_object(&self) -> bool {
        self.kind == Some(Kind::Object)
            || self.kind.is_none()
                && (self
                    .properties
                    .is_some_and(|properties| !properties.is_empty())
                    || self.additional.is_some())
    }

    /// Whether no keyword narrows the value: annotations alone, as beside a `$ref`.
    pub fn is_open(&self) -> bool {
        self.kind.is_none()
            && self.enumeration.is_empty()
            && self.properties.is_none_or(IndexMap::is_empty)
            && self.additional.is_none()
            && self.items.is_none()
            && self.all_of.is_empty()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && self.conditions.is_empty()
            && !self.not
    }

    fn of_typed(typed: &'a TypedSchema) -> Self {
        match typed {
            TypedSchema::Boolean(boolean) => Self {
                kind: Some(Kind::Boolean),
                enumeration: values(&boolean.enumeration),
                ..Self::default()
            },
            TypedSchema::String(string) => Self {
                kind: Some(Kind::String),
                format: format_name(&string.format),
                enumeration: values(&string.enumeration),
                constraints: Constraints {
                    min_length: string.min_length.map(wide),
                    max_length: string.max_length.map(wide),
                    pattern: string.pattern.clone(),
                    ..Constraints::default()
                },
                ..Self::default()
            },
            TypedSchema::Integer(integer) => Self::of_integer(integer),
            TypedSchema::Number(number) => Self::of_number(number),
            TypedSchema::Array(array) => Self {
                kind: Some(Kind::Array),
                items: array.items.as_ref(),
                constraints: Constraints {
                    min_items: array.min_items.map(wide),
                    max_items: array.max_items.map(wide),
                    unique_items: array.unique_items,
                    ..Constraints::default()
                },
                ..Self::default()
            },
            TypedSchema::Object(object) => Self {
                kind: Some(Kind::Object),
                properties: Some(&object.properties),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                ..Self::default()
            },
        }
    }

    fn of_integer(integer: &'a IntegerType) -> Self {
        Self {
            kind: Some(Kind::Integer),
            format: format_name(&integer.format),
            enumeration: values(&integer.enumeration),
            constraints: Constraints {
                minimum: integer.minimum.map(Number::from),
                exclusive_minimum: integer.exclusive_minimum,
                maximum: integer.maximum.map(Number::from),
                exclusive_maximum: integer.exclusive_maximum,
                multiple_of: integer.multiple_of.map(Number::from),
                ..Constraints::default()
            },
            ..Self::default()
        }
    }

    fn of_number(number: &'a NumberType) -> Self {
        Self {
            kind: Some(Kind::Number),
            format: format_name(&number.format),
            enumeration: values(&number.enumeration),
            constraints: Constraints {
                minimum: number.minimum.and_then(Number::from_f64),
                exclusive_minimum: number.exclusive_minimum,
                maximum: number.maximum.and_then(Number::from_f64),
                exclusive_maximum: number.exclusive_maximum,
                multiple_of: number.multiple_of.and_then(Number::from_f64),
                ..Constraints::default()
            },
            ..Self::default()
        }
    }

    fn of_any(any: &'a AnySchema) -> Self {
        Self {
            kind: any.typ.as_deref().and_then(Kind::parse),
            numeral: false,
            format: any.format.clone(),
            enumeration: any.enumeration.clone(),
            properties: Some(&any.properties),
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            patterned: false,
            items: any.items.as_ref(),
            positions: None,
            conditions: &[],
            all_of: &any.all_of,
            one_of: &any.one_of,
            any_of: &any.any_of,
            not: any.not.is_some(),
            constraints: Constraints {
                min_length: any.min_length.map(wide),
                max_length: any.max_length.map(wide),
                pattern: any.pattern.clone(),
                minimum: any.minimum.and_then(Number::from_f64),
                exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
                maximum: any.maximum.and_then(Number::from_f64),
                exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
                multiple_of: any.multiple_of.and_then(Number::from_f64),
                min_items: any.min_items.map(wide),
                max_items: any.max_items.map(wide),
                unique_items: any.unique_items.unwrap_or_default(),
                ..Constraints::default()
            },
        }
    }
}

/// Whether an alternative says nothing of the shape of a value.
fn is_condition(part: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = part else {
        return false;
    };
    let keywords = Keywords {
        not: false,
        ..Keywords::of(schema)
    };
    match keywords.kind {
        None => keywords.is_open(),
        Some(Kind::Object) => {
            let alone = Keywords {
                kind: None,
                ..keywords
            };
            alone.is_open() && !alone.required.is_empty()
        }
        Some(_) => false,
    }
}

fn values<T: Clone + Into<Value>>(items: &[Option<T>]) -> Vec<Value> {
    items
        .iter()
        .map(|item| item.clone().map_or(Value::Null, Into::into))
        .collect()
}

/// The format's name as it was written, known to `openapiv3` or not.
fn format_name<T: serde::Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => serde_json::to_value(known)
            .ok()?
            .as_str()
            .map(str::to_owned),
        VariantOrUnknownOrEmpty::Unknown(name) => Some(name.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
