//! Unions that a property tells apart.

use super::{Field, Name, TypeId};

/// One of several records, told apart by the value of a property.
#[derive(Clone, Debug)]
pub struct Union {
    /// The discriminator's property.
    pub tag: String,
    /// The members inherit the discriminator's property, whether it is among their properties or not.
    pub inherited: bool,
    /// How a caller reads the tag of a value.
    pub tag_reader: TagReader,
    /// The members, in document order.
    pub variants: Vec<Variant>,
    /// The fields that all members have alike, decided by `analyze::shared`.
    pub shared: Vec<Field>,
    /// The variant that keeps what is not described; `None` where the union is closed.
    pub fallback: Option<Name>,
    /// The position of the member that a closed union's blank value is of, decided by
    /// `analyze::blanks`.
    pub blank: usize,
}

/// The accessor for a union's tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagReader {
    /// The accessor's name.
    pub name: Name,
    /// The enumeration that lists the tags, where the description has one.
    pub ty: Option<TypeId>,
}

/// One member of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The tag's value, and the variant's identifier.
    pub name: Name,
    /// The member.
    pub ty: TypeId,
    /// The tag is a number or a truth value on the wire, spelled here as in JSON.
    pub literal: bool,
}
