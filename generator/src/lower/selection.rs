//! What `codegen.toml` says of operations and types, and which of it has been of use.
//!
//! An entry that changes nothing is an error: it was meant for something that is no longer
//! there.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::{Config, Entry, KeepUnknown, Pairs, PairsBy, Replacement},
    diagnostic::{Diagnostics, Origin, Pointer},
    import::Document,
    model::{Api, BytesFormat, DateTimeFormat, Method, Shape, Type, Width},
};

/// The configuration's entries with a note of each that was used.
#[derive(Debug)]
pub(super) struct Selection<'a> {
    config: &'a Config,
    document: &'a Document,
    settings: BTreeMap<List, Vec<Setting<'a>>>,
    met: Met,
}

/// What the configuration's entries have met with so far.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// The entries that were of use, by where they stand in the file.
    used: BTreeSet<(List, usize)>,
    /// Those that fit something which is so anyway.
    idle: BTreeSet<(List, usize)>,
    /// The operations that there are.
    operations: BTreeSet<String>,
    /// The schemas whose values are secret as the configuration alone says.
    pub secrets: BTreeSet<Origin>,
}

/// What is to become of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// It is generated.
    Kept,
    /// The configuration leaves it out.
    Skipped,
    /// Others were asked for.
    Unwanted,
}

/// One entry.
#[derive(Clone, Copy, Debug)]
struct Setting<'a> {
    /// What the entry is about; of a table of tables, the inner one's key.
    key: &'a Entry,
    /// The key of the table that it stands in, of a table of tables.
    owner: Option<&'a Entry>,
    /// What it says, in a table.
    value: &'a str,
}

/// The lists and tables of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Skip,
    Repeatable,
    RenameOperations,
    SkipTypes,
    Secret,
    NotSecret,
    Closed,
    KeepUnknown,
    RenameTypes,
    Fields,
    Values,
    Replace,
    Formats,
}

impl List {
    fn key(self) -> &'static str {
        match self {
            Self::Skip => "operations.skip",
            Self::Repeatable => "operations.repeatable",
            Self::RenameOperations => "operations.rename",
            Self::SkipTypes => "types.skip",
            Self::Secret => "types.secret",
            Self::NotSecret => "types.not_secret",
            Self::Closed => "types.closed",
            Self::KeepUnknown => "types.keep_unknown",
            Self::RenameTypes => "types.rename",
            Self::Fields => "types.fields",
            Self::Values => "types.values",
            Self::Replace => "types.replace",
            Self::Formats => "types.formats",
        }
    }
}

impl List {
    /// What an entry of the list meets with where that is so anyway.
    fn idle(self) -> Option<&'static str> {
        Some(match self {
            Self::Repeatable => "is safe to repeat by its method",
            Self::Secret => "is secret as it is described",
            Self::NotSecret => "is not secret as it is described",
            _ => return None,
        })
    }
}

/// What the entries of a list are names of.
enum Named {
    Operations,
    Types,
    /// Parts of a type, or formats.
    Others,
}

impl List {
    fn names(self) -> Named {
        match self {
            Self::Skip | Self::Repeatable | Self::RenameOperations => Named::Operations,
            Self::SkipTypes
            | Self::Secret
            | Self::NotSecret
            | Self::Closed
            | Self::KeepUnknown
            | Self::RenameTypes
            | Self::Replace => Named::Types,
            Self::Fields | Self::Values | Self::Formats => Named::Others,
        }
    }
}

impl<'a> Selection<'a> {
    /// The configuration's entries, of which some have been of use before.
    pub fn new(config: &'a Config, document: &'a Document, met: Met) -> Self {
        let (operations, types) = (&config.operations, &config.types);
        let keep_unknown = match &types.keep_unknown {
            KeepUnknown::Everywhere => &[][..],
            KeepUnknown::In(entries) => entries,
        };
        let settings = BTreeMap::from([
            (List::Skip, listed(&operations.skip)),
            (List::Repeatable, listed(&operations.repeatable)),
            (List::RenameOperations, paired(&operations.rename, None)),
            (List::SkipTypes, listed(&types.skip)),
            (List::Secret, listed(&types.secret)),
            (List::NotSecret, listed(&types.not_secret)),
            (List::Closed, listed(&types.closed)),
            (List::KeepUnknown, listed(keep_unknown)),
            (List::RenameTypes, paired(&types.rename, None)),
            (List::Fields, paired_by(&types.fields)),
            (List::Values, paired_by(&types.values)),
            (List::Replace, paired(&types.replace, None)),
            (List::Formats, paired(&types.formats, None)),
        ]);
        Self {
            config,
            document,
            settings,
            met,
        }
    }

