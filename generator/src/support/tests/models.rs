//! What the emitter would write, by hand and small: the types that the other tests read and write.

use std::collections::BTreeMap;

use secrecy::SecretString;
use serde::de::MapAccess;
use serde::ser::SerializeMap;
use serde_json::{Map, Value};

use crate::support::runtime::time::OffsetDateTime;
use crate::support::{
    Blank, Coded, CodedExtra, CodedExtraPlace, CodedPlace, Encode, Extra, ExtraPlace, Hidden, List,
    Maybe, Nullable, OnParts, OnPlaces, Own, Page, Record, RecordShape, Rest, Rfc3339, Secret,
    SecretText, Slot, TextEnum, Union, UnixTime, UnknownVariant, Writer, record, text_enum, union,
};

/// Every kind of field.
#[derive(Clone, PartialEq)]
pub struct Pet {
    pub name: String,
    pub age: Option<i64>,
    pub tags: Vec<String>,
    pub note: Option<Option<String>>,
    pub score: f64,
    pub parent: Option<Box<Pet>>,
    pub colour: Option<Colour>,
    pub limits: BTreeMap<String, u32>,
    pub owner: Option<String>,
}

impl Blank for Pet {
    fn blank() -> Self {
        Self {
            name: Blank::blank(),
            age: None,
            tags: Blank::blank(),
            note: None,
            score: Blank::blank(),
            parent: None,
            colour: None,
            limits: Blank::blank(),
            owner: Blank::blank(),
        }
    }
}

impl Encode for Pet {
    const SHAPE: RecordShape = RecordShape {
        name: "Pet",
        keys: &[
            "petName", "age", "tags", "note", "score", "parent", "colour", "limits", "owner",
        ],
        fields: &[
            "name", "age", "tags", "note", "score", "parent", "colour", "limits", "owner",
        ],
        required: &[0, 2, 4, 7, 8],
        read_only: &[1],
        ..RecordShape::EMPTY
    };

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        on.parts((
            &self.name,
            &self.age,
            &self.tags,
            Coded::<Nullable<Own<String>>>(&self.note),
            &self.score,
            &self.parent,
            &self.colour,
            &self.limits,
            &self.owner,
        ))
    }
}

impl Record for Pet {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        on.places((
            &mut self.name,
            &mut self.age,
            &mut self.tags,
            CodedPlace::<Nullable<Own<String>>>(&mut self.note),
            &mut self.score,
            &mut self.parent,
            &mut self.colour,
            &mut self.limits,
            &mut self.owner,
        ))
    }
}
record!(Pet);

/// An open enumeration.
#[derive(Clone, Debug)]
pub enum Colour {
    Red,
    Green,
    Other(String),
}

impl Colour {
    fn as_str(&self) -> &str {
        match self {
            Self::Red => "red",
            Self::Green => "green",
            Self::Other(text) => text,
        }
    }
}

impl TextEnum for Colour {
    const NAME: &'static str = "Colour";
    const KNOWN: &'static [Self] = &[Self::Red, Self::Green];

    fn other(text: String) -> Option<Self> {
        Some(Self::Other(text))
    }
}

impl Blank for Colour {
    fn blank() -> Self {
        Self::Red
    }
}
text_enum!(Colour);

/// A closed enumeration.
#[derive(Clone, Debug)]
pub enum Size {
    Small,
    Large,
}

impl Size {
    fn as_str(&self) -> &str {
        match self {
            Self::Small => "small",
            Self::Large => "large",
        }
    }
}

impl TextEnum for Size {
    const NAME: &'static str = "Size";
    const KNOWN: &'static [Self] = &[Self::Small, Self::Large];
    const ALLOWED: &'static [&'static str] = &["small", "large"];
}

impl Blank for Size {
    fn blank() -> Self {
        Self::Small
    }
}
text_enum!(Size);

/// A member of a union, with its tag and extra properties.
#[derive(Clone, Default, PartialEq)]
pub struct Circle {
    pub radius: f64,
    pub label: Option<String>,
    pub extra: Map<String, Value>,
}

impl Blank for Circle {
    fn blank() -> Self {
        Self::default()
    }
}

impl Encode for Circle {
    const SHAPE: RecordShape = RecordShape {
        name: "Circle",
        keys: &["radius", "label"],
        fields: &["radius", "label", "extra"],
        required: &[0],
        tag: Some(("kind", "circle")),
        ..RecordShape::EMPTY
    };

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        on.parts((&self.radius, &self.label, Extra(&self.extra)))
    }
}

