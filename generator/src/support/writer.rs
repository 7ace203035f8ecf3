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
    out.record(record)?;
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
    union.write(&mut out)?;
    map.end()
}

/// An object that is being written.
pub struct Writer<'m, M> {
    map: &'m mut M,
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
    ///
    /// # Errors
    /// Those of the serializer and of the value.
    pub fn required<T>(&mut self, key: &'static str, value: &T) -> Result<(), M::Error>
    where
        T: Encode + ?Sized,
    {
        let mode = self.mode;
        self.entry(key, &Encoded { value, mode })
    }

    /// Writes a property in a codec's form.
    ///
    /// # Errors
    /// Those of the serializer and of the value.
    pub fn required_as<C: Codec>(
        &mut self,
        key: &'static str,
        value: &C::Value,
    ) -> Result<(), M::Error> {
        let mode = self.mode;
        self.entry(key, &EncodedAs::<C> { value, mode })
    }

    /// Writes a property if there is a value.
    ///
    /// # Errors
    /// Those of the serializer and of the value.
    pub fn optional<T: Encode>(
        &mut self,
        key: &'static str,
        value: &Option<T>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => self.required(key, value),
            None => Ok(()),
        }
    }

    /// Writes a property in a codec's form if there is a value.
    ///
    /// # Errors
    /// Those of the serializer and of the value.
    pub fn optional_as<C: Codec>(
        &mut self,
        key: &'static str,
        value: &Option<C::Value>,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => self.required_as::<C>(key, value),
            None => Ok(()),
        }
    }

    /// Writes a property of three states: absent (`None`), `null` (`Some(None)`), or a value.
    ///
    /// # Errors
    /// Those of the serializer and of the value.
    pub fn nullable<T: Encode>(
        &mut self,
        key: &'static str,
        value: &Option<Option<T>>,
    ) -> Result<(), M::Error> {
        match value {
            Some(Some(value)) => self.required(key, value),
            Some(None) => self.entry(key, &()),
            None => Ok(()),
        }
    }

    /// Like [`nullable`](Self::nullable), in a codec's form.
    ///
    /// # Errors
    /// Those of the serializer and of the value.
    pub fn nullable_as<C: Codec>(
        &mut self,
        key: &'static str,
        value: &Option<Option<C::Value>>,
    ) -> Result<(), M::Error> {
        match value {
            Some(Some(value)) => self.required_as::<C>(key, value),
            Some(None) => self.entry(key, &()),
            None => Ok(()),
        }
    }

    /// Writes the properties that were kept beside the known ones. One that is called like a
    /// known property is left out, since no object may have a name twice.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn extra(&mut self, extra: &Map<String, Value>) -> Result<(), M::Error> {
        for (key, value) in extra {
            if !self.taken.contains(key) {
                self.entry(key, value)?;
            }
        }
        Ok(())
    }

    /// Like [`extra`](Self::extra), where the description types the values.
    ///
    /// # Errors
    /// Those of the serializer and of the values.
    pub fn extra_as<C: Codec>(
        &mut self,
        extra: &BTreeMap<String, C::Value>,
    ) -> Result<(), M::Error> {
        let mode = self.mode;
        for (key, value) in extra {
            if !self.taken.contains(key) {
                self.entry(key, &EncodedAs::<C> { value, mode })?;
            }
        }
        Ok(())
    }

    /// Writes a union's variant: the union's tag, then the record's properties. The record's own
    /// tag is written only where it has another name.
    ///
    /// # Errors
    /// Those of the serializer and of the record's values.
    pub fn variant<R: Record>(&mut self, tag: &str, record: &R) -> Result<(), M::Error> {
        if let Some(key) = self.tag {
            self.entry(key, tag)?;
        }
        self.record(record)
    }

    /// Writes a union's variant that is a union itself: the outer tag, if it has another name
    /// than the inner one, then the inner union.
    ///
    /// # Errors
    /// Those of the serializer and of the union's values.
    pub fn union<U: Union>(&mut self, tag: &str, union: &U) -> Result<(), M::Error> {
        if let Some(key) = self.tag.filter(|key| *key != U::TAG) {
            self.entry(key, tag)?;
        }
        self.tag = Some(U::TAG);
        union.write(self)
    }

    /// Writes a variant that this crate does not know: its whole object, where the mode is
    /// [`Mode::Redacted`] and the variant is secret only its tag and its properties' names.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn unknown(&mut self, variant: &UnknownVariant) -> Result<(), M::Error> {
        let hide = variant.is_secret() && self.mode == Mode::Redacted;
        for (key, value) in variant.expose() {
            if hide && key != variant.key() {
                self.entry(key, REDACTED)?;
            } else {
                self.entry(key, value)?;
            }
        }
        Ok(())
    }

    fn record<R: Record>(&mut self, record: &R) -> Result<(), M::Error> {
        let union = self.tag.take();
        if let Some((key, text)) = R::TAG.filter(|(key, _)| union != Some(*key)) {
            self.entry(key, text)?;
        }
        self.taken = Taken {
            fields: R::FIELDS,
            tags: [union, R::TAG.map(|(key, _)| key)],
        };
        record.write(self)
    }

    fn entry<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), M::Error> {
        self.map.serialize_entry(key, value)
    }
}