    /// What has been of use.
    pub fn into_met(self) -> Met {
        self.met
    }

    /// Whether all of the description is asked for, rather than some operations.
    pub fn is_whole(&self) -> bool {
        self.config.only.is_empty()
    }

    /// Whether an operation is to be generated.
    pub fn choice(&mut self, id: &str, origin: &Origin) -> Choice {
        self.met.operations.insert(id.to_owned());
        let only = &self.config.only;
        let wanted = only.is_empty() || only.iter().any(|name| name == id);
        match self.operation(List::Skip, id, origin) {
            _ if !wanted => Choice::Unwanted,
            Some(_) => Choice::Skipped,
            None => Choice::Kept,
        }
    }

    /// Whether an operation is safe to repeat: by its method, or because the configuration says so.
    pub fn is_repeatable(&mut self, id: &str, origin: &Origin, method: Method) -> bool {
        let document = self.document;
        let fits = |setting: &Setting<'_>| is_operation(document, setting, id, origin);
        if method.is_idempotent() {
            self.pass_by(List::Repeatable, fits);
            return true;
        }
        self.find(List::Repeatable, fits).is_some()
    }

    /// What the configuration calls an operation.
    pub fn operation_name(&mut self, id: &str, origin: &Origin) -> Option<String> {
        self.operation(List::RenameOperations, id, origin)
            .map(str::to_owned)
    }

    /// Whether the configuration leaves a schema out.
    pub fn skips_type(&mut self, origin: &Origin) -> bool {
        self.part(List::SkipTypes, origin).is_some()
    }

    /// Whether a schema's values are secret: as the configuration says, else as it is `described`.
    pub fn is_secret(&mut self, origin: &Origin, described: bool) -> bool {
        let document = self.document;
        let fits = |setting: &Setting<'_>| names(document, &setting.key.text, origin);
        let (idle, changing) = match described {
            true => (List::Secret, List::NotSecret),
            false => (List::NotSecret, List::Secret),
        };
        self.pass_by(idle, fits);
        let is_changed = self.find(changing, fits).is_some();
        if is_changed && !described {
            self.met.secrets.insert(origin.clone());
        }
        described != is_changed
    }

    /// Whether the configuration closes an enumeration.
    pub fn is_closed(&mut self, origin: &Origin) -> bool {
        self.part(List::Closed, origin).is_some()
    }

    /// Whether the configuration has an object keep what is not described.
    pub fn keeps_unknown(&mut self, origin: &Origin) -> bool {
        match self.config.types.keep_unknown {
            KeepUnknown::Everywhere => true,
            KeepUnknown::In(_) => self.part(List::KeepUnknown, origin).is_some(),
        }
    }

    /// What the configuration calls the type of a schema.
    pub fn type_name(&mut self, origin: &Origin) -> Option<String> {
        self.part(List::RenameTypes, origin).map(str::to_owned)
    }

    /// What the configuration calls the field of a property, which stands at `origin` and is one of
    /// the object at `object`.
    pub fn field_name(&mut self, object: &Origin, origin: &Origin, name: &str) -> Option<String> {
        let owner = owner(origin);
        let owners = std::iter::once(object).chain(&owner);
        self.inner(List::Fields, owners, name).map(str::to_owned)
    }

    /// What the configuration calls a value of an enumeration, or a member of a union by its tag.
    pub fn value_name(&mut self, origin: &Origin, value: &str) -> Option<String> {
        self.inner(List::Values, [origin], value).map(str::to_owned)
    }

    /// What the configuration puts in place of a schema.
    pub fn replacement(&mut self, origin: &Origin) -> Option<Type> {
        replaced(self.part(List::Replace, origin)?)
    }

