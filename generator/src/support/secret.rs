//! Values that must not be shown: a value goes in, and only an explicit call gives it out again.
//!
//! Secret text is `secrecy::SecretString`; [`Secret`] is the same for every other type. Its
//! `Debug` is redacted, its memory is zeroed on drop, and a failure to read it says nothing of
//! what was there, not even where inside it.

use std::collections::BTreeMap;
use std::fmt;
use std::hint::black_box;
use std::marker::PhantomData;
use std::mem;

use secrecy::SecretString;
use secrecy::zeroize::Zeroize;
use serde::de::{Deserialize, Deserializer, Error, Unexpected};
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::runtime::{Bytes, Uuid, time::OffsetDateTime};
use super::{Blank, Codec, Encode, Mode, REDACTED};

/// A secret of any type but text.
#[derive(Clone)]
pub struct Secret<T: Wipe> {
    value: T,
}

impl<T: Wipe> Secret<T> {
    /// Takes a value into keeping.
    pub fn new(value: T) -> Self {
        Self { value }
    }

    /// Gives the value out: the only way to it.
    pub fn expose(&self) -> &T {
        &self.value
    }
}

impl<T: Wipe> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Wipe> Drop for Secret<T> {
    fn drop(&mut self) {
        self.value.wipe();
    }
}

impl<T: Wipe> fmt::Debug for Secret<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(REDACTED)
    }
}

impl<T: Wipe + Blank> Blank for Secret<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}

impl<'de, T: Wipe + Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer)
            .map(Self::new)
            .map_err(|_| malformed())
    }
}

impl<T: Wipe + Serialize> Serialize for Secret<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: Wipe + Encode> Encode for Secret<T> {
    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        match mode {
            Mode::Full | Mode::Request => self.value.encode(mode, serializer),
            Mode::Redacted => serializer.serialize_str(REDACTED),
        }
    }
}

/// A secret that another codec reads and writes.
pub struct Hidden<C>(PhantomData<C>);

impl<C: Codec<Value: Wipe>> Codec for Hidden<C> {
    type Value = Secret<C::Value>;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        C::decode(deserializer)
            .map(Secret::new)
            .map_err(|_| malformed())
    }

    fn decode_maybe<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self::Value>, D::Error> {
        let value = C::decode_maybe(deserializer).map_err(|_| malformed())?;
        Ok(value.map(Secret::new))
    }

    fn encode<S: Serializer>(
        value: &Self::Value,
        mode: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match mode {
            Mode::Full | Mode::Request => C::encode(&value.value, mode, serializer),
            Mode::Redacted => serializer.serialize_str(REDACTED),
        }
    }
}

/// Secret text. Unlike `SecretString`'s own `Deserialize`, its failure does not quote what stood
/// in the text's place.
pub struct SecretText;

impl Codec for SecretText {
    type Value = SecretString;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
        SecretString::deserialize(deserializer)
            .map_err(|_| D::Error::invalid_type(Unexpected::Other("secret"), &"a string"))
    }

    fn encode<S: Serializer>(
        value: &SecretString,
        mode: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.encode(mode, serializer)
    }
}

#[cold]
fn malformed<E: Error>() -> E {
    E::invalid_value(Unexpected::Other("secret"), &"a well-formed secret")
}

/// A value whose memory can be overwritten before it is given back.
pub trait Wipe: Blank {
    /// Overwrites the value: with a placeholder, where the parts overwrite themselves when they
    /// are dropped.
    fn wipe(&mut self) {
        *self = Self::blank();
    }
}

/// Overwritten in place, in a way that the compiler must not leave out.
macro_rules! zeroize {
    ($($type:ty),+) => {$(
        impl Wipe for $type {
            fn wipe(&mut self) {
                self.zeroize();
            }
        }
    )+};
}

zeroize!(
    bool,
    i8,
    i16,
    i32,
    i64,
    i128,
    u8,
    u16,
    u32,
    u64,
    f32,
    f64,
    String,
    SecretString
);

impl Wipe for Uuid {
    fn wipe(&mut self) {
        *self = Self::nil();
        black_box(self);
    }
}

impl Wipe for OffsetDateTime {
    fn wipe(&mut self) {
        *self = Self::UNIX_EPOCH;
        black_box(self);
    }
}

/// Others may hold the same bytes, so that they cannot be overwritten: they are given back.
impl Wipe for Bytes {}

impl Wipe for Value {
    fn wipe(&mut self) {
        match self {
            Value::String(text) => text.wipe(),
            Value::Array(items) => items.wipe(),
            Value::Object(entries) => entries.wipe(),
            Value::Number(number) => {
                *number = 0.into();
                black_box(number);
            }
            Value::Null | Value::Bool(_) => *self = Value::Null,
        }
    }
}

impl Wipe for Map<String, Value> {
    fn wipe(&mut self) {
        for (mut key, mut value) in mem::take(self) {
            key.wipe();
            value.wipe();
        }
    }
}

impl<T: Wipe> Wipe for BTreeMap<String, T> {
    fn wipe(&mut self) {
        for (mut key, mut value) in mem::take(self) {
            key.wipe();
            value.wipe();
        }
    }
}

impl<T: Wipe> Wipe for Vec<T> {
    fn wipe(&mut self) {
        self.iter_mut().for_each(T::wipe);
    }
}

impl<T: Wipe> Wipe for Option<T> {
    fn wipe(&mut self) {
        if let Some(value) = self {
            value.wipe();
        }
    }
}

impl<T: Wipe> Wipe for Box<T> {
    fn wipe(&mut self) {
        T::wipe(self);
    }
}

impl<T: Wipe> Wipe for Secret<T> {
    fn wipe(&mut self) {
        self.value.wipe();
    }
}
