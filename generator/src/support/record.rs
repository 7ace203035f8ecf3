//! Objects with known properties: one shared visitor and one shared writer for every record.
//!
//! A generated type hands over its properties, to be read and to be written; everything that
//! serde's derive would repeat per type is here once. An object of any self-describing format goes
//! in and a record comes out, by these rules: a property of another name is skipped or kept, a
//! repeated known one is an error, a missing one is an error where it is required. Unlike the
//! derive's, a record is never read from a list.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor,
};
use serde_json::{Map, Value};

use super::quiet::unquoted;
use super::to_send::is_to_send;
use super::{AnyTag, Blank, Codec, Decoded, Encode, Key, OnPlaces, Place};

/// A type that is an object with known properties on the wire: those of its shape.
pub trait Record: Blank + Encode {
    /// Hands over the places that the properties' values go to, in the order of the shape.
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out;
}

/// A record as data. One constant: each costs the compiler as much as a small function.
pub struct RecordShape {
    /// The type's name in error texts and in `Debug`.
    pub name: &'static str,
    /// The known properties' names on the wire; a property's bit is its position here.
    pub keys: &'static [&'static str],
    /// The fields' names in Rust, that of the kept properties last. None, where they are the keys.
    pub fields: &'static [&'static str],
    /// The positions of the properties that must be there.
    pub required: &'static [usize],
    /// The positions of the properties that only answers carry.
    pub read_only: &'static [usize],
    /// The property that marks the type within a hierarchy, and its text. It is none of
    /// [`keys`](Self::keys): it may be absent when read, is checked when there unless it is loose, and is
    /// always written.
    pub tag: Option<(&'static str, &'static str)>,
    /// The tag is the number or truth value that its text spells.
    pub literal_tag: bool,
    /// The type by itself may have any tag; it is its unions that know it by this one.
    pub loose_tag: bool,
}

impl RecordShape {
    /// Nothing beside what a type says of itself.
    pub const EMPTY: Self = Self {
        name: "",
        keys: &[],
        fields: &[],
        required: &[],
        read_only: &[],
        tag: None,
        literal_tag: false,
        loose_tag: false,
    };
}

impl<R: Record> Record for Box<R> {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        R::places(self, on)
    }
}

/// Reads a record.
///
/// # Errors
/// Those of serde's derive for a struct, with the same texts.
pub fn read_record<'de, R: Record, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    let mut entered = false;
    let visitor = RecordVisitor {
        entered: &mut entered,
        record: PhantomData,
    };
    let outcome = deserializer.deserialize_struct(R::SHAPE.name, R::SHAPE.keys, visitor);
    outcome.map_err(|error| match entered {
        true => error,
        false => unquoted(error, "struct ", R::SHAPE.name),
    })
}

struct RecordVisitor<'v, R> {
    /// Whether there was an object.
    entered: &'v mut bool,
    record: PhantomData<R>,
}

impl<'de, R: Record> Visitor<'de> for RecordVisitor<'_, R> {
    type Value = R;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "struct {}", R::SHAPE.name)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<R, A::Error> {
        *self.entered = true;
        read_entries(map, None)
    }
}

/// Reads what is left of an object into a record. `union` is the name of a tag that has been
/// read already and must not come again.
#[inline]
pub(super) fn read_entries<'de, R: Record, A: MapAccess<'de>>(
    mut map: A,
    union: Option<&'static str>,
) -> Result<R, A::Error> {
    let mut record = R::blank();
    let mut progress = Progress {
        keys: R::SHAPE.keys,
        tag: R::SHAPE.tag,
        literal_tag: R::SHAPE.literal_tag,
        loose_tag: R::SHAPE.loose_tag,
        union,
        seen: Seen::default(),
    };
    while let Some(Key(key)) = map.next_key()? {
        record.places(Slot {
            property: Property {
                name: &key,
                keys: R::SHAPE.keys,
            },
            map: &mut map,
            progress: &mut progress,
            input: PhantomData,
        })?;
    }
    match progress.missing(&R::SHAPE) {
        Some(field) => Err(A::Error::missing_field(field)),
        None => Ok(record),
    }
}

/// How far the reading of one record has come.
struct Progress {
    keys: &'static [&'static str],
    tag: Option<(&'static str, &'static str)>,
    literal_tag: bool,
    loose_tag: bool,
    union: Option<&'static str>,
    seen: Seen,
}

impl Progress {
    /// Notes that a property is read; an error if it was read before.
    #[inline]
    fn first<E: Error>(&mut self, bit: usize) -> Result<(), E> {
        if self.seen.insert(bit) {
            return Ok(());
        }
        Err(self.repeated(bit))
    }

    #[cold]
    fn repeated<E: Error>(&self, bit: usize) -> E {
        E::duplicate_field(self.name(bit))
    }

    #[inline]
    fn missing(&self, shape: &RecordShape) -> Option<&'static str> {
        let mut required = shape.required.iter();
        let missing = |bit: &&usize| {
            let not_given = || shape.read_only.contains(*bit) && is_to_send();
            !self.seen.contains(**bit) && !not_given()
        };
        let bit = required.find(missing)?;
        Some(self.name(*bit))
    }

    fn name(&self, bit: usize) -> &'static str {
        self.keys.get(bit).copied().unwrap_or_default()
    }
}

/// A set of positions: the first 64 in place, the others on the heap.
#[derive(Default)]
struct Seen {
    low: u64,
    high: Option<BTreeMap<usize, u64>>,
}

impl Seen {
    /// Adds a position; false if it was there before.
    #[inline]
    fn insert(&mut self, bit: usize) -> bool {
        let word = match bit / 64 {
            0 => &mut self.low,
            word => self.high.get_or_insert_default().entry(word).or_default(),
        };
        let mask = 1 << (bit % 64);
        let new = *word & mask == 0;
        *word |= mask;
        new
    }