    /// What the configuration makes of a format.
    pub fn format(&mut self, format: &str) -> Option<Type> {
        replaced(self.find(List::Formats, |setting| setting.key.text == format)?)
    }

    /// Reports every entry that was of no use. Entries about types are left alone where only
    /// some of the operations are generated: their types may not have been reached.
    pub fn report_stale(&self, api: &Api, diagnostics: &mut Diagnostics) {
        let operations: Vec<&str> = self.met.operations.iter().map(String::as_str).collect();
        for name in &self.config.only {
            if !self.met.operations.contains(name) {
                diagnostics.stale_config_entry(None, ("--only", name), None, &operations);
            }
        }
        if !self.config.only.is_empty() {
            return;
        }
        if !api.security.has_tokens() {
            for scope in &self.config.client.scopes {
                let meets = Some("is for tokens, which no operation takes");
                let entry = ("client.scopes", &*scope.text);
                diagnostics.stale_config_entry(self.config.place(scope), entry, meets, &[]);
            }
        }
        let components = self.document.api.components.iter();
        let schemas = components.flat_map(|components| components.schemas.keys());
        let schemas: Vec<&str> = schemas.map(String::as_str).collect();
        for (list, settings) in &self.settings {
            let known = match list.names() {
                Named::Operations => &*operations,
                Named::Types => &schemas,
                Named::Others => &[],
            };
            for (index, Setting { key, owner, .. }) in settings.iter().enumerate() {
                if !self.met.used.contains(&(*list, index)) {
                    let place = self.config.place(key);
                    let table = match owner {
                        Some(owner) => format!("{}.\"{}\"", list.key(), owner.text),
                        None => list.key().to_owned(),
                    };
                    let idle = self.met.idle.contains(&(*list, index));
                    let idle = list.idle().filter(|_| idle);
                    let meets = idle.or_else(|| self.other_kind(api, *list, &key.text));
                    let entry = (&*table, &*key.text);
                    diagnostics.stale_config_entry(place, entry, meets, known);
                }
            }
        }
    }

    /// What an entry names that its list has no use for.
    fn other_kind(&self, api: &Api, list: List, entry: &str) -> Option<&'static str> {
        if !matches!(list, List::Closed | List::KeepUnknown) {
            return None;
        }
        let mut types = api.types.iter();
        let (_, found) = types.find(|(_, found)| names(self.document, entry, &found.origin))?;
        Some(match (list, &found.shape) {
            (List::Closed, Shape::Enumeration(found)) if found.number.is_some() => {
                "is an enumeration of numbers, which takes any number"
            }
            (List::Closed, Shape::Enumeration(found)) if found.fallback.is_some() => {
                "is an enumeration that takes any text, as it is described"
            }
            (List::Closed, Shape::Enumeration(_)) => "is an enumeration that is closed anyway",
            (List::Closed, Shape::Union(_)) => "is a union that is closed anyway",
            (_, Shape::Enumeration(_)) => "is an enumeration, which has no properties",
            (_, Shape::Union(_)) => "is a union, whose members have the properties",
            (List::Closed, Shape::Record(_)) => "is an object, which lists no values",
            (_, Shape::Record(_)) => "is an object that keeps them anyway",
            (_, Shape::Choice(_)) => "is a choice of several types",
            (_, Shape::Alias(_)) => "is another name of a type",
        })
    }

    fn operation(&mut self, list: List, id: &str, origin: &Origin) -> Option<&'a str> {
        let document = self.document;
        self.find(list, |setting| is_operation(document, setting, id, origin))
    }

    fn part(&mut self, list: List, origin: &Origin) -> Option<&'a str> {
        let document = self.document;
        self.find(list, |setting| names(document, &setting.key.text, origin))
    }

    fn inner<'o>(
        &mut self,
        list: List,
        owners: impl IntoIterator<Item = &'o Origin> + Clone,
        name: &str,
    ) -> Option<&'a str> {
        let document = self.document;
        self.find(list, |setting| {
            let mut owners = owners.clone().into_iter();
            setting.key.text == name
                && setting
                    .owner
                    .is_some_and(|owner| owners.any(|at| names(document, &owner.text, at)))
        })
    }

    /// Notes the entries that fit something which is as they would have it.
    fn pass_by(&mut self, list: List, fits: impl Fn(&Setting<'a>) -> bool) {
        let settings = self.settings.get(&list).into_iter().flatten();
        let fitting = settings.enumerate().filter(|(_, setting)| fits(setting));
        self.met
            .idle
            .extend(fitting.map(|(index, _)| (list, index)));
    }

    /// What the first fitting entry says; all that fit are of use.
    fn find(&mut self, list: List, fits: impl Fn(&Setting<'a>) -> bool) -> Option<&'a str> {
        let settings = self.settings.get(&list)?;
        let mut found = None;
        for (index, setting) in settings.iter().enumerate() {
            if fits(setting) {
                self.met.used.insert((list, index));
                found = found.or(Some(setting.value));
            }
        }
        found
    }
}

/// Whether an entry is the id of the operation at a place, or its pointer.
fn is_operation(document: &Document, setting: &Setting<'_>, id: &str, origin: &Origin) -> bool {
    setting.key.text == id || points_at(document, &setting.key.text, origin)
}

fn listed(entries: &[Entry]) -> Vec<Setting<'_>> {
    let setting = |key| Setting {
        key,
        owner: None,
        value: "",
    };
    entries.iter().map(setting).collect()
}

fn paired<'a>(Pairs(pairs): &'a Pairs, owner: Option<&'a Entry>) -> Vec<Setting<'a>> {
    let setting = |(key, value): &'a (Entry, Entry)| Setting {
        key,
        owner,
        value: &value.text,
    };
    pairs.iter().map(setting).collect()
}

