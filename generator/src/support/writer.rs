//! Writing objects: records and unions go in with a mode, entries of any serde map come out.

use std::collections::BTreeMap;

use serde::Serializer;
use serde::ser::{Serialize, SerializeMap};
use serde_json::{Map, Value};

use super::{
    Codec, Encode, Encoded, EncodedAs, Literal, Mode, OnParts, Part, REDACTED, RecordShape, Union,
    UnknownVariant,
};

/// Writes a record as an object, its tag first.
///
/// # Errors
/// Those of the serializer and of values that their format cannot express.
pub fn write_record<R: Encode + ?Sized, S: Serializer>(
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

/// What is done with the properties of a record, one after the other. `at` is the position of each
/// in the record's shape; a codec's form is for the values that have one.
pub trait Fields {
    /// A known property.
    fn field<T: Encode>(&mut self, at: usize, value: &T);

    /// Like [`field`](Self::field), in a codec's form.
    fn coded<C: Codec>(&mut self, at: usize, value: &C::Value);

    /// The properties that were kept beside the known ones.
    fn extra(&mut self, at: usize, extra: &Map<String, Value>);

    /// Like [`extra`](Self::extra), where the description types the values.
    fn coded_extra<C: Codec>(&mut self, at: usize, extra: &BTreeMap<String, C::Value>);
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
    /// The record whose properties come next.
    shape: RecordShape,
    /// The tags that are written by themselves.
    tags: [Option<&'static str>; 2],
}

impl<'m, M: SerializeMap> Writer<'m, M> {
    fn new(map: &'m mut M, mode: Mode) -> Self {
        Self {
            map,
            failure: None,
            mode,
            tag: None,
            shape: RecordShape::EMPTY,
            tags: [None, None],
        }
    }

    /// The mode to write in.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Writes a union's variant: the union's tag, then the record's properties. The record's own
    /// tag is written only where it has another name.
    pub fn variant<R: Encode>(&mut self, tag: &str, record: &R) {
        if let Some(key) = self.tag {
            self.entry(key, tag);
        }
        self.record(record);
    }

    /// Like [`variant`](Self::variant), where the tag is the number or truth value that its text spells.
    pub fn literal_variant<R: Encode>(&mut self, tag: &str, record: &R) {
        if let Some(key) = self.tag {
            self.entry(key, &Literal(tag));
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

    fn record<R: Encode + ?Sized>(&mut self, record: &R) {
        let shape = R::SHAPE;
        let union = self.tag.take();
        if let Some((key, text)) = shape.tag.filter(|(key, _)| union != Some(*key)) {
            match shape.literal_tag {
                true => self.entry(key, &Literal(text)),
                false => self.entry(key, text),
            }
        }
        self.tags = [union, shape.tag.map(|(key, _)| key)];
        self.shape = shape;
        record.parts(self);
    }

    /// A property at its position, unless it is left out: one that only answers carry, of a request,
    /// and one without a value that need not be there.
    fn property<T: Serialize>(&mut self, at: usize, is_absent: bool, value: &T) {
        let unsent = self.mode == Mode::Request && self.shape.read_only.contains(&at);
        if unsent || (is_absent && !self.shape.required.contains(&at)) {
            return;
        }
        if let Some(key) = self.shape.keys.get(at) {
            self.entry(key, value);
        }
    }

    /// A property beside the known ones. One that is called like a known one is left out, since no
    /// object may have a name twice.
    fn beside<T: Serialize>(&mut self, key: &str, value: &T) {
        if !self.shape.keys.contains(&key) && !self.tags.contains(&Some(key)) {
            self.entry(key, value);
        }
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

impl<M: SerializeMap> OnParts for &mut Writer<'_, M> {
    type Out = ();

    fn parts<P: Part>(self, parts: P) {
        parts.write(0, self);
    }
}

impl<M: SerializeMap> Fields for Writer<'_, M> {
    fn field<T: Encode>(&mut self, at: usize, value: &T) {
        let mode = self.mode;
        self.property(at, value.is_absent(), &Encoded { value, mode });
    }

    fn coded<C: Codec>(&mut self, at: usize, value: &C::Value) {
        let mode = self.mode;
        self.property(at, C::is_absent(value), &EncodedAs::<C> { value, mode });
    }

    fn extra(&mut self, _: usize, extra: &Map<String, Value>) {
        for (key, value) in extra {
            self.beside(key, value);
        }
    }

    fn coded_extra<C: Codec>(&mut self, _: usize, extra: &BTreeMap<String, C::Value>) {
        let mode = self.mode;
        for (key, value) in extra {
            self.beside(key, &EncodedAs::<C> { value, mode });
        }
    }
}