    #[inline]
    fn contains(&self, bit: usize) -> bool {
        let word = match bit / 64 {
            0 => self.low,
            word => {
                let high = self.high.as_ref();
                let word = high.and_then(|high| high.get(&word));
                word.copied().unwrap_or_default()
            }
        };
        word & (1 << (bit % 64)) != 0
    }
}

/// The name of a property, beside the names of those that its record knows.
#[derive(Clone, Copy)]
pub struct Property<'s> {
    name: &'s str,
    keys: &'static [&'static str],
}

impl Property<'_> {
    /// Whether it is the known one at this position.
    #[inline]
    pub fn is(self, at: usize) -> bool {
        self.keys.get(at).is_some_and(|known| *known == self.name)
    }
}

/// The value of one property, waiting for the place that it goes to.
pub struct Slot<'de, 's, A> {
    property: Property<'s>,
    map: &'s mut A,
    progress: &'s mut Progress,
    input: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> OnPlaces for Slot<'de, '_, A> {
    type Out = Result<(), A::Error>;

    #[inline]
    fn places<P: Place>(self, places: P) -> Self::Out {
        places.read(0, self)
    }
}

impl<'de, A: MapAccess<'de>> Slot<'de, '_, A> {
    /// The property that it is.
    #[inline]
    pub fn property(&self) -> Property<'_> {
        self.property
    }

    /// Reads the value into the place of the property at this position.
    ///
    /// # Errors
    /// Those of the value; `duplicate_field` when the property was read before.
    #[inline]
    pub fn read<T: Deserialize<'de>>(self, at: usize, place: &mut T) -> Result<(), A::Error> {
        self.progress.first(at)?;
        *place = self.map.next_value()?;
        Ok(())
    }

    /// Like [`read`](Self::read), in a codec's form.
    ///
    /// # Errors
    /// Those of [`read`](Self::read).
    #[inline]
    pub fn read_as<C: Codec>(self, at: usize, place: &mut C::Value) -> Result<(), A::Error> {
        self.progress.first(at)?;
        *place = self.map.next_value::<Decoded<C>>()?.0;
        Ok(())
    }

    /// Keeps a property that is none of the known ones. Of a repeated one the last value stays.
    ///
    /// # Errors
    /// Those of the value; a tag that is not the record's own.
    pub fn keep(self, extra: &mut Map<String, Value>) -> Result<(), A::Error> {
        if self.is_tag() {
            return self.ignore();
        }
        extra.insert(self.property.name.to_owned(), self.map.next_value()?);
        Ok(())
    }

    /// Like [`keep`](Self::keep), where the description types the values. `Own<T>` is the codec
    /// of a type's own form.
    ///
    /// # Errors
    /// Those of [`keep`](Self::keep).
    pub fn keep_as<C: Codec>(self, extra: &mut BTreeMap<String, C::Value>) -> Result<(), A::Error> {
        if self.is_tag() {
            return self.ignore();
        }
        let value = self.map.next_value::<Decoded<C>>()?.0;
        extra.insert(self.property.name.to_owned(), value);
        Ok(())
    }

    /// Passes over a property that is none of the known ones.
    ///
    /// # Errors
    /// Those of the format; a tag that is not the record's own.
    pub fn ignore(self) -> Result<(), A::Error> {
        match (self.progress.union, self.progress.tag) {
            (Some(union), _) if union == self.property.name => {
                Err(A::Error::duplicate_field(union))
            }
            (_, Some((key, text))) if key == self.property.name && !self.progress.loose_tag => {
                let literal = self.progress.literal_tag;
                self.map.next_value_seed(Own { text, literal })
            }
            _ => self.map.next_value::<serde::de::IgnoredAny>().map(drop),
        }
    }

    fn is_tag(&self) -> bool {
        self.progress.union == Some(self.property.name)
            || self
                .progress
                .tag
                .is_some_and(|(key, _)| key == self.property.name)
    }
}

/// Takes this tag and no other.
struct Own {
    text: &'static str,
    literal: bool,
}

impl<'de> DeserializeSeed<'de> for Own {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let text = self.text;
        if self.literal {
            let AnyTag { text, .. } = AnyTag::deserialize(deserializer)?;
            return self.visit_str(&text);
        }
        let outcome = deserializer.deserialize_str(self);
        outcome.map_err(|error| unquoted(error, "the tag ", &format!("`{text}`")))
    }
}

impl Visitor<'_> for Own {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the tag `{}`", self.text)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if text == self.text {
            return Ok(());
        }
        Err(E::invalid_value(Unexpected::Other("another tag"), &self))
    }
}

/// Implements `Debug`, serde's traits and the runtime's for a [`Record`].
macro_rules! record {
    ($name:ty) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::support::show_record(self, out)
            }
        }

        $crate::support::readable!($name, read_record);
    };
}
pub(crate) use record;

/// Implements serde's traits, reading by one function.
macro_rules! readable {
    ($name:ty, $read:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                $crate::support::$read(deserializer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                $crate::support::Encode::encode(self, $crate::support::Mode::Full, serializer)
            }
        }
    };
}
pub(crate) use readable;

/// What unions of both kinds have in common: a value on the wire, read and written by one function
/// each.
macro_rules! object {
    ($name:ty, $read:ident, $write:ident) => {
        $crate::support::readable!($name, $read);

        impl $crate::support::Encode for $name {
            fn encode<S>(
                &self,
                mode: $crate::support::Mode,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                $crate::support::$write(self, mode, serializer)
            }
        }
    };
}
pub(crate) use object;
