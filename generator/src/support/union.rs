//! Objects told apart by a tag: an object goes in, the enum of its members comes out, and back.
//!
//! Where the tag is the first property nothing is buffered: the member reads the rest of the
//! object itself. What stands before the tag is held back, its text still borrowed, and handed
//! to the member before the rest.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::vec;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde_json::{Map, Value};

use super::quiet::unquoted;
use super::record::read_entries;
use super::{AnyTag, Buffered, Buffering, Key, Literal, Record, Tag, UnknownVariant, Writer};

/// An enum whose members are objects told apart by the value of one property.
pub trait Union: Sized {
    /// The type's name in error texts.
    const NAME: &'static str;
    /// The name of the property that tells the members apart.
    const TAG: &'static str;
    /// Whether any member holds a secret; if so, an unknown member is secret as a whole.
    const SECRET: bool = false;

    /// Whether an object without a tag, or with one that no member has, is kept as it came.
    const OPEN: bool = true;

    /// Whether the tag of any member is a number or a truth value on the wire. Its text is then as
    /// JSON spells it.
    const LITERAL: bool = false;

    /// Reads the member that the tag's text names.
    ///
    /// # Errors
    /// Those of the member; a tag that no member has where the union is closed.
    fn read<'de, A: MapAccess<'de>>(tag: &str, rest: Rest<'de, A>) -> Result<Self, A::Error>;

    /// Writes the member that it is, its tag included.
    fn write<M: SerializeMap>(&self, out: &mut Writer<'_, M>);

    /// The variant for a member that this crate does not know. Only used as a placeholder to
    /// read into, so that a closed union may drop its argument and give any member, as long as
    /// making that member does not lead back here.
    fn unknown(variant: UnknownVariant) -> Self;
}

/// Reads a union.
///
/// # Errors
/// A tag that is missing where the union is closed, a repeated one, one that is not text, and those of
/// the member.
pub fn read_union<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    let mut entered = false;
    let visitor = UnionVisitor::<U> {
        entered: &mut entered,
        union: PhantomData,
    };
    let outcome = deserializer.deserialize_struct(U::NAME, UnionVisitor::<U>::FIELDS, visitor);
    outcome.map_err(|error| match entered {
        true => error,
        false => unquoted(error, "union ", U::NAME),
    })
}

struct UnionVisitor<'v, U> {
    /// Whether there was an object.
    entered: &'v mut bool,
    union: PhantomData<U>,
}

impl<U: Union> UnionVisitor<'_, U> {
    /// Listed twice, the name is a tag: a [`Buffered`] object hands it over first.
    const FIELDS: &'static [&'static str] = &[U::TAG, U::TAG];
}

impl<'de, U: Union> Visitor<'de> for UnionVisitor<'_, U> {
    type Value = U;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "union {}", U::NAME)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<U, A::Error> {
        *self.entered = true;
        match Rest::find::<U>(Vec::new(), map)? {
            Found::Tag(tag, rest) => U::read(&tag, rest),
            Found::Nothing(entries) if U::OPEN => {
                let object = entries.into_iter();
                let object = object.map(|(name, value)| (name.into_owned(), value.into_value()));
                let variant = UnknownVariant::read(U::TAG, object.collect(), U::SECRET);
                Ok(U::unknown(variant))
            }
            Found::Nothing(_) => Err(A::Error::missing_field(U::TAG)),
        }
    }
}

/// A property that is held back.
type Entry<'de> = (Cow<'de, str>, Buffered<'de>);

/// An object without its tag: what stood before the tag, then what comes after it.
pub struct Rest<'de, A> {
    key: &'static str,
    /// The tag is no text on the wire.
    is_literal: bool,
    /// What stood before the tag, if anything did.
    held: Option<Held<'de>>,
    after: A,
}

/// What reading on to a tag comes to.
enum Found<'de, A> {
    /// The tag, and the object without it.
    Tag(Cow<'de, str>, Rest<'de, A>),
    /// There is none: the whole object.
    Nothing(Vec<Entry<'de>>),
}

/// What stood before a tag and is not read yet.
struct Held<'de> {
    entries: vec::IntoIter<Entry<'de>>,
    /// The value of the property whose name was read last.
    current: Option<Entry<'de>>,
}