impl Record for Circle {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        on.places((
            &mut self.radius,
            &mut self.label,
            ExtraPlace(&mut self.extra),
        ))
    }
}
record!(Circle);

/// A member that holds shapes itself.
#[derive(Clone, Default, PartialEq)]
pub struct Group {
    pub parts: Vec<Shape>,
}

impl Blank for Group {
    fn blank() -> Self {
        Self::default()
    }
}

impl Encode for Group {
    const SHAPE: RecordShape = RecordShape {
        name: "Group",
        keys: &["parts"],
        required: &[0],
        ..RecordShape::EMPTY
    };

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        on.parts((&self.parts,))
    }
}

impl Record for Group {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        on.places((&mut self.parts,))
    }
}
record!(Group);

/// An open union without secrets.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Circle(Circle),
    Group(Box<Group>),
    Unknown(UnknownVariant),
}

impl Union for Shape {
    const NAME: &'static str = "Shape";
    const TAG: &'static str = "kind";

    fn read<'de, A: MapAccess<'de>>(tag: &str, rest: Rest<'de, A>) -> Result<Self, A::Error> {
        match tag {
            "circle" => rest.record().map(Self::Circle),
            "group" => rest.record().map(Self::Group),
            _ => rest.unknown(tag, Self::SECRET).map(Self::Unknown),
        }
    }

    fn write<M: SerializeMap>(&self, out: &mut Writer<'_, M>) {
        match self {
            Self::Circle(value) => out.variant("circle", value),
            Self::Group(value) => out.variant("group", value),
            Self::Unknown(value) => out.unknown(value),
        }
    }

    fn unknown(variant: UnknownVariant) -> Self {
        Self::Unknown(variant)
    }
}
union!(Shape);

/// A closed union.
#[derive(Clone, Debug, PartialEq)]
pub enum Closed {
    Circle(Circle),
    Group(Group),
}

impl Union for Closed {
    const NAME: &'static str = "Closed";
    const TAG: &'static str = "kind";
    const OPEN: bool = false;

    fn read<'de, A: MapAccess<'de>>(tag: &str, rest: Rest<'de, A>) -> Result<Self, A::Error> {
        match tag {
            "circle" => rest.record().map(Self::Circle),
            "group" => rest.record().map(Self::Group),
            _ => Err(rest.unexpected(tag, &["circle", "group"])),
        }
    }

    fn write<M: SerializeMap>(&self, out: &mut Writer<'_, M>) {
        match self {
            Self::Circle(value) => out.variant("circle", value),
            Self::Group(value) => out.variant("group", value),
        }
    }

    fn unknown(_: UnknownVariant) -> Self {
        Self::Circle(Blank::blank())
    }
}
union!(Closed);

/// A union around another one, told apart by another property.
#[derive(Clone, Debug, PartialEq)]
pub enum Outer {
    Shape(Shape),
    Unknown(UnknownVariant),
}

impl Union for Outer {
    const NAME: &'static str = "Outer";
    const TAG: &'static str = "family";

    fn read<'de, A: MapAccess<'de>>(tag: &str, rest: Rest<'de, A>) -> Result<Self, A::Error> {
        match tag {
            "shape" => rest.union(tag).map(Self::Shape),
            _ => rest.unknown(tag, Self::SECRET).map(Self::Unknown),
        }
    }

    fn write<M: SerializeMap>(&self, out: &mut Writer<'_, M>) {
        match self {
            Self::Shape(value) => out.union("shape", value),
            Self::Unknown(value) => out.unknown(value),
        }
    }

    fn unknown(variant: UnknownVariant) -> Self {
        Self::Unknown(variant)
    }
}
union!(Outer);

/// Secrets of every kind.
#[derive(Clone, Default)]
pub struct Login {
    pub user: Option<String>,
    pub password: Option<SecretString>,
    pub pin: Option<Secret<i64>>,
    pub key: Option<Secret<Vec<u8>>>,
    pub answers: Option<Secret<BTreeMap<String, String>>>,
    pub blob: Option<Secret<Value>>,
    pub since: Option<Secret<Vec<OffsetDateTime>>>,
}

impl Blank for Login {
    fn blank() -> Self {
        Self::default()
    }
}

