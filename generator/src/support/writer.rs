//! Writing objects: records and unions go in with a mode, entries of any serde map come out.

use std::collections::BTreeMap;

use serde::Serializer;
use serde::ser::{Serialize, SerializeMap};
use serde_json::{Map, Value};

use super::{Codec, Encode, Encoded, EncodedAs, Mode, REDACTED, Record, Union, UnknownVariant};

/// Writes a record as an object, its tag first.
///
/// # Errors
/// Those of the serializer and of values that their format cannot express.
pub fn write_record<R: Record, S: Serializer>(
    record: &R,
    mode: Mode,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut out = Writer::new(&mut map, mode);
    out.record(record);
    out.end()?;
    map.end()
}

/// Writes a union as the object of the variant that it is, the variant's tag in it.
///
/// # Errors
/// Those of the serializer and of values that their format cannot express.
pub fn write_union<U: Union, S: Serializer>(
    union: &U,
    mode: Mode,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut out = Writer::new(&mut map, mode);
    out.tag = Some(U::TAG);
    union.write(&mut out);
    out.end()?;
    map.end()
}

/// An object that is being written.
///
/// It keeps the first failure to itself, and what comes after it is not written: a type's list of
/// fields has no failure to hand on between one and the next, which costs the compiler dearly.
pub struct Writer<'m, M: SerializeMap> {
    map: &'m mut M,
    failure: Option<M::Error>,
    mode: Mode,
    /// The name of the tag of the union whose variant comes next.
    tag: Option<&'static str>,
    /// What an extra property may not be called.
    taken: Taken,
}

/// Names that are written by themselves.
#[derive(Default)]
struct Taken {
    fields: &'static [&'static str],
    tags: [Option<&'static str>; 2],
}

impl Taken {
    fn contains(&self, key: &str) -> bool {
        self.fields.contains(&key) || self.tags.contains(&Some(key))
    }
}

impl<'m, M: SerializeMap> Writer<'m, M> {
    fn new(map: &'m mut M, mode: Mode) -> Self {
        Self {
            map,
            failure: None,
            mode,
            tag: None,
            taken: Taken::default(),
        }
    }

    /// The mode to write in.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether read-only properties are written: in every mode but a request's.
    pub fn writes_read_only(&self) -> bool {
        match self.mode {
            Mode::Full | Mode::Redacted => true,
            Mode::Request => false,
        }
    }

    /// Writes a property.
    pub fn required<T>(&mut self, key: &'static str, value: &T)
    where
        T: Encode + ?Sized,
    {
        let mode = self.mode;
        self.entry(key, &Encoded { value, mode });
    }

    /// Writes a property in a codec's form.
    pub fn required_as<C: Codec>(&mut self, key: &'static str, value: &C::Value) {
        let mode = self.mode;
        self.entry(key, &EncodedAs::<C> { value, mode });
    }

    /// Writes a property if there is a value.
    pub fn optional<T: Encode>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(key, value);
        }
    }

    /// Writes a property in a codec's form if there is a value.
    pub fn optional_as<C: Codec>(&mut self, key: &'static str, value: &Option<C::Value>) {
        if let Some(value) = value {
            self.required_as::<C>(key, value);
        }
    }

    /// Writes a property of three states: absent (`None`), `null` (`Some(None)`), or a value.
    pub fn nullable<T: Encode>(&mut self, key: &'static str, value: &Option<Option<T>>) {
        match value {
            Some(Some(value)) => self.required(key, value),
            Some(None) => self.entry(key, &()),
            None => {}
        }
    }

    /// Like [`nullable`](Self::nullable), in a codec's form.
    pub fn nullable_as<C: Codec>(&mut self, key: &'static str, value: &Option<Option<C::Value>>) {
        match value {
            Some(Some(value)) => self.required_as::<C>(key, value),
            Some(None) => self.entry(key, &()),
            None => {}
        }
    }

    /// Writes the properties that were kept beside the known ones. One that is called like a
    /// known property is left out, since no object may have a name twice.
    pub fn extra(&mut self, extra: &Map<String, Value>) {
        for (key, value) in extra {
            if !self.taken.contains(key) {
                self.entry(key, value);
            }
        }
    }

    /// Like [`extra`](Self::extra), where the description types the values.
    pub fn extra_as<C: Codec>(&mut self, extra: &BTreeMap<String, C::Value>) {
        let mode = self.mode;
        for (key, value) in extra {
            if !self.taken.contains(key) {
                self.entry(key, &EncodedAs::<C> { value, mode });
            }
        }
    }

    /// Writes a union's variant: the union's tag, then the record's properties. The record's own
    /// tag is written only where it has another name.
    pub fn variant<R: Record>(&mut self, tag: &str, record: &R) {
        if let Some(key) = self.tag {
            self.entry(key, tag);
        }
        self.record(record);
    }

    /// Writes a union's variant that is a union itself: the outer tag, if it has another name
    /// than the inner one, then the inner union.
    pub fn union<U: Union>(&mut self, tag: &str, union: &U) {
        if let Some(key) = self.tag.filter(|key| *key != U::TAG) {
            self.entry(key, tag);
        }
        self.tag = Some(U::TAG);
        union.write(self);
    }

    /// Writes a variant that this crate does not know: its whole object, where the mode is
    /// [`Mode::Redacted`] and the variant is secret only its tag and its properties' names.
    pub fn unknown(&mut self, variant: &UnknownVariant) {
        let hide = variant.is_secret() && self.mode == Mode::Redacted;
        for (key, value) in variant.expose() {
            if hide && key != variant.key() {
                self.entry(key, REDACTED);
            } else {
                self.entry(key, value);
            }
        }
    }

    fn record<R: Record>(&mut self, record: &R) {
        let union = self.tag.take();
        if let Some((key, text)) = R::TAG.filter(|(key, _)| union != Some(*key)) {
            self.entry(key, text);
        }
        self.taken = Taken {
            fields: R::FIELDS,
            tags: [union, R::TAG.map(|(key, _)| key)],
        };
        record.write(self);
    }

    fn entry<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if self.failure.is_none() {
            self.failure = self.map.serialize_entry(key, value).err();
        }
    }

    /// The first failure, if there was any.
    fn end(self) -> Result<(), M::Error> {
        self.failure.map_or(Ok(()), Err)
    }
}