impl<'de, A: MapAccess<'de>> Rest<'de, A> {
    /// Reads the rest as a record.
    ///
    /// # Errors
    /// Those of the record; a repeated tag.
    #[inline]
    pub fn record<R: Record>(self) -> Result<R, A::Error> {
        let key = self.key;
        if self.held.is_none() {
            // A second copy of the loop, for the usual case: about a tenth of the time.
            return read_entries(self.after, Some(key));
        }
        read_entries(self, Some(key))
    }

    /// Reads the rest as a union that is a member of this one. Its tag may be the same property.
    ///
    /// # Errors
    /// Those of the inner union.
    pub fn union<U: Union>(self, tag: &str) -> Result<U, A::Error> {
        if U::TAG == self.key {
            return U::read(tag, self);
        }
        let (mut found, mut before) = (None, Vec::new());
        for (key, value) in held_entries(self.held) {
            let is_tag = key == U::TAG && found.is_none();
            let tag = is_tag.then(|| AnyTag::of(&value)).flatten();
            match tag.filter(|tag| U::LITERAL || !tag.is_literal) {
                Some(tag) => found = Some(tag),
                None => before.push((key, value)),
            }
        }
        let (tag, rest) = match found {
            Some(AnyTag { text, is_literal }) => {
                (text, Self::new(U::TAG, is_literal, before, self.after))
            }
            None => match Self::find::<U>(before, self.after)? {
                Found::Tag(tag, rest) => (tag, rest),
                Found::Nothing(_) => return Err(A::Error::missing_field(U::TAG)),
            },
        };
        U::read(&tag, rest)
    }

    /// Keeps the rest as it is, for a tag that this crate does not know.
    ///
    /// # Errors
    /// Those of the format; a repeated tag.
    pub fn unknown(self, tag: &str, secret: bool) -> Result<UnknownVariant, A::Error> {
        let key = self.key;
        let value = match self.is_literal {
            true => Literal(tag).value(),
            false => Value::from(tag),
        };
        let mut after = self.after;
        let mut object = Map::new();
        for (name, value) in held_entries(self.held) {
            object.insert(name.into_owned(), value.into_value());
        }
        object.insert(key.to_owned(), value);
        while let Some(Key(name)) = after.next_key()? {
            if name == key {
                return Err(A::Error::duplicate_field(key));
            }
            object.insert(name.into_owned(), after.next_value()?);
        }
        Ok(UnknownVariant::read(key, object, secret))
    }

    /// The error for a tag that is none of those allowed.
    pub fn unexpected(&self, tag: &str, allowed: &'static [&'static str]) -> A::Error {
        A::Error::unknown_variant(tag, allowed)
    }

    /// Reads on to the tag, holding back what stands before it.
    #[inline]
    fn find<U: Union>(mut before: Vec<Entry<'de>>, mut map: A) -> Result<Found<'de, A>, A::Error> {
        while let Some(Key(name)) = map.next_key()? {
            if name == U::TAG {
                let (tag, is_literal) = if U::LITERAL {
                    let AnyTag { text, is_literal } = map.next_value()?;
                    (text, is_literal)
                } else {
                    let Tag(text) = map.next_value()?;
                    (text, false)
                };
                let rest = Self::new(U::TAG, is_literal, before, map);
                return Ok(Found::Tag(tag, rest));
            }
            before.push((name, map.next_value_seed(Buffering::new())?));
        }
        Ok(Found::Nothing(before))
    }

    #[inline]
    fn new(key: &'static str, is_literal: bool, before: Vec<Entry<'de>>, after: A) -> Self {
        let held = (!before.is_empty()).then(|| Held {
            entries: before.into_iter(),
            current: None,
        });
        Self {
            key,
            is_literal,
            held,
            after,
        }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'de, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some(held) = &mut self.held else {
            return self.after.next_key_seed(seed);
        };
        let Some((key, value)) = held.entries.next() else {
            return self.after.next_key_seed(seed);
        };
        let name = Buffered::Text(key.clone());
        held.current = Some((key, value));
        seed.deserialize(name).map(Some).map_err(A::Error::custom)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.held.as_mut().and_then(|held| held.current.take()) {
            Some((key, value)) => seed
                .deserialize(value)
                .map_err(|fault| A::Error::custom(fault.under(key))),
            None => self.after.next_value_seed(seed),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        let before = self.held.as_ref().map_or(0, |held| held.entries.len());
        Some(before + self.after.size_hint()?)
    }
}

fn held_entries(held: Option<Held<'_>>) -> impl Iterator<Item = Entry<'_>> {
    held.into_iter().flat_map(|held| held.entries)
}

/// Implements serde's traits and the runtime's for a [`Union`].
macro_rules! union {
    ($name:ty) => {
        $crate::support::object!($name, read_union, write_union);

        impl $crate::support::Blank for $name {
            fn blank() -> Self {
                let placeholder = $crate::support::UnknownVariant::placeholder();
                <Self as $crate::support::Union>::unknown(placeholder)
            }
        }
    };
}
pub(crate) use union;
