//! Writing values: a value and a [`Mode`] go in, calls on any serde serializer come out.
//!
//! serde's `Serialize` knows one way to write a value. A client needs three: everything that was
//! read, what a request may send, and what may be printed. [`Encode`] is `Serialize` with that
//! choice passed along; `Serialize` of every model is [`Mode::Full`].

use std::collections::BTreeMap;
use std::fmt::Debug;

use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::{OnParts, RecordShape, write_record};

/// What is written in a secret's place when a value is printed.
pub const REDACTED: &str = "[REDACTED]";

/// How much of a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Everything that was read, read-only and secret properties included.
    Full,
    /// What a request sends: read-only properties are left out.
    Request,
    /// What may be printed: each secret is written as `[REDACTED]`.
    Redacted,
}

/// A value that can be written in any of the three modes; and shown, as every field of a model is.
///
/// An object with known properties says which they are, by `SHAPE` and `parts`, and no more; any
/// other value says how it is written.
pub trait Encode: Debug {
    /// The object as data.
    const SHAPE: RecordShape = RecordShape::EMPTY;

    /// Hands over the properties' values, in the order of the shape.
    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        on.parts(())
    }

    /// Whether a property with this value is left out, where it need not be there.
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes the value with the serializer.
    ///
    /// # Errors
    /// Whatever the serializer reports, or a value that its wire format cannot express.
    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        write_record(self, mode, serializer)
    }
}

/// A value together with the mode to write it in; `Serialize` for any serializer.
#[derive(Clone, Copy)]
pub struct Encoded<'a, T: ?Sized> {
    /// The value to write.
    pub value: &'a T,
    /// The mode to write it in.
    pub mode: Mode,
}

impl<T: Encode + ?Sized> Serialize for Encoded<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.encode(self.mode, serializer)
    }
}

/// The value as it may be printed: each secret in it is written as `[REDACTED]`.
///
/// What comes back is to be given to a serializer, for instance `serde_json::to_string_pretty`.
pub fn redacted<T: Encode + ?Sized>(value: &T) -> impl Serialize + '_ {
    Encoded {
        value,
        mode: Mode::Redacted,
    }
}

/// Values that hold no secret and nothing read-only are written alike in every mode.
macro_rules! plain {
    ($($type:ty),+) => {$(
        impl Encode for $type {
            fn encode<S: Serializer>(&self, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        }
    )+};
}

plain!(
    str, String, bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, f32, f64
);
plain!(Value, Map<String, Value>);

impl<T: Encode + ?Sized> Encode for &T {
    const SHAPE: RecordShape = T::SHAPE;

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        T::parts(self, on)
    }

    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        T::encode(self, mode, serializer)
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    const SHAPE: RecordShape = T::SHAPE;

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        T::parts(self, on)
    }

    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        T::encode(self, mode, serializer)
    }
}

impl<T: Encode> Encode for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Encoded { value, mode }),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Encode> Encode for [T] {
    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|value| Encoded { value, mode }))
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().encode(mode, serializer)
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.iter();
        serializer.collect_map(entries.map(|(key, value)| (key, Encoded { value, mode })))
    }
}

impl Encode for SecretString {
    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        match mode {
            Mode::Full | Mode::Request => serializer.serialize_str(self.expose_secret()),
            Mode::Redacted => serializer.serialize_str(REDACTED),
        }
    }
}
