//! Values that stand as text where nothing tells numbers from words, as in a header: the text goes
//! in, and whatever type is asked for comes out, or a [`Fault`] that does not quote the text.

use std::borrow::Cow;

use serde::de::value::SeqDeserializer;
use serde::de::{Deserializer, Error, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::Fault;

/// One value as text.
pub struct Scalar<'de>(pub Cow<'de, str>);

impl<'de> Scalar<'de> {
    fn parse<T: std::str::FromStr, V: Visitor<'de>>(&self, visitor: &V) -> Result<T, Fault> {
        let wrong = |_| Fault::invalid_type(Unexpected::Other("text"), visitor);
        self.0.trim().parse().map_err(wrong)
    }
}

/// Numbers are parsed from the text.
macro_rules! parsed {
    ($($method:ident $visit:ident),+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let number = self.parse(&visitor)?;
            visitor.$visit(number)
        }
    )+};
}

impl<'de> Deserializer<'de> for Scalar<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    parsed! {
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32,
        deserialize_i64 visit_i64, deserialize_u8 visit_u8, deserialize_u16 visit_u16,
        deserialize_u32 visit_u32, deserialize_u64 visit_u64, deserialize_f32 visit_f32,
        deserialize_f64 visit_f64
    }

    /// `true` and `false` in any case: services write both `true` and `True`. XML Schema's `1` and
    /// `0` are read too.
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0.trim() {
            "1" => visitor.visit_bool(true),
            "0" => visitor.visit_bool(false),
            text if text.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            text if text.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            _ => Err(Fault::invalid_type(Unexpected::Other("text"), &visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_enum(self.0.into_deserializer())
    }

    /// A list is its items with commas between them (RFC 9110, section 5.6.1): empty ones do not
    /// count.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items = self.0.split(',').map(str::trim);
        let items: Vec<Scalar<'de>> = items
            .filter(|item| !item.is_empty())
            .map(|item| Scalar(Cow::Owned(item.to_owned())))
            .collect();
        visitor.visit_seq(SeqDeserializer::new(items.into_iter()))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct
        identifier
    }
}

impl<'de> IntoDeserializer<'de, Fault> for Scalar<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
