//! The words in which the tables of this room are written.
//!
//! A [`Shape`] says which keys an object of the specification has and what stands under each. The
//! tables are data; `check` holds a value against them.

use serde_json::{Value, json};

use crate::diagnostic::Pointer;

/// What may stand at a place.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Data: any value, which is neither looked into nor changed.
    Any,
    /// Nothing that a client needs: taken out.
    Unused,
    /// Text for people. A number or a truth value is taken as it is written.
    Text,
    /// A schema, by a reference or by its name.
    SchemaText,
    /// Text in a language of its own, such as a pattern: nothing but text.
    Code,
    /// One of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number that is not negative.
    Count,
    /// A list of such values.
    List(&'static Kind),
    /// A list of such values that has at least one.
    SomeOf(&'static Kind),
    /// An object whose keys are names that the author chose.
    Map(&'static Kind),
    /// An object of the specification.
    Object(&'static Shape),
    /// Such a value, which only people read: whatever is wrong with it, the rest is right.
    Shown(&'static Kind),
    /// An operation.
    Operation,
    /// An object of the specification, or a reference that it is put in the place of.
    Inlined(&'static Shape),
    /// An object of the specification, or a reference to one in this section of `components`.
    OrReference(&'static Shape, Section),
    /// `true`, `false` or such a value.
    FlagOr(&'static Kind),
}

/// The sections of `components` that references lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in super::super) enum Section {
    Schemas,
    Responses,
    Parameters,
    Examples,
    RequestBodies,
    Headers,
    SecuritySchemes,
}

impl Section {
    /// Every section.
    pub(in super::super) const ALL: [Self; 7] = [
        Self::Schemas,
        Self::Responses,
        Self::Parameters,
        Self::Examples,
        Self::RequestBodies,
        Self::Headers,
        Self::SecuritySchemes,
    ];

    /// The section's key in `components`.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Schemas => "schemas",
            Self::Responses => "responses",
            Self::Parameters => "parameters",
            Self::Examples => "examples",
            Self::RequestBodies => "requestBodies",
            Self::Headers => "headers",
            Self::SecuritySchemes => "securitySchemes",
        }
    }

    /// Where the section stands.
    pub(in super::super) fn pointer(self) -> Pointer {
        Pointer::root().child("components").child(self.key())
    }

    /// The section that stands under this key in `components`.
    pub(super) fn under(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.key() == key)
    }

    /// What a part of the section is, in a word or two.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Schemas => "schema",
            Self::Responses => "response",
            Self::Parameters => "parameter",
            Self::Examples => "example",
            Self::RequestBodies => "request body",
            Self::Headers => "header",
            Self::SecuritySchemes => "security scheme",
        }
    }

    /// What may stand in the section.
    pub(super) fn kind(self) -> Kind {
        let shape = match self {
            Self::Schemas => &super::schemas::SCHEMA,
            Self::Responses => &super::shapes::RESPONSE,
            Self::Parameters => &super::shapes::PARAMETER,
            Self::Examples => &super::shapes::EXAMPLE,
            Self::RequestBodies => &super::shapes::REQUEST_BODY,
            Self::Headers => &super::shapes::HEADER,
            Self::SecuritySchemes => &super::shapes::SECURITY_SCHEME,
        };
        Kind::OrReference(shape, self)
    }
}

/// An object of the specification.
pub(super) struct Shape {
    /// What it is, with its article: `"a parameter"`.
    pub(super) what: &'static str,
    /// Its keys.
    pub(super) fields: &'static [Field],
    /// Keys of which it must have one.
    pub(super) one_of: &'static [&'static str],
    /// Further keys, by the word that stands under this key.
    pub(super) cases: Option<(&'static str, &'static [Case])>,
    /// What other keys, those that begin with `x-` aside, are.
    pub(super) others: Others,
    /// What is done with it once it has passed.
    pub(super) then: Then,
}

/// What is done with an object that has passed the check.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// Nothing.
    Keep,
    /// A schema is brought into the form that the document model reads best.
    Normalise,
    /// The file that an example names is taken in.
    LoadExample,
    /// A security scheme that the document model has no word for is put in other words.
    Reword,
    /// What no endpoint has is left out of a server's address.
    TrimAddress,
    /// What an encoding leaves to the specification is said.
    SayStyle,
}

/// The keys that an object has when a certain word stands under its distinguishing key.
pub(super) struct Case {
    pub(super) word: &'static str,
    pub(super) fields: &'static [Field],
}

/// What keys that no table names are.
pub(super) enum Others {
    /// Nothing that the specification knows.
    Unknown,
    /// Of a certain form.
    Named {
        /// Whether a key has the form.
        accepts: fn(&str) -> bool,
        /// The form, as a phrase: `"a path begins with /"`.
        form: &'static str,
        /// What stands under such a key.
        kind: Kind,
    },
}

/// One key of an object.
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) presence: Presence,
    pub(super) kind: Kind,
    /// What to do when something else stands there, where that is a known mistake.
    pub(super) hint: Option<&'static str>,
}

/// Whether a key must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Required,
    Optional,
    /// The specification asks for it, but nothing depends on it: this is put in.
    Filled(Filler),
}

/// What stands for something that nothing depends on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Filler {
    Text(&'static str),
    /// An object without entries.
    Object,
    /// An object of texts.
    Texts(&'static [(&'static str, &'static str)]),
}

impl Filler {
    pub(super) fn value(self) -> Value {
        match self {
            Self::Text(text) => text.into(),
            Self::Object => json!({}),
            Self::Texts(texts) => {
                let entries = texts.iter();
                entries
                    .map(|(key, text)| ((*key).to_owned(), Value::from(*text)))
                    .collect()
            }
        }
    }
}

impl Kind {
    /// Text for people, and for nobody else.
    const PROSE: Self = Self::Shown(&Self::Text);
}

impl Field {
    pub(super) const fn optional(key: &'static str, kind: Kind) -> Self {
        Self {
            key,
            presence: Presence::Optional,
            kind,
            hint: None,
        }
    }

    pub(super) const fn required(key: &'static str, kind: Kind) -> Self {
        Self {
            key,
            presence: Presence::Required,
            kind,
            hint: None,
        }
    }

    /// Text for people.
    pub(super) const fn prose(key: &'static str) -> Self {
        Self::optional(key, Kind::PROSE)
    }

    /// What the specification asks for and nothing depends on.
    pub(super) const fn filled(key: &'static str, kind: Kind, filler: Filler) -> Self {
        Self {
            key,
            presence: Presence::Filled(filler),
            kind,
            hint: None,
        }
    }

    /// Text for people that the specification asks for.
    pub(super) const fn text(key: &'static str, filler: &'static str) -> Self {
        Self::filled(key, Kind::PROSE, Filler::Text(filler))
    }

    pub(super) const fn hint(self, hint: &'static str) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }
}

impl Shape {
    pub(super) const fn new(what: &'static str, fields: &'static [Field]) -> Self {
        Self {
            what,
            fields,
            one_of: &[],
            cases: None,
            others: Others::Unknown,
            then: Then::Keep,
        }
    }
}
