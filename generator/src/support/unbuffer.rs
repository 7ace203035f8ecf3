//! Decoding from the buffer: a [`Buffered`] tree goes in, any type comes out, or a [`Fault`]
//! that knows the path to what was wrong.
//!
//! An object that is read as a union hands its tag over first, wherever it stands, so that
//! nothing is ever buffered twice.

use std::borrow::Cow;
use std::vec;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{AnyTag, Buffered, Fault};

/// Whoever asks for an integer gets one that is written as `2.0`, too.
macro_rules! integers {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.with_integer().deserialize_any(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Buffered<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Buffered::Null => visitor.visit_unit(),
            Buffered::Bool(value) => visitor.visit_bool(value),
            Buffered::Signed(value) => visitor.visit_i64(value),
            Buffered::Unsigned(value) => visitor.visit_u64(value),
            Buffered::Float(value) => visitor.visit_f64(value),
            Buffered::Text(Cow::Borrowed(value)) => visitor.visit_borrowed_str(value),
            Buffered::Text(Cow::Owned(value)) => visitor.visit_string(value),
            Buffered::Bytes(Cow::Borrowed(value)) => visitor.visit_borrowed_bytes(value),
            Buffered::Bytes(Cow::Owned(value)) => visitor.visit_byte_buf(value),
            Buffered::List(items) => visitor.visit_seq(Items::new(items)),
            Buffered::Object(entries) => visitor.visit_map(Entries::new(None, entries)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Buffered::Null => visitor.visit_none(),
            other => visitor.visit_some(other),
        }
    }

    /// A list without an item, where `null` stands in its place: what services in Go write.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Buffered::Null => visitor.visit_seq(Items::new(Vec::new())),
            other => other.deserialize_any(visitor),
        }
    }

    /// The same of a map.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Buffered::Null => visitor.visit_map(Entries::new(None, Vec::new())),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match name {
            CHOICE => visitor.visit_enum(Whole(self)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match (self, fields) {
            // A union lists its tag twice, which no record can do with a field.
            (Buffered::Object(entries), [tag, again]) if tag == again => {
                read_union(tag, entries, visitor)
            }
            (other, _) => other.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Buffered::Text(text) => visitor.visit_enum(text.into_deserializer()),
            _ => Err(Fault::invalid_type(Unexpected::Other("value"), &visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct identifier
    }
}

/// The name by which a choice asks for a whole value, to look at it before it is read.
pub const CHOICE: &str = "$clientforge::Choice";

/// A value that is looked at first and read afterwards.
struct Whole<'de>(Buffered<'de>);

impl<'de> EnumAccess<'de> for Whole<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let look = seed.deserialize(self.0.clone())?;
        Ok((look, self))
    }
}

impl<'de> VariantAccess<'de> for Whole<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        Err(Fault::custom("a choice has a value"))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.0.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.0.deserialize_any(visitor)
    }
}

/// Offers the entry with the tag first, and names the tag in what fails after it.
fn read_union<'de, V: Visitor<'de>>(
    key: &'static str,
    mut entries: Vec<(Cow<'de, str>, Buffered<'de>)>,
    visitor: V,
) -> Result<V::Value, Fault> {
    let place = entries.iter().position(|(name, _)| name == key);
    let first = place.map(|place| entries.remove(place));
    let tag = first.as_ref().and_then(|(_, value)| AnyTag::of(value));
    let tag = tag.map(|tag| tag.text);
    visitor
        .visit_map(Entries::new(first, entries))
        .map_err(|fault| fault.in_union(key, tag.as_deref()))
}

/// The items of a list, counted so that a fault knows its position.
struct Items<'de> {
    items: vec::IntoIter<Buffered<'de>>,
    next: usize,
}

impl<'de> Items<'de> {
    fn new(items: Vec<Buffered<'de>>) -> Self {
        let items = items.into_iter();
        Self { items, next: 0 }
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some(item) = self.items.next() else {
            return Ok(None);
        };
        let position = self.next;
        self.next += 1;
        seed.deserialize(item)
            .map(Some)
            .map_err(|fault| fault.under(position.to_string()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of an object; the name of the current one is kept for a fault's path.
struct Entries<'de> {
    first: Option<(Cow<'de, str>, Buffered<'de>)>,
    others: vec::IntoIter<(Cow<'de, str>, Buffered<'de>)>,
    current: Option<(Cow<'de, str>, Buffered<'de>)>,
}

impl<'de> Entries<'de> {
    fn new(
        first: Option<(Cow<'de, str>, Buffered<'de>)>,
        others: Vec<(Cow<'de, str>, Buffered<'de>)>,
    ) -> Self {
        Self {
            first,
            others: others.into_iter(),
            current: None,
        }
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.current = self.first.take().or_else(|| self.others.next());
        match &self.current {
            Some((key, _)) => seed.deserialize(Buffered::Text(key.clone())).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        match self.current.take() {
            Some((key, value)) => seed.deserialize(value).map_err(|fault| fault.under(key)),
            None => Err(Fault::custom("a value was asked for before its key")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(usize::from(self.first.is_some()) + self.others.len())
    }
}
