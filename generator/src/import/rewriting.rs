//! What the conversion of a schema has to say beside the schema itself.

use serde_json::Value;

use super::origins::Origins;
use crate::diagnostic::Pointer;

/// One schema on its way into the words of 3.0.
pub(super) struct Rewriting<'r> {
    /// Where it stands in the imported document.
    pub at: &'r Pointer,
    /// Where parts came from, for those that move.
    pub origins: &'r mut Origins,
    /// What is remarked on, in the order of discovery.
    pub remarks: Vec<Remark>,
}

/// Something about a key of a schema that its author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Remark {
    /// The key narrows values further than is checked.
    Unchecked(&'static str),
    /// The key is followed as if it were `$ref`.
    DynamicReference(&'static str),
    /// The key, as a phrase, is a later version's.
    Newer(&'static str, &'static str),
    /// The key is not written as any version has it.
    Slip {
        /// The key.
        key: &'static str,
        /// What is wrong with it.
        wrong: String,
        /// What it is read as.
        read: String,
    },
}

impl Remark {
    /// Which kind of remark it is.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Unchecked(_) => "an unchecked key",
            Self::DynamicReference(_) => "a dynamic reference",
            Self::Newer(..) => "newer words",
            Self::Slip { .. } => "a slip",
        }
    }

    /// The key.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::Unchecked(key)
            | Self::DynamicReference(key)
            | Self::Newer(key, _)
            | Self::Slip { key, .. } => key,
        }
    }
}

impl<'r> Rewriting<'r> {
    /// Nothing is remarked on yet.
    pub(super) fn new(at: &'r Pointer, origins: &'r mut Origins) -> Self {
        Self {
            at,
            origins,
            remarks: Vec::new(),
        }
    }

    /// The value of one key comes to stand under another.
    pub(super) fn moved_key(&mut self, to: &str, from: &str) {
        let root = Pointer::root();
        self.moved(&root.child(to), &root.child(from));
    }

    /// A key is not written as any version has it.
    pub(super) fn slip(&mut self, key: &'static str, wrong: &str, read: String) {
        let wrong = wrong.to_owned();
        self.remarks.push(Remark::Slip { key, wrong, read });
    }

    /// A part of the schema comes to stand at `to`, from `from`, both seen from the schema.
    pub(super) fn moved(&mut self, to: &Pointer, from: &Pointer) {
        let origin = self.origins.of(&self.at.join(from));
        self.origins.moved(self.at.join(to), origin);
    }

    /// Parts of the schema come to stand at `to/0`, `to/1`, …: the whole schema, but for some keys.
    pub(super) fn split(&mut self, to: &str, count: usize) {
        for index in 0..count {
            self.moved(&Pointer::root().child(to).index(index), &Pointer::root());
        }
    }
}

/// The keys that speak of values of some types only, with these types.
pub(super) const SPEAKS_OF: &[(&[&str], &[&str])] = &[
    (&["string"], &["pattern", "minLength", "maxLength"]),
    (
        &["number", "integer"],
        &[
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
        ],
    ),
    (
        &["array"],
        &["items", "minItems", "maxItems", "uniqueItems"],
    ),
    (
        &["object"],
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
    ),
    (&["string", "number", "integer"], &["format"]),
];

/// The type that a value has; a whole number is an integer.
pub(super) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if is_whole(number) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn is_whole(number: &serde_json::Number) -> bool {
    number.as_f64().is_some_and(|float| float.fract() == 0.0)
}
