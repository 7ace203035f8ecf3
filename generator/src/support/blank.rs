//! Placeholders: a type goes in, some cheap value of it comes out.
//!
//! A record is decoded into a blank value of its type, field by field. Where a required field
//! never comes, decoding fails and the placeholder is dropped, so that no caller ever sees one, other
//! than the page that an answer without a body is; that is why this is not `Default`, which would
//! promise a meaning.

use std::collections::BTreeMap;

use secrecy::SecretString;
use serde_json::{Map, Value};

use super::runtime::{Bytes, Uuid, time::OffsetDateTime};

/// A type that has a placeholder value to decode into.
pub trait Blank: Sized {
    /// A value that costs little to make and means nothing.
    fn blank() -> Self;
}

/// The placeholder is the type's `Default`.
macro_rules! default {
    ($($type:ty),+) => {$(
        impl Blank for $type {
            fn blank() -> Self {
                Self::default()
            }
        }
    )+};
}

default!(bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, f32, f64);
default!(String, SecretString, Value, Map<String, Value>, Bytes);

impl Blank for Uuid {
    fn blank() -> Self {
        Self::nil()
    }
}

impl Blank for OffsetDateTime {
    fn blank() -> Self {
        Self::UNIX_EPOCH
    }
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T> Blank for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}
