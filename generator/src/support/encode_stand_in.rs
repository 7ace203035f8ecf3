//! Stand-in until the codec half is merged.

use serde::{Serialize, Serializer};

/// Stand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Stand-in.
    Request,
}

/// Stand-in.
pub trait Encode {
    /// Stand-in.
    fn encode<S: Serializer>(&self, mode: Mode, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Stand-in.
pub struct Encoded<'a, T: ?Sized> {
    /// Stand-in.
    pub value: &'a T,
    /// Stand-in.
    pub mode: Mode,
}

impl<T: Encode + ?Sized> Serialize for Encoded<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.encode(self.mode, serializer)
    }
}

impl Encode for str {
    fn encode<S: Serializer>(&self, _mode: Mode, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}
