//! The type of a value.

use serde_json::{Number, Value};

use super::{Numeral, TypeId};

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `boolean`.
    Bool,
    /// `integer`.
    Integer(Width),
    /// `number` with format `float`.
    Float32,
    /// Any other `number`.
    Float64,
    /// A number that JSON may carry as text.
    Numeral(Numeral),
    /// `string` without a format of its own.
    Text,
    /// Bytes in a text.
    Bytes(BytesFormat),
    /// A whole body as it is.
    Raw,
    /// A file in a form.
    File,
    /// A point in time.
    DateTime(DateTimeFormat),
    /// A calendar date (RFC 3339 `full-date`).
    Date,
    /// An ISO 8601 duration.
    Duration,
    /// A UUID (RFC 9562).
    Uuid,
    /// Any JSON value.
    Any,
    /// Any JSON object.
    AnyObject,
    /// `array`.
    List(Box<Type>),
    /// An array whose elements are told apart by their position.
    Tuple(Tuple),
    /// An object of arbitrary keys.
    Map(Box<Type>),
    /// A value or `null`, where it stands in a list or a map.
    Nullable(Box<Type>),
    /// A value that is never printed.
    Secret(Box<Type>),
    /// A definition.
    Named(TypeId),
    /// A type of the caller's, by its absolute path.
    Foreign(String),
}

impl Type {
    /// This type, then what it is a list, a map, a tuple or another wrapping of, inwards.
    pub fn layers(&self) -> impl Iterator<Item = &Type> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let ty = open.pop()?;
            open.extend(ty.parts().rev());
            Some(ty)
        })
    }

    /// What it is made of, where it is not a definition.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &Type> {
        let (first, others, last): (Option<&Type>, &[Type], Option<&Type>) = match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Secret(inner) => {
                (Some(inner), &[], None)
            }
            Self::Tuple(tuple) => (None, &tuple.elements, tuple.rest.as_deref()),
            Self::Bool
            | Self::Integer(_)
            | Self::Float32
            | Self::Float64
            | Self::Numeral(_)
            | Self::Text
            | Self::Bytes(_)
            | Self::Raw
            | Self::File
            | Self::DateTime(_)
            | Self::Date
            | Self::Duration
            | Self::Uuid
            | Self::Any
            | Self::AnyObject
            | Self::Named(_)
            | Self::Foreign(_) => (None, &[], None),
        };
        first.into_iter().chain(others).chain(last)
    }

    /// The same where it is no secret.
    pub fn opened(&self) -> &Self {
        match self {
            Self::Secret(inner) => inner.opened(),
            other => other,
        }
    }

    /// Whether a secret stands in it, its own definitions aside.
    pub fn is_secret(&self) -> bool {
        self.layers().any(|layer| matches!(layer, Self::Secret(_)))
    }
}

/// An array whose elements are told apart by their position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tuple {
    /// The types of the elements that have a position of their own.
    pub elements: Vec<Type>,
    /// How many of them are always there.
    pub required: usize,
    /// The type of the elements after them, where there may be some.
    pub rest: Option<Box<Type>>,
}

/// Which whole numbers there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// `int8`.
    I8,
    /// `int16`.
    I16,
    /// `int32`.
    I32,
    /// `int64`, and whatever says nothing.
    I64,
    /// What is described as beyond 64 bits.
    I128,
    /// `uint8`.
    U8,
    /// `uint16`.
    U16,
    /// `uint32`.
    U32,
    /// `uint64`.
    U64,
}

impl Width {
    /// The least and the greatest number.
    pub fn bounds(self) -> (i128, i128) {
        fn wide<T: Into<i128>>(least: T, greatest: T) -> (i128, i128) {
            (least.into(), greatest.into())
        }
        match self {
            Self::I8 => wide(i8::MIN, i8::MAX),
            Self::I16 => wide(i16::MIN, i16::MAX),
            Self::I32 => wide(i32::MIN, i32::MAX),
            Self::I64 => wide(i64::MIN, i64::MAX),
            Self::I128 => (i128::MIN, i128::MAX),
            Self::U8 => wide(u8::MIN, u8::MAX),
            Self::U16 => wide(u16::MIN, u16::MAX),
            Self::U32 => wide(u32::MIN, u32::MAX),
            Self::U64 => wide(u64::MIN, u64::MAX),
        }
    }

    /// Whether a value is such a number.
    pub fn allows(self, value: &Value) -> bool {
        let number = value.as_number().and_then(Number::as_i128);
        let (least, greatest) = self.bounds();
        number.is_some_and(|number| (least..=greatest).contains(&number))
    }
}

/// How bytes are spelled in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytesFormat {
    /// RFC 4648, section 4: `format: byte`.
    Base64,
    /// RFC 4648, section 5: `format: base64url`.
    Base64Url,
}

/// How a point in time is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateTimeFormat {
    /// `format: date-time`.
    Rfc3339,
    /// `format: date-time-rfc1123`, the form of RFC 9110, section 5.6.7.
    Rfc7231,
    /// `format: unixtime`: seconds since 1970.
    Unix,
}