fn paired_by(PairsBy(tables): &PairsBy) -> Vec<Setting<'_>> {
    let tables = tables.iter();
    tables
        .flat_map(|(owner, pairs)| paired(pairs, Some(owner)))
        .collect()
}

/// Whether an entry is the name of the schema at a place, or its pointer.
fn names(document: &Document, entry: &str, origin: &Origin) -> bool {
    match entry.contains('#') {
        true => points_at(document, entry, origin),
        false => document.schema_name(origin).as_deref() == Some(entry),
    }
}

/// Whether an entry is the pointer of a part: `#/definitions/X` in any file, or
/// `types.json#/definitions/X` in the files whose path ends so.
fn points_at(document: &Document, entry: &str, origin: &Origin) -> bool {
    let Some((file, fragment)) = entry.split_once('#') else {
        return false;
    };
    // Every schema is held against every entry.
    let is_same = if fragment.contains('%') {
        let part = Pointer::parse_fragment(&format!("#{fragment}"));
        part.as_ref() == Some(&origin.pointer)
    } else {
        fragment == origin.pointer.as_str()
    };
    is_same && (file.is_empty() || is_path_end(document.file_name(origin), file))
}

/// Whether a path ends with the whole segments of another one.
fn is_path_end(path: &str, end: &str) -> bool {
    let before = path.strip_suffix(end);
    before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// The schema that a property is written in: what it is composed of is a part of it.
fn owner(property: &Origin) -> Option<Origin> {
    let mut owner = property.pointer.parent()?.parent()?;
    while let Some(list) = owner
        .parent()
        .filter(|list| list.last().as_deref() == Some("allOf"))
    {
        owner = list.parent()?;
    }
    Some(Origin::new(property.file, owner))
}

/// The type that a replacement means. What is none was reported when it was read.
fn replaced(text: &str) -> Option<Type> {
    Some(match Replacement::parse(text)? {
        Replacement::Path(path) => Type::Foreign(path),
        Replacement::Word(word) => match word {
            "boolean" => Type::Bool,
            "bytes" => Type::Bytes(BytesFormat::Base64),
            "date" => Type::Date,
            "date-time" => Type::DateTime(DateTimeFormat::Rfc3339),
            "duration" => Type::Duration,
            "float32" => Type::Float32,
            "float64" => Type::Float64,
            "int32" => Type::Integer(Width::I32),
            "int64" => Type::Integer(Width::I64),
            "uint32" => Type::Integer(Width::U32),
            "uint64" => Type::Integer(Width::U64),
            "uuid" => Type::Uuid,
            "text" => Type::Text,
            _ => Type::Any,
        },
    })
}
