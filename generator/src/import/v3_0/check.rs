//! Holds a value tree against the tables of the specification.
//!
//! Comes in: a value tree as it was read. Goes out: the same tree without what does not belong
//! there, so that the document model accepts every part of it; a report for each thing left out;
//! and every reference on the way. A malformed part takes along only what cannot do without it.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Map, Value, json};

use super::shape::{Field, Kind, Others, Presence, Section, Shape, Then};
use super::{examples, labels, normalise, operations, references, schemas, servers};
use crate::diagnostic::{Diagnostics, Pointer, Site};
use crate::import::anchors::Anchors;
use crate::import::dialect::{self, Dialects};
use crate::import::faults::{Faults, Link};
use crate::import::origins::Origins;
use crate::import::rewriting::{Remark, Rewriting};
use crate::import::version::Version;
use crate::import::vocabulary;
use crate::source::Sources;

/// The state of a check.
pub(super) struct Checker<'a> {
    pub(super) sources: &'a Sources,
    pub(super) origins: Origins,
    /// Which version each file speaks.
    pub(super) dialects: Dialects,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// What is wrong.
    pub(super) faults: Faults,
    /// Whether what is being looked at is something that only people read.
    pub(super) is_shown: bool,
    /// The references that lead to what a part is made of.
    pub(super) links: Vec<Link>,
    /// What is named by something else than its place.
    pub(super) anchors: Anchors,
    /// The references that were met and are still to be resolved.
    pub(super) references: Vec<Reference>,
    /// What is reported once only, by the kind of part and key.
    mentioned: BTreeSet<(&'static str, String)>,
}

/// A reference that was met.
pub(super) struct Reference {
    /// The object that holds the `$ref`, or the text that may be one, in the checked tree.
    pub(super) at: Pointer,
    /// The text.
    pub(super) target: String,
    /// What it must lead to.
    pub(super) section: Section,
    /// How it is written.
    pub(super) spelling: Spelling,
}

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As a `$ref`.
    Keyed,
    /// As a text that may be a name, too.
    Text,
}

/// What a place is called in a report.
#[derive(Clone, Copy)]
pub(super) enum Called<'a> {
    /// A key of an object of the specification.
    Key(&'a str, &'static str),
    /// An element of a list, by the name of the list.
    Element(&'a str),
    /// An entry under a name that the author chose.
    Entry(&'a str),
}

impl fmt::Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key, part) => write!(f, "`{key}` of {part}"),
            Self::Element(list) => write!(f, "an element of `{list}`"),
            Self::Entry(name) => write!(f, "`{name}`"),
        }
    }
}

