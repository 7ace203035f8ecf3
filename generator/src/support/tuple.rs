//! Arrays whose elements are told apart by their position: a Rust tuple each.
//!
//! `Tuple<(Own<String>, IsoDate, Remaining<Own<i64>>)>` is a text and a date, and whole numbers after
//! them. Elements beyond the last position are ignored, as properties are that nobody described.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};
use serde::ser::{SerializeSeq, Serializer};

use super::{Blank, Codec, Decoded, EncodedAs, Mode, Wipe};

/// What stands at one position of an array, or at several at its end.
pub trait Element {
    /// What it is in a tuple.
    type Value: fmt::Debug;

    /// Reads it.
    ///
    /// # Errors
    /// What the codec reports, or that the array ended before.
    fn next<'de, A: SeqAccess<'de>>(
        elements: &mut A,
        position: usize,
    ) -> Result<Self::Value, A::Error>;

    /// Writes it.
    ///
    /// # Errors
    /// Whatever the serializer reports.
    fn put<S: SerializeSeq>(
        value: &Self::Value,
        mode: Mode,
        row: &mut Row<'_, S>,
    ) -> Result<(), S::Error>;
}

impl<C: Codec> Element for C {
    type Value = C::Value;

    fn next<'de, A: SeqAccess<'de>>(
        elements: &mut A,
        position: usize,
    ) -> Result<Self::Value, A::Error> {
        match elements.next_element::<Decoded<C>>()? {
            Some(value) => Ok(value.0),
            None => Err(A::Error::invalid_length(position, &"a longer list")),
        }
    }

    fn put<S: SerializeSeq>(
        value: &Self::Value,
        mode: Mode,
        row: &mut Row<'_, S>,
    ) -> Result<(), S::Error> {
        row.put(&EncodedAs::<C> { value, mode })
    }
}

/// An element that an array may end before.
pub struct Trailing<C>(PhantomData<C>);

impl<C: Codec> Element for Trailing<C> {
    type Value = Option<C::Value>;

    fn next<'de, A: SeqAccess<'de>>(elements: &mut A, _: usize) -> Result<Self::Value, A::Error> {
        let value = elements.next_element::<Option<Decoded<C>>>()?;
        Ok(value.flatten().map(|value| value.0))
    }

    fn put<S: SerializeSeq>(
        value: &Self::Value,
        mode: Mode,
        row: &mut Row<'_, S>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => row.put(&EncodedAs::<C> { value, mode }),
            None => {
                row.absent += 1;
                Ok(())
            }
        }
    }
}

/// All elements up to the end.
pub struct Remaining<C>(PhantomData<C>);

impl<C: Codec> Element for Remaining<C> {
    type Value = Vec<C::Value>;

    fn next<'de, A: SeqAccess<'de>>(elements: &mut A, _: usize) -> Result<Self::Value, A::Error> {
        let mut rest = Vec::new();
        while let Some(value) = elements.next_element::<Decoded<C>>()? {
            rest.push(value.0);
        }
        Ok(rest)
    }

    fn put<S: SerializeSeq>(
        value: &Self::Value,
        mode: Mode,
        row: &mut Row<'_, S>,
    ) -> Result<(), S::Error> {
        let mut values = value.iter();
        values.try_for_each(|value| row.put(&EncodedAs::<C> { value, mode }))
    }
}

/// An array that is being written.
pub struct Row<'a, S> {
    elements: &'a mut S,
    /// Elements that are absent; one that comes after them stands behind a `null` for each.
    absent: usize,
}

impl<S: SerializeSeq> Row<'_, S> {
    fn put(&mut self, value: &impl Serialize) -> Result<(), S::Error> {
        for _ in 0..std::mem::take(&mut self.absent) {
            self.elements.serialize_element(&())?;
        }
        self.elements.serialize_element(value)
    }
}

/// The elements of a tuple, in order.
pub trait Elements {
    /// The tuple.
    type Values: fmt::Debug;

    /// Reads all of them.
    ///
    /// # Errors
    /// What the first element that cannot be read reports.
    fn take<'de, A: SeqAccess<'de>>(elements: &mut A) -> Result<Self::Values, A::Error>;

    /// Writes all of them.
    ///
    /// # Errors
    /// Whatever the serializer reports.
    fn give<S: SerializeSeq>(
        values: &Self::Values,
        mode: Mode,
        row: &mut Row<'_, S>,
    ) -> Result<(), S::Error>;
}

/// Arrays of certain elements.
pub struct Tuple<E>(PhantomData<E>);

impl<E: Elements> Codec for Tuple<E> {
    type Value = E::Values;

    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<E::Values, D::Error> {
        deserializer.deserialize_seq(Taking::<E>(PhantomData))
    }

    fn encode<S: Serializer>(
        value: &E::Values,
        mode: Mode,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut elements = serializer.serialize_seq(None)?;
        let mut row = Row {
            elements: &mut elements,
            absent: 0,
        };
        E::give(value, mode, &mut row)?;
        elements.end()
    }
}

struct Taking<E>(PhantomData<E>);

impl<'de, E: Elements> Visitor<'de> for Taking<E> {
    type Value = E::Values;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<E::Values, A::Error> {
        let values = E::take(&mut elements)?;
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(values)
    }
}

/// As many elements as Rust's own traits have tuples for.
macro_rules! tuples {
    ($($element:ident $position:tt),+) => {
        impl<$($element: Element),+> Elements for ($($element,)+) {
            type Values = ($($element::Value,)+);

            fn take<'de, A: SeqAccess<'de>>(elements: &mut A) -> Result<Self::Values, A::Error> {
                Ok(($($element::next(elements, $position)?,)+))
            }

            fn give<S: SerializeSeq>(
                values: &Self::Values,
                mode: Mode,
                row: &mut Row<'_, S>,
            ) -> Result<(), S::Error> {
                $($element::put(&values.$position, mode, row)?;)+
                Ok(())
            }
        }

        impl<$($element: Blank),+> Blank for ($($element,)+) {
            fn blank() -> Self {
                ($($element::blank(),)+)
            }
        }

        impl<$($element: Wipe),+> Wipe for ($($element,)+) {
            fn wipe(&mut self) {
                $(self.$position.wipe();)+
            }
        }
    };
}

tuples!(E0 0);
tuples!(E0 0, E1 1);
tuples!(E0 0, E1 1, E2 2);
tuples!(E0 0, E1 1, E2 2, E3 3);
tuples!(E0 0, E1 1, E2 2, E3 3, E4 4);
tuples!(E0 0, E1 1, E2 2, E3 3, E4 4, E5 5);
tuples!(E0 0, E1 1, E2 2, E3 3, E4 4, E5 5, E6 6);
tuples!(E0 0, E1 1, E2 2, E3 3, E4 4, E5 5, E6 6, E7 7);
tuples!(E0 0, E1 1, E2 2, E3 3, E4 4, E5 5, E6 6, E7 7, E8 8);
tuples!(E0 0, E1 1, E2 2, E3 3, E4 4, E5 5, E6 6, E7 7, E8 8, E9 9);
tuples!(E0 0, E1 1, E2 2, E3 3, E4 4, E5 5, E6 6, E7 7, E8 8, E9 9, E10 10);
tuples!(E0 0, E1 1, E2 2, E3 3, E4 4, E5 5, E6 6, E7 7, E8 8, E9 9, E10 10, E11 11);
