//! How values stand in XML (OpenAPI 3.0.3, section 4.7.26).

use super::TypeId;

/// What a schema says of itself with `xml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Xml {
    /// `name`
    pub name: Option<String>,
    /// `prefix`
    pub prefix: Option<String>,
    /// `namespace`
    pub namespace: Option<String>,
    /// `attribute`
    pub attribute: bool,
    /// `wrapped`
    pub wrapped: bool,
    /// `x-ms-text`: it is the text of the element around it.
    pub text: bool,
    /// What the items of a list say.
    pub item: Option<Box<Xml>>,
}

/// A name in XML, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XmlName {
    /// The name without a prefix.
    pub local: String,
    /// The prefix; empty where there is none.
    pub prefix: String,
    /// The namespace; empty where there is none.
    pub namespace: String,
}

/// How a value stands in XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlShape {
    /// As text.
    Text,
    /// As text that is never empty.
    Word,
    /// As a number.
    Number,
    /// As a truth value.
    Bool,
    /// In some way that nobody describes.
    Any,
    /// As the element of a record.
    Record(TypeId),
    /// As elements of that name, in one around them where they are wrapped.
    List(XmlName, bool, Box<XmlShape>),
    /// As elements that have the keys as names.
    Map(Box<XmlShape>),
}

/// A whole document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlRoot {
    /// The root's name.
    pub name: XmlName,
    /// What it holds.
    pub shape: XmlShape,
}

/// A record as it stands in XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlRecord {
    /// Which one it is.
    pub id: TypeId,
    /// Its properties.
    pub fields: Vec<XmlField>,
    /// How properties that are not described stand there, where they are kept.
    pub rest: Option<XmlShape>,
}

/// A property as it stands in XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlField {
    /// Its name in JSON.
    pub key: String,
    /// Its name in XML.
    pub name: XmlName,
    /// Where it stands.
    pub place: XmlPlace,
    /// How its value stands there.
    pub shape: XmlShape,
    /// It is always there.
    pub required: bool,
}

/// Where a property stands in its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlPlace {
    /// In an element, or several.
    Element,
    /// In an attribute.
    Attribute,
    /// It is the element's own text.
    Text,
}