/// A place that is being checked.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) at: &'a Pointer,
    pub(super) called: Called<'a>,
    pub(super) hint: Option<&'static str>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        origins: Origins,
        dialects: Dialects,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            sources,
            origins,
            dialects,
            diagnostics,
            faults: Faults::default(),
            is_shown: false,
            links: Vec::new(),
            anchors: Anchors::default(),
            references: Vec::new(),
            mentioned: BTreeSet::new(),
        }
    }

    /// The place of a part, and the operation or component that it belongs to.
    pub(super) fn site(&self, at: &Pointer) -> Site {
        let origin = self.origins.of(at);
        match labels::within(&origin, self.sources) {
            Some(what) => origin.within(what),
            None => origin.into(),
        }
    }

    /// Notes that something is wrong at a place.
    pub(super) fn fault(&mut self, at: &Pointer, report: impl FnOnce(&mut Diagnostics, Site)) {
        let mut found = Diagnostics::new();
        report(&mut found, self.site(at));
        match self.is_shown {
            true => self.diagnostics.append(found.for_people()),
            false => self.faults.add(at, &found),
        }
    }

    /// Looks at something that only people read.
    pub(super) fn shown<T>(&mut self, look: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.is_shown, true);
        let seen = look(self);
        self.is_shown = before;
        seen
    }

    /// Checks a value of any kind; `None` when it is left out.
    pub(super) fn value(&mut self, value: Value, kind: &Kind, spot: Spot<'_>) -> Option<Value> {
        match kind {
            Kind::Map(_) | Kind::List(_) | Kind::Object(_) if is_reference(&value) => {
                references::left(self, &value, spot)
            }
            Kind::Any => Some(value),
            Kind::Unused => None,
            Kind::Text => self.text(value, spot),
            Kind::SchemaText => references::note_text(self, value, spot),
            Kind::Code => self.text(value, spot),
            Kind::Word(words) => self.word(value, words, spot),
            Kind::Flag => self.flag(value, spot),
            Kind::Number => self.number(value, spot),
            Kind::Count => self.count(value, spot),
            Kind::List(inner) => self.list(value, inner, spot),
            Kind::SomeOf(inner) => self.some_of(value, inner, spot),
            Kind::Map(inner) => self.map(value, inner, spot),
            Kind::Object(shape) => {
                let entries = self.entries(value, shape, spot)?;
                self.object(entries, shape, spot.at)
            }
            Kind::Shown(inner) => self.shown(|checker| checker.value(value, inner, spot)),
            Kind::Operation => operations::operation(self, value, spot),
            Kind::Inlined(shape) => {
                let entries = self.entries(value, shape, spot)?;
                let entries = references::inline(self, entries, spot.at)?;
                self.object(entries, shape, spot.at)
            }
            Kind::OrReference(shape, section) => self.or_reference(value, shape, *section, spot),
            Kind::FlagOr(_) if value.is_boolean() => Some(value),
            Kind::FlagOr(inner) if value.is_object() => self.value(value, inner, spot),
            Kind::FlagOr(_) => self.exactly(value, |_| false, "`true`, `false` or an object", spot),
        }
    }

    /// Checks an object of the specification.
    pub(super) fn object(
        &mut self,
        entries: Map<String, Value>,
        shape: &'static Shape,
        at: &Pointer,
    ) -> Option<Value> {
        let extra = self.case(&entries, shape, at)?;
        let is_complete = self.is_complete(&entries, shape, extra, at);
        let mut checked = Map::new();
        let mut lost = Vec::new();
        for (key, value) in entries {
            let here = at.child(&key);
            let field = shape.fields.iter().chain(extra).find(|f| f.key == key);
            let kept = match field {
                Some(field) if value.is_null() && field.may_be_null() => None,
                Some(field) => self.value(value, &field.kind, Spot::of(field, shape, &here)),
                None if shape.cases.is_some_and(|(tag, _)| tag == key) => Some(value),
                None if key.starts_with("x-") => {
                    self.note_extension(&key, &here);
                    Some(value)
                }
                None => self.other(&key, value, shape, &here, extra),
            };
            match kept {
                Some(value) => drop(checked.insert(key, value)),
                None => lost.push(key),
            }
        }
        let is_lost = |key: &&str| lost.iter().any(|lost| lost == key);
        let mut required = shape.fields.iter().chain(extra).filter(|f| f.is_required());
        if !is_complete || required.any(|field| is_lost(&field.key)) {
            return None;
        }
        let choices = shape.one_of;
        if !choices.is_empty() && !choices.iter().any(|key| checked.contains_key(*key)) {
            return None;
        }
        self.fill(&mut checked, &lost, (shape, extra), at);
        Some(Value::Object(match shape.then {
            Then::Keep => checked,
            Then::Normalise => normalise::schema(self, checked, at),
            Then::LoadExample => examples::load(self, checked, at),
            Then::Reword => normalise::security_scheme(checked),
            Then::TrimAddress => servers::trim(self, checked, at),
            Then::SayStyle => {
                let version = self.dialects.of(self.origins.file(at));
                normalise::encoding(checked, at, version)
            }
        }))
    }

    /// The keys that the object has by the word under its distinguishing key.
    fn case(
        &mut self,
        entries: &Map<String, Value>,
        shape: &'static Shape,
        at: &Pointer,
    ) -> Option<&'static [Field]> {
        let Some((key, cases)) = shape.cases else {
            return Some(&[]);
        };
        let Some(value) = entries.get(key) else {
            self.fault(at, |report, site| {
                report.missing_key(site, shape.what, &[key])
            });
            return None;
        };
        let words: Vec<&str> = cases.iter().map(|case| case.word).collect();
        let here = at.child(key);
        let spot = Spot {
            at: &here,
            called: Called::Key(key, shape.what),
            hint: None,
        };
        let word = self.word(value.clone(), &words, spot)?;
        let case = cases.iter().find(|case| Some(case.word) == word.as_str())?;
        Some(case.fields)
    }

    /// Whether everything is there that must be; what is missing is reported.
    fn is_complete(
        &mut self,
        entries: &Map<String, Value>,
        shape: &'static Shape,
        extra: &'static [Field],
        at: &Pointer,
    ) -> bool {
        let mut missing: Vec<Vec<&str>> = shape
            .fields
            .iter()
            .chain(extra)
            .filter(|field| field.is_required() && !entries.contains_key(field.key))
            .map(|field| vec![field.key])
            .collect();
        if !shape.one_of.is_empty() && !shape.one_of.iter().any(|key| entries.contains_key(*key)) {
            missing.push(shape.one_of.to_vec());
        }
        for keys in &missing {
            self.fault(at, |report, site| {
                report.missing_key(site, shape.what, keys)
            });
        }
        missing.is_empty()
    }

    /// Reports, once, an extension of Azure's that is not known.
    fn note_extension(&mut self, key: &str, at: &Pointer) {
        let unknown = key.starts_with("x-ms-") && vocabulary::effect(key).is_none();
        if unknown && self.mentioned.insert(("an extension", key.to_owned())) {
            let site = self.site(at);
            self.diagnostics
                .unknown_extension(site, key, &vocabulary::keys());
        }
    }

    /// An entry whose key no table names.
    fn other(
        &mut self,
        key: &str,
        value: Value,
        shape: &'static Shape,
        at: &Pointer,
        extra: &'static [Field],
    ) -> Option<Value> {
        if let Others::Named {
            accepts,
            form,
            kind,
        } = &shape.others
        {
            if accepts(key) {
                let spot = Spot {
                    at,
                    called: Called::Entry(key),
                    hint: None,
                };
                return self.value(value, kind, spot);
            }
            self.fault(at, |report, site| report.misnamed_key(site, key, form));
            return None;
        }
        if self.mentioned.insert((shape.what, key.to_owned())) {
            let fields = shape.fields.iter().chain(extra);
            let known: Vec<&str> = fields.map(|field| field.key).collect();
            let site = self.site(at);
            let version = self.dialects.of(site.origin.file).name();
            let place = (shape.what, version);
            self.diagnostics.unknown_key(site, place, key, &known);
        }
        None
    }

    /// Puts in what the specification asks for and nothing depends on.
    fn fill(
        &mut self,
        checked: &mut Map<String, Value>,
        lost: &[String],
        (shape, extra): (&'static Shape, &'static [Field]),
        at: &Pointer,
    ) {
        for field in shape.fields.iter().chain(extra) {
            let Presence::Filled(filler) = field.presence else {
                continue;
            };
            if checked.contains_key(field.key) {
                continue;
            }
            checked.insert(field.key.to_owned(), filler.value());
            let is_missing = !lost.iter().any(|key| key == field.key);
            if is_missing && self.mentioned.insert((shape.what, field.key.to_owned())) {
                let site = self.site(at);
                self.diagnostics.missing_text(site, shape.what, field.key);
            }
        }
    }

    fn or_reference(
        &mut self,
        value: Value,
        shape: &'static Shape,
        section: Section,
        spot: Spot<'_>,
    ) -> Option<Value> {
        let value = match section {
            Section::Schemas => self.rewritten(value, spot.at),
            _ => value,
        };
        let checked = match self.entries(value, shape, spot) {
            Some(entries) if entries.contains_key("$ref") => {
                references::note(self, entries, shape, section, spot.at)
            }
            Some(mut entries) => {
                self.own_schema(&mut entries, shape, spot.at);
                self.object(entries, shape, spot.at)
            }
            None => None,
        };
        // A schema is never left out: what refers to it, or lists it, goes on with "any value".
        match section {
            Section::Schemas => Some(checked.unwrap_or_else(|| json!({}))),
            Section::Responses
            | Section::Parameters
            | Section::Examples
            | Section::RequestBodies
            | Section::Headers
            | Section::SecuritySchemes => checked,
        }
    }

    /// A parameter or a header that is its own schema, as in Swagger 2.0, gets one.
    fn own_schema(
        &mut self,
        entries: &mut Map<String, Value>,
        shape: &'static Shape,
        at: &Pointer,
    ) {
        let has_one = shape.one_of.iter().any(|key| entries.contains_key(*key));
        if has_one || !shape.one_of.contains(&"schema") || !entries.contains_key("type") {
            return;
        }
        let has = |shape: &Shape, key: &str| shape.fields.iter().any(|field| field.key == key);
        let (own, kept) = std::mem::take(entries)
            .into_iter()
            .partition(|(key, _)| has(&schemas::SCHEMA, key) && !has(shape, key));
        *entries = kept;
        let site = self.site(&at.child("type")).at_key();
        let wrong = format!("{} has no `type` beside its name", shape.what);
        self.diagnostics.slip(site, &wrong, "that of its `schema`");
        let origin = self.origins.of(at);
        self.origins.moved(at.child("schema"), origin);
        entries.insert("schema".to_owned(), Value::Object(own));
    }

    /// A schema in the words of 3.0, and what is to be said of it.
    fn rewritten(&mut self, value: Value, at: &Pointer) -> Value {
        let version = self.dialects.of(self.origins.file(at));
        let mut rewriting = Rewriting::new(at, &mut self.origins);
        let value = dialect::schema(version, value, &mut rewriting);
        for remark in rewriting.remarks {
            self.remark(remark, version, at);
        }
        value
    }

    /// Whether nothing of that kind was said of that key before.
    pub(super) fn is_news(&mut self, kind: &'static str, key: String) -> bool {
        self.mentioned.insert((kind, key))
    }

    /// Reports a remark; most are made once for a key.
    fn remark(&mut self, remark: Remark, version: Version, at: &Pointer) {
        let key = remark.key();
        let is_worth_it = match &remark {
            Remark::Newer(key, _) if !dialect::is_news(version, key) => false,
            Remark::Unchecked(_) | Remark::DynamicReference(_) | Remark::Newer(..) => {
                self.is_news(remark.kind(), key.to_owned())
            }
            // Each is read as what was probably meant, and worth a look.
            Remark::Slip { .. } => true,
        };
        if !is_worth_it {
            return;
        }
        let site = match key {
            "true" | "" => self.site(at),
            key => self.site(&at.child(key)).at_key(),
        };
        match remark {
            Remark::Unchecked(key) => self.diagnostics.unchecked_key(site, key),
            Remark::DynamicReference(key) => self.diagnostics.dynamic_reference(site, key),
            Remark::Newer(_, what) => self.diagnostics.newer_words(site, what, version.name()),
            Remark::Slip { wrong, read, .. } => self.diagnostics.slip(site, &wrong, &read),
        }
    }

    fn entries(
        &mut self,
        value: Value,
        shape: &'static Shape,
        spot: Spot<'_>,
    ) -> Option<Map<String, Value>> {
        match value {
            Value::Object(entries) => Some(entries),
            other => {
                let expected = match shape.what.strip_prefix('`') {
                    Some(_) => "an object".to_owned(),
                    None => format!("{} (an object)", shape.what),
                };
                self.wrong(&other, &expected, spot);
                None
            }
        }
    }

    fn map(&mut self, value: Value, inner: &Kind, spot: Spot<'_>) -> Option<Value> {
        let Value::Object(entries) = value else {
            self.wrong(&value, "an object", spot);
            return None;
        };
        let mut checked = Map::new();
        for (key, value) in entries {
            let here = spot.at.child(&key);
            let entry = Spot {
                at: &here,
                called: Called::Entry(&key),
                hint: None,
            };
            if let Some(value) = self.value(value, inner, entry) {
                checked.insert(key, value);
            }
        }
        Some(Value::Object(checked))
    }

    fn list(&mut self, value: Value, inner: &Kind, spot: Spot<'_>) -> Option<Value> {
        let Value::Array(elements) = value else {
            self.wrong(&value, "a list", spot);
            return None;
        };
        let name = spot.at.last().unwrap_or_default();
        let origin = self.origins.of(spot.at);
        let mut checked = Vec::with_capacity(elements.len());
        for (index, value) in elements.into_iter().enumerate() {
            let here = spot.at.index(checked.len());
            if checked.len() != index {
                self.origins.moved(here.clone(), origin.index(index));
            }
            let element = Spot {
                at: &here,
                called: Called::Element(&name),
                hint: None,
            };
            match self.value(value, inner, element) {
                Some(value) => checked.push(value),
                None => {
                    self.origins.forget(&here);
                    self.references.retain(|r| r.at.below(&here).is_none());
                }
            }
        }
        Some(Value::Array(checked))
    }

    fn some_of(&mut self, value: Value, inner: &Kind, spot: Spot<'_>) -> Option<Value> {
        if value.as_array().is_some_and(Vec::is_empty) {
            self.wrong(&value, "a list of at least one value", spot);
            return None;
        }
        self.list(value, inner, spot)
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong(&mut self, value: &Value, expected: &str, spot: Spot<'_>) {
        let called = spot.called.to_string();
        let found = labels::found(value);
        self.fault(spot.at, |report, site| {
            report.wrong_type(site, &called, expected, &found, spot.hint);
        });
    }
}

/// Whether a value refers to something. A property may be called `$ref`, and is no text then.
fn is_reference(value: &Value) -> bool {
    value.get("$ref").is_some_and(Value::is_string)
}

impl<'a> Spot<'a> {
    fn of(field: &Field, shape: &Shape, at: &'a Pointer) -> Self {
        Self {
            at,
            called: Called::Key(field.key, shape.what),
            hint: field.hint,
        }
    }
}

impl Field {
    fn is_required(&self) -> bool {
        self.presence == Presence::Required
    }

    /// A key with nothing after it says nothing, unless it stands for data or must be there.
    fn may_be_null(&self) -> bool {
        !self.is_required() && !matches!(self.kind, Kind::Any)
    }
}
