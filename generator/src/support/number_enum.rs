//! Enumerations of whole numbers: a number goes in, a variant comes out, and back. A number that is
//! not known is kept.

/// Implements serde's traits, the runtime's, and those of text for an enum that is a number on the
/// wire: one that is made of any number, and gives it back as `value()`.
macro_rules! number_enum {
    ($name:ty, $number:ty) => {
        impl $crate::support::Encode for $name {
            fn encode<S>(
                &self,
                _: $crate::support::Mode,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                ::serde::Serialize::serialize(&self.value(), serializer)
            }
        }

        impl $crate::support::ToText for $name {
            fn to_text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(self.value().to_string())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                <$number as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                ::serde::Serialize::serialize(&self.value(), serializer)
            }
        }

        impl ::core::convert::From<$name> for $number {
            fn from(value: $name) -> Self {
                value.value()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), out)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::num::ParseIntError> {
                text.parse::<$number>().map(Self::from)
            }
        }
    };
}
pub(crate) use number_enum;