impl Encode for Login {
    const SHAPE: RecordShape = RecordShape {
        name: "Login",
        keys: &["user", "password", "pin", "key", "answers", "blob", "since"],
        tag: Some(("type", "login")),
        ..RecordShape::EMPTY
    };

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        on.parts((
            &self.user,
            Coded::<Maybe<SecretText>>(&self.password),
            &self.pin,
            Coded::<Maybe<Hidden<crate::support::Base64>>>(&self.key),
            &self.answers,
            &self.blob,
            Coded::<Maybe<Hidden<List<Rfc3339>>>>(&self.since),
        ))
    }
}

impl Record for Login {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        on.places((
            &mut self.user,
            CodedPlace::<Maybe<SecretText>>(&mut self.password),
            &mut self.pin,
            CodedPlace::<Maybe<Hidden<crate::support::Base64>>>(&mut self.key),
            &mut self.answers,
            &mut self.blob,
            CodedPlace::<Maybe<Hidden<List<Rfc3339>>>>(&mut self.since),
        ))
    }
}
record!(Login);

/// An open union with secrets.
#[derive(Clone, Debug)]
pub enum Credential {
    Login(Login),
    Unknown(UnknownVariant),
}

impl Union for Credential {
    const NAME: &'static str = "Credential";
    const TAG: &'static str = "type";
    const SECRET: bool = true;

    fn read<'de, A: MapAccess<'de>>(tag: &str, rest: Rest<'de, A>) -> Result<Self, A::Error> {
        match tag {
            "login" => rest.record().map(Self::Login),
            _ => rest.unknown(tag, Self::SECRET).map(Self::Unknown),
        }
    }

    fn write<M: SerializeMap>(&self, out: &mut Writer<'_, M>) {
        match self {
            Self::Login(value) => out.variant("login", value),
            Self::Unknown(value) => out.unknown(value),
        }
    }

    fn unknown(variant: UnknownVariant) -> Self {
        Self::Unknown(variant)
    }
}
union!(Credential);

/// Unions, codecs and typed extra properties as fields.
#[derive(Clone)]
pub struct Holder {
    pub shape: Shape,
    pub size: Size,
    pub credential: Option<Credential>,
    pub stamp: OffsetDateTime,
    pub ended: Option<Option<OffsetDateTime>>,
    pub others: BTreeMap<String, Vec<u32>>,
}

impl Blank for Holder {
    fn blank() -> Self {
        Self {
            shape: Blank::blank(),
            size: Blank::blank(),
            credential: None,
            stamp: Blank::blank(),
            ended: None,
            others: Blank::blank(),
        }
    }
}

impl Encode for Holder {
    const SHAPE: RecordShape = RecordShape {
        name: "Holder",
        keys: &["shape", "size", "credential", "stamp", "ended"],
        fields: &["shape", "size", "credential", "stamp", "ended", "others"],
        required: &[0, 1, 3],
        ..RecordShape::EMPTY
    };

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        on.parts((
            &self.shape,
            &self.size,
            &self.credential,
            Coded::<UnixTime>(&self.stamp),
            Coded::<Nullable<Rfc3339>>(&self.ended),
            CodedExtra::<Own<Vec<u32>>>(&self.others),
        ))
    }
}

impl Record for Holder {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        on.places((
            &mut self.shape,
            &mut self.size,
            &mut self.credential,
            CodedPlace::<UnixTime>(&mut self.stamp),
            CodedPlace::<Nullable<Rfc3339>>(&mut self.ended),
            CodedExtraPlace::<Own<Vec<u32>>>(&mut self.others),
        ))
    }
}
record!(Holder);

/// A page of a list.
#[derive(Clone, Default, PartialEq)]
pub struct Names {
    pub value: Option<Vec<String>>,
    pub next_link: Option<String>,
}

impl Blank for Names {
    fn blank() -> Self {
        Default::default()
    }
}

impl Encode for Names {
    const SHAPE: RecordShape = RecordShape {
        name: "Names",
        keys: &["value", "nextLink"],
        fields: &["value", "next_link"],
        ..RecordShape::EMPTY
    };

    fn parts<O: OnParts>(&self, on: O) -> O::Out {
        on.parts((&self.value, &self.next_link))
    }
}

impl Record for Names {
    fn places<O: OnPlaces>(&mut self, on: O) -> O::Out {
        on.places((&mut self.value, &mut self.next_link))
    }
}
record!(Names);

impl Page for Names {
    type Item = String;

    fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    fn into_items(self) -> Vec<String> {
        self.value.unwrap_or_default()
    }
}
