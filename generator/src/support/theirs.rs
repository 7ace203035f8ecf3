//! Types of the caller's: what serde makes of them goes in and out.

use std::any::type_name;
use std::fmt::Debug;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::{Codec, Mode};

/// A type that generated code knows nothing of.
pub struct Theirs<T>(PhantomData<T>);

impl<T: Debug + DeserializeOwned + Serialize> Codec for Theirs<T> {
    type Value = T;

    /// What the type itself says of a value that it refuses may quote it.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
            .map_err(|_| D::Error::custom(format_args!("expected a `{}`", type_name::<T>())))
    }

    fn encode<S: Serializer>(value: &T, _: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}
