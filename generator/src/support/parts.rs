//! A record's properties, handed over all at once: its values to be written, its places to be read
//! into.
//!
//! A generated type says in two lines what it has; that each of them is written or read is said
//! here, once for all types. More than twelve stand in groups: a tuple is a [`Part`], as is what
//! stands in it.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, MapAccess};
use serde_json::{Map, Value};

use super::{Codec, Encode, Fields, Property, Slot};

/// Properties in order, to be written or shown.
pub trait Part {
    /// How many they are.
    const COUNT: usize = 1;

    /// Hands over each; the first of them stands at this position of the record.
    fn write<F: Fields>(self, at: usize, out: &mut F);
}

/// Properties in order, to be read into.
pub trait Place {
    /// How many they are.
    const COUNT: usize = 1;

    /// Whether a property is one of them. Here and in [`read`](Self::read) the first of them stands
    /// at this position of the record.
    #[inline]
    fn takes(at: usize, property: Property<'_>) -> bool {
        property.is(at)
    }

    /// Reads the one that it is.
    ///
    /// # Errors
    /// Those of the property's value, and a repeated property.
    fn read<'de, A: MapAccess<'de>>(
        self,
        at: usize,
        slot: Slot<'de, '_, A>,
    ) -> Result<(), A::Error>;
}

/// What is done with a record's properties.
pub trait OnParts {
    /// What comes of it.
    type Out;

    /// Takes all of them.
    fn parts<P: Part>(self, parts: P) -> Self::Out;
}

/// What is done with the places of a record's properties.
pub trait OnPlaces {
    /// What comes of it.
    type Out;

    /// Takes all of them.
    fn places<P: Place>(self, places: P) -> Self::Out;
}

/// A property in a codec's form.
pub struct Coded<'a, C: Codec>(pub &'a C::Value);

/// The place of a property in a codec's form.
pub struct CodedPlace<'a, C: Codec>(pub &'a mut C::Value);

/// The properties that were kept beside the known ones: what comes last.
pub struct Extra<'a>(pub &'a Map<String, Value>);

/// The place of properties that are kept beside the known ones.
pub struct ExtraPlace<'a>(pub &'a mut Map<String, Value>);

/// [`Extra`], where the description types the values.
pub struct CodedExtra<'a, C: Codec>(pub &'a BTreeMap<String, C::Value>);

/// [`ExtraPlace`], where the description types the values.
pub struct CodedExtraPlace<'a, C: Codec>(pub &'a mut BTreeMap<String, C::Value>);

impl<T: Encode> Part for &T {
    fn write<F: Fields>(self, at: usize, out: &mut F) {
        out.field(at, self);
    }
}

impl<T: DeserializeOwned> Place for &mut T {
    #[inline]
    fn read<'de, A: MapAccess<'de>>(
        self,
        at: usize,
        slot: Slot<'de, '_, A>,
    ) -> Result<(), A::Error> {
        slot.read(at, self)
    }
}

impl<C: Codec> Part for Coded<'_, C> {
    fn write<F: Fields>(self, at: usize, out: &mut F) {
        out.coded::<C>(at, self.0);
    }
}

impl<C: Codec> Place for CodedPlace<'_, C> {
    #[inline]
    fn read<'de, A: MapAccess<'de>>(
        self,
        at: usize,
        slot: Slot<'de, '_, A>,
    ) -> Result<(), A::Error> {
        slot.read_as::<C>(at, self.0)
    }
}

impl Part for Extra<'_> {
    fn write<F: Fields>(self, at: usize, out: &mut F) {
        out.extra(at, self.0);
    }
}

impl Place for ExtraPlace<'_> {
    fn takes(_: usize, _: Property<'_>) -> bool {
        true
    }

    fn read<'de, A: MapAccess<'de>>(
        self,
        _: usize,
        slot: Slot<'de, '_, A>,
    ) -> Result<(), A::Error> {
        slot.keep(self.0)
    }
}

impl<C: Codec> Part for CodedExtra<'_, C> {
    fn write<F: Fields>(self, at: usize, out: &mut F) {
        out.coded_extra::<C>(at, self.0);
    }
}

impl<C: Codec> Place for CodedExtraPlace<'_, C> {
    fn takes(_: usize, _: Property<'_>) -> bool {
        true
    }

    fn read<'de, A: MapAccess<'de>>(
        self,
        _: usize,
        slot: Slot<'de, '_, A>,
    ) -> Result<(), A::Error> {
        slot.keep_as::<C>(self.0)
    }
}

/// A tuple is its items, one after the other.
macro_rules! tuples {
    ($(($($item:ident $index:tt),*);)+) => {$(
        impl<$($item: Part),*> Part for ($($item,)*) {
            const COUNT: usize = 0 $(+ $item::COUNT)*;

            #[allow(unused_variables)]
            fn write<F: Fields>(self, at: usize, out: &mut F) {
                $(
                    self.$index.write(at, out);
                    let at = at + $item::COUNT;
                )*
            }
        }

        impl<$($item: Place),*> Place for ($($item,)*) {
            const COUNT: usize = 0 $(+ $item::COUNT)*;

            #[inline]
            #[allow(unused_variables)]
            fn takes(at: usize, property: Property<'_>) -> bool {
                $(
                    if $item::takes(at, property) {
                        return true;
                    }
                    let at = at + $item::COUNT;
                )*
                false
            }

            #[inline]
            #[allow(unused_variables)]
            fn read<'de, Map: MapAccess<'de>>(
                self,
                at: usize,
                slot: Slot<'de, '_, Map>,
            ) -> Result<(), Map::Error> {
                $(
                    if $item::takes(at, slot.property()) {
                        return self.$index.read(at, slot);
                    }
                    let at = at + $item::COUNT;
                )*
                slot.ignore()
            }
        }
    )+};
}

tuples! {
    ();
    (A 0);
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, G 5);
    (A 0, B 1, C 2, D 3, E 4, G 5, H 6);
    (A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7);
    (A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8);
    (A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9);
    (A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9, L 10);
    (A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9, L 10, M 11);
}
