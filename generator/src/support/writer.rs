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

/// What is done with the fields of a record, one after the other. A `key` is the name on the wire;
/// a codec's form is for the values that have one.
pub trait Fields {
    /// Whether read-only properties are among them: in every mode but a request's.
    fn has_read_only(&self) -> bool;

    /// A property that is always there.
    fn required<T: Encode>(&mut self, key: &'static str, value: &T);

    /// Like [`required`](Self::required), in a codec's form.
    fn required_as<C: Codec>(&mut self, key: &'static str, value: &C::Value);

    /// A property that is there if there is a value.
    fn optional<T: Encode>(&mut self, key: &'static str, value: &Option<T>);

    /// Like [`optional`](Self::optional), in a codec's form.
    fn optional_as<C: Codec>(&mut self, key: &'static str, value: &Option<C::Value>);

    /// A property of three states: absent (`None`), `null` (`Some(None)`), or a value.
    fn nullable<T: Encode>(&mut self, key: &'static str, value: &Option<Option<T>>);

    /// Like [`nullable`](Self::nullable), in a codec's form.
    fn nullable_as<C: Codec>(&mut self, key: &'static str, value: &Option<Option<C::Value>>);

    /// The properties that were kept beside the known ones.
    fn extra(&mut self, extra: &Map<String, Value>);

    /// Like [`extra`](Self::extra), where the description types the values.
    fn extra_as<C: Codec>(&mut self, extra: &BTreeMap<String, C::Value>);
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
    keys: &'static [&'static str],
    tags: [Option<&'static str>; 2],
}

impl Taken {
    fn contains(&self, key: &str) -> bool {
        self.keys.contains(&key) || self.tags.contains(&Some(key))
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
        let shape = R::SHAPE;
        let union = self.tag.take();
        if let Some((key, text)) = shape.tag.filter(|(key, _)| union != Some(*key)) {
            self.entry(key, text);
        }
        self.taken = Taken {
            keys: shape.keys,
            tags: [union, shape.tag.map(|(key, _)| key)],
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

impl<M: SerializeMap> Fields for Writer<'_, M> {
    fn has_read_only(&self) -> bool {
        match self.mode {
            Mode::Full | Mode::Redacted => true,
            Mode::Request => false,
        }
    }

    fn required<T: Encode>(&mut self, key: &'static str, value: &T) {
        let mode = self.mode;
        self.entry(key, &Encoded { value, mode });
    }

    fn required_as<C: Codec>(&mut self, key: &'static str, value: &C::Value) {
        let mode = self.mode;
        self.entry(key, &EncodedAs::<C> { value, mode });
    }

    fn optional<T: Encode>(&mut self, key: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(key, value);
        }
    }

    fn optional_as<C: Codec>(&mut self, key: &'static str, value: &Option<C::Value>) {
        if let Some(value) = value {
            self.required_as::<C>(key, value);
        }
    }

    fn nullable<T: Encode>(&mut self, key: &'static str, value: &Option<Option<T>>) {
        match value {
            Some(Some(value)) => self.required(key, value),
            Some(None) => self.entry(key, &()),
            None => {}
        }
    }

    fn nullable_as<C: Codec>(&mut self, key: &'static str, value: &Option<Option<C::Value>>) {
        match value {
            Some(Some(value)) => self.required_as::<C>(key, value),
            Some(None) => self.entry(key, &()),
            None => {}
        }
    }

    /// One that is called like a known property is left out, since no object may have a name twice.
    fn extra(&mut self, extra: &Map<String, Value>) {
        for (key, value) in extra {
            if !self.taken.contains(key) {
                self.entry(key, value);
            }
        }
    }

    fn extra_as<C: Codec>(&mut self, extra: &BTreeMap<String, C::Value>) {
        let mode = self.mode;
        for (key, value) in extra {
            if !self.taken.contains(key) {
                self.entry(key, &EncodedAs::<C> { value, mode });
            }
        }
    }
}
